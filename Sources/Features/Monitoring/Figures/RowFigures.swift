public import Model

/// The results of the rows that ended, according to the history: how long they took, how many times
/// they were tried, and how many became DONE.
public struct RowFigures: Equatable, Sendable {
  /// Rows that ended before this time are not counted; `nil` for no limit.
  public let since: QueueTime?
  /// The rows that are counted; `nil` for all.
  private let ids: Set<String>?
  private var rows: [Row] = []
  /// The index of each row in `rows`, by its id.
  private var places: [String: Int] = [:]

  init(since: QueueTime? = nil, ids: Set<String>? = nil) { (self.since, self.ids) = (since, ids) }

  func counts(_ id: String) -> Bool { ids?.contains(id) ?? true }

  private struct Row: Equatable, Sendable {
    var life = Life()
    /// The row's last changes, oldest first, which may still be undone: at least the last sixteen.
    var steps: [Step] = []
  }

  /// The progress of a row from its addition to its end.
  fileprivate struct Life: Equatable, Sendable {
    /// When the row was added, or opened again after it was DONE, in seconds since 1970 like all
    /// times here; `nil` if unknown.
    var readyAt: Int?
    /// When the row was claimed; `nil` while it is not at work.
    var claimedAt: Int?
    /// When the row became BLOCKED; `nil` while it is not BLOCKED.
    var blockedAt: Int?
    /// The duration of the last claim in seconds; `nil` until a claim has ended.
    var work: Int?
    var attempts = 0
    /// Whether the row was ever taken from a worker that was gone or failed.
    var isRescued = false
    var end: End?
    /// How many attempts failed within the counted time, by class.
    var failures: [FailureClass: Int] = [:]
    /// How many times the row was claimed within the counted time.
    var starts = 0
  }

  fileprivate struct End: Equatable, Sendable {
    let isDone: Bool
    /// In seconds since 1970.
    let time: Int
  }

  /// A change of a row's status, and the row before it.
  private struct Step: Equatable, Sendable {
    let sequence: Int
    let before: Life
  }

  private static let mostSteps = 16

  // MARK: Counting

  /// Counts the next entry of the history. The entries must come oldest first.
  mutating func count(_ entry: StatusChange) {
    let status = entry.status
    guard let id = entry.id, counts(id), let time = entry.time else { return }
    guard status != nil || entry.failure != nil else {
      // In a database, the verdict on a report is recorded after the change of its row.
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
    let isCounted = isCounted(time)
    if isCounted, let failure = entry.failure {
      rows[place].life.failures[failure, default: 0] += 1
    }
    if isCounted, status == .inProgress, entry.undoes == nil { rows[place].life.starts += 1 }
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

  private func hasEnded(_ row: Life) -> Bool { row.end.map { isCounted($0.time) } ?? false }

  /// Whether a time, in seconds since 1970, is within the counted time.
  func isCounted(_ time: Int) -> Bool { since.map { time >= $0.epochSeconds } ?? true }

  /// Whether the row became DONE within the counted time and still is.
  public func isDone(_ id: String) -> Bool {
    places[id].map { rows[$0].life }.map { hasEnded($0) && $0.end?.isDone == true } ?? false
  }

  /// How many attempts failed, by class. Rows that have not ended are included.
  public var failures: [FailureClass: Int] {
    rows.reduce(into: [:]) { sums, row in
      sums.merge(row.life.failures) { $0 + $1 }
    }
  }

  /// The figures; `nil` if no row ended.
  public var summary: Summary? {
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

  public struct Summary: Equatable, Sendable {
    /// The number of DONE and FAILED rows.
    public let ended: Int
    public let done: Int
    /// The number of DONE rows that were once taken from a worker that was gone or failed.
    public let recovered: Int
    /// The average number of claims of an ended row; `nil` if no row was claimed.
    public let attempts: Double?
    /// The seconds from the addition of a row until it was DONE.
    public let lead: Percentiles?
    /// The seconds of the last claim of an ended row.
    public let work: Percentiles?

    public var successRate: Double { Double(done) / Double(ended) }
  }

  /// The values that 50 of 100 values and 95 of 100 values do not exceed.
  public struct Percentiles: Equatable, Sendable {
    public let p50: Int
    public let p95: Int

    /// The percentiles; `nil` if there are no values.
    init?(_ values: [Int]) {
      if values.isEmpty { return nil }
      let sorted = values.sorted()
      func rank(_ percent: Int) -> Int { sorted[(percent * sorted.count + 99) / 100 - 1] }
      (p50, p95) = (rank(50), rank(95))
    }
  }
}

/// A row that was started several times.
public struct RestartedRow: Equatable, Sendable {
  public let id: String
  public let starts: Int
  /// How many attempts at the row failed, by class.
  public let failures: [FailureClass: Int]
}

// MARK: Rows

extension RowFigures {
  /// The rows that became DONE, FAILED or BLOCKED within the counted time and still are, in the
  /// order in which they first occur in the history.
  var endedRows: [(id: String, status: Status)] {
    lives.compactMap { id, row in
      if hasEnded(row) { return row.end.map { (id, $0.isDone ? .done : .failed) } }
      return row.blockedAt.flatMap { isCounted($0) ? (id, .blocked) : nil }
    }
  }

  /// The rows that were tried again more than once within the counted time, in the same order.
  var restartedRows: [RestartedRow] {
    lives.compactMap { id, row in
      row.starts > 2 ? RestartedRow(id: id, starts: row.starts, failures: row.failures) : nil
    }
  }

  private var lives: [(id: String, Life)] {
    places.sorted { $0.value < $1.value }.map { ($0.key, rows[$0.value].life) }
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
    blockedAt = nil
    switch status {
    case .pending:
      if end?.isDone ?? false {
        self = Self(readyAt: time, failures: failures, starts: starts)
      }
      end = nil
    case .inProgress:
      end = nil
      if claimedAt == nil, !isNew { claimedAt = time }
      if entry.undoes == nil { attempts += 1 }
    case .blocked:
      end = nil
      if !isNew { blockedAt = time }
    case .done, .failed:
      // It is unknown how long a row took that had already ended when it entered the history.
      if !isNew { end = .init(isDone: status == .done, time: time) }
    }
  }
}

extension StatusChange {
  /// Whether the watchdog or a supervisor ended a claim without a report.
  fileprivate var isRescue: Bool {
    HistoryEntry.dispatchCommands.contains(command) && !hasFindings
  }
}
