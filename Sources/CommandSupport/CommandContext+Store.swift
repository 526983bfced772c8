import CommandLineKit
import Host
public import MarkdownStore
public import QueueStore
public import SQLiteStore

extension CommandContext {
  /// Where the queue is kept: in the database that `--db` names, else in the file.
  public func store() throws(CommandError) -> any QueueStore & FileBacked {
    try store(lockTimeout: value(Settings.lockTimeout))
  }

  func store(lockTimeout: Int) throws(CommandError) -> any QueueStore & FileBacked {
    if let chosenDatabase {
      return try databaseStore(at: chosenDatabase, lockTimeout: lockTimeout)
    }
    return try fileStore(lockTimeout: lockTimeout)
  }

  /// The queue file, for what only a file can do.
  public func fileStore() throws(CommandError) -> MarkdownStore {
    try refuseDatabase(hint: "leave --db out, or name the file with --queue alone")
    return try fileStore(lockTimeout: value(Settings.lockTimeout))
  }

  /// Refuses `--db`, for what only a file can do.
  public func refuseDatabase(hint: String) throws(CommandError) {
    guard chosenDatabase != nil else { return }
    throw CommandError(
      code: "usage", message: "\(command) works on a queue file, not on a database", hint: hint,
      status: .usage)
  }

  func fileStore(lockTimeout: Int) throws(CommandError) -> MarkdownStore {
    MarkdownStore(
      path: try tablePath(), within: location?.searchedFolder, author: author,
      lockTimeout: lockTimeout, clock: clock, notice: waitNotice)
  }

  /// Looks up again where the queue file is, for who stays with it for long: a link may have come
  /// to stand at its path, and then the sidecar and home are beside the file that it leads to.
  ///
  /// - Returns: what is to be told of that; `nil` where the queue is where it was.
  public func followQueue() throws(CommandError) -> String? {
    guard chosenDatabase == nil || spansStores, let found = location else { return nil }
    let store = try fileStore()
    let followed: StoreOutcome<String>
    do throws(StoreError) { followed = try store.follow() } catch { throw CommandError(error) }
    if let back = returned(found, from: followed.value) {
      return moveQueue(to: back, "the queue is \(back) again")
    }
    guard followed.value != found.path else { return nil }
    return moveQueue(to: followed.value, followed.warnings.notices.first.map(messages.text))
  }

  /// Where the queue was asked for, when it is there again, and no more where a link led.
  private func returned(_ found: QueueLocation.Found, from path: String) -> String? {
    guard (try? FileStatus(ofName: path)) == nil, let place = Path.resolved(found.asked),
      place != path,
      found.searchedFolder.map({ Path.isInside(place, Path.resolved($0) ?? $0) }) ?? true
    else { return nil }
    return place
  }

  private func moveQueue(to path: String, _ notice: String?) -> String? {
    location?.path = path
    // The settings stay: a worker is judged by those that it was started with.
    runLogFound = nil
    return notice
  }

  /// The database at a path that counts from the current folder.
  public func database(at path: String) throws(CommandError) -> SQLiteStore {
    let path = Path.join(currentDirectory, path)
    return try databaseStore(
      at: Path.resolved(path) ?? path, lockTimeout: value(Settings.lockTimeout))
  }

  func databaseStore(at path: String, lockTimeout: Int) throws(CommandError) -> SQLiteStore {
    SQLiteStore(
      path: path, author: author, lockTimeout: lockTimeout, offset: try offset(), clock: clock,
      notice: waitNotice)
  }

  /// Who changes the queue where a transition does not say it.
  private var author: Author {
    Author(
      program: program, command: command, traceID: traceID, actor: speaker ?? CurrentProcess.actor)
  }
}
