import Host
import Model
public import QueueStore

/// Whether a database and a queue file belong together: both have the same id, or neither has one.
struct Ownership {
  enum Verdict {
    /// The database and the queue belong together, or the database is empty and will belong to this
    /// queue.
    case same
    /// Neither the database nor the queue has an id. Both get the same new id.
    case new
    case other
  }

  /// The file with which the database last agreed; `nil` if there is none.
  let head: MirrorHead?
  let queue: QueueID?
  /// Whether the database last agreed with another file that still exists. In this case this file
  /// is a copy, and its edits are not imported.
  let isOfAnotherFile: Bool
  /// Whether the database has no row, and has never agreed with a file.
  let isEmpty: Bool

  var database: String? { head?.queue }

  /// The last entry of the file's journal at which the file and the database agreed; `nil` if they
  /// never agreed.
  var agreedThrough: Int? { isOfAnotherFile ? nil : head?.through }

  /// The last event of the database at which the file and the database agreed.
  var agreedEvent: Int? { isOfAnotherFile ? nil : head?.event }

  var verdict: Verdict {
    switch (database, queue) {
    // Copying a whole folder also copies its database. So a database that agreed with another
    // existing file never belongs to this file.
    case _ where isOfAnotherFile: .other
    case (let mine?, let theirs?): mine == theirs.id ? .same : .other
    case (_?, nil): .other
    case (nil, nil): .new
    // If the id is not in the database, a crash came after the file had got the id, and before the
    // database got it.
    case (nil, let theirs?): isEmpty || !theirs.isInDatabase ? .same : .other
    }
  }
}

extension SQLiteStore {
  /// Whether the database belongs to the queue in `file`. The database is only read.
  public func belongs(to file: MarkdownStore) throws(StoreError) -> Bool {
    try exclusively { try ownership(openForReading(), file).verdict != .other }
  }

  /// Whether the database and `file` have the same queue id. The database is only read.
  public func isCopy(of file: MarkdownStore) throws(StoreError) -> Bool {
    try exclusively {
      let ownership = try ownership(openForReading(), file)
      return ownership.database != nil && ownership.verdict == .same
    }
  }

  /// Throws if the database belongs to another queue.
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

  /// The id that the file and the database have from now on. This is called within the transaction
  /// that writes the id to the database. A new id is first made durable in the queue's journal.
  ///
  /// - Parameter isAdopting: whether a database of another queue is taken for this queue.
  /// - Returns: `nil` if the queue is not writable. In this case neither gets an id.
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

  /// Records in the journal that the database has the id. Errors are ignored. Without the record,
  /// only a database that lacks the id is treated differently: it counts as one whose id was lost
  /// in a crash.
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
