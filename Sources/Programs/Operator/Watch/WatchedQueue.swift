import Attempts
import Door
import Host
import Model
import Monitoring
import QueueStore
import Runner
import Text
import Work
import Workers
import Worktrees

/// A reading of the queue: all that the screen shows.
struct WatchedQueue {
  /// The path of the store, as shown on the screen.
  let name: String
  let snapshot: any QueueSnapshot
  let counts: [Status: Int]
  /// The sections that have rows, from top to bottom.
  var sections: [RowSection]
  let runningCount: Int
  let maxWorkers: Int
  /// The last changes, newest last.
  let events: [HistoryEntry]
  var headings = TimeHeadings.korean
  /// The number of unread conflicts between saves and changes.
  let conflicts: Int
  /// `nil` if the queue is not paused.
  var pause: Pause?
  /// The workers whose starts fail.
  var pausedWorkers: [PausedWorker] = []
  /// The warnings of the reading, a line each.
  let notices: [String]
  /// The next time, in seconds since 1970, at which a reason to wait ends by itself.
  let nextMoment: Int?
  /// The workers that orch started on this machine and that run, by row.
  var workers: [String: RowFacts.Worker] = [:]
  /// `nil` if the ledger can't be read.
  var costs: WatchedCosts?

  var rowCount: Int { sections.reduce(0) { $0 + $1.count } }

  /// The section of a row, and the row's index there.
  ///
  /// - Parameter index: the index over all sections.
  func position(of index: Int) -> (section: Int, row: Int)? {
    var rest = index
    for (number, section) in sections.enumerated() {
      if rest < section.count { return (number, rest) }
      rest -= section.count
    }
    return nil
  }

  func row(at index: Int) -> WatchedRow? {
    position(of: index).map { sections[$0.section].row($0.row, of: snapshot) }
  }

  /// The facts on which the effect of an action depends; `nil` if the row is gone.
  func facts(of id: String) -> RowFacts? {
    index(of: .id(id)).flatMap(row(at:)).map { RowFacts($0, worker: workers[id] ?? .none) }
  }

  /// The index of a row over all sections; `nil` if the row is gone.
  func index(of key: WatchedRowKey) -> Int? {
    var before = 0
    for section in sections {
      if let index = section.index(of: key, in: snapshot) { return before + index }
      before += section.count
    }
    return nil
  }
}

extension WatchedQueue {
  /// The number of changes that are read: more than the tallest screen shows.
  static let eventCount = 40

  /// Reads the queue.
  ///
  /// - Parameters:
  ///   - context: a context that has read nothing yet.
  ///   - output: the output of that context.
  ///   - lastCosts: the costs of the last reading, which are kept if the ledger is the same.
  init(
    reading context: CommandContext, _ output: OutputBuffer, after lastCosts: WatchedCosts? = nil
  ) throws {
    let queue = context.taskQueue
    // If a writer does not end in time, its later change of the files causes another reading.
    try? queue.store().awaitWriters()
    let snapshot = try queue.snapshot()
    let answer = try queue.why(in: snapshot, as: context.caller)
    events = try queue.store().latestHistory(Self.eventCount)
    headings = try queue.timeHeadings()
    name = try queue.shownStorePath()
    self.snapshot = snapshot
    counts = snapshot.counts
    sections = Self.sections(of: snapshot, answer)
    runningCount = answer.runningItems.rows.count
    maxWorkers = answer.runningItems.maxWorkers
    conflicts = try queue.unreadConflicts()
    pause = try queue.pause()
    pausedWorkers = queue.pausedWorkers()
    workers = try queue.runningWorkers().mapValues { record in
      record.worker.map { .running(processID: $0.id) } ?? .starting
    }
    costs = try queue.readCosts { try WatchedCosts($0, at: answer.now, after: lastCosts) }
    notices = output.lines.map { StyledText($0).plain }
    nextMoment = (answer.explanations.compactMap(\.reason.end) + pausedWorkers.map(\.pause.until))
      .filter { $0 > answer.now.epochSeconds }.min()
  }

  /// The rows by section: in progress, waiting, FAILED or BLOCKED, and DONE.
  static func sections(
    of snapshot: any QueueSnapshot, _ answer: ExplainWaiting.Answer
  ) -> [RowSection] {
    var stopped: [Int] = []
    var done: [Int] = []
    for row in 0..<snapshot.rowCount {
      switch snapshot.status(at: row) {
      case .failed, .blocked: stopped.append(row)
      case .done: done.append(row)
      case .pending, .inProgress, nil: break
      }
    }
    return [
      RowSection(kind: .running, rows: .items(snapshot.itemsInProgress)),
      RowSection(kind: .waiting, rows: .explained(answer.explanations)),
      RowSection(kind: .stopped, rows: .indices(stopped)),
      RowSection(kind: .done, rows: .indices(done)),
    ].filter { $0.count > 0 }
  }
}

/// A section of the screen.
struct RowSection {
  enum Kind: CaseIterable { case running, waiting, stopped, done }

  /// The rows; the rows of large sections are read only when they are visible.
  enum Rows {
    case items([QueueItem])
    /// The indices of the rows in the snapshot.
    case indices([Int])
    case explained([Explanation])
  }

  let kind: Kind
  let rows: Rows

  var count: Int {
    switch rows {
    case .items(let items): items.count
    case .indices(let indices): indices.count
    case .explained(let explanations): explanations.count
    }
  }

  func row(_ index: Int, of snapshot: any QueueSnapshot) -> WatchedRow {
    switch rows {
    case .items(let items): return WatchedRow(item: items[index])
    case .indices(let indices): return WatchedRow(item: snapshot.item(at: indices[index]))
    case .explained(let explanations):
      let explanation = explanations[index]
      let item = explanation.id.flatMap { try? snapshot.item($0) }
      return WatchedRow(item: item, explanation: explanation)
    }
  }

  /// The index of a row in this section; `nil` if the section does not have the row.
  func index(of key: WatchedRowKey, in snapshot: any QueueSnapshot) -> Int? {
    switch rows {
    case .items(let items): items.firstIndex { WatchedRowKey.id($0.id) == key }
    case .indices(let indices): indices.firstIndex { snapshot.hasRow(key, at: $0) }
    case .explained(let explanations): explanations.firstIndex { WatchedRowKey($0) == key }
    }
  }
}

/// A row on the screen.
struct WatchedRow {
  /// `nil` for a malformed row.
  var item: QueueItem?
  /// Why the row is not running, if it waits.
  var explanation: Explanation?

  var key: WatchedRowKey {
    explanation.map(WatchedRowKey.init) ?? item.map { .id($0.id) } ?? .line(nil)
  }
  var status: Status? { item?.status ?? explanation?.status }
}

/// The identity of a row while the table changes.
enum WatchedRowKey: Equatable {
  case id(String)
  /// The line of a row without an id.
  case line(Int?)

  init(_ explanation: Explanation) {
    if let id = explanation.id {
      self = .id(id)
    } else if case .malformed(let line, _) = explanation.reason {
      self = .line(line)
    } else {
      self = .line(nil)
    }
  }

  var id: String? {
    switch self {
    case .id(let id): id
    case .line: nil
    }
  }

  /// The name of a row without an id.
  static func name(ofLine line: Int) -> Sentence { Sentence("line \(line)", "\(line)번째 줄") }
}

extension QueueSnapshot {
  /// Compares the bytes of the cell, without a string for each row.
  fileprivate func hasRow(_ key: WatchedRowKey, at index: Int) -> Bool {
    guard let id = key.id else { return false }
    var bytes: [UInt8] = []
    append([.id], ofRow: index, separator: 0, to: &bytes)
    return bytes.elementsEqual(id.utf8)
  }
}
