import Host
public import MarkdownStore
import QueueModel
public import QueueStore
import SQLite
public import SQLiteStore

/// Whether a database and a queue belong together: both have the same id, or neither has one.
struct Ownership {
  enum Verdict {
    /// They do, or the database holds nothing yet and becomes this queue's.
    case same
    /// Neither has an id: from now on they do.
    case new
    case other
  }

  /// The id that the database has.
  let database: String?
  /// The one that the queue has.
  let queue: QueueID?
  let state: MirrorState
  /// Whether the database has no row, and never agreed with a file.
  let isEmpty: Bool

  var verdict: Verdict {
    switch (database, queue) {
    // The file that it agreed with is still there. A copied folder has a database of its own.
    case _ where state == .anotherFile: .other
    case (let mine?, let theirs?): mine == theirs.id ? .same : .other
    case (_?, nil): .other
    case (nil, nil): .new
    // Where it was only offered, a crash came before this database had it.
    case (nil, let theirs?): isEmpty || !theirs.isInDatabase ? .same : .other
    }
  }
}

extension SQLiteStore {
  /// Whether the database is the one of the queue in `file`. It is only read.
  public func belongs(to file: MarkdownStore) throws(StoreError) -> Bool {
    try exclusively { () throws(StoreError) in
      try ownership(openForReading(), file).verdict != .other
    }
  }

  /// Refuses a database that is another queue's.
  func checkBelongs(_ connection: Connection, to file: MarkdownStore) throws(StoreError) {
    if try ownership(connection, file).verdict == .other { throw otherQueue(file) }
  }

  func otherQueue(_ file: MarkdownStore) -> StoreError {
    .otherQueue(database: path, queue: file.path)
  }

  func ownership(
    _ connection: Connection, _ file: MarkdownStore
  ) throws(StoreError) -> Ownership {
    let queue = try file.queueID()
    return try querying { () throws(SQLiteError) in
      let hasMirror = try connection.hasMirror()
      let head = try hasMirror ? MirrorTable(connection: connection).head() : nil
      return Ownership(
        database: head?.queue, queue: queue,
        state: MirrorState(head, of: file.path, database: path),
        isEmpty: try hasMirror ? connection.isEmpty() : false)
    }
  }

  /// The id that both have from now on, within the transaction that gives it to the database:
  /// a new one is durable in the queue's journal before.
  ///
  /// - Parameters:
  ///   - isAdopting: whether a database of another queue becomes this one's.
  /// - Returns: `nil` where the queue may not be written: then neither gets one.
  func mark(
    of file: MarkdownStore, isAdopting: Bool, _ connection: Connection, at time: QueueTime
  ) throws(StoreError) -> QueueID? {
    let found = try ownership(connection, file)
    switch found.verdict {
    case .same: return found.queue
    case .other:
      guard isAdopting else { throw otherQueue(file) }
      if let queue = found.queue { return queue }
      return try give(.random(), to: file, at: time)
    case .new:
      do throws(StoreError) { return try give(.random(), to: file, at: time) } catch {
        guard error.isOfPermission else { throw error }
        return nil
      }
    }
  }

  /// Lets the journal know that the database has the id. Nothing depends on that: without it
  /// a database that has none is taken for one that a crash left so.
  func settle(_ mark: QueueID?, in file: MarkdownStore, at time: QueueTime) {
    guard var mark, !mark.isInDatabase else { return }
    mark.isInDatabase = true
    _ = try? give(mark, to: file, at: time)
  }

  private func give(
    _ mark: QueueID, to file: MarkdownStore, at time: QueueTime
  ) throws(StoreError) -> QueueID? {
    do throws(StoreFailure) {
      let outcome = try file.store(at: file.path).adopt(mark, at: time)
      warnings.notices += outcome.warnings.notices
      return outcome.value
    } catch {
      warnings.notices += error.warnings.notices
      throw error.error
    }
  }
}

extension Connection {
  /// The Python tool's databases have no such table.
  fileprivate func hasMirror() throws(SQLiteError) -> Bool {
    try statement("SELECT 1 FROM sqlite_schema WHERE name = 'queue_mirror'").first { _ in true }
      ?? false
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
