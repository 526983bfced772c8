import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Work

/// What a dispatch sends with the rows that it claims.
@Suite struct DispatcherTests {
  /// A trusted folder with an agent whose attempts take 1 USD, 5 USD for a day, and another worker.
  private func workspace(in folder: String) throws -> Workspace {
    try writeExecutable("#!/bin/sh\necho 2.1.0\n", to: "\(folder)/agent")
    try writeExecutable(
      "#!/bin/sh\ncat > order.json\necho '{\"started\":true}'\n", to: "\(folder)/supervisor")
    try NewFile.create("\(folder)/QUEUE.md", text: "")
    for name in [".orch", "tasks"] { try Directory.create("\(folder)/\(name)", permissions: 0o755) }
    try NewFile.create(
      "\(folder)/.orch/costs.jsonl",
      text: #"{"schema":1,"time":"2026-01-30T12:00:00+09:00","id":"OLD","claim":1,"#
        + #""attempt":"1-0a","worker":"w","adapter":"claude","usage":null,"#
        + #""cost":{"usd":1,"source":"cli"}}"# + "\n")
    var settings = Workspace.SettingsFile()
    var profile = WorkerProfile(name: "w", adapter: .claude)
    profile.program = "./agent"
    settings.workers.profiles = [profile, WorkerProfile(name: "other", adapter: .simulated)]
    (settings.workers.isNamed, settings.workers.routes) = (true, [WorkerRoute(worker: "w")])
    settings.workers.budget.microdollarsPerDay = 5_000_000
    func workspace(_ trusted: [String: String]) -> Workspace {
      Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        settings: settings,
        environment: Environment(
          ["PATH": "/usr/bin:/bin", "HOME": folder].merging(trusted) { $1 }))
    }
    return workspace(["ORCH_TRUST": try workspace([:]).trust().files().hash])
  }

  private func dispatcher(_ scene: EngineScene, _ workspace: Workspace) -> Dispatcher {
    let launcher = SupervisorLauncher(
      executable: "\(workspace.home)/supervisor", arguments: [], folder: workspace.home,
      environment: ["PATH": "/usr/bin:/bin"])
    return Dispatcher(queue: scene.queue().working(in: workspace), launcher: launcher)
  }

  @Test func `an attempt gets what the budget leaves beside those at work as it is claimed`() throws
  {
    try withTemporaryDirectory { folder in
      let workspace = try workspace(in: folder)
      var scene = EngineScene([item("B", .pending, .p0), item("C", .pending, .p0), item("A")])
      let before = scene.queue()
      let roster = try #require(workspace.profiles.roster)
      _ = try before.perform(.dispatch(.init(maxWorkers: 3, limit: 1, roster: roster)))
      // C has a brief that can't be read: a warning comes with the claim of A, and with it B ends.
      try Directory.create("\(folder)/tasks/C.md", permissions: 0o755)
      scene.onWarning = { _ = try? before.perform(.release(id: "B", force: true)) }
      let dispatched = try dispatcher(scene, workspace)(.init())
      #expect(dispatched.items.map(\.id) == ["A"])
      #expect(try scene.rows == ["B PENDING", "C PENDING", "A IN_PROGRESS orch-a"])
      let order = try contents(of: "\(folder)/order.json")
      #expect(order.contains(#""--max-budget-usd","4""#), "\(order)")
    }
  }

  @Test func `a start that the budget does not allow is reported`() throws {
    try withTemporaryDirectory { folder in
      let workspace = try workspace(in: folder)
      let path = "\(folder)/.orch/costs.jsonl"
      let spent = try contents(of: path).replacing("01-30", with: "01-31")
        .replacing(#""usd":1"#, with: #""usd":5"#)
      try Directory.removeIfThere(path)
      try NewFile.create(path, text: spent)
      // Another worker goes on.
      let scene = EngineScene([item("A"), item("B", notes: "worker=other")])
      var excesses: [BudgetExcess] = []
      let dispatched = try dispatcher(scene, workspace)(.init()) { excesses.append($0) }
      #expect(dispatched.items.map(\.id) == ["B"])
      #expect(excesses.map(\.use.key) == [.usdPerDay] && excesses.allSatisfy(\.isUsedUp))
    }
  }

  @Test func `a brief that changes behind the claim is not sent, and is asked for again`() throws {
    try withTemporaryDirectory { folder in
      let workspace = try workspace(in: folder)
      let brief = "\(folder)/tasks/A.md"
      try NewFile.create(brief, text: "as agreed")
      var scene = EngineScene([item("A", notes: "worker=other / approval=start")])
      scene.contents = DecidedContents(workspace: workspace, policy: Policy())
      _ = try scene.queue().perform(.reply(.init(id: "A", .approve)))
      scene.onChange = {
        try? NewFile.replace(brief, text: "something else", permissions: 0o644)
      }
      let dispatched = try dispatcher(scene, workspace)(.init())
      #expect(dispatched.items.isEmpty)
      let failure = try #require(dispatched.failures["A"])
      #expect(failure.isFree && failure.reason.contains("(brief)"), "\(failure)")
      #expect(try FileStatus.ifExists("\(folder)/order.json") == nil)
      #expect(try scene.rows == ["A PENDING"])
      #expect(try dispatcher(scene, workspace)(.init()).requests.map(\.id) == ["A"])
      #expect(try scene.rows == ["A BLOCKED"])
    }
  }

  @Test(arguments: ["costs.jsonl", "costs.lock"])
  func `what is in the place of the ledger keeps only agents from starting`(_ name: String) throws {
    try withTemporaryDirectory { folder in
      let workspace = try workspace(in: folder)
      let path = "\(folder)/.orch/\(name)"
      try Directory.removeIfThere(path)
      try Directory.create(path, permissions: 0o755)
      let scene = EngineScene([item("A"), item("B", notes: "worker=other")])
      let dispatched = try dispatcher(scene, workspace)(.init())
      #expect(dispatched.items.map(\.id) == ["B"])
      #expect(try scene.rows == ["A PENDING", "B IN_PROGRESS orch-b"])
      #expect(scene.events.warnings.count { $0.contains("unreadableCosts") } == 1)
    }
  }

  @Test func `of dispatches that find a pause over at once one starts its worker`() throws {
    try withTemporaryDirectory { folder in
      let workspace = try workspace(in: folder)
      var scene = EngineScene([item("A")])
      let breaker = workspace.breaker(of: "w")
      try breaker.failed(.auth, reason: "no login", now: scene.queue().clock.now)
      scene.clock.pass(.seconds(WorkerBreaker.shortestPause))
      let now = scene.queue().clock.now
      // Another dispatch, which has claimed another row.
      scene.onChange = { _ = try? breaker.beginTrial(now: now) }
      let dispatched = try dispatcher(scene, workspace)(.init())
      #expect(dispatched.items.isEmpty && dispatched.failures["A"]?.isFree == true)
      #expect(try FileStatus.ifExists("\(folder)/order.json") == nil)
      #expect(try scene.rows == ["A PENDING"])
      // It says nothing about the worker.
      scene.clock.pass(.seconds(WorkerBreaker.shortestPause))
      guard case .halfOpen = breaker.state(now: scene.queue().clock.now) else {
        Issue.record("it was counted")
        return
      }
    }
  }
}
