import Host
import Model
public import QueueStore

/// Whether a database and a queue file belong together: both have the same id, or neither has one.
struct Ownership {
  enum Verdict {
    /// They belong together, or the database is empty and becomes this queue's.
    case same
    /// Neither has an id; both get one.
    case new
    case other
  }

  /// The file that the database last agreed with; `nil` if there is none.
  let head: MirrorHead?
  let queue: QueueID?
  /// Whether the database agreed with another file that still exists. Then this file is a copy, and
  /// none of its edits is imported.
  let isOfAnotherFile: Bool
  /// Whether the database has no row, and never agreed with a file.
  let isEmpty: Bool

  var database: String? { head?.queue }

  /// The last entry of the file's journal that both agreed on; `nil` if they never agreed.
  var agreedThrough: Int? { isOfAnotherFile ? nil : head?.through }

  /// The last event of the database that both agreed on.
  var agreedEvent: Int? { isOfAnotherFile ? nil : head?.event }

  var verdict: Verdict {
    switch (database, queue) {
    // A copied folder has its own database.
    case _ where isOfAnotherFile: .other
    case (let mine?, let theirs?): mine == theirs.id ? .same : .other
    case (_?, nil): .other
    case (nil, nil): .new
    // An id that is not in the database was given to the file right before a crash.
    case (nil, let theirs?): isEmpty || !theirs.isInDatabase ? .same : .other
    }
  }
}

extension SQLiteStore {
  /// Whether the database belongs to the queue in `file`; only reads the database.
  public func belongs(to file: MarkdownStore) throws(StoreError) -> Bool {
    try exclusively { try ownership(openForReading(), file).verdict != .other }
  }

  /// Whether the database and `file` have the same queue id; only reads the database.
  public func isCopy(of file: MarkdownStore) throws(StoreError) -> Bool {
    try exclusively {
      let ownership = try ownership(openForReading(), file)
      return ownership.database != nil && ownership.verdict == .same
    }
  }

  /// Throws for a database of another queue.
  func checkBelongs(_ connection: Connection, to file: MarkdownStore) throws {
    if try ownership(connection, file).verdict == .other { throw otherQueue(file) }
  }

  func otherQueue(_ file: MarkdownStore) -> StoreError {
    .otherQueue(database: path, queue: file.path)
  }

  func ownership(_ connection: Connection, _ file: MarkdownStore) throws -> Ownership {
    let queue = try file.queueID()
    // The Python tool's databases have no mirror.
    let hasMirror = try connection.hasTable("queue_mirror")
    let head = try hasMirror ? MirrorTable(connection: connection).head() : nil
    return Ownership(
      head: head, queue: queue,
      isOfAnotherFile: head.map { !$0.describes(file.path, database: path) } ?? false,
      isEmpty: try hasMirror ? connection.isEmpty() : false)
  }

  /// The id that both have from now on, within the transaction that writes it to the database. A
  /// new id is first made durable in the queue's journal.
  ///
  /// - Parameter isAdopting: whether a database of another queue becomes this queue's.
  /// - Returns: `nil` if the queue is not writable; then neither gets an id.
  func queueID(
    of file: MarkdownStore, isAdopting: Bool, _ connection: Connection,
    _ context: TransitionContext
  ) throws -> QueueID? {
    let found = try ownership(connection, file)
    switch found.verdict {
    case .same: return found.queue
    case .other:
      guard isAdopting else { throw otherQueue(file) }
      if let queue = found.queue { return queue }
      return try give(.random(), to: file, context)
    case .new:
      do { return try give(.random(), to: file, context) } catch {
        guard error.isOfPermission else { throw error }
        return nil
      }
    }
  }

  /// Records in the journal that the database has the id. Errors are ignored: without the record, a
  /// database without an id counts as one that lost it in a crash.
  func confirm(_ id: QueueID?, in file: MarkdownStore, _ context: TransitionContext) {
    guard var id, !id.isInDatabase else { return }
    id.isInDatabase = true
    _ = try? give(id, to: file, context)
  }

  private func give(
    _ id: QueueID, to file: MarkdownStore, _ context: TransitionContext
  ) throws(StoreError) -> QueueID? {
    try file.store(at: file.path).adopt(id, context) { warnings.notices += $0.notices }
  }
}

extension StoreError {
  fileprivate var isOfPermission: Bool {
    switch self {
    case .notWritable: true
    case .system(let reason): reason.isDenied
    case _: false
    }
  }
}
