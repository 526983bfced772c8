public import Host
public import QueueStore
import Table

/// Copies of a queue, each read back and compared. All copies get their final names after the last
/// copy is durable. Before that, and after an error, no copy is visible.
public struct Backup: ~Copyable {
  public struct Part: Equatable, Sendable {
    public let kind: StoreKind
    public let source: String
    public let path: String
    public let rows: Int
    /// The number of events or journal entries.
    public let events: Int
    /// The folder with the history of a queue file; `nil` if there is none.
    public var history: String?
    /// The folder with the plans; `nil` if there are none.
    public var plans: String?
    /// The file with the latest costs of agents; `nil` if there are none.
    public var costs: String?
    /// The archive of this queue, which is not copied; `nil` if there is none.
    public var archive: String?
  }

  let paths: BackupPaths
  private var drafts: [Draft] = []
  private var placed = 0
  private var isFinished = false
  private(set) public var parts: [Part] = []

  public init(to paths: BackupPaths) { self.paths = paths }

  deinit {
    guard !isFinished else { return }
    for (index, draft) in drafts.enumerated() { draft.discard(isPlaced: index < placed) }
  }

  /// Copies the current state of the database, while other programs use it.
  ///
  /// - Parameters:
  ///   - store: the database.
  ///   - progress: called with the number of copied pages and the number of all pages.
  ///   - receive: called with the warnings.
  /// - Throws: also if the database is damaged. In this case nothing is copied.
  public mutating func copy(
    _ store: SQLiteStore, receive: WarningReceiver,
    progress: (_ copied: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(StoreError) {
    let model = try lifting(FileStatus(of: store.path))
    let draft = try add(paths.database) { (draft) throws(SystemError) in
      try draft.create(like: model)
    }
    let counts = try store.copy(to: draft, receive: receive, progress: progress)
    parts.append(
      Part(
        kind: .database, source: store.path, path: paths.database, rows: counts.rows,
        events: counts.events))
  }

  /// Copies the queue file, byte for byte and never in the middle of a save, and its history.
  ///
  /// - Parameters:
  ///   - path: the queue file's path, with links resolved.
  ///   - clock: the clock that measures the wait for the end of a save.
  public mutating func copy(queueAt path: String, clock: Clock) throws(StoreError) {
    let sidecar = Sidecar(forQueueAt: path)
    let file = try QueueReader(path: path, clock: clock).readNow(wasThere: sidecar.exists)
    let rows: Int
    do { rows = try file.version.parsed().rowCount } catch { throw .malformed(path: path, error) }
    let model = file.status
    let draft = try add(paths.queue) { (draft) throws(SystemError) in
      try draft.create(like: model)
    }
    guard try lifting({ () throws(SystemError) in try draft.write(file) }) else {
      throw .failedCopy(path: paths.queue, of: path)
    }
    let entries = try copyHistory(of: sidecar, like: model)
    parts.append(
      Part(
        kind: .queue, source: path, path: paths.queue, rows: rows, events: entries ?? 0,
        history: entries.map { _ in paths.history }))
  }

  private mutating func copyHistory(
    of sidecar: Sidecar, like model: FileStatus
  ) throws(StoreError) -> Int? {
    guard sidecar.exists else { return nil }
    let draft = try add(paths.history) { (draft) throws(SystemError) in
      try sidecar.checkIsNoLink()
      try draft.createFolder(like: model)
    }
    return try lifting(
      HistoryCopy(from: sidecar, to: Sidecar(folder: draft.hidden)).write(like: model))
  }

  /// Notes which copied queues have an archive.
  public mutating func noteArchives() {
    for part in parts.indices {
      guard let archive = try? ArchiveOutcome.path(beside: parts[part].source),
        (try? FileStatus(of: archive)) != nil
      else { continue }
      parts[part].archive = archive
    }
  }

  /// The files of a sidecar, each with its path in it, such as `plans/login/1.json`.
  public typealias Files = [(path: String, bytes: [UInt8])]

  /// Copies plans. This comes after the copy of the rows to which they belong.
  public mutating func copy(plans files: Files) throws(StoreError) {
    guard let history = try copy(files), let last = parts.indices.last else { return }
    parts[last].plans = Path.join(history, "plans")
  }

  /// Copies the costs of agents.
  public mutating func copy(costs files: Files) throws(StoreError) {
    guard let history = try copy(files), let file = files.last, let last = parts.indices.last else {
      return
    }
    parts[last].costs = Path.join(history, file.path)
  }

  /// Copies files into the folder with the history. If only the database is copied, they are copied
  /// into such a folder beside the copied database.
  ///
  /// - Returns: the folder; `nil` if there are no files or no copies.
  private mutating func copy(_ files: Files) throws(StoreError) -> String? {
    guard let last = parts.indices.last, !files.isEmpty else { return nil }
    return try lifting { () throws(SystemError) in
      let model = try FileStatus(of: parts[last].source)
      let history =
        switch parts[last].kind {
        case .queue: paths.history
        case .database: paths.historyOfDatabase
        }
      let draft: Draft
      if let made = drafts.first(where: { $0.path == history }) {
        draft = made
      } else {
        draft = try Draft(for: history)
        drafts.append(draft)
        try draft.createFolder(like: model)
      }
      var folders: Set<String> = []
      for file in files {
        let path = Path.join(draft.hidden, file.path)
        for folder in [Path.parent(of: Path.parent(of: path)), Path.parent(of: path)]
        where folder.hasPrefix("\(draft.hidden)/") && folders.insert(folder).inserted {
          _ = try Directory.create(folder, asIn: draft.hidden)
        }
        try NewFile.create(
          path, text: String(decoding: file.bytes, as: UTF8.self), like: model)
      }
      return history
    }
  }

  private mutating func add(
    _ path: String, _ create: (Draft) throws(SystemError) -> Void
  ) throws(StoreError) -> Draft {
    let draft = try lifting(Draft(for: path))
    drafts.append(draft)
    try lifting(create(draft))
    return draft
  }

  /// Gives the copies their final names, durably.
  public mutating func finish() throws(StoreError) {
    do throws(SystemError) {
      for draft in drafts {
        try draft.place()
        placed += 1
      }
      for draft in drafts { try Directory.sync(Path.parent(of: draft.path)) }
    } catch {
      throw .system(error)
    }
    isFinished = true
  }
}

extension Draft {
  /// Writes the bytes of `file` durably, and returns whether reading the copy gives the same bytes.
  fileprivate func write(_ file: QueueFile) throws(SystemError) -> Bool {
    do {
      let copy = try FileDescriptor(opening: hidden, for: .updating)
      try file.version.bytes.withBytes { (bytes) throws(SystemError) in
        try copy.write(bytes, at: 0)
      }
      try copy.sync()
    }
    let read = try FileContents(reading: FileDescriptor(opening: hidden, for: .readingNoLink))
    let copy = QueueVersion(QueueBytes(read.bytes, ownedBy: read))
    return copy.isSame(as: file.version)
  }
}

/// The paths of a backup, derived from the name that the user gives. The path of each copy does not
/// depend on which other copies are made.
///
/// For the name `today`, `today` is the database, and `today.md` is the queue file. A name that
/// ends in `.md` is the queue file, and the database's name then ends in `.db` instead.
public struct BackupPaths: Equatable, Sendable {
  public let database: String
  public let queue: String

  /// The folder with the history, at the path that `orch --queue` expects.
  public var history: String { Sidecar(forQueueAt: queue).folder }

  /// The folder for the database's files, such as plans, if the queue file is not copied.
  var historyOfDatabase: String { Sidecar(forQueueAt: database).folder }

  public init(named path: String) {
    let isQueue = path.hasSuffix(".md") && Path.name(of: path) != ".md"
    database = isQueue ? path.dropLast(3) + ".db" : path
    queue = isQueue ? path : path + ".md"
  }
}
