import CommandSupport
import Host
import MarkdownStore
import QueueDocument
import QueueModel

/// Checks that the file system has what changes of the queue depend on.
struct FileSystemCheck {
  let folder: String
  let kind: Result<FileSystemKind, SystemError>
  /// `nil` where no folder is writable.
  let probe: Result<FileSystemProbe, SystemError>?
  let space: Result<DiskSpace, SystemError>
  let queueSize: Int

  var diagnoses: [Diagnosis] { [kindDiagnosis] + tries + spaceDiagnoses }

  private static let localDisk = "keep the queue on a local disk"

  private var kindDiagnosis: Diagnosis {
    let name = "file system"
    switch kind {
    case .failure(let error): return .fail(name, error.description, fix: "check the folder")
    case .success(let kind):
      switch kind.nature {
      case .local, .layered: return .ok(name, kind.name)
      case .memory, .network, .program:
        return .warn(name, kind.described, fix: Self.localDisk)
      case .unknown: return .ok(name, "\(kind.name), which this program does not know")
      }
    }
  }

  private var tries: [Diagnosis] {
    switch probe {
    case nil:
      [
        .warn(
          "tries", "nothing was tried: \(folder) may not be written",
          fix: "run ops doctor as a user who may write there")
      ]
    case .failure(let error)?:
      [.fail("tries", error.description, fix: "check the folder, and whether the disk is full")]
    case .success(let probe)?: Self.diagnoses(of: probe)
    }
  }

  private static func diagnoses(of probe: FileSystemProbe) -> [Diagnosis] {
    [
      diagnosis(
        "locks", probe.locks, works: "who has the lock has it alone",
        lacks: .fail, "two processes can have one lock: changes would be lost"),
      diagnosis(
        "swap", probe.swaps, works: "two files are swapped at once",
        lacks: .warn, "files can't be swapped at once: a change renames twice instead"),
      diagnosis(
        "writers", probe.leases, works: "it is seen who has a file open for writing",
        lacks: .warn,
        "it is not seen who has a file open for writing: commands go by its time alone"),
      diagnosis(
        "times", probe.times, works: "kept to the nanosecond",
        lacks: .warn,
        "not kept to the nanosecond: two saves within one tick may look like one"),
      diagnosis(
        "sync", probe.syncs, works: "files and folders are made durable",
        lacks: .fail, "files can't be made durable"),
    ]
  }

  /// `state` and `problem` are the result where the file system lacks the ability.
  private static func diagnosis(
    _ name: String, _ ability: FileSystemProbe.Ability, works: String,
    lacks state: Diagnosis.State, _ problem: String
  ) -> Diagnosis {
    switch ability {
    case .works: .ok(name, works)
    case .lacks: Diagnosis(name: name, state: state, message: problem, fix: localDisk)
    case .failed(let error): .fail(name, error.description, fix: localDisk)
    }
  }

  private var spaceDiagnoses: [Diagnosis] {
    switch space {
    case .failure(let error): [.fail("space", error.description, fix: "check the folder")]
    case .success(let space): [bytes(space.freeBytes), files(space.freeFiles)]
    }
  }

  private func bytes(_ free: Int) -> Diagnosis {
    let message = "\(ByteCount.text(free)) free, the queue takes \(ByteCount.text(queueSize))"
    let fix = "make room: a change writes the queue anew, and keeps the old file for a while"
    if free / 2 < queueSize { return .fail("space", message, fix: fix) }
    if free / 5 < queueSize || free < 64 << 20 { return .warn("space", message, fix: fix) }
    return .ok("space", message)
  }

  private func files(_ free: Int?) -> Diagnosis {
    guard let free else { return .ok("files", "as many as there is room for") }
    let message = free == 1 ? "1 more can be made" : "\(free) more can be made"
    let fix = "remove files that are not needed: df -i \(folder)"
    if free < 10 { return .fail("files", message, fix: fix) }
    return free < 1000 ? .warn("files", message, fix: fix) : .ok("files", message)
  }
}

extension FileSystemCheck {
  init(of queue: CheckedQueue) {
    let home = queue.home
    let inSidecar = queue.sidecar.flatMap { $0.state == .folder ? $0.folder : nil }
    let writable = [inSidecar, home].compactMap(\.self).first(where: CurrentProcess.mayCreateFiles)
    folder = home
    kind = Result { () throws(SystemError) in try FileSystemKind(of: home) }
    probe = writable.map { folder in
      Result { () throws(SystemError) in try FileSystemProbe(trying: folder) }
    }
    space = Result { () throws(SystemError) in try DiskSpace(of: home) }
    queueSize = queue.status?.identity.size ?? 0
  }
}

/// Checks that the clock is plausible, and that no time in the queue is in the future.
struct ClockCheck {
  /// The effect of `ORCH_NOW`.
  enum Override {
    case frozen
    /// The text of the variable: `x12@1769850000`.
    case faster(String)

    func text(_ now: QueueTime) -> String {
      switch self {
      case .frozen: "freezes the time at \(now.text)"
      case .faster(let text): "lets the time run faster (\(text.escaped)): it is \(now.text)"
      }
    }
  }

  /// The machine's clock, nanoseconds since 1970.
  let wall: Int
  /// Seconds east of UTC.
  let offset: Int
  /// The time that commands use.
  let now: Result<QueueTime, CommandError>
  /// `nil` without `ORCH_NOW`.
  let override: Override?
  /// When the queue was saved, nanoseconds since 1970.
  var modified: Int?
  /// The ids of the rows in progress with a start in the future.
  var futureStarts: [String] = []
  /// The ids of the rows in progress in the database with a start in the future.
  var futureStartsInDatabase: [String] = []

  var diagnoses: [Diagnosis] { [clock] + overridden + saved + starts }

  /// The first and the last year that are plausible.
  private static let plausible = "2025"..."2099"

  private var clock: Diagnosis {
    let time = QueueTime(epochSeconds: wall / 1_000_000_000, offset: offset)
    let message = "\(time.text), UTC\(time.iso8601.suffix(6))"
    if Self.plausible.contains(String(time.text.prefix(4))) { return .ok("clock", message) }
    return .fail(
      "clock", "\(message), which can't be", fix: "set the system's clock: timedatectl")
  }

  private var overridden: [Diagnosis] {
    switch now {
    case .failure(let error): return [.fail("clock", error)]
    case .success(let now):
      guard let override else { return [] }
      let message = "ORCH_NOW \(override.text(now))"
      return [.warn("clock", message, fix: "unset ORCH_NOW, which is for tests")]
    }
  }

  /// Tolerates a second: the clocks of two machines differ that much.
  private var saved: [Diagnosis] {
    guard let modified, modified > wall + 1_000_000_000 else { return [] }
    let time = QueueTime(epochSeconds: modified / 1_000_000_000, offset: offset)
    return [
      .warn(
        "clock", "the queue was saved in the future, at \(time.text)",
        fix: "touch the file, and check the clock of who saved it")
    ]
  }

  private var starts: [Diagnosis] {
    let never = "a start in the future is never called stale"
    return [
      Self.warning(futureStarts, "", fix: "set started_at_kst in the file: \(never)"),
      Self.warning(
        futureStartsInDatabase, " in the database",
        fix: "release the row with orch release --force: \(never)"),
    ].compactMap(\.self)
  }

  private static func warning(_ ids: [String], _ place: String, fix: String) -> Diagnosis? {
    guard let first = ids.first else { return nil }
    let more = ids.count > 1 ? ", and \(ids.count - 1) more" : ""
    return .warn(
      "clock", "IN_PROGRESS\(place) with a start in the future: \(first)\(more)", fix: fix)
  }
}

extension ClockCheck {
  init(of queue: CheckedQueue, _ database: DatabaseCheck?, in context: CommandContext) {
    wall = context.wallClock
    let offset = (try? context.offset()) ?? Settings.tzOffset.defaultValue
    self.offset = offset
    let now = Result { try context.now(offset: offset) }.mapError(context.commandError)
    self.now = now
    override = context.environment["ORCH_NOW"].map { $0.hasPrefix("x") ? .faster($0) : .frozen }
    modified = queue.status?.identity.modified
    guard let now = try? now.get() else { return }
    if let document = try? queue.document.get() {
      var items: [QueueItem] = []
      document.visit(.inProgress) { item in
        items.append(item)
        return .more
      }
      futureStarts = Self.rows(items, startingAfter: now)
    }
    futureStartsInDatabase = Self.rows(database?.itemsInProgress ?? [], startingAfter: now)
  }

  private static func rows(_ items: [QueueItem], startingAfter now: QueueTime) -> [String] {
    items.filter { item in
      guard let start = item.startedAt else { return false }
      return QueueTime(start, offset: now.offset).map { $0 > now } ?? false
    }.map(\.id)
  }
}

/// Formats sizes: `512 bytes`, `2 KB`, `3.4 GB`.
enum ByteCount {
  static func text(_ bytes: Int) -> String {
    guard bytes >= 1024 else { return "\(bytes) bytes" }
    var unit = 0
    let units = ["KB", "MB", "GB", "TB", "PB", "EB"]
    var tenths = bytes / 1024 * 10 + bytes % 1024 * 10 / 1024
    while tenths >= 10240, unit < units.count - 1 {
      tenths /= 1024
      unit += 1
    }
    let isWhole = tenths % 10 == 0 || tenths >= 100
    return "\(isWhole ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") \(units[unit])"
  }
}
