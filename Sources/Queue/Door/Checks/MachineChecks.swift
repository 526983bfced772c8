import Host
import Model
import Stores
import Table
import Text

/// Checks that the file system has the abilities on which changes of the queue depend.
package struct FileSystemCheck {
  let folder: String
  let kind: Result<FileSystemKind, SystemError>
  /// `nil` if no folder is writable.
  let probe: Result<FileSystemProbe, SystemError>?
  let space: Result<DiskSpace, SystemError>
  let queueSize: Int

  package var diagnoses: [Diagnosis] { [kindDiagnosis] + tries + spaceDiagnoses }

  private static let localDisk = Sentence("keep the queue on a local disk", "큐를 로컬 디스크에 두십시오")
  private static let checkFolder = Sentence("check the folder", "폴더를 확인하십시오")

  private var kindDiagnosis: Diagnosis {
    let check = "file system"
    let kind: FileSystemKind
    switch self.kind {
    case .failure(let error): return .fail(check, error, fix: Self.checkFolder)
    case .success(let found): kind = found
    }
    let name = kind.name
    switch kind.nature {
    case .local, .layered: return .ok(check, value: name)
    case .network:
      return .warn(
        check, Sentence(kind.described, "\(name): 네트워크 파일 시스템에서는 잠금과 교체가 보장되지 않습니다"),
        fix: Self.localDisk)
    case .memory:
      return .warn(
        check, Sentence(kind.described, "\(name): 메모리에만 있어 컴퓨터를 끄면 사라집니다"), fix: Self.localDisk)
    case .program:
      return .warn(
        check, Sentence(kind.described, "\(name): 프로그램이 제공하는 파일 시스템이므로 그 프로그램에 달려 있습니다"),
        fix: Self.localDisk)
    case .unknown:
      return .ok(
        check, Sentence("\(name), which this program does not know", "\(name): 이 프로그램이 모르는 종류입니다"))
    }
  }

  private var tries: [Diagnosis] {
    switch probe {
    case nil:
      [
        .warn(
          "tries",
          Sentence(
            "not tested: \(folder) is not writable", "시험하지 못했습니다. \(folder): 쓸 수 없습니다"),
          fix: Sentence(
            "run ops doctor as a user who can write there", "그곳에 쓸 수 있는 사용자로 ops doctor를 실행하십시오"))
      ]
    case .failure(let error)?:
      [
        .fail(
          "tries", error,
          fix: Sentence("check the folder, and whether the disk is full", "폴더와 디스크의 남은 공간을 확인하십시오"))
      ]
    case .success(let probe)?: Self.diagnoses(of: probe)
    }
  }

  private static func diagnoses(of probe: FileSystemProbe) -> [Diagnosis] {
    [
      diagnosis(
        "locks", probe.locks,
        works: Sentence("only one process can hold a lock", "잠금은 한 프로세스만 가집니다"),
        lacks: .fail,
        Sentence(
          "two processes can hold the same lock: changes would be lost",
          "두 프로세스가 같은 잠금을 가질 수 있어 변경을 잃습니다")),
      diagnosis(
        "swap", probe.swaps,
        works: Sentence("two files can be swapped in one step", "두 파일을 한 번에 맞바꿉니다"),
        lacks: .warn,
        Sentence(
          "files can't be swapped in one step: a change renames twice instead",
          "한 번에 맞바꿀 수 없어 변경할 때 이름을 두 번 바꿉니다")),
      diagnosis(
        "writers", probe.leases,
        works: Sentence("writers of an open file can be detected", "누가 파일을 쓰려고 열었는지 알 수 있습니다"),
        lacks: .warn,
        Sentence(
          "writers of an open file can't be detected: commands rely on the file's time alone",
          "누가 파일을 쓰려고 열었는지 알 수 없어 파일의 시각만 봅니다")),
      diagnosis(
        "times", probe.times,
        works: Sentence("recorded to the nanosecond", "나노초까지 기록됩니다"), lacks: .warn,
        Sentence(
          "not kept to the nanosecond: two saves within one tick may look like one",
          "나노초까지 기록되지 않아 아주 가까운 두 저장이 하나로 보일 수 있습니다")),
      diagnosis(
        "sync", probe.syncs,
        works: Sentence("files and folders are made durable", "파일과 폴더가 디스크에 안전하게 기록됩니다"),
        lacks: .fail,
        Sentence("files can't be made durable", "파일을 디스크에 안전하게 기록할 수 없습니다")),
    ]
  }

  /// `state` and `problem` are the result if the file system lacks the ability.
  private static func diagnosis(
    _ name: String, _ ability: FileSystemProbe.Ability, works: Sentence,
    lacks state: Diagnosis.State, _ problem: Sentence
  ) -> Diagnosis {
    switch ability {
    case .works: .ok(name, works)
    case .lacks:
      Diagnosis(name, state, problem, fix: localDisk)
    case .failed(let error): .fail(name, error, fix: localDisk)
    }
  }

  private var spaceDiagnoses: [Diagnosis] {
    switch space {
    case .failure(let error): [.fail("space", error, fix: Self.checkFolder)]
    case .success(let space): [bytes(space.freeBytes), files(space.freeFiles)]
    }
  }

  private func bytes(_ free: Int) -> Diagnosis {
    let (room, size) = (ByteCount.text(free), ByteCount.text(queueSize))
    let found = Sentence("\(room) free, the queue takes \(size)", "남은 공간 \(room), 큐 \(size)")
    let fix = Sentence(
      "free some space: a change writes a new queue file and keeps the old one for a while",
      "공간을 만드십시오. 변경은 큐를 새로 쓰고 예전 파일을 잠시 남깁니다")
    if free < DiskSpace.leastBytes {
      return .fail(
        "space", found,
        fix: Sentence(
          "free some space: until then no row starts", "공간을 만드십시오. 그때까지 어떤 행도 시작하지 않습니다"))
    }
    if free / 2 < queueSize { return .fail("space", found, fix: fix) }
    if free / 5 < queueSize || free < 64 << 20 { return .warn("space", found, fix: fix) }
    return .ok("space", found)
  }

  private func files(_ free: Int?) -> Diagnosis {
    guard let free else {
      return .ok("files", Sentence("as many as there is room for", "공간이 있는 만큼"))
    }
    let found = Sentence("\(free) more can be made", "\(free)개를 더 만들 수 있습니다")
    let fix = Sentence(
      "remove files that are not needed: df -i \(folder)", "필요 없는 파일을 지우십시오: df -i \(folder)")
    if free < DiskSpace.leastFiles { return .fail("files", found, fix: fix) }
    return free < 1000 ? .warn("files", found, fix: fix) : .ok("files", found)
  }
}

extension FileSystemCheck {
  package init(of queue: CheckedQueue) {
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
package struct ClockCheck {
  /// The effect of `ORCH_NOW`.
  enum Override {
    case frozen
    /// The text of the variable: `x12@1769850000`.
    case faster(String)

    func sentence(_ now: QueueTime) -> Sentence {
      switch self {
      case .frozen:
        Sentence(
          "ORCH_NOW freezes the time at \(now.text)", "ORCH_NOW: 시각이 \(now.text)에 멈춰 있습니다")
      case .faster(let text):
        Sentence(
          "ORCH_NOW makes time run faster (\(text.escaped)): it is \(now.text)",
          "ORCH_NOW: 시간이 더 빨리 갑니다 (\(text.escaped)): 지금 \(now.text)")
      }
    }
  }

  /// The machine's clock, in nanoseconds since 1970.
  let wall: Int
  /// The zone of the queue's times.
  let zone: QueueZone
  /// The time that commands use.
  let now: Result<QueueTime, Problem>
  /// `nil` without `ORCH_NOW`.
  let override: Override?
  /// When the queue was saved, in nanoseconds since 1970.
  var modified: Int?
  /// The ids of the rows in progress with a start in the future.
  var futureStarts: [String] = []
  /// The ids of the rows in progress in the database with a start in the future.
  var futureStartsInDatabase: [String] = []
  /// The names of the time columns in the table.
  var timeHeadings = TimeHeadings.korean
  /// Whether a setting or a variable gives `tz`.
  var namesZone = true

  package var diagnoses: [Diagnosis] { [clock] + unnamedZone + overridden + saved + starts }

  /// The first and the last year that are plausible.
  private static let plausible = "2025"..."2099"

  private var clock: Diagnosis {
    let time = QueueTime(epochSeconds: wall / 1_000_000_000, zone: zone)
    let name = if case .rules = zone { ", \(zone.text)" } else { "" }
    let message = "\(time.text), UTC\(time.iso8601.suffix(6))\(name)"
    if Self.plausible.contains(String(time.text.prefix(4))) { return .ok("clock", value: message) }
    return .fail(
      "clock", Sentence("\(message), which is impossible", "\(message): 있을 수 없는 시각입니다"),
      fix: Sentence("set the system's clock: timedatectl", "시스템 시계를 맞추십시오: timedatectl"))
  }

  private var unnamedZone: [Diagnosis] {
    guard timeHeadings == .zoned, !namesZone else { return [] }
    return [
      .warn(
        "clock",
        Sentence(
          "the table has started_at and due_at, but no tz sets their time zone: times are "
            + zone.text, "표에 started_at, due_at이 있지만 시간대를 정하는 tz가 없어 시각은 \(zone.text) 기준입니다"),
        fix: Sentence(
          "set tz in orch.json, such as \"Europe/Berlin\", instead of tz_offset",
          "orch.json에 tz_offset 대신 tz를 \"Europe/Berlin\"처럼 적으십시오"))
    ]
  }

  private var overridden: [Diagnosis] {
    switch now {
    case .failure(let error): return [.fail("clock", error)]
    case .success(let now):
      guard let override else { return [] }
      return [
        .warn(
          "clock", override.sentence(now),
          fix: Sentence("unset ORCH_NOW, which is for tests", "시험용 변수 ORCH_NOW를 없애십시오"))
      ]
    }
  }

  /// Tolerates a second, because the clocks of two machines may differ by a second.
  private var saved: [Diagnosis] {
    guard let modified, modified > wall + 1_000_000_000 else { return [] }
    let time = QueueTime(epochSeconds: modified / 1_000_000_000, zone: zone)
    return [
      .warn(
        "clock",
        Sentence(
          "the queue was saved in the future, at \(time.text)", "큐가 미래 시각 \(time.text)에 저장되었습니다"),
        fix: Sentence(
          "touch the file, and check the clock of the machine that saved it",
          "파일을 touch하고, 저장한 쪽의 시계를 확인하십시오"))
    ]
  }

  private var starts: [Diagnosis] {
    let column = Column.startedAt.heading(timeHeadings)
    return [
      Self.warning(
        futureStarts, Sentence(same: ""),
        fix: Sentence("set \(column) in the file", "파일의 \(column) 칸을 고치십시오")),
      Self.warning(
        futureStartsInDatabase, Sentence(" in the database", "데이터베이스에서 "),
        fix: Sentence(
          "release the row with orch release --force", "orch release --force로 행을 풀어 주십시오")),
    ].compactMap(\.self)
  }

  private static func warning(
    _ ids: [String], _ place: Sentence, fix: Sentence
  ) -> Diagnosis? {
    guard let first = ids.first else { return nil }
    let more = ids.count - 1
    let rest = more > 0 ? Sentence(", and \(more) more", " 외 \(more)행") : Sentence(same: "")
    return .warn(
      "clock",
      Sentence(
        "IN_PROGRESS\(place.english) with a start in the future: \(first)\(rest.english)",
        "\(place.korean)시작이 미래인 IN_PROGRESS 행: \(first)\(rest.korean)"),
      fix: Sentence(
        "\(fix.english): until then its time counts from when ops watchdog first sees it",
        "\(fix.korean). 그때까지는 ops watchdog가 처음 본 때부터 시간을 셉니다"))
  }
}

extension ClockCheck {
  package init(of queue: CheckedQueue, _ database: DatabaseCheck?, in taskQueue: TaskQueue) {
    wall = taskQueue.wallClock
    let zone = (try? taskQueue.zone()) ?? Settings.tzOffset.defaultValue
    self.zone = zone
    let now = Result { try taskQueue.now(zone: zone) }.mapError(queue.problem)
    self.now = now
    override = taskQueue.opening.environment["ORCH_NOW"].map {
      $0.hasPrefix("x") ? .faster($0) : .frozen
    }
    modified = queue.status?.identity.modified
    timeHeadings = (try? queue.document.get())?.header.timeHeadings ?? .korean
    namesZone = taskQueue.namesZone
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
      return QueueTime(start, zone: now.zone).map { $0 > now } ?? false
    }.map(\.id)
  }
}

/// Formats sizes: `512 bytes`, `2 KB`, `3.4 GB`.
package enum ByteCount {
  package static func text(_ bytes: Int) -> String {
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
