public import QueueModel

/// Use case: adds rows: several together, or one with a brief.
public struct SubmitWork: Sendable {
  private let queue: Queue
  private let workspace: Workspace

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  /// Adds rows in this order, all or none.
  ///
  /// - Parameters:
  ///   - items: the rows; their `after` may name each other.
  ///   - isSequence: whether each also waits for the one before it.
  /// - Returns: the rows as they were added.
  public func callAsFunction(
    _ items: [Transition.NewItem], inSequence isSequence: Bool = false
  ) throws(EngineError) -> [QueueItem] {
    try queue.perform(
      .addAll(items, inSequence: isSequence, above: workspace.highestBrief(of: idPrefix()))
    ).changes.compactMap(\.after)
  }

  /// Adds a row. Without an id it gets the next number, above those of all briefs: an old brief is
  /// of another row. `brief` is more text for its worker, saved as `tasks/ID.md`.
  ///
  /// - Throws: `briefExists` where another text has that name.
  public func callAsFunction(
    _ item: Transition.NewItem, brief: String? = nil
  ) throws(EngineError) -> Decision {
    if item.id != nil { return try add(item, brief) }
    let prefix = try idPrefix()
    guard let brief else {
      return try queue.perform(
        .addAll([item], inSequence: false, above: workspace.highestBrief(of: prefix)))
    }
    var item = item
    item.isGenerated = true
    var failed = 0
    while true {
      let used = try queue.read { try $0.highestNumber(of: prefix) }
      let number = max(used, workspace.highestBrief(of: prefix), failed) + 1
      item.id = NumberedID.id(number: number, prefix: prefix)
      do { return try add(item, brief) } catch {
        // Another process used the id, or its brief, in between.
        switch (error, error.refusal) {
        case (.briefExists, _), (_, .alreadyExists?): failed = number
        default: throw error
        }
      }
    }
  }

  private func idPrefix() throws(EngineError) -> String {
    try queue.settings.get().policy.idPrefix
  }

  /// Saves the brief before the row can be claimed, and removes it where the row was surely not
  /// added.
  private func add(_ item: Transition.NewItem, _ brief: String?) throws(EngineError) -> Decision {
    guard let id = item.id, let brief else { return try queue.perform(.add(item)) }
    let isNew = try keep(brief, of: id, isGenerated: item.isGenerated)
    do { return try queue.perform(.add(item)) } catch {
      let isThere = try? queue.read { try $0.contains(id) }
      if isNew, error.refusal != nil || isThere == false { workspace.removeBrief(of: id) }
      throw error
    }
  }

  /// - Returns: whether the brief is new; a command that was killed may have left that of a given
  ///   id. That of a generated one is another row's, which may be gone.
  private func keep(
    _ brief: String, of id: String, isGenerated: Bool
  ) throws(EngineError) -> Bool {
    guard ItemID.isWellFormed(id) else { throw .refused(.illFormedID(id)) }
    try queue.checkWritable()
    if try queue.read({ try $0.contains(id) }) { throw .refused(.alreadyExists(id)) }
    return try workspace.keepBrief(brief, of: id, mayBeThere: !isGenerated)
  }
}
