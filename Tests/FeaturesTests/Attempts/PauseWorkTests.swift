import Foundation
import Glibc
import Host
import Model
import StoreTestSupport
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Work
@testable import Worktrees

@Suite struct PauseWorkTests {
  /// A queue in memory with a file that pauses it.
  private func withScene(
    _ items: [QueueItem], _ body: (EngineScene, Workspace, PauseFile) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let store = folder + "/QUEUE.md"
      try Data().write(to: URL(filePath: store))
      let file = PauseFile(sidecar: folder + "/.orch", queue: store)
      var scene = EngineScene(items)
      scene.pauseFile = file
      let workspace = Workspace(
        storePath: store, home: folder, sidecar: folder + "/.orch",
        environment: Environment(["PATH": "/usr/bin:/bin", "HOME": folder]))
      try body(scene, workspace, file)
    }
  }

  private static let start = 1_769_850_000

  @Test func `a pause is begun once and ended once`() throws {
    try withScene([]) { scene, _, file in
      let first = Pause(
        actor: "ann", since: Self.start, reason: "a release", isBySession: true)
      let begun = try PauseWork(queue: scene.queue(session: "ann")).begin(reason: "a release")
      #expect(begun.pause == first && begun.isNew)
      scene.clock.pass(.seconds(60))
      let again = try PauseWork(queue: scene.queue(session: "ben")).begin(reason: nil)
      #expect(again.pause == first && !again.isNew)
      #expect(file.pause == first)
      let ended = try PauseWork(queue: scene.queue()).end()
      #expect(ended == first && file.pause == nil)
      let endedAgain = try PauseWork(queue: scene.queue()).end()
      #expect(endedAgain == nil)
    }
  }

  @Test func `a session ends only the pause of a session`() throws {
    try withScene([]) { scene, _, file in
      func end(as session: String?) throws -> Pause? {
        try asking { try PauseWork(queue: scene.queue(session: session)).end() }
      }
      _ = try PauseWork(queue: scene.queue(session: "ann")).begin(reason: nil)
      #expect(try end(as: "ben")?.actor == "ann")
      _ = try PauseWork(queue: scene.queue()).begin(reason: nil)
      let problem = try #require(throws: Problem.self) { _ = try end(as: "ben") }
      #expect(problem.exitStatus == .noPermission && file.pause != nil)
      #expect(try end(as: nil) != nil)
      let facts = try scene.store.history(of: nil).compactMap { $0.fact?.kind.rawValue }
      #expect(
        facts.sorted() == ["queue_paused", "queue_paused", "queue_resumed", "queue_resumed"])
    }
  }

  @Test func `a reason that is too long is cut`() throws {
    try withScene([]) { scene, _, file in
      let reason = String(repeating: "\u{1}", count: 70_000)
      _ = try PauseWork(queue: scene.queue(session: "ann")).begin(reason: reason)
      let kept = Pause(
        actor: "ann", since: Self.start, reason: reason.prefix(1000) + "…", isBySession: true)
      #expect(file.pause == kept)
    }
  }

  @Test func `a file that can't be read is a pause, too`() throws {
    try withScene([item("A")]) { scene, _, file in
      try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
      #expect(file.pause == Pause(actor: nil, since: nil))
      let claimed = try ClaimWork(queue: scene.queue(session: "w"))()
      #expect(claimed == nil)
    }
  }

  @Test func `where it can't be looked for, the queue is paused`() throws {
    try withScene([item("A")]) { scene, workspace, file in
      try FileManager.default.createSymbolicLink(
        atPath: workspace.sidecar, withDestinationPath: workspace.sidecar)
      #expect(file.pause == Pause(actor: nil, since: nil))
      #expect(throws: Problem.self) { try asking { try PauseWork(queue: scene.queue()).end() } }
    }
  }

  @Test func `it is seen by all users of the queue, and not by git`() throws {
    try withScene([]) { scene, workspace, file in
      chmod(workspace.storePath, 0o666)
      _ = try PauseWork(queue: scene.queue()).begin(reason: nil)
      let paths = [workspace.sidecar, file.path, workspace.sidecar + "/.gitignore"]
      #expect(try paths.map { try FileStatus(of: $0).permissions } == [0o777, 0o666, 0o666])
      #expect(try contents(of: paths[2]) == "*\n")
    }
  }

  @Test func `a table and a database in one sidecar are paused apart`() throws {
    try withScene([]) { _, workspace, file in
      let database = PauseFile(
        sidecar: workspace.sidecar, queue: workspace.home + "/db/orchestrator.db")
      #expect(database.path.hasSuffix("/.orch/paused-db%2Forchestrator.db.json"))
      #expect(file.path.hasSuffix("/.orch/paused-QUEUE.md.json"))
    }
  }

  @Test func `while it lasts nothing is claimed, unless by force`() throws {
    try withScene([item("A"), item("B", .inProgress), item("C")]) { scene, workspace, _ in
      let mine = try ClaimWork(queue: scene.queue(session: "w"))(id: "A")
      #expect(mine?.id == "A")
      _ = try PauseWork(queue: scene.queue(session: "ann")).begin(reason: nil)
      let claim = ClaimWork(queue: scene.queue(session: "w"))
      // Its own row it may ask for again, and what is refused without a pause is refused.
      let claimed = [try claim(), try claim(id: "C"), try claim(id: "A")].map { $0?.id }
      #expect(claimed == [nil, nil, "A"])
      #expect(throws: Problem.self) { try asking { try claim(id: "B") } }
      let pause = Pause(actor: "ann", since: Self.start, isBySession: true)
      let warning = "\(Notice.paused(pause, now: scene.queue().clock.now))"
      #expect(scene.events.warnings == [warning, warning])
      let tick = self.tick(scene, workspace)
      let outcome = tick(staleTimeout: .seconds(3600), dispatching: Dispatcher.Limits())
      #expect(outcome.problem == nil && outcome.dispatched.claims.isEmpty)
      #expect(outcome.dispatched.pause == pause)
      let forced = try claim(force: true)
      #expect(forced?.id == "C")
      // Where no row waits, a tick has nothing to say.
      let count = scene.events.warnings.count
      _ = tick(staleTimeout: .seconds(3600), dispatching: Dispatcher.Limits())
      #expect(scene.events.warnings.count == count)
    }
  }

  @Test(arguments: ["pick", "dispatch"])
  func `a row that is claimed while a pause begins goes back`(_ way: String) throws {
    try withScene([item("A")]) { scene, workspace, file in
      var racing = scene
      // After the look for a pause, and before the row is handed out.
      racing.onChange = {
        if file.pause == nil { _ = try? file.create(Pause(actor: "ann", since: Self.start)) }
      }
      if way == "pick" {
        let claimed = try ClaimWork(queue: racing.queue(session: "w"))()
        #expect(claimed == nil)
      } else {
        let outcome = tick(racing, workspace)(
          staleTimeout: .seconds(3600), dispatching: Dispatcher.Limits())
        #expect(outcome.dispatched.claims.isEmpty && outcome.dispatched.pause != nil)
      }
      let rows = try scene.rows
      #expect(rows == ["A PENDING"])
    }
  }

  @Test func `rows that could start are paused, others have their own reason`() throws {
    try withScene([
      item("A"), item("B", after: ["A"]), item("C", after: ["D"]), item("D", .failed),
    ]) { scene, workspace, _ in
      _ = try PauseWork(queue: scene.queue()).begin(reason: "why")
      let rows = try ExplainWaiting(queue: scene.queue().working(in: workspace))().explanations
      #expect(rows.map(\.reason.code) == [.paused, .waits, .waits])
      #expect(rows.map(\.remedy) == [.resume, .resume, .retry("D", force: false)])
    }
  }

  @Test(arguments: [
    ("nothing at work", [item("A")], DrainWork.Ending.drained),
    ("a row that a session picked", [claimed("A", by: "w")], .drained),
    ("a row that a dispatch named", [claimed("A", by: "orch-a"), item("B")], .timedOut(["A"])),
  ])
  func `a drain waits for what orch started`(
    _ name: String, rows: [QueueItem], ending: DrainWork.Ending
  ) throws {
    try withScene(rows) { scene, workspace, _ in
      let queue = scene.queue()
      _ = try PauseWork(queue: queue).begin(reason: nil)
      let tick = self.tick(scene, workspace)
      let drain = DrainWork(
        queue: queue.working(in: workspace), tick: tick, staleTimeout: .seconds(3600))
      var wait = try ServiceWait(watching: tick.next.folders)
      let ended = try drain(timeout: .zero, waitingWith: &wait) { _ in }
      #expect(ended == ending)
      _ = try PauseWork(queue: queue).end()
      let resumed = try drain(timeout: .zero, waitingWith: &wait) { _ in }
      #expect(resumed == (ending == .drained ? .drained : .resumed(["A"])))
    }
  }

  private func tick(_ scene: EngineScene, _ workspace: Workspace) -> Tick {
    Tick(
      queue: scene.queue().working(in: workspace),
      launcher: SupervisorLauncher(
        executable: "/none", arguments: [], folder: workspace.home, environment: [:]))
  }
}

private func claimed(_ id: String, by owner: String) -> QueueItem {
  var row = item(id, .inProgress)
  row.ownerSession = owner
  row.startedAt = "2026-01-31 18:00"
  return row
}
