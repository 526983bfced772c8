import StoreTestSupport
import Testing

@testable import Model

@Suite struct IdleReasonTests {
  private static func message(_ items: [QueueItem], maxWorkers: Int = 3) -> String? {
    let context = TransitionContext(session: "dispatcher", now: now)
    return try? reason(WaitAnalysis(maxWorkers: maxWorkers, context: context), items)?.message
  }

  /// The reason as a dispatch asks for it.
  private static func reason(_ analysis: WaitAnalysis, _ items: [QueueItem]) throws -> IdleReason? {
    let table = MemoryTable(items)
    let dispatch = Transition.Dispatch(
      maxWorkers: analysis.maxWorkers, limit: 1, roster: analysis.roster)
    let decision = try Transition.dispatch(dispatch).decide(in: table, context: analysis.context)
    return decision.changes.isEmpty ? try analysis.idleReason(in: table) : nil
  }

  private static func running(_ ids: String..., owner: String? = "w") -> [QueueItem] {
    ids.map { .sample($0, .inProgress, owner: owner) }
  }

  @Test func `without waiting rows there is no reason`() {
    #expect(Self.message([]) == nil)
    #expect(Self.message(Self.running("A", "B", "C", "D")) == nil)
  }

  @Test func `with a row that may start there is no reason`() {
    #expect(Self.message([.sample("A", after: ["Z"]), .sample("B")]) == nil)
  }

  @Test func `rows without their worker are held`() throws {
    var analysis = WaitAnalysis(maxWorkers: 3, context: context("dispatcher"))
    let worker = WorkerRoster.Worker(name: "a", timeoutSeconds: 9, graceSeconds: 9)
    analysis.roster = WorkerRoster(workers: [worker], isNamed: true)
    let held = QueueItem.sample("A", notes: "worker=b")
    let reason = try Self.reason(analysis, [held])
    #expect(
      reason?.message == "nothing starts: A has no worker: orch.json has no worker 'b'"
        + Self.ending)
    #expect(reason?.isForGood == true)
    let startable = QueueItem.sample("B", notes: "worker=a")
    #expect(try Self.reason(analysis, [held, startable]) == nil)
  }

  @Test func `rows that can't start for one reason are named together`() throws {
    var analysis = WaitAnalysis(maxWorkers: 3, context: context("dispatcher"))
    let workers = ["a", "b"].map {
      WorkerRoster.Worker(
        name: $0, timeoutSeconds: 9, graceSeconds: 9,
        obstacle: .cannotStart(
          StartProblem(.workerPaused, "\($0) is paused", .resumeWorker($0), until: 7)))
    }
    analysis.roster = WorkerRoster(workers: workers, isNamed: true)
    let items = ["A": "a", "B": "a", "C": "b", "D": "a"].sorted { $0.key < $1.key }.map {
      QueueItem.sample($0.key, notes: "worker=\($0.value)")
    }
    #expect(
      try Self.reason(analysis, items)?.message
        == "nothing starts: A, B can't start: a is paused; C can't start: b is paused; "
        + "D can't start: a is paused" + Self.ending)
  }

  @Test func `rows whose worker is at its limit are held, and those that wait for them`() throws {
    var analysis = WaitAnalysis(maxWorkers: 3, context: context("dispatcher"))
    let worker = WorkerRoster.Worker(name: "a", timeoutSeconds: 9, graceSeconds: 9, limit: 1)
    analysis.roster = WorkerRoster(
      workers: [worker], routes: [WorkerRoute(worker: "a")], isNamed: true)
    let running = QueueItem.sample("R", .inProgress, owner: "orch-R")
      .claimed(by: "orch-R", isForWorker: true)
    let waiting = QueueItem.sample("W", .pending, .p0, after: ["F"])
    let items = [running, waiting] + "ABCDEF".map { QueueItem.sample("\($0)") }
    let reason = try Self.reason(analysis, items)
    let busy = "waits: worker a has 1 of 1 rows: R"
    #expect(
      reason?.message
        == "nothing starts: W waits for F (PENDING), which \(busy); A \(busy); B \(busy); "
        + "C \(busy); D \(busy); and 2 more" + Self.ending)
    #expect(reason?.isForGood == false)
    analysis.maxWorkers = 1
    #expect(
      try Self.reason(analysis, items)?.message
        == "nothing starts: 1 of 1 worker busy: R (orch-R, since 09:00)" + Self.ending)
  }

  private static let ending = " (ops why shows each row's reason and what to do)"

  @Test(arguments: [
    (1, running("A"), "1 of 1 worker busy: A (w, since 09:00)"),
    (2, running("A", "B", owner: nil), "2 of 2 workers busy: A (nobody), B (nobody)"),
    (
      3, running("A", "B", "C", "D", "E", "F", "G"),
      "7 of 3 workers busy: A (w, since 09:00), B (w, since 09:00), C (w, since 09:00), "
        + "D (w, since 09:00), E (w, since 09:00), and 2 more"
    ),
  ])
  func `busy workers are listed with their sessions`(
    _ maxWorkers: Int, _ items: [QueueItem], reason: String
  ) {
    // What else waits for something of its own does not matter then.
    #expect(
      Self.message(items + [.sample("W", after: ["Z"]), .sample("X")], maxWorkers: maxWorkers)
        == "nothing starts: \(reason)\(Self.ending)")
  }

  @Test func `where no row could start with more workers, the rows are listed`() {
    #expect(
      Self.message(Self.running("A") + [.sample("X", after: ["Z"])], maxWorkers: 1)
        == "nothing starts: X waits for Z (no such row)\(Self.ending)")
  }

  @Test func `rows that may not start are listed in the order of picking`() {
    let leased = QueueItem.sample("L", .pending, .p0).claimed(by: "v\u{202E}", for: 60, beats: true)
    let busy = QueueItem.sample("A", .inProgress, owner: "w", notes: "touches=Sources/")
    let items = [
      busy, .sample("W", after: ["A", "V"]), .sample("V", after: ["Z"]),
      .sample("B", notes: "retry_not_before=\(now.epochSeconds + 300)"),
      .sample("T", notes: "touches=Sources/x.swift"), leased,
    ]
    #expect(
      Self.message(items)
        == "nothing starts: L is leased to v\\u{202E} until 18:01; "
        + "W waits for A (IN_PROGRESS), V (PENDING), which waits for Z (no such row); "
        + "V waits for Z (no such row); B backs off until 18:05; T overlaps A in Sources/x.swift"
        + Self.ending)
  }

  @Test func `a label at work holds the other row, and is named`() {
    let items = [QueueItem.sample("a.b", .inProgress, owner: "w"), .sample("A_B"), .sample("A-B")]
    #expect(Self.message(items) == nil)
    #expect(
      Self.message([items[0], items[2]])
        == "nothing starts: A-B has the same label as a.b (orch-a-b)\(Self.ending)")
  }

  @Test func `more than a few rows are counted`() {
    let items = (1...8).map { QueueItem.sample("R\($0)", after: ["Z"]) }
    #expect(
      Self.message(items)?.hasSuffix(
        "; R5 waits for Z (no such row); and 3 more\(Self.ending)") == true)
  }
}
