import Host
import QueueStore
import Stores
public import Workers

// The location of the queue, and the files that belong to the queue.

extension TaskQueue {
  /// The queue file's path with links followed.
  public func queuePath() throws(Problem) -> String { try queueFound().path }

  /// The source of the queue's path, and the path before links were followed.
  public func queueFound() throws(Problem) -> QueueLocation.Found {
    if let location { return location }
    if let problem = opening.placeProblem { throw problem }
    let found = try queueLocation.find(named: opening.file)
    location = found
    switch found.kinship {
    case .shared?: warn(.queueOfMainWorktree(found.path))
    case .copy(let main)?: warn(.copyOfQueue(found.path, of: main))
    case .apart(let main)?: warn(.queueApart(found.path, from: main))
    case nil: break
    }
    return found
  }

  /// The line of the queue file that looks like the row with an id but is outside of the table.
  public func lineOutsideTable(of id: String) -> Int? {
    guard chosenDatabase == nil else { return nil }
    return try? fileStore().lineOutsideTable(of: id)
  }

  /// Whether the caller should report that commands in this worktree use the queue of another
  /// worktree, because no command has reported that yet.
  public func tellsOfSharedQueue() -> Bool {
    guard case .shared(let worktree)? = location?.kinship else { return false }
    return worktree.isFirstTold()
  }

  /// The queue that commands use instead of the queue at `path`, because this is a linked worktree
  /// of the same repository; `nil` if the queue at `path` is used.
  public func sharedQueue(inPlaceOf path: String) throws(Problem) -> String? {
    try queueLocation.sharedQueue(inPlaceOf: path)
  }

  /// The path that an option or the environment names; the file may be missing.
  public var namedQueuePath: String? { queueLocation.named(opening.file)?.path }

  /// Whether no queue is named and the search finds none.
  package var hasNoQueue: Bool {
    chosenDatabase == nil && queueLocation.findsNone(named: opening.file)
  }

  /// Why the search for a queue ends at a folder that can't be read; `nil` if it does not, or if a
  /// queue is named.
  package var endOfSearch: Problem? {
    chosenDatabase == nil ? queueLocation.endOfSearch(named: opening.file) : nil
  }

  var queueLocation: QueueLocation {
    QueueLocation(
      environment: opening.environment, currentDirectory: opening.folder,
      usesCopy: opening.usesCopy)
  }

  /// The database that `--db` names, with links followed. The database replaces the queue file.
  public var chosenDatabase: String? {
    opening.database.map { database in
      if ServerPlace.isAddress(database) { return database }
      let path = Path.join(opening.folder, database)
      return Path.resolvedWhereExisting(path) ?? path
    }
  }

  /// The queue file. For a command that works on file and database, it is the file beside the
  /// database if no file is named or found.
  public func tablePath() throws(Problem) -> String {
    do { return try queuePath() } catch {
      guard opening.spansStores, error.kind == .noQueue, namedQueuePath == nil else { throw error }
      if isOnServer { return Path.join(serverHome, "QUEUE.md") }
      guard let chosenDatabase else { throw error }
      return Path.join(Self.home(of: chosenDatabase), "QUEUE.md")
    }
  }

  /// The file that contains the queue: the Markdown file or the database. For a queue on a server,
  /// the file that represents the queue on this machine.
  public func storePath() throws(Problem) -> String {
    if let server = try server() { return markerPath(of: server) }
    if let chosenDatabase, !opening.spansStores { return chosenDatabase }
    return try tablePath()
  }

  /// The name of the queue for other programs: its file, or its address on a server.
  public func queueName() throws(Problem) -> String {
    if let server = try server() { return server.address }
    return try storePath()
  }

  /// The file that contains the queue, relative to the current folder if the file is in this
  /// folder.
  public func shownStorePath() throws(Problem) -> String {
    if isOnServer { return try queueName() }
    let path = try storePath()
    let folder = (Path.resolved(opening.folder) ?? opening.folder) + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  /// The folder of the queue file. With `--db` alone, the folder of the database, or the parent of
  /// this folder if the folder is called `db`.
  public func home() throws(Problem) -> String {
    if isOnServer { return serverHome }
    guard !opening.spansStores, let database = chosenDatabase, namedQueuePath == nil else {
      return Path.parent(of: try tablePath())
    }
    return Self.home(of: database)
  }

  public static func home(of database: String) -> String {
    let folder = Path.parent(of: database)
    return Path.name(of: folder) == "db" ? Path.parent(of: folder) : folder
  }

  /// The folder beside the queue for its other files. If only a database is named, the folder that
  /// belongs to a `QUEUE.md` in the same home.
  public func sidecarFolder() throws(Problem) -> String {
    if let server = try server() { return folder(of: server) }
    if isDatabaseAlone { return Path.join(try home(), ".orch") }
    return Sidecar(forQueueAt: try queuePath()).folder
  }

  /// The lock of the daemon, which shows whether a daemon is running.
  public func daemonLock() throws(Problem) -> DaemonLock {
    try asking { try workspace().daemonLock }
  }

  /// Whether the rows are in a Markdown table.
  package var isInTable: Bool { chosenDatabase == nil && !isOnServer }

  /// Whether a database is named and no queue file.
  var isDatabaseAlone: Bool { chosenDatabase != nil && (namedQueuePath == nil || isOnServer) }

  /// The database that `--db` names, else the database of the settings.
  public func databasePath() throws(Problem) -> String {
    if let chosenDatabase { return chosenDatabase }
    return try place(Settings.databasePath).resolved
  }

  /// The file that pauses the queue. It is beside the store, no matter which options name the
  /// store.
  package func pauseFile() throws(Problem) -> PauseFile {
    if let server = try server() {
      return PauseFile(
        sidecar: folder(of: server), queue: markerPath(of: server), records: try serverStore())
    }
    if let chosenDatabase {
      let sidecar = Path.join(Self.home(of: chosenDatabase), ".orch")
      return PauseFile(sidecar: sidecar, queue: chosenDatabase)
    }
    let table = try tablePath()
    return PauseFile(sidecar: Sidecar(forQueueAt: table).folder, queue: table)
  }
}

// MARK: A queue that moves

extension TaskQueue {
  /// Finds the queue file again, for a long-running command. If the path has become a link, sidecar
  /// and home are beside the file to which the link leads.
  ///
  /// - Returns: the notice of the move; `nil` if the queue did not move.
  public func followQueue() throws(Problem) -> Notice? {
    guard chosenDatabase == nil || opening.spansStores, let found = location else { return nil }
    let store = try fileStore()
    let followed = try asking { try store.follow() }
    if let back = returned(found, from: followed.path) {
      return moveQueue(to: back, .queueIsBack(path: back))
    }
    guard followed.path != found.path else { return nil }
    return moveQueue(to: followed.path, followed.notice.map(Notice.queueMoved))
  }

  /// The path at which the queue was found first, if the queue is there again and `path` is gone.
  private func returned(_ found: QueueLocation.Found, from path: String) -> String? {
    guard (try? FileStatus(ofName: path)) == nil, let place = Path.resolved(found.givenPath),
      place != path,
      found.searchedFolder.map({ Path.isInside(place, Path.resolved($0) ?? $0) }) ?? true
    else { return nil }
    return place
  }

  private func moveQueue(to path: String, _ notice: Notice?) -> Notice? {
    location?.path = path
    // The settings stay, because a worker is judged by the settings with which it was started.
    return notice
  }
}

// MARK: The path of the run log

extension TaskQueue {
  /// Whether a run log is named and exists, but no queue is named and the search finds none.
  public var hasOnlyRunLog: Bool {
    guard let log = namedRunLog, (try? FileStatus(of: log.path)) != nil else { return false }
    return hasNoQueue
  }

  /// The run log's path.
  ///
  /// - Throws: if the path is one of the queue's own files.
  public func runLogPath() throws(Problem) -> String {
    let log = if let namedRunLog { namedRunLog } else { try place(Settings.logPath) }
    if hasOnlyRunLog { return log.path }
    let path = try storePath()
    guard log.resolved != path, !Path.isInside(log.resolved, Sidecar(forQueueAt: path).folder)
    else {
      throw Problem.setting(.logInQueue(path: log.path))
    }
    return log.path
  }

  /// The run log that the option or the environment names.
  private var namedRunLog: Place? {
    let text =
      opening.overrides[Settings.logPath.description.key]
      ?? opening.environment[Settings.logPath.description.variable]
    return text.flatMap { $0.isEmpty ? nil : named($0) }
  }
}

// MARK: Paths in settings

extension TaskQueue {
  private struct Place {
    let path: String
    /// The path with links followed, as far as it exists.
    let resolved: String
  }

  /// Returns the path of a setting.
  ///
  /// A path on the command line or in the environment is relative to the current folder, and may
  /// lead anywhere. A path in `orch.json` or a default is relative to home, and may leave home only
  /// if `orch.json` is trusted.
  private func place(_ setting: Setting<String>) throws(Problem) -> Place {
    let given = try validated(setting.description)
    return switch given.source {
    case .option, .environment: named(given.text)
    case .configuration, .fallback: try placeInHome(given)
    }
  }

  private func named(_ text: String) -> Place {
    let path = Path.join(opening.folder, text)
    let resolved = Path.resolvedWhereExisting(path) ?? path
    return Place(path: resolved, resolved: resolved)
  }

  private func placeInHome(_ given: ResolvedSetting) throws(Problem) -> Place {
    let home = try home()
    let path = Path.join(home, given.text)
    if Path.staysInside(given.text, home) { return Place(path: path, resolved: path) }
    let resolved = Path.resolvedWhereExisting(path)
    let place = Place(path: path, resolved: resolved ?? path)
    if let resolved, Path.isInside(resolved, Path.resolved(home) ?? home) { return place }
    if case .refused(let refusal) = try trustPermission() {
      let file = given.source == .fallback ? nil : Path.join(home, "orch.json")
      throw .untrusted(.path(given.text, key: given.key, home: home, file: file), refusal)
    }
    return place
  }
}
