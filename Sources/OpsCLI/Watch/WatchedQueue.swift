import CommandSupport
import Engine
import QueueModel
import QueueStore
import Screen

/// A queue as it was read at one moment, to be shown until it is another.
struct WatchedQueue {
  /// The file, as messages name it.
  let name: String
  let snapshot: any QueueSnapshot
  let counts: [Status: Int]
  /// Those that have rows, in the order in which they are shown.
  let sections: [RowSection]
  let runningCount: Int
  let maxWorkers: Int
  /// The last changes, newest last.
  let events: [HistoryEntry]
  /// How many conflicts of saves nobody has read of.
  let conflicts: Int
  /// What people should know besides, a line each.
  let notices: [String]
  /// When, in seconds since 1970, something is to be told differently although nobody changed
  /// the queue: a row need not wait any longer.
  let nextMoment: Int?

  /// How many rows are shown.
  var rowCount: Int { sections.reduce(0) { $0 + $1.count } }

  /// The section that holds a row, and the row's place there.
  ///
  /// - Parameter index: counts over all sections.
  func place(of index: Int) -> (section: Int, row: Int)? {
    var rest = index
    for (number, section) in sections.enumerated() {
      if rest < section.count { return (number, rest) }
      rest -= section.count
    }
    return nil
  }

  func row(at index: Int) -> WatchedRow? {
    place(of: index).map { sections[$0.section].row($0.row, of: snapshot) }
  }

  /// Where a row stands, over all sections; `nil` when it is gone.
  func index(of key: RowKey) -> Int? {
    var before = 0
    for section in sections {
      if let index = section.index(of: key, in: snapshot) { return before + index }
      before += section.count
    }
    return nil
  }
}

extension WatchedQueue {
  /// More changes than fit on the highest screen are not read.
  static let eventCount = 40

  /// Reads the queue.
  ///
  /// - Parameters:
  ///   - context: one that has read nothing yet.
  ///   - told: where that context prints.
  init(reading context: CommandContext, _ told: CollectedText) throws(CommandError) {
    let (queue, workspace) = (try context.queue(), try context.workspace())
    let snapshot = try context.snapshot()
    let explain = ExplainWaiting(queue: queue, workspace: workspace)
    let inquired = try context.engine { () throws(EngineError) in try explain(in: snapshot) }
    do throws(StoreError) { events = try queue.store.latestHistory(Self.eventCount) } catch {
      throw CommandError(error)
    }
    name = try context.shownStorePath()
    self.snapshot = snapshot
    counts = snapshot.counts
    sections = Self.sections(of: snapshot, inquired)
    runningCount = inquired.runningItems.rows.count
    maxWorkers = inquired.runningItems.maxWorkers
    conflicts = try context.unreadConflicts()
    notices = told.lines.map { StyledText($0).plain }
    nextMoment = inquired.explanations.compactMap(\.nextMoment)
      .filter { $0 > inquired.now.epochSeconds }.min()
  }

  /// Who is at work, who waits, what a person has to move, and what is done.
  static func sections(
    of snapshot: any QueueSnapshot, _ inquired: ExplainWaiting.Answer
  ) -> [RowSection] {
    var stopped: [Int] = []
    var done: [Int] = []
    for place in 0..<snapshot.rowCount {
      switch snapshot.status(at: place) {
      case .failed, .blocked: stopped.append(place)
      case .done: done.append(place)
      case .pending, .inProgress, nil: break
      }
    }
    return [
      RowSection(kind: .running, rows: .items(snapshot.itemsInProgress)),
      RowSection(kind: .waiting, rows: .explained(inquired.explanations)),
      RowSection(kind: .stopped, rows: .places(stopped)),
      RowSection(kind: .done, rows: .places(done)),
    ].filter { $0.count > 0 }
  }
}

extension Explanation {
  /// When the reason ends by itself, in seconds since 1970.
  fileprivate var nextMoment: Int? {
    switch reason {
    case .leased(let lease): lease.expiresAt
    case .backsOff(let end): end
    case .waits(let chain): chain.root.nextMoment
    case .malformed, .noRow, .duplicate, .cycle, .conflict, .missingProgram, .queued, .state: nil
    }
  }
}
