import Attempts
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Monitoring
@testable import Work
@testable import Worktrees

@Suite struct HealthTests {
  private static let rows = [
    QueueFixture.row("A", "FAILED", notes: "no disk"), QueueFixture.row("B"),
    QueueFixture.row("C", "IN_PROGRESS", "P0", owner: "ann"),
  ]

  @Test func `rows are counted by status and priority, and ended ones by the history`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      _ = try queue.pick("B", as: .session("ann"))
      try queue.perform(
        .finish(.init(id: "B", as: .done, notes: "")), as: .session("ann"))
      let figures = try queue.figures()
      let counts = figures.queue?.counts(of: .inProgress).map { "\($0.priority)=\($0.count)" }
      #expect(counts == ["P0=1", "P1=0", "P2=0", "other=0"])
      #expect(figures.rows?.summary?.done == 1)
      #expect(figures.retryCount == 0)
      let later = try queue.figures(since: QueueTime(epochSeconds: 1_769_850_001, offset: 0))
      #expect(later.rows?.summary == nil)
    }
  }

  @Test func `all is well, but for a pause, which is no finding`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      _ = try queue.pause(reason: nil, as: .session("ann"))
      let health = queue.health()
      #expect(health.state == .good && health.pause?.actor == "ann")
      #expect(health.consistency == nil && health.figures?.rows == nil)
    }
  }

  @Test(arguments: [
    (#"{"attention_after": "1s"}"#, Health.State.alert), (#"{"attention_after": 0}"#, .good),
    (#"{"max_workers": "many"}"#, .failed),
  ])
  func `the state is that of the worst finding`(_ settings: String, state: Health.State) throws {
    let row = "| A | FAILED | P1 | work | it works | - | 2026-01-31 10:00 | - | no disk |"
    for need in [SettingsNeed.all, .reading] {
      try withTaskQueue([row], settings: settings, needing: need) { queue, _ in
        let health = queue.health()
        #expect(health.state == state, "\(health)")
      }
    }
  }

  /// Hours from the beginning of the queue: a day is what `attention_after` is.
  @Test(arguments: [
    ("ticks that claim nothing for longer than a day", 25, nil, 24, true),
    ("nobody waits for so long yet", 24, nil, 23, false), ("no tick", 25, nil, nil, true),
    ("a tick before the day", 49, nil, 24, true), ("somebody takes rows", 25, 2, 24, false),
    ("somebody took one long ago", 49, 24, 48, true),
  ])
  func `rows that nobody takes are named, whether ticks run or not`(
    _ name: String, now: Int, claim: Int?, tick: Int?, isNamed: Bool
  ) throws {
    let clock = FakeClock()
    try withTaskQueue([], clock: clock) { queue, _ in
      for id in ["A", "B"] {
        let row = Transition.NewItem(id: id, priority: .p1, task: "work", successCriteria: "c")
        _ = try queue.add(row, as: .session("ann"))
      }
      for hour in 1...now {
        clock.clock.sleep(.seconds(3600))
        if hour == claim {
          _ = try queue.pick("B", as: .session("ann"))
          try queue.perform(.finish(.init(id: "B", as: .done, notes: "")), as: .session("ann"))
        }
        if hour == tick { LoggedRun(of: queue, command: "tick").end() }
      }
      let health = queue.health()
      let count = claim == nil ? 2 : 1
      #expect(health.idleTicks?.count == (isNamed ? count : nil))
      #expect((health.state == .alert) == isNamed, "\(health)")
    }
  }

  @Test func `rows that could be taken only now, and rows that end, are no idle ticks`() throws {
    let clock = FakeClock()
    try withTaskQueue([], clock: clock) { queue, _ in
      func add(_ id: String, from start: String? = nil) throws {
        var row = Transition.NewItem(id: id, priority: .p1, task: "work", successCriteria: "c")
        row.deferral = start
        _ = try queue.add(row, as: .session("ann"))
      }
      func tickLater(hours: Int) {
        clock.clock.sleep(.seconds(hours * 3600))
        LoggedRun(of: queue, command: "tick").end()
      }
      try add("LATER", from: "30d")
      tickLater(hours: 100)
      try add("NEW")
      tickLater(hours: 1)
      #expect(queue.health().idleTicks == nil)
      tickLater(hours: 20)
      try queue.perform(
        .finish(.init(id: "NEW", as: .done, notes: "")), as: .session("ann"))
      try add("NEXT")
      tickLater(hours: 10)
      #expect(queue.health().idleTicks == nil)
      tickLater(hours: 24)
      #expect(queue.health().idleTicks?.count == 1)
    }
  }

  private static let worker = """
    {"workers": {"script": {"adapter": "command", "argv": ["./w.sh"]}}, "routes": [{"worker": "script"}]}
    """

  @Test func `rows whose worker can't start are a warning`() throws {
    try withTaskQueue(Self.rows, settings: Self.worker) { queue, _ in
      let health = queue.health()
      #expect(health.state == .alert && health.idleTicks == nil)
      let stop = try #require(health.startStops.first)
      #expect(health.startStops.count == 1 && stop.count == 1 && stop.first == "B")
    }
  }

  /// Rows that never start as they are, the settings, how many rows are named, and the reason.
  private static let stuck: [([String], String?, Int, String)] = [
    (
      [QueueFixture.row("A"), QueueFixture.row("B")],
      #"{"workers": {"w": {"adapter": "command", "argv": ["/bin/true"]}}}"#, 2,
      "2 rows do not start, such as A: no route matches, and orch.json has no worker 'default' "
        + "(fix orch.json)"
    ),
    (
      [QueueFixture.row("A", notes: "after=B"), QueueFixture.row("B", notes: "after=A")], nil, 2,
      "2 rows do not start, such as A: waits for itself: A -> B -> A (orch lint)"
    ),
    (
      [QueueFixture.row("A", notes: "after=C")], nil, 1,
      "A does not start: waits for C (no such row) "
        + "(orch add --id C --priority P1 --task T --success-criteria C)"
    ),
    (
      [QueueFixture.row("A", "PENDNG"), "| B | PENDING | P1 | work |"], nil, 2,
      "2 rows do not start, such as A: malformed row (line 5): unknown status 'PENDNG': use "
        + "PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED (orch lint)"
    ),
  ]

  @Test(arguments: stuck)
  func `rows that never start as they are are a warning`(
    _ rows: [String], settings: String?, count: Int, reason: String
  ) throws {
    try withTaskQueue(rows, settings: settings) { queue, _ in
      let health = queue.health()
      #expect(health.state == .alert && health.reason?.english == reason, "\(health)")
      #expect(health.startStops.map(\.count) == [count])
      let overview = try queue.overview(limit: 5)
      #expect(overview.startStops.isEmpty)
    }
  }

  private static let readyWorker =
    #"{"workers": {"default": {"adapter": "command", "argv": ["/bin/true"]}}}"#

  @Test func `a row with a brief that can't be read is a warning`() throws {
    try withTaskQueue([QueueFixture.row("A")], settings: Self.readyWorker) { queue, folder in
      try Directory.create("\(folder)/tasks", permissions: 0o700)
      try Directory.create("\(folder)/tasks/A.md", permissions: 0o700)
      let health = queue.health()
      #expect(health.state == .alert && health.startStops.map(\.reason.code) == [.badBrief])
    }
  }

  @Test func `rows that wait for a daemon that does not tick are a warning`() throws {
    let clock = FakeClock()
    try withTaskQueue([QueueFixture.row("A")], settings: Self.readyWorker, clock: clock) {
      (queue, folder) in
      _ = try TestSupport.run("chmod", ["go-w", folder, "orch.json"], in: folder)
      var opening = queue.opening
      opening.starter = .orch(path: "/bin/orch")
      let served = TaskQueue.open(opening)
      let trust = try served.trust()
      let store = try #require(TrustStore(environment: opening.environment))
      try store.trust(trust.home, trust.files())
      let process = try #require(ProcessIdentity.current)
      let lock = try served.daemonLock()
      let held = try lock.acquire(clock.clock)
      lock.save(
        DaemonRecord(process: process, startedAt: try served.now().iso8601, intervalSeconds: 60))
      #expect(served.health().state == .good)
      clock.pass(.seconds(3 * 86400))
      let health = served.health()
      guard case .stalledDaemon(let daemon)? = health.idleTicks?.cause else {
        Issue.record("\(health)")
        return
      }
      #expect(health.state == .alert && health.idleTicks?.limit == 0)
      #expect(
        health.reason?.english
          == "a row waits, and the daemon hangs: \(daemon.sentenceWithFix.english)")
      _ = consume held
    }
  }

  @Test func `a full disk is a failure`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      var health = queue.health()
      #expect(health.state == .good)
      health.diskShortage = DiskSpace(freeBytes: 3 << 20, freeFiles: nil).shortage
      #expect(health.state == .failed)
      #expect(health.reason?.english == "the disk is full: 3 MB free, less than 16 MB")
    }
  }

  @Test func `the budget stops no row that is put off beyond today`() throws {
    let settings = """
      {"workers": {"agent": {"adapter": "claude", "program": "./claude", "budget_usd": 2.5}},
       "routes": [{"worker": "agent"}], "budget": {"usd_per_row": 0}}
      """
    let rows = [
      "| A | PENDING | P1 | work | c | - | - | - | not_before=2030-01-01 |",
      "| B | PENDING | P1 | work | c | - | - | - | |",
    ]
    try withTaskQueue(rows, settings: settings) { queue, _ in
      let stop = queue.health().budgetStop
      #expect(stop?.count == 1 && stop?.first == "B")
    }
  }

  @Test(arguments: [nil, "s1"])
  func `a row that a clock claimed or leased which was ahead is named`(_ owner: String?) throws {
    let ahead = FakeClock()
    ahead.clock.sleep(.seconds(4 * 365 * 86400))
    try withTaskQueue([], clock: ahead) { queue, folder in
      let row = Transition.NewItem(id: "A", priority: .p1, task: "work", successCriteria: "c")
      _ = try queue.add(row, as: .session("ann"))
      if let owner { _ = try queue.pick("A", as: .session(owner)) }
      try queue.perform(.lease(.init(id: "A", .acquire(seconds: nil))), as: .session("s1"))
      let later = TaskQueue.open(
        Opening(
          .file("QUEUE.md"), in: folder, environment: Environment(["HOME": folder]),
          program: "test", traceID: "trace-2", clock: FakeClock().clock))
      let health = later.health()
      #expect(health.state == .alert && health.claimsAhead.map(\.id) == ["A"], "\(health)")
      #expect(health.claimsAhead.first?.isAtWork == (owner != nil) && health.obstacles.isEmpty)
    }
  }

  @Test func `what is worse comes later`() {
    #expect(Health.State.allCases.sorted() == [.good, .alert, .mismatch, .failed])
  }
}
