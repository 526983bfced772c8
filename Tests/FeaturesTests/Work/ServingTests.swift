import Foundation
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Work

/// What a program relies on that serves a queue without a console.
@Suite struct ServingTests {
  private func withQueue(
    _ opening: (inout Opening) -> Void = { _ in }, _ body: (TaskQueue, String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      try writeAged(QueueFixture.text(), to: folder + "/QUEUE.md")
      var process = Opening(
        .file("QUEUE.md"), in: folder, environment: Environment(["HOME": folder]),
        program: "server", clock: FakeClock().clock)
      opening(&process)
      try body(TaskQueue.open(process), folder)
    }
  }

  @Test func `without a starter a tick claims nothing`() throws {
    let scene = EngineScene([item("A")])
    try withTemporaryDirectory { folder in
      try writeAged("", to: folder + "/QUEUE.md")
      var settings = Workspace.SettingsFile()
      settings.workers.profiles = [WorkerProfile(name: "w", adapter: .simulated)]
      let workspace = Workspace(
        storePath: folder + "/QUEUE.md", home: folder, sidecar: folder + "/.orch",
        settings: settings, environment: Environment(["HOME": folder]))
      let tick = Tick(queue: scene.queue().working(in: workspace), launcher: nil)
      let outcome = tick(staleTimeout: .seconds(60), dispatching: .init())
      #expect(outcome.problem == nil && outcome.dispatched.claims.isEmpty)
      #expect(try scene.rows == ["A PENDING"])
      #expect(!tick.next.startsWork)
    }
  }

  @Test func `a supervisor finds queue and settings as the opening names them`() throws {
    try withQueue {
      $0.overrides = ["log_path": "runs.jsonl", "lock_timeout": "7", "max_attempts": "4"]
      $0.environment = Environment([
        "PATH": "/bin", "ORCH_OWNER_SESSION": "s", "ORCH_ATTEMPT": "t", "ORCH_TZ_OFFSET": "1",
        "ORCH_MAX_ATTEMPTS": "2", "ORCH_WEBHOOK_SECRET": "x", "SECRET": "x",
      ])
      ($0.traceID, $0.starter, $0.writesLog) = ("trace", .orch(path: "/bin/orch"), false)
    } _: { queue, folder in
      let launcher = try #require(try queue.launcher())
      #expect(launcher.executable == "/bin/orch" && launcher.folder == folder)
      #expect(
        launcher.arguments.joined(separator: " ")
          == "--queue QUEUE.md --log-path runs.jsonl --lock-timeout 7 --trace-id trace --no-log")
      #expect(
        launcher.environment == [
          "PATH": "/bin", "ORCH_TZ_OFFSET": "1", "ORCH_MAX_ATTEMPTS": "4",
          "ORCH_QUEUE": folder + "/QUEUE.md",
        ])
    }
  }

  @Test(arguments: [nil, "mine"])
  func `a refreshed queue reads its settings again, and has another trace`(_ trace: String?) throws
  {
    try withQueue {
      $0.traceID = trace
    } _: { queue, folder in
      let before = queue.traceID
      try writeAged(#"{"max_attempts": 4}"#, to: folder + "/orch.json")
      #expect(try queue.value(Settings.maxAttempts) == 4)
      try writeAged(#"{"max_attempts": 5}"#, to: folder + "/orch.json")
      #expect(try queue.value(Settings.maxAttempts) == 4)
      queue.refresh(for: "tick")
      #expect(try queue.value(Settings.maxAttempts) == 5)
      #expect((queue.traceID == before) == (trace != nil))
    }
  }

  @Test(arguments: [true, false])
  func `a step stands in the run log by the verb that was called`(_ writesLog: Bool) throws {
    try withQueue {
      $0.writesLog = writesLog
    } _: { queue, folder in
      let emit = try queue.queue(as: Caller(), for: "report").emit
      emit(.stepBegan)
      emit(.stepEnded(StepEnd(id: "A", routedTo: .done)))
      let log = try? contents(of: folder + "/logs/orch_runs.jsonl")
      let lines = (log ?? "").split(separator: "\n")
      #expect(lines.count == (writesLog ? 2 : 0))
      for line in lines { #expect(line.contains(#""command":"report""#)) }
      #expect(
        lines.last?.contains(#""item_id":"A","duration_ms":0,"to":"DONE""#) ?? !writesLog)
    }
  }

  @Test func `a daemon without a starter ends idle, and leaves its record`() throws {
    try withQueue { queue, folder in
      var options = Daemon.Options(interval: .seconds(60), staleTimeout: .seconds(60))
      options.endsIdle = true
      var events: [String] = []
      let lock = try queue.workspace().daemonLock
      let ending = try queue.serve(options, as: Caller()) { event in
        switch event {
        case .began(let startsWork, let killed):
          events.append("began \(startsWork) \(killed as Any)")
        case .ticked(let outcome): events.append("ticked \(outcome.isSilent)")
        case .packed, .expired, .failed, .reloaded, .waits: events.append("else")
        case .ended(let ending): events.append("\(ending)")
        }
      }
      #expect(ending == .idle(nil))
      #expect(events == ["began false nil", "ticked true", "idle(nil)"])
      guard case .ended(let record) = try lock.state() else {
        Issue.record("there is no record of its end")
        return
      }
      let start = "2026-01-31T18:00:00+09:00"
      #expect([record.startedAt, record.tickedAt, record.endedAt] == [start, start, start])
      #expect(record.intervalSeconds == 60 && record.problem == nil)
      #expect(throws: (any Error).self) { try contents(of: folder + "/logs/orch_runs.jsonl") }
    }
  }
}
