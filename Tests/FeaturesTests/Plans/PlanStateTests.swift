import Model
import QueueStore
import StoreTestSupport
import TestSupport
import Testing
import Text

@testable import Door
@testable import Plans
@testable import Work
@testable import Worktrees

/// How far a plan is, and what cancelling and retrying it takes.
@Suite struct PlanStateTests {
  private static func row(
    _ status: Status?, notes: String = "", because reason: ((QueueItem) -> WaitReason)? = nil
  ) -> PlanDetails.Row {
    let item = status.map { QueueItem.sample("p.a", $0, notes: notes) }
    let explanation = item.map {
      Explanation($0.id, $0.status, reason?($0) ?? self.reason(of: $0), nil)
    }
    return PlanDetails.Row(
      id: "p.a", task: nil, item: item, explanation: explanation, costs: nil)
  }

  private static func reason(of item: QueueItem) -> WaitReason {
    let now = QueueTime(epochSeconds: 0, offset: 0)
    let stopped = StoppedRow(item, TransitionContext(session: nil, now: now))
    if let stopped { return .stopped(stopped) }
    return switch item.status {
    case .inProgress: .inProgress(item)
    case .done: .done
    case .pending, .failed, .blocked: .queued(behind: 0)
    }
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let rows: [PlanDetails.Row]
    let state: PlanState
  }

  private static let pending = row(.pending)
  private static let paused = row(.pending) { _ in .paused(Pause(actor: nil, since: nil)) }
  private static let stuck = row(.pending) { .attemptsUsedUp($0, limit: 1) }
  private static let (done, failed, blocked) = (row(.done), row(.failed), row(.blocked))
  private static let asking = row(.blocked, notes: "question=1 / awaits=answer")
  private static let approval = row(.blocked, notes: "awaits=approval")

  private static let cases: [Case] = [
    Case(testDescription: "a row can start", rows: [done, failed, pending], state: .running),
    Case(testDescription: "a row is at work", rows: [asking, row(.inProgress)], state: .running),
    Case(testDescription: "a row asks", rows: [done, failed, asking, stuck], state: .waiting),
    Case(testDescription: "a row is to be approved", rows: [approval, blocked], state: .waiting),
    Case(testDescription: "the queue is paused", rows: [done, failed, paused], state: .waiting),
    Case(testDescription: "all are DONE", rows: [done, done], state: .done),
    Case(testDescription: "the others were deleted", rows: [done, row(nil)], state: .done),
    Case(testDescription: "one failed", rows: [done, stuck, blocked, failed], state: .failed),
    Case(testDescription: "one is BLOCKED", rows: [done, stuck, blocked], state: .blocked),
  ]

  @Test(arguments: cases)
  func `the state follows from the rows`(_ row: Case) {
    #expect(PlanState(of: row.rows, isCancelled: false, Policy()) == row.state)
    #expect(PlanState(of: row.rows, isCancelled: true, Policy()) == .cancelled)
  }

  // MARK: Cancelling and retrying

  private let tasks = [
    PlanScene.task("a"), PlanScene.task("b", after: ["a"]), PlanScene.task("c", after: ["b"]),
    PlanScene.task("d"),
  ]

  private func with(_ body: (PlanScene) throws -> Void) throws {
    try PlanScene.with(QueueFixture.row("A")) { scene in
      #expect(scene.apply(tasks[0], tasks[1], tasks[2], tasks[3]).hasPrefix("1: + p.a"))
      try body(scene)
    }
  }

  private func end(_ id: String, as ending: Transition.Finish.Ending, _ scene: PlanScene) throws {
    try scene.queue.perform(.finish(.init(id: id, as: ending, notes: "x")), as: Caller())
  }

  private func cancel(
    _ scene: PlanScene, _ task: String? = nil, holding: Bool = false
  ) throws -> [String] {
    try scene.queue.cancelPlan("p", task: task, holdingFollowers: holding, as: Caller())
      .filter { !$0.isRefused }.map(\.id)
  }

  private func retry(
    _ scene: PlanScene, _ task: String? = nil, downstream: Bool = false
  ) throws -> [String] {
    try scene.queue.retryPlan("p", task: task, withFollowers: downstream, as: Caller())
      .filter { !$0.isRefused }.map(\.id)
  }

  @Test func `cancelled are the rows that are not over`() throws {
    try with { scene in
      try end("p.a", as: .done, scene)
      try end("p.d", as: .failed(isPermanent: false), scene)
      _ = try scene.queue.pick("p.b", as: .session("s"))
      #expect(try cancel(scene) == ["p.b", "p.c"])
      #expect(
        try scene.rows == [
          "A work []", "p.a DONE t [x / plan=p]",
          "p.b BLOCKED t [plan=p / after=p.a / cancelled_by_operator: plan p]",
          "p.c BLOCKED t [plan=p / after=p.b / cancelled_by_operator: plan p]",
          "p.d FAILED t [x / plan=p]",
        ])
      #expect(try scene.state == .cancelled)
      #expect(scene.head == "1 cancelled")
      // As after a crash between the rows and the head, and then again.
      let rows = try scene.rows
      let head = try #require(scene.text(of: PlanScene.head))
      try scene.write(head.replacing("cancelled", with: "applied"), to: PlanScene.head)
      #expect(try cancel(scene) == ["p.b", "p.c"])
      #expect(scene.head == "1 cancelled")
      #expect(try cancel(scene) == [])
      #expect(try scene.rows == rows)
    }
  }

  @Test func `a row that can't be read keeps a plan from ending`() throws {
    try PlanScene.with { scene in
      _ = scene.apply(tasks[0], tasks[3])
      try end("p.a", as: .done, scene)
      let text = try #require(scene.text(of: "QUEUE.md"))
      try scene.write(text.replacing("PENDING", with: "PENDNG"), to: "QUEUE.md")
      #expect(try scene.state == .waiting)
      let row = try #require(try scene.queue.plan("p").rows.last)
      #expect(row.id == "p.d" && row.status == nil)
      #expect(row.waiting?.reason.code == .malformedRow)
      try scene.write(text.replacing("PENDING", with: "DONE"), to: "QUEUE.md")
      #expect(try scene.state == .done)
    }
  }

  @Test(arguments: [("a row that is put into it", "A"), ("a row that is opened again", "p.a")])
  func `a plan that was done goes on with`(_ name: String, _ id: String) throws {
    try PlanScene.with(QueueFixture.row("A")) { (scene) throws in
      _ = scene.apply(tasks[0])
      try end("p.a", as: .done, scene)
      #expect(try resultAfterTick(scene) == "done")
      if id == "A" {
        _ = try scene.queue.edit(.init(id: "A", [.plan: "p"]), as: Caller())
      } else {
        try scene.queue.perform(.replan(id: id, reason: "again", force: true), as: Caller())
      }
      #expect(try resultAfterTick(scene) == nil)
      try end(id, as: .failed(isPermanent: true), scene)
      #expect(try resultAfterTick(scene) == "failed")
      let kinds = try scene.queue.store().history(of: nil).compactMap { $0.fact?.kind.rawValue }
      #expect(kinds == ["plan_done", "plan_failed"])
    }
  }

  /// The state in `result.json` after a tick; `nil` if there is no such file.
  private func resultAfterTick(_ scene: PlanScene) throws -> String? {
    let outcome = scene.queue.tick(staleTimeout: .seconds(3600), dispatching: nil, as: Caller())
    if let problem = outcome.problem { throw problem }
    guard let text = scene.text(of: ".orch/plans/p/result.json") else { return nil }
    return try JSONValue(parsing: Array(text.utf8)).objectValue?["state"]?.stringValue
  }

  @Test func `a plan all of whose rows are over stays as it is`() throws {
    try PlanScene.with { scene in
      _ = scene.apply(tasks[0], tasks[3])
      try end("p.a", as: .done, scene)
      try end("p.d", as: .failed(isPermanent: false), scene)
      #expect(try cancel(scene) == [])
      #expect(try scene.state == .failed)
      #expect(scene.head == "1 applied")
    }
  }

  @Test func `cancelled and retried again and again, a row takes no attempt and one note of each`()
    throws
  {
    try with { scene in
      for _ in 1...4 {
        _ = try cancel(scene)
        #expect(try retry(scene) == ["p.a", "p.b", "p.c", "p.d"])
        #expect(try retry(scene) == [])
      }
      #expect(
        try scene.rows[1]
          == "p.a t [plan=p / cancelled_by_operator: plan p / retry_requested]")
    }
  }

  @Test func `a cancelled plan changes the stamp of the queue`() throws {
    try with { scene in
      let before = scene.queue.stamp()
      let head = try #require(scene.text(of: PlanScene.head))
      try scene.write(head.replacing("applied", with: "cancelled"), to: PlanScene.head)
      #expect(scene.queue.stamp() != before)
    }
  }

  @Test func `a folder that can't be read is named with what to do`() throws {
    try with { scene in
      #expect(try scene.queue.planProblems() == [])
      for (file, text) in [("head.json", "{}"), ("1.json", "{}"), ("2.json", "x")] {
        let path = ".orch/plans/p/\(file)"
        let old = scene.text(of: path)
        try scene.write(text, to: path)
        let problems = try scene.queue.planProblems()
        #expect(
          problems.map { $0.sentence.english.replacing(scene.folder, with: "~") }
            == ["~/\(path) is not a file of a plan"])
        if let old { try scene.write(old, to: path) } else { try scene.remove(path) }
      }
      try scene.remove(".orch/plans/p/1.json")
      #expect(try scene.queue.planProblems().count == 1)
    }
  }

  @Test func `a cancelled plan is not applied again by itself, and a retry goes on with it`() throws
  {
    try with { scene in
      _ = try cancel(scene)
      let rows = try scene.rows
      #expect(scene.apply(tasks[0], tasks[1], tasks[2], tasks[3]) == "1 again, cancelled")
      #expect(try scene.rows == rows)
      #expect(try retry(scene) == ["p.a", "p.b", "p.c", "p.d"])
      #expect(try scene.state == .running)
      #expect(scene.head == "1 applied")
      #expect(scene.apply(tasks[0], tasks[1], tasks[2], tasks[3]) == "1 again")
      _ = try cancel(scene)
      let changed = PlanScene.task("d", "t2")
      #expect(scene.apply(tasks[0], tasks[1], tasks[2], changed).hasPrefix("2: "))
      #expect(scene.head == "2 applied")
    }
  }

  @Test func `a task is cancelled with what waits for it, or alone`() throws {
    try with { (scene) throws in
      #expect(try cancel(scene, "b", holding: true) == ["p.b"])
      #expect(try scene.state == .running)
      #expect(try cancel(scene, "b") == ["p.b", "p.c"])
      #expect(scene.head == "1 applied")
      #expect(
        throws: Problem.plan(.noTask("x", plan: "p")), performing: { try cancel(scene, "x") })
      #expect(throws: Problem.plan(.noTask("A", plan: "p"))) { try cancel(scene, "A") }
    }
  }

  @Test func `what waits for a task is what its rows say now`() throws {
    try with { scene in
      // A person made d wait for a, and c for nothing.
      _ = try scene.queue.edit(.init(id: "p.d", [.after: "p.a"]), as: Caller())
      _ = try scene.queue.edit(.init(id: "p.c", [.after: ""]), as: Caller())
      #expect(try cancel(scene, "a") == ["p.a", "p.b", "p.d"])
      // A row that a person put into the plan is one of it.
      _ = try scene.queue.edit(.init(id: "A", [.plan: "p", .after: "p.c"]), as: Caller())
      #expect(try cancel(scene, "c") == ["p.c", "A"])
    }
  }

  @Test func `retried are the rows that stopped, and wait for no answer`() throws {
    let asking = QueueFixture.row("Q", "BLOCKED", notes: "plan=p / question=1 / awaits=answer")
    try PlanScene.with(asking) { scene in
      _ = scene.apply(tasks[0], tasks[1], tasks[3])
      try end("p.a", as: .failed(isPermanent: true), scene)
      try end("p.b", as: .blocked, scene)
      #expect(try retry(scene) == ["p.a", "p.b"])
      #expect(try scene.queue.row("Q").status == .blocked)
      #expect(try retry(scene) == [])
    }
  }

  @Test func `a task is retried by itself, or with what waits for it`() throws {
    try with { scene in
      for id in ["p.a", "p.b", "p.c"] { try end(id, as: .done, scene) }
      try end("p.d", as: .failed(isPermanent: false), scene)
      #expect(try retry(scene, "a") == ["p.a"])
      #expect(
        try scene.rows.map { $0.prefix { $0 != "[" } } == [
          "A work ", "p.a t ", "p.b DONE t ", "p.c DONE t ", "p.d FAILED t ",
        ])
      #expect(try retry(scene, "a", downstream: true) == ["p.b", "p.c"])
      #expect(try scene.queue.row("p.c").status == .pending)
    }
  }

  @Test func `an archived row is not retried`() throws {
    let clock = FakeClock()
    try PlanScene.with(clock: clock) { scene in
      _ = scene.apply(tasks[0], tasks[3])
      try end("p.a", as: .failed(isPermanent: false), scene)
      clock.pass(.seconds(86401))
      #expect(try scene.queue.archive(olderThan: .seconds(86400), as: Caller()).ids == ["p.a"])
      try end("p.d", as: .failed(isPermanent: false), scene)
      let results = try scene.queue.retryPlan("p", as: Caller())
      #expect(results.map { "\($0.id) \($0.isRefused)" } == ["p.d false"])
      let named = try scene.queue.retryPlan("p", task: "a", as: Caller())
      #expect(named.map { "\($0.id) \($0.isRefused)" } == ["p.a true"])
    }
  }

  @Test func `an unknown plan`() throws {
    try PlanScene.with(QueueFixture.row("p.a")) { (scene) throws in
      for name in ["p", "q", "../p", ""] {
        #expect(throws: Problem.plan(.unknown(name))) {
          try scene.queue.cancelPlan(name, as: Caller())
        }
        #expect(throws: Problem.plan(.unknown(name))) {
          try scene.queue.retryPlan(name, as: Caller())
        }
      }
      #expect(try scene.files.keys.filter { $0.contains("plans") } == [])
    }
  }
}
