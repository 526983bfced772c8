import Console
import Engine
import JSON
import QueueModel
import QueueStore

/// What became of the rows that ended, by the history: how long they took, how often they were
/// tried, and how many were DONE in the end.
struct RowFigures: Equatable {
  /// The rows that ended before this time are not counted; `nil` for no limit.
  let since: QueueTime?
  private var rows: [Row] = []
  /// Where each row is in `rows`, by its id.
  private var places: [String: Int] = [:]

  init(since: QueueTime? = nil) { self.since = since }

  private struct Row: Equatable {
    var life = Life()
    /// Its last changes, oldest first, which may be undone: the last sixteen, or some more.
    var steps: [Step] = []
  }

  /// A row's way from its addition to its end.
  fileprivate struct Life: Equatable {
    /// When it was added, or opened again after it was DONE; `nil` where that is unknown.
    var readyAt: Int?
    /// When it was claimed; `nil` while it is not at work.
    var claimedAt: Int?
    /// Seconds of the last claim, once it is over.
    var work: Int?
    var attempts = 0
    /// Whether the row was once taken from a worker that was gone, or whose work failed.
    var isRescued = false
    var end: End?
    /// How many attempts failed within the counted time, by class.
    var failures: [FailureClass: Int] = [:]
  }

  fileprivate struct End: Equatable {
    let isDone: Bool
    /// In seconds since 1970.
    let time: Int
  }

  /// A change of a row's status, and the row before it.
  private struct Step: Equatable {
    let sequence: Int
    let before: Life
  }

  private static let mostSteps = 16

  // MARK: Counting

  /// Counts the next entry of the history, oldest first.
  mutating func count(_ entry: StatusChange) {
    let status = entry.status
    guard let id = entry.id, let time = entry.time else { return }
    guard status != nil || entry.failure != nil else {
      // In a database the verdict on a report stands behind the change of its row.
      if entry.hasVerdict, let place = places[id], let before = rows[place].steps.last?.before {
        rows[place].life.isRescued = before.isRescued
      }
      return
    }
    let place = place(of: id)
    if let undone = entry.undoes,
      let step = rows[place].steps.suffix(Self.mostSteps).last(where: { $0.sequence == undone })
    {
      rows[place].life = step.before
      return
    }
    let isNew = entry.isAddition || entry.command == Event.added.rawValue
    if rows[place].steps.count == 2 * Self.mostSteps {
      rows[place].steps.removeFirst(Self.mostSteps)
    }
    rows[place].steps.append(Step(sequence: entry.sequence, before: rows[place].life))
    if isNew, status == .pending, rows[place].life == Life() { rows[place].life.readyAt = time }
    if let failure = entry.failure, since.map({ time >= $0.epochSeconds }) ?? true {
      rows[place].life.failures[failure, default: 0] += 1
    }
    if let status { rows[place].life.move(to: status, at: time, isNew: isNew, by: entry) }
  }

  private mutating func place(of id: String) -> Int {
    if let place = places[id] { return place }
    places[id] = rows.count
    rows.append(Row())
    return rows.count - 1
  }

  // MARK: Figures

  private var ended: [Life] { rows.map(\.life).filter { hasEnded($0) } }

  private func hasEnded(_ row: Life) -> Bool {
    row.end.map { end in since.map { end.time >= $0.epochSeconds } ?? true } ?? false
  }

  /// Whether the row is DONE, since the counted time began.
  func isDone(_ id: String) -> Bool {
    places[id].map { rows[$0].life }.map { hasEnded($0) && $0.end?.isDone == true } ?? false
  }

  /// How many attempts failed, by class; also those of rows that have not ended.
  var failures: [FailureClass: Int] {
    rows.reduce(into: [:]) { sums, row in
      sums.merge(row.life.failures) { $0 + $1 }
    }
  }

  /// The figures; `nil` where no row ended.
  var summary: Summary? {
    let ended = ended
    guard !ended.isEmpty else { return nil }
    let done = ended.filter { $0.end?.isDone ?? false }
    let lead = done.compactMap { row in
      row.readyAt.flatMap { start in row.end.map { max(0, $0.time - start) } }
    }
    let attempts = ended.map(\.attempts).filter { $0 > 0 }
    return Summary(
      ended: ended.count, done: done.count, recovered: done.count(where: \.isRescued),
      attempts: attempts.isEmpty
        ? nil : Double(attempts.reduce(0, +)) / Double(attempts.count),
      lead: Percentiles(lead), work: Percentiles(ended.compactMap(\.work)))
  }

  struct Summary: Equatable {
    /// DONE and FAILED rows.
    let ended: Int
    let done: Int
    /// DONE rows that were once taken from a worker that was gone, or whose work failed.
    let recovered: Int
    /// The claims of an ended row on average; `nil` where none was claimed.
    let attempts: Double?
    /// Seconds from the addition to DONE.
    let lead: Percentiles?
    /// Seconds of the last claim of an ended row.
    let work: Percentiles?

    var successRate: Double { Double(done) / Double(ended) }
  }

  /// What half of the values, and 95 of 100, do not exceed.
  struct Percentiles: Equatable {
    let p50: Int
    let p95: Int

    /// `nil` without values.
    init?(_ values: [Int]) {
      if values.isEmpty { return nil }
      let sorted = values.sorted()
      func rank(_ percent: Int) -> Int { sorted[(percent * sorted.count + 99) / 100 - 1] }
      (p50, p95) = (rank(50), rank(95))
    }
  }
}

extension RowFigures.Life {
  fileprivate mutating func move(
    to status: Status, at time: Int, isNew: Bool, by entry: StatusChange
  ) {
    if status != .inProgress, let start = claimedAt {
      work = max(0, time - start)
      claimedAt = nil
      isRescued = isRescued || entry.isRescue
    }
    switch status {
    case .pending:
      if end?.isDone ?? false {
        self = Self(readyAt: time, failures: failures)
      }
      end = nil
    case .inProgress:
      end = nil
      if claimedAt == nil, !isNew { claimedAt = time }
      if entry.undoes == nil { attempts += 1 }
    case .blocked: end = nil
    case .done, .failed:
      // A row that came to the history as it ended has no known way.
      if !isNew { end = .init(isDone: status == .done, time: time) }
    }
  }
}

extension StatusChange {
  /// Whether watchdog or supervisor ended a claim, without a report.
  fileprivate var isRescue: Bool {
    HistoryEntry.dispatchCommands.contains(command) && !hasFindings
  }
}

// MARK: - Output

extension RowFigures.Summary {
  /// `rows ended=4 done=3 …`, with times in seconds; on a terminal in larger units.
  func line(isForPeople: Bool) -> String {
    func time(_ name: String, _ seconds: Int?) -> String {
      let name = isForPeople ? name : "\(name)_s"
      return "\(name)=\(seconds.map { isForPeople ? DurationText.text($0) : "\($0)" } ?? "-")"
    }
    return [
      "rows ended=\(ended)", "done=\(done)", "success_rate=\((successRate * 100).fixed(2))%",
      "attempts_avg=\(attempts?.fixed(2) ?? "-")", "recovered=\(recovered)",
      time("lead_p50", lead?.p50), time("lead_p95", lead?.p95), time("work_p50", work?.p50),
      time("work_p95", work?.p95),
    ].joined(separator: " ")
  }

  var json: JSONValue {
    [
      "ended": .integer(ended), "done": .integer(done), "success_rate": .number(successRate),
      "attempts_avg": JSONValue(attempts), "recovered": .integer(recovered),
      "lead_p50_seconds": JSONValue(lead?.p50), "lead_p95_seconds": JSONValue(lead?.p95),
      "work_p50_seconds": JSONValue(work?.p50), "work_p95_seconds": JSONValue(work?.p95),
    ]
  }

  static let shape = """
    row outcomes:
    ended: number, rows that are DONE or FAILED, by their last change
    done: number, those that are DONE
    success_rate: number, the share of them
    attempts_avg: number or null, how often an ended row was claimed, on average
    recovered: number, DONE rows that were once taken from a worker that was gone or failed
    lead_p50_seconds: number or null, what half of the DONE rows took from their addition
    lead_p95_seconds: number or null, what 95 of 100 did not exceed
    work_p50_seconds: number or null, the same of the last claim of each ended row
    work_p95_seconds: number or null
    """
}

extension RowFigures {
  /// `failures agent=1 timeout=2`, in the order of the classes; `nil` without any.
  var failureLine: String? {
    let failures = failures
    let counts = FailureClass.allCases.compactMap { failure in
      failures[failure].map { "\(failure.rawValue)=\($0)" }
    }
    return counts.isEmpty ? nil : "failures \(counts.joined(separator: " "))"
  }

  var failureJSON: JSONValue? {
    let failures = failures
    if failures.isEmpty { return nil }
    var object: JSONObject = [:]
    for failure in FailureClass.allCases {
      if let count = failures[failure] { object[failure.rawValue] = .integer(count) }
    }
    return .object(object)
  }
}

extension CommandContext {
  /// The figures of the rows by the newest part of the history, and when rows got their status by
  /// the recent one; `nil` where there is no queue.
  ///
  /// - Parameters:
  ///   - since: the time from which on rows are counted; `nil` for all.
  ///   - database: the path of a database to read instead of the command's queue.
  func rowFigures(
    since: QueueTime? = nil, in database: String?
  ) throws -> (rows: RowFigures, times: StatusTimes)? {
    if database == nil, taskQueue.hasOnlyRunLog { return nil }
    let store: any QueueStore =
      if let database { try taskQueue.ownDatabase(at: database) } else {
        try self.taskQueue.store()
      }
    var (figures, times) = (RowFigures(since: since), StatusTimes())
    try store.visitStatusChanges(onlyRecent: false) { change, isRecent in
      figures.count(change)
      if isRecent { times.note(change) }
    }
    return (figures, times)
  }
}
