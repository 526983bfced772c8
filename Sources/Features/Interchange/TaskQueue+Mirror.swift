public import Door
import Host
import Model
import Plans
public import QueueStore
public import Stores
import Text

// The queue file together with a database.

extension TaskQueue {
  /// The database and the file that mirror each other.
  public func mirroredStores() throws(Problem) -> (database: SQLiteStore, file: MarkdownStore) {
    let lockTimeout = try value(Settings.lockTimeout)
    return (
      try databaseStore(at: databasePath(), lockTimeout: lockTimeout),
      try fileStore(lockTimeout: lockTimeout)
    )
  }

  /// The database next to the queue file: the database that `--db` names, or a database at the path
  /// of the settings that does not belong to another queue; `nil` if there is none.
  public func existingDatabase() throws(Problem) -> SQLiteStore? {
    let path = try databasePath()
    if chosenDatabase == nil {
      guard try asking({ try FileStatus.ifExists(path) }) != nil else { return nil }
      if let refusal = refusal(of: path, try fileStore()) {
        warn(.leftOut(refusal))
        return nil
      }
    }
    return try database(at: path)
  }

  /// The error for a database that belongs to another queue. A database that can't be read fails
  /// later, when it is used.
  private func refusal(of path: String, _ file: MarkdownStore) -> Problem? {
    guard (try? database(at: path).belongs(to: file)) == false else { return nil }
    return Problem(StoreError.otherQueue(database: path, queue: file.path))
  }

  /// The database of the settings, for reading.
  ///
  /// - Throws: among others if it belongs to another queue.
  public func ownDatabase(at path: String) throws(Problem) -> SQLiteStore {
    if chosenDatabase == nil, let file = existingFileStore, let refusal = refusal(of: path, file) {
      throw refusal
    }
    return try database(at: path)
  }
}

// MARK: Copies

extension TaskQueue {
  /// Copies the rows of the file into the database, which is created if it is missing.
  ///
  /// - Parameters:
  ///   - force: whether rows that changed in both get the values of the file.
  ///   - isAdopting: whether a database of another queue becomes this one's.
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

  /// Copies a whole queue to another place: rows, history, archive, keys of requests, briefs and
  /// plans. The place must not have been used. If it is missing, it is made.
  ///
  /// - Parameters:
  ///   - target: the path of a table (`*.md`) or database, or the address of a server.
  ///   - template: the text around the table of a new file.
  /// - Returns: what was copied, after it was read back and compared, and the number of malformed
  ///   rows of a table that were left out.
  public func copyQueue(
    to target: String, template: String, as caller: Caller
  ) throws(Problem) -> (contents: QueueContents, leftOut: Int) {
    try asking {
      let folder = try TemporaryFolder(environment: opening.environment)
      let source = try contentsStore(in: folder.path, template, as: caller).contents()
      let queue = try queueForCopy(
        at: target, keeping: CopiedTimes(of: self), of: shownStorePath(), as: caller)
      let copy = try queue.contentsStore(
        in: folder.path, template, copying: shownStorePath(), as: caller)
      let briefs = try briefs(of: source, for: queue)
      let other = try queue.workspace()
      try checkPlans(for: other)
      guard try copy.fill(with: source) else { throw Problem.placeIsUsed(target) }
      for (id, text) in briefs { _ = try other.keepBrief(text, of: id) }
      try copyPlans(to: other)
      // A table was already compared before it was moved to its place.
      if try !queue.isInTable && !copy.contents().hasSameRecords(as: source) {
        throw StoreError.failedCopy(path: target, of: try shownStorePath())
      }
      return (source, try isInTable ? fileStore().document().malformedRows?.count ?? 0 : 0)
    }
  }

  /// A store of the queue, whose contents can be read or written.
  ///
  /// - Parameters:
  ///   - folder: a temporary folder.
  ///   - template: the text around the table of a new file.
  ///   - original: the name of the copied queue, for messages.
  func contentsStore(
    in folder: String, _ template: String, copying original: String = "", as caller: Caller
  ) throws -> any ContentsCopying {
    if isOnServer { return try serverStore() }
    let timeout = try value(Settings.lockTimeout)
    if let chosenDatabase { return try databaseStore(at: chosenDatabase, lockTimeout: timeout) }
    let file = try fileStore()
    let (zone, clock, notice) = (try zone(), opening.clock, waitNotice)
    return TableContents(
      of: file,
      archive: try fileStore(at: ArchiveOutcome.path(beside: file.path), lockTimeout: timeout),
      try queue(as: caller, for: "migrate").context(), template: template,
      copying: original, in: folder, receive: show
    ) { path in
      SQLiteStore(
        path: path, lockTimeout: timeout, zone: zone, clock: clock, notice: notice)
    }
  }

  /// The queue at the target. If a database is missing, it is made.
  ///
  /// - Parameters:
  ///   - times: the zone that the copy gets; `nil` for that of its settings.
  ///   - original: the name of the copied queue, for messages.
  func queueForCopy(
    at target: String, keeping times: CopiedTimes?, of original: String, as caller: Caller
  ) throws -> TaskQueue {
    var opening = opening
    let isTable = target.hasSuffix(".md") && !ServerPlace.isAddress(target)
    opening.place = isTable ? .file(target) : .database(target)
    opening.spansStores = false
    let queue = TaskQueue.open(opening, waitNotice: waitNotice, receive: receive)
    if let times, try !times.areTimes(of: queue) {
      try times.write(for: queue, at: Path.join(opening.folder, target), copying: original)
      queue.forgetSettings()
      forgetSettings()
    }
    if isTable { return queue }
    if ServerPlace.isAddress(target) {
      _ = try queue.createOnServer(as: caller)
    } else {
      let database = try database(at: target)
      if try FileStatus.ifExists(database.path) == nil {
        try Self.createDatabase(at: database.path)
      }
    }
    return queue
  }

  /// The briefs of rows. Most rows have no brief, and to look for each would be slow.
  ///
  /// - Throws: if a brief can't be read, or if the other place has a different brief of a row.
  private func briefs(
    of contents: QueueContents, for queue: TaskQueue
  ) throws -> [(id: String, text: String)] {
    let (mine, other) = (try workspace(), try queue.workspace())
    let rows = Set((contents[.items] + contents[.archivedItems]).compactMap { $0[0] })
    let briefs = try mine.neededBriefs(of: rows)
    for (id, text) in briefs {
      if let found = other.wholeBrief(of: id), found != text {
        throw Problem.briefExists(path: other.briefPath(of: id), id: id)
      }
    }
    return briefs
  }

  /// Throws if the other place has a plan of another queue with the same name as a plan of this
  /// queue.
  private func checkPlans(for other: Workspace) throws {
    let mine = try workspace()
    for name in PlanFolder.names(mine) {
      try PlanFolder(name, mine).checkCopy(to: .init(name, other))
    }
  }

  private func copyPlans(to other: Workspace) throws {
    let mine = try workspace()
    for name in PlanFolder.names(mine) {
      try PlanFolder(name, mine).copy(
        to: PlanFolder(name, other), opening.clock, timeout: value(Settings.lockTimeout))
    }
  }

  /// Copies the rows of the database into the file. With `--db` the file is only a copy.
  ///
  /// - Parameters:
  ///   - template: the text around the table of a new file.
  ///   - isAdopting: for a server: whether it accepts edits only of this table from now on.
  /// - Returns: what happened to the rows, and the file's path.
  public func render(
    template: String, adopting isAdopting: Bool = false, as caller: Caller
  ) throws(Problem) -> (report: MirrorReport, file: String) {
    try asking {
      if isOnServer {
        // The server's lock is held during this.
        let file = try fileStore(
          lockTimeout: min(value(Settings.lockTimeout), Self.longestTableWait))
        let rendering = ServerRendering(on: CurrentProcess.hostName, isAdopting: isAdopting)
        let outcome = try rendering(
          of: serverStore(), into: file, queue(as: caller, for: "render").context(),
          template: template, receive: show)
        switch outcome {
        case .refused(let place): throw Problem.tableIsUsed(file.path, place)
        case .rendered(let report, let place):
          if let place { warn(.tableElsewhere(place)) }
          try takeBriefs(of: report, besides: file.path)
          return (report, file.path)
        }
      }
      let (database, file) = try mirroredStores()
      let report = try database.render(
        into: file, context: queue(as: caller, for: "render").context(), template: template,
        isCopy: chosenDatabase != nil, receive: show)
      if chosenDatabase == nil { try sharePlans(of: database.path, with: file.path) }
      return (report, file.path)
    }
  }

  private static let longestTableWait = Duration.seconds(2)

  /// Copies the briefs of rows that came from a table to the server.
  private func takeBriefs(of report: MirrorReport, besides table: String) throws {
    let workspace = try workspace()
    let home = Path.parent(of: table)
    let files = Workspace(
      storePath: table, home: home, sidecar: Sidecar(forQueueAt: table).folder,
      environment: opening.environment)
    for line in report.lines where line.action == .takenAsNew {
      guard let text = files.wholeBrief(of: line.id) else { continue }
      _ = try workspace.keepBrief(text, of: line.id)
    }
  }

  /// Makes the plans of a store belong to its copy, too. If a crash interrupts this, the next copy
  /// completes it.
  private func sharePlans(of store: String, with copy: String) throws {
    let workspace = try workspace(forStoreAt: store)
    for folder in PlanFolder.names(workspace).map({ PlanFolder($0, workspace) }) {
      do {
        try folder.share(
          with: Path.relative(copy, to: workspace.home), opening.clock,
          timeout: value(Settings.lockTimeout))
      } catch {
        warn(.failure(Problem(error)))
      }
    }
  }

  /// Reads the whole file with its history, and the whole database, if they exist.
  public func verify() throws(Problem) -> [Verification] {
    try asking {
      if isOnServer { return [try serverStore().verify()] }
      let file = chosenDatabase == nil ? [try fileStore().verify()] : []
      return file + (try existingDatabase().map { [try $0.verify(receive: show)] } ?? [])
    }
  }

  /// Copies the file with its history, the database and the plans, if they exist.
  ///
  /// - path: the path from which the names of the copies are derived.
  ///   - path: the path from which the names of the copies are made.
  ///   - progress: called with the database's path and the percentage that is copied, which is 100
  ///     at the end.
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
      try backup.copy(costs: workspace().costFiles())
      backup.noteArchives()
      try backup.finish()
      return backup.parts
    }
  }

  /// Creates an empty database.
  ///
  /// - Throws: among others if a file exists at the path.
  public static func createDatabase(at path: String) throws(Problem) {
    _ = try asking { try SQLiteStore.create(at: path) }
  }
}

extension Problem {
  fileprivate static func tableIsUsed(_ table: String, _ place: String?) -> Problem {
    .adapter(
      .exists,
      place.map {
        Sentence(
          "\(table.escaped) has rows or edits of its own, and the queue's table is \($0.escaped)",
          "\(table.escaped)에는 따로 적힌 행이나 고친 것이 있고, 큐의 표는 \($0.escaped)입니다")
      }
        ?? Sentence(
          "\(table.escaped) has rows of its own", "\(table.escaped)에는 따로 적힌 행이 있습니다"),
      hint: Sentence(
        "nothing was changed; orch render --adopt moves its new rows and edits to the server, or name "
          + "a new file with --queue",
        "아무것도 바꾸지 않았습니다. orch render --adopt는 그 새 행과 고친 것을 서버로 가져갑니다. 또는 "
          + "--queue로 새 파일을 지정하십시오"))
  }

  static func placeIsUsed(_ place: String) -> Problem {
    .adapter(
      .exists, Sentence("\(place) has a queue that was used", "\(place): 이미 쓰인 큐가 있습니다"),
      hint: Sentence(
        "nothing was changed; name a new table or database, or a schema of its own on the server",
        "아무것도 바꾸지 않았습니다. 새 표나 데이터베이스, 또는 서버의 다른 스키마를 지정하십시오"))
  }
}
