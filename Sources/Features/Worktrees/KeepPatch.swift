package import Door
package import Git
import Text
package import Workers

/// Use case: keeps the changes of an attempt in its worktree, as `patch.diff` in the attempt's
/// folder.
package struct KeepPatch: Sendable {
  package let workspace: Workspace

  package init(workspace: Workspace) { self.workspace = workspace }

  /// In bytes.
  static let longest = 8 << 20

  /// - Parameters:
  ///   - start: the commit of the branch before the attempt.
  ///   - work: the work that is committed now.
  package func callAsFunction(of order: WorkerOrder, from start: ObjectID, to work: CommittedWork)
    throws
  {
    guard let attempt = workspace.attempt(of: order.id, claimToken: order.claimToken),
      attempt.exists
    else { return }
    let patch = try work.repository.diff(from: start, to: work.commit, .patch)
    if patch.isEmpty { return }
    let secrets = SecretValues(order.secretNames.compactMap { order.environment[$0] })
    let text = Self.cut(Redactor.redacted(patch, removing: secrets))
    _ = try attempt.add(AttemptFolder.File.patch.rawValue, text: text)
  }

  /// The text up to the last line end before the limit, and a line that says that it was cut.
  static func cut(_ text: String, at limit: Int = longest) -> String {
    let bytes = text.utf8
    guard bytes.count > limit else { return text }
    let head = bytes.prefix(limit)
    let end = head.lastIndex(of: UInt8(ascii: "\n")).map(bytes.index(after:)) ?? head.startIndex
    return text[..<end]
      + "[orch: cut here; the whole patch has \(bytes.count) bytes, see orch diff]\n"
  }
}
