import Model
import StoreTestSupport
import Stores
import TestSupport
import Text

@testable import Monitoring
@testable import Operator
@testable import Runner
@testable import Worktrees

/// Queues to be watched, and what a screen shows of them.
enum WatchFixture {
  static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

  static func item(
    _ id: String, _ status: Status = .pending, _ priority: Priority = .p1, task: String = "work",
    owner: String? = nil, started: String? = nil, due: String? = nil, notes: String = "",
    after: [String] = [], leaseEnds: Int? = nil
  ) -> QueueItem {
    let lease = leaseEnds.map {
      Lease(owner: owner ?? "w", expiresAt: now.epochSeconds + $0, hasHeartbeat: true)
    }
    return QueueItem(
      id: id, status: status, priority: priority, task: task, successCriteria: "it works",
      ownerSession: owner, startedAt: started, dueAt: due, notes: Notes(notes), after: after,
      claim: lease.map { Claim(number: 1, nonce: "000000", madeAt: 0, lease: $0) })
  }

  static func event(_ sequence: Int, _ id: String?, _ command: String) -> HistoryEntry {
    HistoryEntry(
      sequence: sequence, time: "2026-01-31T17:5\(sequence % 10):00+09:00", traceID: "t",
      command: command, actor: "worker-a",
      row: id.map {
        RowChange(id: $0, before: ["status": "PENDING"], after: ["status": "IN_PROGRESS"])
      })
  }

  static func queue(
    _ items: [QueueItem], events: [HistoryEntry] = [], conflicts: Int = 0, notices: [String] = [],
    name: String = "QUEUE.md", workers: [String: RowFacts.Worker] = [:]
  ) -> WatchedQueue {
    let snapshot = MemoryTable(items)
    let context = TransitionContext(session: nil, now: now)
    let analysis = WaitAnalysis(maxWorkers: 3, context: context)
    // No row of it is malformed, and it is in memory: nothing refuses, and nothing fails.
    let answer = try! ExplainWaiting.Answer(
      explanations: analysis.explanations(in: snapshot),
      runningItems: analysis.runningItems(in: snapshot),
      now: now)
    return WatchedQueue(
      name: name, snapshot: snapshot, counts: snapshot.counts,
      sections: WatchedQueue.sections(of: snapshot, answer),
      runningCount: answer.runningItems.rows.count, maxWorkers: 3, events: events,
      conflicts: conflicts,
      notices: notices, nextMoment: nil, workers: workers)
  }

  /// A bit of everything.
  static var mixture: WatchedQueue {
    queue(
      [
        item(
          "ORCH-001", .inProgress, .p0, task: "로그인 버그를 고치고 다시 확인한다", owner: "worker-a",
          started: "2026-01-31 17:48", due: "2026-01-31 17:30", leaseEnds: 1080),
        item(
          "ORCH-002", .inProgress, task: "Rewrite the parser", owner: "w\u{202E}",
          started: "2026-01-31 15:00", leaseEnds: -600),
        item("ORCH-003", .failed, .p2, task: "a\u{1B}[2J", notes: "no disk"),
        item("ORCH-004", task: "배포 문서를 쓴다", after: ["ORCH-003"]),
        item("ORCH-005", .pending, .p0, task: "Measure the start"),
        item("ORCH-006", .done, task: "Begin", owner: "worker-b"),
      ],
      events: (1...5).map { event($0, "ORCH-00\($0)", "pick") },
      workers: ["ORCH-001": .running(processID: 123)])
  }

  static func model(
    _ queue: WatchedQueue?, _ columns: Int = 80, _ rows: Int = 24, keys: [WatchKey] = []
  ) -> WatchModel {
    var model = WatchModel(size: ScreenSize(columns: columns, rows: rows), now: now)
    if let queue { model.update(queue) }
    for key in keys { _ = model.press(key) }
    return model
  }

  /// The keys of a text.
  static func keys(_ text: String) -> [Key] { text.map(Key.character) }
}

extension WatchModel {
  func frame(_ paint: Paint = Paint(isOn: false)) -> Frame {
    WatchScreen(model: self, paint: paint).frame
  }

  /// Presses keys as a terminal sends them.
  mutating func type(_ keys: [Key]) { for key in keys { _ = type(key) } }

  /// The last line of the screen.
  var lastLine: String { frame().text(ofRow: size.rows - 1) }

  /// What the screen shows, without blanks at the ends of its lines.
  var screen: String {
    let frame = frame()
    return (0..<frame.rows).map { frame.text(ofRow: $0) + "\n" }.joined()
  }

  /// The rows of the screen that stand out.
  var reversedRows: [Int] {
    let frame = frame()
    return (0..<frame.rows).filter { row in
      frame.styled(row: row).runs.allSatisfy { $0.style.emphasis.contains(.reversed) }
    }
  }
}

extension WatchKey {
  static let (up, down) = (WatchKey.move(.up), WatchKey.move(.down))
  static let (pageUp, pageDown) = (WatchKey.move(.pageUp), WatchKey.move(.pageDown))
  static let (first, last) = (WatchKey.move(.first), WatchKey.move(.last))
}
