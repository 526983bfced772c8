import CommandSupport
import Host
import QueueDocument
import QueueModel

/// Whether the time is what the queue's own times can be compared with.
struct DoctorClock {
  /// What `ORCH_NOW` can make of the time.
  enum Pretence {
    case frozen
    /// As its text says: `x12@1769850000`.
    case faster(String)

    func text(_ now: QueueTime) -> String {
      switch self {
      case .frozen: "freezes the time at \(now.text)"
      case .faster(let text): "lets the time run faster (\(text.escaped)): it is \(now.text)"
      }
    }
  }

  /// What the machine says, nanoseconds since 1970.
  let wall: Int
  /// Seconds east of UTC.
  let offset: Int
  /// What commands take for now.
  let now: Result<QueueTime, CommandError>
  /// What `ORCH_NOW` makes of the time, if anything.
  let pretence: Pretence?
  /// When the queue was saved, nanoseconds since 1970.
  var modified: Int?
  /// The rows in progress that began later than now.
  var startingLater: [String] = []
  /// The same in the database.
  var startingLaterInDatabase: [String] = []

  var diagnoses: [Diagnosis] { [clock] + pretended + saved + starts }

  /// Years in which this program can be running.
  private static let plausible = "2025"..."2099"

  private var clock: Diagnosis {
    let time = QueueTime(epochSeconds: wall / 1_000_000_000, offset: offset)
    let message = "\(time.text), UTC\(time.iso8601.suffix(6))"
    if Self.plausible.contains(String(time.text.prefix(4))) { return .ok("clock", message) }
    return .fail(
      "clock", "\(message), which can't be", mend: "set the system's clock: timedatectl")
  }

  private var pretended: [Diagnosis] {
    switch now {
    case .failure(let error): [.fail("clock", error.message, mend: error.hint)]
    case .success(let now):
      pretence.map { pretence in
        [
          .warn(
            "clock", "ORCH_NOW \(pretence.text(now))", mend: "unset ORCH_NOW, which is for tests")
        ]
      } ?? []
    }
  }

  /// A second's difference is nobody's fault.
  private var saved: [Diagnosis] {
    guard let modified, modified > wall + 1_000_000_000 else { return [] }
    let time = QueueTime(epochSeconds: modified / 1_000_000_000, offset: offset)
    return [
      .warn(
        "clock", "the queue was saved in the future, at \(time.text)",
        mend: "touch the file, and check the clock of who saved it")
    ]
  }

  private var starts: [Diagnosis] {
    let never = "a start in the future is never called stale"
    return [
      Self.warning(startingLater, "", mend: "set started_at_kst in the file: \(never)"),
      Self.warning(
        startingLaterInDatabase, " in the database",
        mend: "release the row with orch release --force: \(never)"),
    ].compactMap(\.self)
  }

  private static func warning(_ ids: [String], _ place: String, mend: String) -> Diagnosis? {
    guard let first = ids.first else { return nil }
    let more = ids.count > 1 ? ", and \(ids.count - 1) more" : ""
    return .warn(
      "clock", "IN_PROGRESS\(place) with a start in the future: \(first)\(more)", mend: mend)
  }
}

extension DoctorClock {
  init(of subject: DoctorSubject, _ database: DoctorDatabase?, in context: CommandContext) {
    wall = context.wallClock
    let offset = (try? context.offset()) ?? Settings.tzOffset.defaultValue
    self.offset = offset
    let now = Result { () throws(CommandError) in try context.now(offset: offset) }
    self.now = now
    pretence = context.environment["ORCH_NOW"].map { $0.hasPrefix("x") ? .faster($0) : .frozen }
    modified = subject.status?.identity.modified
    guard let now = try? now.get() else { return }
    if let document = try? subject.document.get() {
      startingLater = Self.rows(document.itemsInProgress, startingAfter: now)
    }
    startingLaterInDatabase = Self.rows(database?.itemsInProgress ?? [], startingAfter: now)
  }

  private static func rows(_ items: [QueueItem], startingAfter now: QueueTime) -> [String] {
    items.filter { item in
      guard let start = item.startedAt else { return false }
      return QueueTime(start, offset: now.offset).map { $0 > now } ?? false
    }.map(\.id)
  }
}
