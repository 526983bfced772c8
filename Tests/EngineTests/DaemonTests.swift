import Dispatching
import Foundation
import Glibc
import Host
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// When a daemon ticks, by a clock that moves a second whenever it is asked.
@Suite struct DaemonTests {
  @Test func `changes without end keep no tick from its time`() throws {
    try withTemporaryDirectory { folder in
      let store = folder + "/QUEUE.md"
      try Data().write(to: URL(filePath: store))
      let workspace = Workspace(
        storePath: store, home: folder, sidecar: folder + "/.orch",
        environment: Environment(["HOME": folder]))
      let tick = Tick(
        queue: EngineScene([]).queue(), workspace: workspace,
        launcher: SupervisorLauncher(arguments: [], folder: folder, environment: [:]))
      let seconds = Mutex(0)
      let clock = Clock(
        now: Clock.system.now,
        monotonic: {
          // Nothing that a tick reads.
          try? Data().write(to: URL(filePath: folder + "/other"))
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
}
