public import Model

/// The approved content of a row, compared with its current content.
public struct ContentDiff: Sendable {
  public let id: String
  /// The digest of the approved content, and the digest of the content that a person must decide
  /// about now.
  public let approved, now: String
  /// The parts that differ; `nil` is an empty part.
  public let changes: [Change]

  public struct Change: Sendable {
    public let part: DecidedContent.Part
    public let from, to: String?
  }
}

extension TaskQueue {
  /// The changes of a row since a person last approved it.
  ///
  /// - Throws: the refusal `nothingApproved`.
  public func changesSinceApproval(ofRow id: String) throws(Problem) -> ContentDiff {
    try asking {
      let item = try read { try $0.existing(id) }
      let contents = try decidedContents(policy())
      guard let digest = item.lastApprovedDigest, let kept = contents.kept(digest, of: id) else {
        throw Problem.refused(.nothingApproved(item, digest: item.lastApprovedDigest))
      }
      let matter = kept[.report] == nil && kept[.commit] == nil ? item.matter : .result
      let now = contents.content(of: item, matter)
      return ContentDiff(
        id: id, approved: digest, now: now.digest,
        changes: now.parts(unlike: kept).map { part in
          func text(_ content: DecidedContent) -> String? {
            content[part].flatMap { $0.isEmpty ? nil : $0 }
          }
          return ContentDiff.Change(part: part, from: text(kept), to: text(now))
        })
    }
  }

  /// Reads and keeps decided content. For a queue on a server this uses a separate connection,
  /// because content is read while a change is decided on the other connection.
  package func decidedContents(_ policy: Policy) throws -> DecidedContents {
    var workspace = try workspace()
    if workspace.sharedRecords != nil, let server = try server() {
      if cachedContentStore == nil { cachedContentStore = try newServerStore(at: server) }
      workspace.sharedRecords = cachedContentStore
    }
    return DecidedContents(workspace: workspace, policy: policy)
  }
}

extension Queue {
  /// The digest of the content that the reply decides about now; `nil` if the row has no decision.
  package func digest(decidedBy reply: Transition.Reply) throws -> String? {
    guard let contents, let item = try read({ table in try table.item(reply.id) }), item.hasDecision
    else { return nil }
    return contents.digest(of: item, item.matter)
  }

  /// Refuses a decision about content that the person did not see. This is called before the first
  /// effect of the decision.
  package func checkContent(of reply: Transition.Reply) throws {
    guard reply.digest != nil || reply.isUnseen else { return }
    var context = try context()
    context.history = try history(of: reply.id)
    try read { [context] table in
      if let item = try table.item(reply.id), item.hasDecision {
        try reply.checkContent(of: item, context)
      }
    }
  }
}
