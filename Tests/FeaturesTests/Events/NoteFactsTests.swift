import Foundation
import Host
import Model
import QueueStore
import StoreTestSupport
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Events
@testable import Plans
@testable import Work
@testable import Worktrees

/// What a tick notes that is not a change of a row: each fact once, whatever comes between.
@Suite struct NoteFactsTests {
  private static let day = 86400

  /// A queue in memory with folders of its own, and the worker `w`.
  private struct Scene {
    var scene: EngineScene
    let workspace: Workspace

    var file: String? { try? contents(of: "\(workspace.sidecar)/facts.json") }

    /// The last step of a tick.
    ///
    /// - Returns: the keys of what it noted.
    func tick(excesses: [BudgetExcess] = []) throws -> [String] {
      let before = try facts.count
      try NoteFacts(queue: scene.queue().working(in: workspace))(ends: [], excesses: excesses)
      return try facts.dropFirst(before).map(\.key)
    }

    var facts: [QueueFact] { get throws { try scene.store.history(of: nil).compactMap(\.fact) } }

    func perform(_ transition: Transition) throws { _ = try scene.queue().perform(transition) }

    /// Brings `facts.json` back as it was: the process was killed before it wrote it.
    func restore(_ file: String?) throws {
      let path = "\(workspace.sidecar)/facts.json"
      try Directory.removeIfThere(path)
      if let file { try NewFile.create(path, text: file) }
    }
  }

  private func with(_ items: [QueueItem] = [], _ body: (inout Scene) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/QUEUE.md", text: "")
      try Directory.create("\(folder)/.orch", permissions: 0o755)
      var settings = Workspace.SettingsFile()
      settings.workers.profiles = [WorkerProfile(name: "w", adapter: .simulated)]
      settings.workers.isNamed = true
      let workspace = Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        settings: settings, environment: Environment(["PATH": "/usr/bin:/bin", "HOME": folder]))
      var scene = Scene(scene: EngineScene(items), workspace: workspace)
      try body(&scene)
    }
  }

  private func key(_ id: String, since: Int, _ multiple: Int) -> String {
    "\(id)/\(since)+\(multiple * Self.day)/reminder"
  }

  @Test func `with nothing to note nothing is written, and no history is read`() throws {
    try with([item("A"), item("B", .blocked, notes: "needs_human: why")]) { (scene) throws in
      #expect(try scene.tick() == [])
      #expect(scene.file == nil)
    }
  }

  /// It may have come with a clone.
  @Test func `a file that is longer than orch writes one is not read`() throws {
    try withQuestion { (scene, since) throws in
      scene.scene.clock.pass(.seconds(Self.day))
      #expect(try scene.tick() == [key("A", since: since, 1)])
      let file = try #require(scene.file)
      let facts = FactsFile(scene.workspace)
      let kept = facts.read()
      try scene.restore(file + String(repeating: " ", count: 1 << 20))
      #expect(facts.read() == kept && kept.due["A"] != nil)
      try scene.restore(file + String(repeating: " ", count: 16 << 20))
      #expect(facts.read() == FactsFile.Kept())
    }
  }

  // MARK: Reminders

  /// A asks something, at the scene's beginning.
  private func withQuestion(_ body: (inout Scene, _ since: Int) throws -> Void) throws {
    try with([item("A", notes: "plan=p / approval=start"), item("B")]) { (scene) throws in
      // B is at work.
      var settings = QueueSettings()
      settings.longWorkAfter = 0
      scene.scene.settings = .success(settings)
      let since = scene.scene.clock.now / 1_000_000_000
      try scene.perform(.pick(id: nil))
      #expect(try scene.scene.rows.first == "A BLOCKED")
      try body(&scene, since)
    }
  }

  @Test func `a row is reminded of each time that a day more has passed, until the reply`() throws {
    try withQuestion { (scene, since) throws in
      // Hours, and how often it is reminded of then.
      let ticks = [
        (0, nil), (23, nil), (24, 1), (24, nil), (30, nil), (47, nil), (49, 2), (71, nil),
        // Ticks were away meanwhile.
        (130, 5), (143, nil), (144, 6),
      ]
      var passed = 0
      for (hour, count) in ticks {
        scene.scene.clock.pass(.seconds((hour - passed) * 3600))
        passed = hour
        let expected = count.map { [key("A", since: since, $0)] } ?? []
        #expect(try scene.tick() == expected, "after \(hour) hours")
      }
      let fact = try #require(try scene.facts.first)
      #expect(
        fact.sentence.english == "A has waited 24h for approval (orch approve A)")
      #expect(fact.plan == "p" && fact.id == "A")
      try scene.perform(.reply(.init(id: "A", .approve)))
      scene.scene.clock.pass(.seconds(9 * Self.day))
      #expect(try scene.tick() == [])
    }
  }

  @Test func `what is asked anew is reminded of anew`() throws {
    try withQuestion { (scene, since) throws in
      scene.scene.clock.pass(.seconds(Self.day))
      #expect(try scene.tick() == [key("A", since: since, 1)])
      try scene.perform(.reply(.init(id: "A", .reject(reason: "no"))))
      try scene.perform(.retry(id: "A", force: true))
      scene.scene.clock.pass(.seconds(3600))
      try scene.perform(.edit(.init(id: "A", [.approval: "start"])))
      try scene.perform(.pick(id: nil))
      #expect(try scene.scene.rows.first == "A BLOCKED")
      scene.scene.clock.pass(.seconds(Self.day - 1))
      #expect(try scene.tick() == [])
      scene.scene.clock.pass(.seconds(1))
      #expect(try scene.tick() == [key("A", since: since + Self.day + 3600, 1)])
    }
  }

  @Test func `a clock that was ahead silences no reminder`() throws {
    try withQuestion { (scene, since) throws in
      #expect(try scene.tick() == [])
      let file = try #require(scene.file)
      try scene.restore(file.replacing("\"A\":\(since + Self.day)", with: "\"A\":9999999999"))
      #expect(scene.file != file)
      scene.scene.clock.pass(.seconds(Self.day))
      #expect(try scene.tick() == [key("A", since: since, 1)])
    }
  }

  @Test func `another setting counts from the beginning, and 0 reminds of nothing`() throws {
    try withQuestion { (scene, since) throws in
      scene.scene.clock.pass(.seconds(5 * 3600))
      func tick(after seconds: Int) throws -> [String] {
        var settings = QueueSettings()
        settings.attentionAfter = seconds
        settings.longWorkAfter = 0
        scene.scene.settings = .success(settings)
        return try scene.tick()
      }
      #expect(try tick(after: Self.day) == [])
      #expect(try tick(after: 0) == [])
      #expect(try tick(after: 7200) == ["A/\(since)+14400/reminder"])
      #expect(try tick(after: 7200) == [])
      #expect(try tick(after: Self.day) == [])
      scene.scene.clock.pass(.seconds(19 * 3600))
      #expect(try tick(after: Self.day) == [key("A", since: since, 1)])
    }
  }

  @Test func `a process that is killed before it says what it noted notes it once`() throws {
    try withQuestion { (scene, since) throws in
      #expect(try scene.tick() == [])
      let before = scene.file
      scene.scene.clock.pass(.seconds(Self.day))
      #expect(try scene.tick() == [key("A", since: since, 1)])
      let after = scene.file
      #expect(after != before)
      for file in [before, nil] {
        try scene.restore(file)
        #expect(try scene.tick() == [])
        #expect(scene.file == after)
      }
    }
  }

  // MARK: Workers and budgets

  @Test func `a worker that pauses twice is told of twice, and its trial is no pause`() throws {
    try with { (scene) throws in
      let breaker = scene.workspace.breaker(of: "w")
      var now: QueueTime { scene.scene.queue().clock.now }
      let start = now.epochSeconds
      try breaker.failed(.auth, reason: "no login", now: now)
      #expect(try scene.tick() == ["w/\(start + 300)/worker_paused"])
      #expect(
        try scene.facts.first?.sentence.english
          == "worker w starts nothing until 2026-01-31 18:05: auth: no login")
      #expect(try scene.tick() == [])
      scene.scene.clock.pass(.seconds(300))
      #expect(try scene.tick() == [])
      #expect(try breaker.beginTrial(now: now))
      #expect(try scene.tick() == [])
      try breaker.failed(.auth, reason: "no login", now: now)
      #expect(try scene.tick() == ["w/\(start + 300 + 600)/worker_paused"])
      try breaker.succeeded(now: now)
      #expect(try scene.tick() == [])
    }
  }

  @Test func `a budget is told of once a day, and once more where it was raised`() throws {
    try with { (scene) throws in
      func excess(of limit: Int, spent: Int, needed: Int = 1) -> BudgetExcess {
        BudgetExcess(
          use: BudgetUse(key: .usdPerDay, id: nil, limit: limit, spent: spent), worker: "w",
          reserved: 3, needed: needed, end: scene.scene.queue().clock.now.endOfDay)
      }
      let end = scene.scene.queue().clock.now.endOfDay.epochSeconds
      let (used, raised) = (excess(of: 20, spent: 20), excess(of: 30, spent: 30))
      #expect(try scene.tick(excesses: [used, used]) == ["usd_per_day/20@\(end)/budget"])
      #expect(try scene.tick(excesses: [used]) == [])
      // What rows at work have reserved may come back.
      #expect(try scene.tick(excesses: [excess(of: 30, spent: 20)]) == [])
      #expect(try scene.tick(excesses: [raised]) == ["usd_per_day/30@\(end)/budget"])
      #expect(try scene.tick(excesses: [used]) == [])
      scene.scene.clock.pass(.seconds(Self.day))
      let next = excess(of: 30, spent: 28, needed: 3)
      #expect(try scene.tick(excesses: [next]) == ["usd_per_day/30@\(end + Self.day)/budget"])
    }
  }

  // MARK: Plans

  private struct End: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let ending: Transition.Finish.Ending?
    let kind: String
  }

  private static let ends = [
    End(testDescription: "done", ending: .done, kind: "plan_done"),
    End(testDescription: "failed", ending: .failed(isPermanent: true), kind: "plan_failed"),
    End(testDescription: "blocked", ending: .blocked, kind: "plan_blocked"),
    End(testDescription: "cancelled", ending: nil, kind: "plan_cancelled"),
  ]

  private static func tick(_ scene: PlanScene) throws {
    let outcome = scene.queue.tick(
      staleTimeout: .seconds(3600), dispatching: nil, as: Caller())
    if let problem = outcome.problem { throw problem }
  }

  private static func keys(_ scene: PlanScene) throws -> [String] {
    try scene.queue.store().history(of: nil).compactMap(\.fact?.key)
  }

  @Test(arguments: ends)
  private func `the end of a plan is told once`(_ end: End) throws {
    try PlanScene.with(QueueFixture.row("A")) { (scene) throws in
      #expect(scene.apply(PlanScene.task("a")) == "1: + p.a")
      try Self.tick(scene)
      #expect(try Self.keys(scene) == [])
      if let ending = end.ending {
        try scene.queue.perform(
          .finish(.init(id: "p.a", as: ending, notes: "x")), as: Caller())
      } else {
        _ = try scene.queue.cancelPlan("p", as: Caller())
      }
      let bytes = scene.text(of: "QUEUE.md")
      try Self.tick(scene)
      #expect(try Self.keys(scene) == ["p/1@1769850000/\(end.kind)"])
      #expect(scene.text(of: "QUEUE.md") == bytes)
      let files = try scene.files
      try Self.tick(scene)
      #expect(try scene.files == files)
      // Killed between the entry and the file.
      try scene.remove(".orch/facts.json")
      try Self.tick(scene)
      #expect(try scene.files == files)
    }
  }

  @Test func `a plan that goes on and ends again is told of again`() throws {
    let clock = FakeClock()
    try PlanScene.with(QueueFixture.row("A"), clock: clock) { (scene) throws in
      #expect(scene.apply(PlanScene.task("a")) == "1: + p.a")
      var expected: [String] = []
      for end in ["failed", "failed", "done"] {
        let ending: Transition.Finish.Ending =
          end == "done" ? .done : .failed(isPermanent: true)
        try scene.queue.perform(
          .finish(.init(id: "p.a", as: ending, notes: "x")), as: Caller())
        try Self.tick(scene)
        expected.append("p/1@\(clock.now / 1_000_000_000)/plan_\(end)")
        #expect(try Self.keys(scene) == expected)
        clock.pass(.seconds(600))
        if end == "failed" { _ = try scene.queue.retryPlan("p", as: Caller()) }
      }
    }
  }

  @Test(arguments: [false, true])
  func `a plan's end is a note of its parent, while there is one`(isDeleted: Bool) throws {
    try PlanScene.with(QueueFixture.row("A", notes: "n"), QueueFixture.row("B")) { (scene) throws in
      let text = #"{"plan": "p", "parent": "A", "tasks": [{"id": "a", "task": "t"}]}"#
      let plan = try scene.queue.readPlan(Array(text.utf8)).plan
      _ = try scene.queue.apply(plan, as: Caller())
      try scene.queue.perform(.finish(.init(id: "p.a", as: .done, notes: "x")), as: Caller())
      if isDeleted { try scene.queue.perform(.remove(["A"], force: false), as: Caller()) }
      for _ in 0..<2 {
        try Self.tick(scene)
        #expect(try Self.keys(scene) == ["p/1@1769850000/plan_done"])
        let rows = try scene.rows.filter { !$0.hasPrefix("p.a") }
        #expect(
          rows == (isDeleted ? [] : ["A work [n / after_plan=p / plan p: done]"]) + ["B work []"])
        try scene.remove(".orch/facts.json")
      }
    }
  }

  // MARK: Long work

  @Test func `work that takes long is noted once for each claim`() throws {
    try with([item("A", notes: "plan=p"), item("B")]) { (scene) throws in
      let session = scene.scene.queue(session: "w")
      for _ in 0..<2 {
        _ = try session.perform(.pick(id: "A"))
        let claim = try #require(try session.read { try $0.item("A")?.claim?.number })
        let key = "A/\(claim)/long_work"
        var passed = 0
        for (hour, keys) in [(0, []), (3, []), (4, [key]), (4, []), (5, []), (30, [])] {
          scene.scene.clock.pass(.seconds((hour - passed) * 3600))
          passed = hour
          #expect(try scene.tick() == keys, "after \(hour) hours")
        }
        // A process that was killed before it wrote the file.
        try scene.restore(nil)
        #expect(try scene.tick() == [])
        let fact = try #require(try scene.facts.last)
        #expect(fact.id == "A" && fact.plan == "p")
        #expect(fact.sentence.english == "A has been at work by w for 4h (orch show A)")
        _ = try session.perform(.release(id: "A", force: false))
        // The claim has ended since it was read.
        #expect(try session.perform(.note([fact])) == .unchanged)
      }
      #expect(try scene.facts.count == 2)
    }
  }

  @Test func `another limit notes a claim again as little, and 0 notes none`() throws {
    try with([item("A")]) { (scene) throws in
      func tick(after seconds: Int) throws -> Int {
        var settings = QueueSettings()
        settings.longWorkAfter = seconds
        scene.scene.settings = .success(settings)
        return try scene.tick().count
      }
      _ = try scene.scene.queue(session: "w").perform(.pick(id: "A"))
      scene.scene.clock.pass(.seconds(3 * 3600))
      #expect(try tick(after: 0) == 0 && tick(after: 4 * 3600) == 0)
      #expect(try tick(after: 2 * 3600) == 1)
      #expect(try tick(after: 3600) == 0 && tick(after: 0) == 0 && tick(after: 3600) == 0)
    }
  }

  @Test func `a hook that gave up is noted by whoever delivers`() throws {
    try PlanScene.with(QueueFixture.row("A")) { (scene) throws in
      let fact = QueueFact.hookGaveUp(
        .init(hook: "chat", eventKey: "A/#3/done", error: "exit 1: no\nnetwork"))
      for _ in 0..<2 { _ = try scene.queue.perform(.note([fact]), as: Caller()) }
      let entries = try scene.queue.store().history(of: nil)
      #expect(entries.map(\.fact) == [fact])
    }
  }
}
