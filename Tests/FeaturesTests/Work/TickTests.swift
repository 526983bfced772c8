import Foundation
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Review
@testable import Work
@testable import Worktrees

/// The use cases that need folders beside the queue.
@Suite struct TickTests {
  /// A queue in memory with folders of its own.
  private func withScene(
    _ items: [QueueItem], settings: Workspace.SettingsFile = Workspace.SettingsFile(),
    _ body: (EngineScene, Workspace) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let store = folder + "/QUEUE.md"
      try Data().write(to: URL(filePath: store))
      let workspace = Workspace(
        storePath: store, home: folder, sidecar: folder + "/.orch", settings: settings,
        environment: Environment(["PATH": "/usr/bin:/bin", "HOME": folder]))
      try body(EngineScene(items), workspace)
    }
  }

  private func tick(_ scene: EngineScene, _ workspace: Workspace) -> Tick {
    Tick(
      queue: scene.queue().working(in: workspace),
      launcher: SupervisorLauncher(
        executable: "/none", arguments: [], folder: workspace.home, environment: [:]))
  }

  private static let report = """
    [REPORT A]
    Status: DONE
    Criteria:
    1. met: it is done well, 4 of 4
    """

  @Test func `a history that was begun anew or put back is read again`() throws {
    try withScene([]) { _, workspace in
      let old = EngineScene([item("A"), item("B")], command: "block")
      let new = EngineScene([item("B"), item("A")], command: "block")
      new.clock.pass(.seconds(60))
      for (scene, row) in [(old, "A"), (new, "B")] {
        let session = scene.queue(session: "w")
        _ = try ClaimWork(queue: session)()
        _ = try session.change(.finish(.init(id: row, as: .blocked, notes: "no")))
        let stops = NewStops(queue: scene.queue(), workspace: workspace, reader: .tick)
        let found = try stops()
        #expect(found.rows.map(\.item.id) == [row])
        found.markRead()
        #expect(try stops().rows.isEmpty)
      }
    }
  }

  @Test(arguments: ["dispatch", "drain", "report", "supervise", "tick", "watchdog"])
  func `a row that stopped without a person is named`(_ command: String) throws {
    try withScene([]) { _, workspace in
      let scene = EngineScene([item("A")], command: command)
      let session = scene.queue(session: "w")
      _ = try ClaimWork(queue: session)()
      _ = try session.change(.finish(.init(id: "A", as: .blocked, notes: "no")))
      let stops = NewStops(queue: scene.queue(), workspace: workspace, reader: .tick)
      #expect(try stops().rows.map(\.item.id) == ["A"])
    }
  }

  @Test func `a tick routes reports, takes lost rows back and claims others`() throws {
    try withScene([item("A"), item("B"), item("C")]) { scene, workspace in
      let claim = ClaimWork(queue: scene.queue(session: "w"))
      for id in ["A", "B"] { _ = try claim(id: id) }
      let reports = ReceiveReport(queue: scene.queue(session: "w").working(in: workspace))
      _ = try reports.spool(Self.report)
      scene.clock.pass(.seconds(3 * 3600))
      let outcome = tick(scene, workspace)(
        staleTimeout: .seconds(3600), dispatching: Dispatcher.Limits())
      #expect(outcome.problem == nil)
      #expect(outcome.rescued.map(\.id) == ["B"])
      #expect(outcome.dispatched.items.map(\.id) == ["B"])
      guard case .routed(let routed)? = outcome.reports.first else {
        Issue.record("not routed")
        return
      }
      #expect(routed.id == "A" && routed.result == .pass && routed.status == .done)
      #expect(try scene.rows == ["A DONE w", "B IN_PROGRESS dispatcher", "C PENDING"])
      // The report and the row that was taken back.
      #expect(scene.events.steps == (2, 2))
    }
  }

  @Test func `a tick with nothing to do changes nothing`() throws {
    try withScene([item("A", .done)]) { scene, workspace in
      let outcome = tick(scene, workspace)(
        staleTimeout: .seconds(60), dispatching: Dispatcher.Limits())
      #expect(outcome.problem == nil && outcome.reports.isEmpty && outcome.rescued.isEmpty)
      #expect(outcome.dispatched.claims.isEmpty && scene.events.warnings.isEmpty)
      let isIdle = try tick(scene, workspace).next.isIdle()
      #expect(isIdle)
    }
  }

  @Test func `what fails in one step keeps none of the others`() throws {
    var settings = Workspace.SettingsFile()
    settings.workers.profiles = [WorkerProfile(name: "default", adapter: .report, key: "spawn")]
    try withScene([item("A")], settings: settings) { scene, workspace in
      let outcome = tick(scene, workspace)(
        staleTimeout: .seconds(60), dispatching: Dispatcher.Limits())
      #expect(
        outcome.problem == .noWorkerProgram(file: "\(workspace.home)/orch.json", kind: "worker"))
      let rows = try scene.rows
      #expect(rows == ["A PENDING"])
    }
  }

  @Test func `a supervisor that can't be started does not count against its worker`() throws {
    var profile = WorkerProfile(name: "w", adapter: .simulated)
    profile.script = [.done]
    var settings = Workspace.SettingsFile()
    (settings.workers.profiles, settings.workers.isNamed) = ([profile], true)
    settings.workers.routes = [WorkerRoute(worker: "w")]
    try withScene([item("A")], settings: settings) { scene, workspace in
      let launcher = SupervisorLauncher(
        executable: "\(workspace.home)/gone", arguments: [], folder: workspace.home,
        environment: [:])
      let dispatch = Dispatcher(queue: scene.queue().working(in: workspace), launcher: launcher)
      #expect(try dispatch(.init()).failures["A"]?.isFree == true)
      let row = try #require(try scene.queue().read { table in try table.item("A") })
      #expect(row.status == .pending && row.attemptCount == 0)
      #expect(row.retryNotBefore == scene.queue().clock.now.epochSeconds + 60)
      #expect(try FileStatus.ifExists("\(workspace.sidecar)/breakers/w.json") == nil)
    }
  }

  @Test func `a report is kept though the settings of its judgement can't be read`() throws {
    try withScene([item("A")]) { scene, workspace in
      var broken = scene
      broken.settings = .failure(.tokenLimits(soft: 2, hard: 1))
      _ = try ClaimWork(queue: scene.queue(session: "w"))()
      let receive = ReceiveReport(queue: broken.queue(session: "w").working(in: workspace))
      let error = #expect(throws: Problem.self) { _ = try receive(Self.report) }
      #expect(error == .reportWaits(.tokenLimits(soft: 2, hard: 1)))
      let mended = ReceiveReport(queue: scene.queue().working(in: workspace))
      #expect(try mended.drain { _ in } == 1)
      #expect(try scene.rows == ["A DONE w"])
    }
  }

  @Test func `a report that names no row is kept with the reason`() throws {
    try withScene([item("A")]) { scene, workspace in
      let receive = ReceiveReport(queue: scene.queue().working(in: workspace))
      guard case .refused(nil, .noReport, let path) = try receive("I did it all.") else {
        Issue.record("not refused")
        return
      }
      let kept = try String(contentsOfFile: path, encoding: .utf8)
      #expect(kept.hasSuffix("\nI did it all."))
      #expect(
        kept.contains(
          "\"refused\":\"the message has no report, or does not name its row\""))
    }
  }

  @Test func `a row is added with its brief, or not at all`() throws {
    try withScene([item("ORCH-001")]) { scene, workspace in
      let submit = SubmitWork(queue: scene.queue().working(in: workspace))
      let new = Transition.NewItem(priority: .p1, task: "new", successCriteria: "works")
      #expect(try submit(new, brief: "read this").item?.id == "ORCH-002")
      #expect(try workspace.brief(of: "ORCH-002") == "read this")
      var taken = new
      taken.id = "ORCH-001"
      #expect(throws: Problem.self) { try submit(taken, brief: "and this") }
      #expect(try workspace.brief(of: "ORCH-001") == nil)
      // A brief that is there already keeps its name.
      try Data("old".utf8).write(to: URL(filePath: workspace.home + "/tasks/ORCH-003.md"))
      #expect(try submit(new).item?.id == "ORCH-004")
      // The same text may be that of a row which is gone without a record.
      try Data("old".utf8).write(to: URL(filePath: workspace.home + "/tasks/ORCH-007.md"))
      #expect(try submit(new, brief: "old").item?.id == "ORCH-008")
    }
  }

  @Test func `why a row waits, as a dispatch would find it`() throws {
    try withScene([item("A", after: ["B"]), item("B")]) { scene, workspace in
      let answer = try ExplainWaiting(queue: scene.queue().working(in: workspace))()
      #expect(answer.explanations.map(\.id) == ["A", "B"])
      #expect(answer.runningItems.rows.isEmpty)
      var readOnly = scene
      readOnly.writability = .failure(.readOnly(database: "queue.db"))
      let refused = try ExplainWaiting(queue: readOnly.queue().working(in: workspace))()
      #expect(refused.explanations.map(\.reason.code) == [.waits, .notWritable])
    }
  }
}
