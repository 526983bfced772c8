import Host
public import QueueModel
import TeamProtocol

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
    try queue.perform(.addAll(items, inSequence: isSequence)).changes.compactMap(\.after)
  }

  /// Adds a row. Without an id it gets the next free one that has no brief yet: an old brief is of
  /// another row.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - brief: more text for its worker, saved as `tasks/ID.md`.
  /// - Throws: `briefExists` where another text has that name.
  public func callAsFunction(
    _ item: Transition.NewItem, brief: String? = nil
  ) throws(EngineError) -> Decision {
    if item.id != nil { return try add(item, brief) }
    if brief == nil, !workspace.hasBriefs { return try queue.perform(.add(item)) }
    var item = item
    var skipped = 0
    while true {
      let id = try queue.read { NumberedID.id(number: try $0.highestNumber + 1 + skipped) }
      if brief == nil, workspace.hasBrief(of: id) {
        skipped += 1
        continue
      }
      item.id = id
      do { return try add(item, brief) } catch {
        // Another process took the id in between.
        if case .alreadyExists? = error.refusal { continue }
        guard case .briefExists = error else { throw error }
        skipped += 1
      }
    }
  }

  /// Saves the brief before the row can be claimed, and removes it where the row was surely not
  /// added.
  private func add(_ item: Transition.NewItem, _ brief: String?) throws(EngineError) -> Decision {
    guard let id = item.id, let brief else { return try queue.perform(.add(item)) }
    let isNew = try keep(brief, of: id)
    do { return try queue.perform(.add(item)) } catch {
      let isThere = try? queue.read { try $0.contains(id) }
      if isNew, error.refusal != nil || isThere == false { workspace.removeBrief(of: id) }
      throw error
    }
  }

  /// - Returns: whether the brief is new; a command that was killed may have left it.
  private func keep(_ brief: String, of id: String) throws(EngineError) -> Bool {
    guard ItemID.isWellFormed(id) else { throw .refused(.illFormedID(id)) }
    try queue.checkWritable()
    if try queue.read({ try $0.contains(id) }) { throw .refused(.alreadyExists(id)) }
    return try workspace.keepBrief(brief, of: id)
  }
}

// MARK: Briefs

extension Workspace {
  private static let briefFolder = "tasks"
  /// Bytes.
  private static let longestBrief = 16 << 20
  private static func briefName(_ id: String) -> String { "\(briefFolder)/\(id).md" }

  /// The brief of a row: `tasks/ID.md`.
  public func brief(of id: String) -> String? {
    guard ItemID.isWellFormed(id) else { return nil }
    return TaskFile.text(Self.briefName(id), below: home, limit: TaskMessage.briefLimit)
  }

  /// Whether there is a folder for briefs.
  fileprivate var hasBriefs: Bool { exists(Self.briefFolder) }

  /// Whether a file of any kind has the name of a row's brief.
  fileprivate func hasBrief(of id: String) -> Bool { exists(Self.briefName(id)) }

  private func exists(_ name: String) -> Bool {
    (try? FileStatus(ofName: Path.join(home, name))) != nil
  }

  /// - Returns: whether the brief is new.
  /// - Throws: `briefExists` for a file with another text, which is not replaced.
  fileprivate func keepBrief(_ text: String, of id: String) throws(EngineError) -> Bool {
    let folder = Path.join(home, Self.briefFolder)
    let path = Path.join(home, Self.briefName(id))
    do {
      try Path.checkNoLink(from: folder, to: path)
      _ = try Directory.create(folder, permissions: 0o777)
      try NewFile.create(path, text: text, like: FileStatus.ifExists(store))
      return true
    } catch {
      guard error.alreadyExists, (try? FileStatus(ofName: path))?.kind == .regular else {
        throw .system(error)
      }
      let whole = TaskFile.text(Self.briefName(id), below: home, limit: Self.longestBrief)
      if whole?.utf8.elementsEqual(text.utf8) ?? false { return false }
      throw .briefExists(path: path, id: id)
    }
  }

  fileprivate func removeBrief(of id: String) {
    try? Directory.remove(Path.join(home, Self.briefName(id)))
  }
}
