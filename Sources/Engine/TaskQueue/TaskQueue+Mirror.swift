public import Facts
import Host
public import MarkdownStore
public import Mirroring
public import QueueStore
public import SQLiteStore
import Settings

// The queue file and a database together.

extension TaskQueue {
  /// The database and the file that mirror each other.
  public func mirroredStores() throws(Problem) -> (database: SQLiteStore, file: MarkdownStore) {
    let lockTimeout = try value(Settings.lockTimeout)
    return (
      try databaseStore(at: databasePath(), lockTimeout: lockTimeout),
      try fileStore(lockTimeout: lockTimeout)
    )
  }

  /// The database besides the queue file: the one that `--db` names, or one at the path of the
  /// settings that is not another queue's; `nil` where there is none.
  public func existingDatabase() throws(Problem) -> SQLiteStore? {
    let path = try databasePath()
    if chosenDatabase == nil {
      guard try asking({ try FileStatus.ifExists(path) }) != nil else { return nil }
      if let refusal = try refusal(of: path, fileStore()) {
        warn(.leftOut(refusal))
        return nil
      }
    }
    return try database(at: path)
  }

  /// The error of a database that belongs to another queue. A database that can't be read fails
  /// where it is used.
  private func refusal(of path: String, _ file: MarkdownStore) throws(Problem) -> Problem? {
    guard (try? database(at: path).belongs(to: file)) == false else { return nil }
    return Problem(StoreError.otherQueue(database: path, queue: file.path))
  }

  /// The database of the settings, for reading.
  ///
  /// - Throws: also where it is another queue's.
  public func ownDatabase(at path: String) throws(Problem) -> SQLiteStore {
    if chosenDatabase == nil, let file = existingFileStore,
      let refusal = try refusal(of: path, file)
    {
      throw refusal
    }
    return try database(at: path)
  }
}

// MARK: Copies

extension TaskQueue {
  /// Brings the rows of the file into the database, which is created where it is missing.
  ///
  /// - Parameters:
  ///   - force: whether rows that both changed become those of the file.
  ///   - isAdopting: whether a database of another queue becomes this one's.
  ///   - caller: who migrates.
  public func migrate(
    force: Bool, adopting isAdopting: Bool, as caller: Caller
  ) throws(Problem) -> MirrorReport {
    try asking {
      let (database, file) = try mirroredStores()
      let report = try database.migrate(
        from: file, context: queue(as: caller, for: "migrate").context(), force: force,
        isAdopting: isAdopting, notice: waitNotice, receive: show)
      try sharePlans(of: file.path, with: database.path)
      return report
    }
  }

  /// Brings the rows of the database into the file. With `--db` the file is only a copy.
  ///
  /// - Parameters:
  ///   - template: the text around the table of a new file.
  ///   - caller: who renders.
  /// - Returns: what became of the rows, and the file's path.
  public func render(
    template: String, as caller: Caller
  ) throws(Problem) -> (report: MirrorReport, file: String) {
    try asking {
      let (database, file) = try mirroredStores()
      let report = try database.render(
        into: file, context: queue(as: caller, for: "render").context(), template: template,
        isCopy: chosenDatabase != nil, receive: show)
      if chosenDatabase == nil { try sharePlans(of: database.path, with: file.path) }
      return (report, file.path)
    }
  }

  /// Lets the plans of a store be those of its copy, too. What a crash cuts, the next copy does.
  private func sharePlans(of store: String, with copy: String) throws(Problem) {
    let workspace = try workspace(forStoreAt: store)
    for folder in PlanFolder.names(workspace).map({ PlanFolder($0, workspace) }) {
      do throws(Problem) {
        try folder.share(
          with: Path.relative(copy, to: workspace.home), opening.clock,
          timeout: value(Settings.lockTimeout))
      } catch {
        warn(.failure(error))
      }
    }
  }

  /// Reads all of the file and its history, and of the database, as far as they are there.
  public func verify() throws(Problem) -> [Verification] {
    try asking {
      if isOnServer { return [try serverStore().verify()] }
      let file = chosenDatabase == nil ? [try fileStore().verify()] : []
      return file + (try existingDatabase().map { [try $0.verify(receive: show)] } ?? [])
    }
  }

  /// Copies the file with its history, the database and the plans, as far as they are there.
  ///
  /// - Parameters:
  ///   - path: what the copies are named by.
  ///   - progress: called with the database's path, and how many percent of it are copied, at last 100.
  public func backUp(
    to path: String, progress: (_ database: String, _ percent: Int) -> Void
  ) throws(Problem) -> [Backup.Part] {
    try asking {
      let file = chosenDatabase == nil ? try queuePath() : nil
      let database = try existingDatabase()
      let plans = try PlanCopies(of: workspace())
      var backup = Backup(to: BackupPaths(named: Path.join(opening.folder, path)))
      if let database {
        var warnings = StoreWarnings()
        defer {
          progress(database.path, 100)
          show(warnings)
        }
        try backup.copy(
          database, receive: { warnings = $0 },
          progress: { if $0 < $1 { progress(database.path, $0 * 100 / $1) } })
      }
      if let file { try backup.copy(queueAt: file, clock: opening.clock) }
      try backup.copy(plans: plans.files())
      try backup.finish()
      return backup.parts
    }
  }

  /// Creates an empty database.
  ///
  /// - Throws: also where a file exists at the path.
  public static func createDatabase(at path: String) throws(Problem) {
    do throws(StoreError) { try SQLiteStore.create(at: path) } catch { throw Problem(error) }
  }
}
