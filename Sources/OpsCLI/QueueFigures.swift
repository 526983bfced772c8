import Console
import Engine
import JSON
import QueueModel
import QueueStore

/// The figures of a queue's rows at one moment. Malformed rows are not counted.
struct QueueFigures: Equatable {
  /// The number of rows with each status, by the rank of their priority.
  private(set) var counts: [Status: [Int]] = [:]
  /// The number of rows in progress for too long.
  private(set) var staleInProgress = 0
  /// The number of retries, by a database's events; `nil` for a table.
  var retries: Int?
  /// Seconds since the oldest PENDING row was added.
  var oldestPendingAge: Int?
  /// The rows that wait for a person, those with a known time, longest first.
  var waiting: [WaitingRow] = []

  /// The names of the priorities by rank. Unknown ones are free text, and share one name.
  static let priorities = Priority.known.map(\.text) + ["other"]

  /// Counts the rows. A row in progress is stale after this many minutes.
  init(of snapshot: any QueueSnapshot, staleAfter minutes: Int, at now: QueueTime) {
    for row in 0..<snapshot.rowCount {
      guard let status = snapshot.status(at: row) else { continue }
      counts[status, default: Self.none][snapshot.priorityRank(at: row)] += 1
      if status == .inProgress, snapshot.item(at: row)?.isStale(after: minutes, at: now) == true {
        staleInProgress += 1
      }
    }
  }

  private static let none = [Int](repeating: 0, count: priorities.count)

  /// The counts of a status by priority, most urgent first.
  func counts(of status: Status) -> [(priority: String, count: Int)] {
    Array(zip(Self.priorities, counts[status] ?? Self.none))
  }

  var countsJSON: JSONValue {
    var object: JSONObject = [:]
    for status in Status.summaryOrder {
      var byPriority: JSONObject = [:]
      for (priority, count) in counts(of: status) { byPriority[priority] = .integer(count) }
      object[status.rawValue] = .object(byPriority)
    }
    return .object(object)
  }
}

/// A row that waits for a person, and for how many seconds.
struct WaitingRow: Equatable {
  let id: String
  let seconds: Int
}

extension CommandContext {
  /// The figures of the rows now; `nil` without a queue, where a run log is named.
  ///
  /// - Parameters:
  ///   - minutes: the time after which a row in progress is stale.
  ///   - database: the path of a database to count instead of the command's queue.
  ///   - times: when rows got their status, where that was read already.
  func queueFigures(
    staleAfter minutes: Int, in database: String?, _ times: StatusTimes? = nil
  ) throws -> QueueFigures? {
    if database == nil, taskQueue.hasOnlyRunLog { return nil }
    let store: any QueueStore =
      if let database { try taskQueue.ownDatabase(at: database) } else { try taskQueue.store() }
    let (snapshot, now) = (try taskQueue.snapshot(of: store), try taskQueue.now())
    var figures = QueueFigures(of: snapshot, staleAfter: minutes, at: now)
    let kept = try store.figureKeeping?.figures()
    // Without such figures only the run log has the number of retries.
    figures.retries = kept?.retries
    let recent = kept == nil ? try times ?? StatusTimes(of: store) : StatusTimes()
    let oldest = kept.map { $0.oldestPending?.epochSeconds } ?? snapshot.oldestPending(by: recent)
    figures.oldestPendingAge = oldest.map { max(0, now.epochSeconds - $0) }
    let stops = snapshot.rowsWaitingForPeople(
      try taskQueue.policy(isDatabase: database.map { _ in true }))
    if !stops.isEmpty {
      let ends =
        try store.figureKeeping?.stopTimes(of: stops.map(\.id)).mapValues(\.epochSeconds)
        ?? recent.changes
      // What a table's history does not mention is as old at least, except in a new edit.
      let isEdited = store.externalEdits?.hasUnrecordedEdit ?? false
      let beginning = isEdited ? nil : recent.beginning
      figures.waiting = stops.compactMap { row in
        let start =
          ends[row.id] ?? row.start(in: now.zone)?.epochSeconds ?? beginning
        return start.map { .init(id: row.id, seconds: max(0, now.epochSeconds - $0)) }
      }.sorted { ($1.seconds, $0.id) < ($0.seconds, $1.id) }
    }
    return figures
  }
}

/// When rows got their status, by the recent history of a table. In seconds since 1970.
struct StatusTimes {
  /// When each row was added, by its id.
  private(set) var arrivals: [String: Int] = [:]
  /// When each row got the status that it has.
  private(set) var changes: [String: Int] = [:]
  /// The time of the first entry.
  private(set) var beginning: Int?
  private var isEmpty = true

  init() {}

  init(of store: any QueueStore) throws(StoreError) {
    try store.visitStatusChanges(onlyRecent: true) { change, _ in note(change) }
  }

  /// Adds the next entry, oldest first.
  mutating func note(_ change: StatusChange) {
    if isEmpty { (isEmpty, beginning) = (false, change.time) }
    guard let id = change.id, let time = change.time else { return }
    if change.isAddition { arrivals[id] = time }
    if change.status != nil { changes[id] = time }
  }
}

extension QueueSnapshot {
  fileprivate func rowsWaitingForPeople(_ policy: Policy) -> [QueueItem] {
    (0..<rowCount).filter { status(at: $0)?.isStopped ?? false }.compactMap { item(at: $0) }
      .filter { $0.waitsForPerson(policy) }
  }

  /// The arrival of the oldest PENDING row: when it was added, by a command or an edit.
  fileprivate func oldestPending(by times: StatusTimes) -> Int? {
    (0..<rowCount).lazy.filter { status(at: $0) == .pending }
      .compactMap { item(at: $0).flatMap { times.arrivals[$0.id] } }.min()
  }
}

extension Double {
  /// Formats with a fixed number of decimal places: `50.00`. Values from 0 to 10^18.
  func fixed(_ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let whole = Int((self * Double(scale)).rounded(.toNearestOrEven))
    let fraction = String(whole % scale)
    return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}

extension JSONValue {
  /// A number; null for `nil`.
  init(_ number: Int?) { self = number.map(Self.integer) ?? .null }
  init(_ number: Double?) { self = number.map(Self.number) ?? .null }
}
