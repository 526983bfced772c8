import Dispatching
import Foundation
import Glibc
import Host
import QueueModel
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// When a daemon ticks, and when it may end.
@Suite struct DaemonTests {
  private func withTick(
    _ items: [QueueItem], _ body: (Tick, Workspace) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let store = folder + "/QUEUE.md"
      try Data().write(to: URL(filePath: store))
      let workspace = Workspace(
        storePath: store, home: folder, sidecar: folder + "/.orch",
        environment: Environment(["HOME": folder]))
      let launcher = SupervisorLauncher(arguments: [], folder: folder, environment: [:])
      try body(
        Tick(queue: EngineScene(items).queue(), workspace: workspace, launcher: launcher), workspace
      )
    }
  }

  @Test func `changes without end keep no tick from its time`() throws {
    try withTick([]) { tick, workspace in
      let seconds = Mutex(0)
      // A clock that moves a second whenever it is asked.
      let clock = Clock(
        now: Clock.system.now,
        monotonic: {
          // Nothing that a tick reads.
          try? Data().write(to: URL(filePath: workspace.home + "/other"))
          let now = seconds.withLock {
            $0 += 1
            return $0
          }
          if now == 20 { pthread_kill(pthread_self(), SIGTERM) }
          return .seconds(now)
        }, sleep: { _ in })
      let source = Daemon.Source(
        follow: {}, tick: { tick }, nextTick: { tick.next }, problem: { nil })
      var wait = try ServiceWait(watching: tick.next.folders)
      let ticks = Mutex(0)
      var daemon = Daemon(
        .init(interval: .seconds(4), staleTimeout: .seconds(60)), source: source, clock: clock
      ) { event in
        if case .ticked = event { ticks.withLock { $0 += 1 } }
      }
      #expect(daemon.run(&wait) == .signalled)
      #expect(ticks.withLock(\.self) == 4)
    }
  }

  @Test func `a supervisor that has changed its row keeps a queue from being idle`() throws {
    try withTick([item("A", .done)]) { tick, workspace in
      #expect(try tick.next.isIdle())
      try Data("read line < end\n".utf8).write(to: URL(filePath: workspace.home + "/supervise"))
      mkfifo(workspace.home + "/end", 0o600)
      let child = try ChildProcess(
        starting: "sh", ["supervise", "--attempt", "t"], in: workspace.home,
        environment: ["PATH": "/usr/bin:/bin"])
      let record = WorkerRecord(
        id: "A", claimToken: "t", storeName: "QUEUE.md", label: "w",
        supervisor: try #require(ProcessIdentity(of: Int(child.id))), graceSeconds: 1,
        settingsDigest: "")
      try workspace.workers.save(record)
      // A process is there a moment before the program that it becomes.
      var tries = 0
      while record.state != .running, tries < 1_000_000 { tries += 1 }
      #expect(try !tick.next.isIdle())
      child.send(SIGKILL)
      _ = child.wait()
      #expect(try tick.next.isIdle())
    }
  }
}
