import Foundation
import Glibc
import Host
import Model
import Synchronization
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Work

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
      try body(
        Tick(queue: EngineScene(items).queue().working(in: workspace), launcher: nil), workspace)
    }
  }

  /// Runs a daemon by a clock that moves a second whenever it is asked, and ends it after `seconds`.
  /// All the time a file changes that no tick reads.
  private func run(
    seconds: Int, interval: Int, _ next: Tick, in workspace: Workspace,
    with supervisors: [StartedProcess] = [], onLook: @escaping () -> Void = {},
    tick: @escaping () throws -> Tick, _ emit: @escaping (Daemon.Event) -> Void
  ) throws {
    let now = Mutex(0)
    let clock = Clock(
      // A second ahead: a queue that was written just now would be looked at once more.
      now: { Clock.system.now() + 1_000_000_000 },
      monotonic: {
        try? Data().write(to: URL(filePath: workspace.home + "/other"))
        let now = now.withLock {
          $0 += 1
          return $0
        }
        if now == seconds { pthread_kill(pthread_self(), SIGTERM) }
        return .seconds(now)
      }, sleep: { _ in })
    var wait = try ServiceWait(watching: next.next.folders)
    let options = Daemon.Options(interval: .seconds(interval), staleTimeout: .seconds(60))
    let source = Daemon.Source(
      follow: {}, tick: tick,
      nextTick: {
        onLook()
        return next.next
      }, problem: { nil })
    var daemon = Daemon(options, source: source, clock: clock, emit: emit)
    daemon.supervisors = supervisors
    #expect(daemon.run(&wait) == .signalled)
  }

  @Test func `changes without end keep no tick from its time`() throws {
    try withTick([]) { tick, workspace in
      var ticks = 0
      try run(seconds: 24, interval: 4, tick, in: workspace, tick: { tick }) { event in
        if case .ticked = event { ticks += 1 }
      }
      // How many times the clock is asked between two ticks depends on when a change is noticed.
      #expect((4...5).contains(ticks))
    }
  }

  @Test func `another tick follows one during which a supervisor ended`() throws {
    try withTick([]) { tick, workspace in
      let program = Subprocess(
        "/bin/sleep", ["1000"], in: "/", environment: [:], limits: .init(time: .zero))
      let process = try program.startDetached()
      let identity = try #require(ProcessIdentity(of: process.id))
      let supervisor = StartedProcess(process)
      var ticks = 0
      try run(
        seconds: 24, interval: 1_000, tick, in: workspace, with: [supervisor],
        tick: {
          ticks += 1
          if ticks == 1 {
            _ = identity.signal(.kill)
            #expect(identity.hasEnded(within: .seconds(60)))
            // Another thread of the tests may have received the signal of the child.
            pthread_kill(pthread_self(), SIGCHLD)
          }
          return tick
        }
      ) { _ in }
      #expect(ticks == 2)
    }
  }

  @Test(arguments: [false, true])
  func `the end of a child that a look at the queue runs causes no other look`(
    _ runsChild: Bool
  ) throws {
    try withTick([]) { tick, workspace in
      var looks = 0
      try run(
        seconds: 90, interval: 1_000, tick, in: workspace,
        onLook: {
          looks += 1
          if runsChild { pthread_kill(pthread_self(), SIGCHLD) }
        }, tick: { tick }
      ) { _ in }
      // For each look that follows a change, the clock is asked three times.
      #expect(looks < 45)
    }
  }

  /// At 18:00.
  @Test(
    arguments: [(.usdPerDay, 6), (.tokensPerDay, 6), (.usdPerRow, nil)] as [(Budget.Key, Int?)])
  func `a tick is due at midnight, when the day of a budget ends`(
    _ key: Budget.Key, _ hours: Int?
  ) {
    var settings = Workspace.SettingsFile()
    settings.workers.budget[key] = 7
    let workspace = Workspace(
      storePath: "/none/QUEUE.md", home: "/none", sidecar: "/none/.orch", settings: settings,
      environment: Environment([:]))
    let next = NextTick(queue: EngineScene([]).queue().working(in: workspace), mayStart: true)
    #expect(next.timeToPauseEnd() == hours.map { .seconds($0 * 3600) })
  }

  @Test func `a spent budget is said once, until it changes, and another error in each tick`()
    throws
  {
    var limits = Budget()
    limits.microdollarsPerDay = 6
    var budget = BudgetState(limits, at: QueueTime(epochSeconds: 1_769_850_000, offset: 0))
    budget.reserves["agent"] = BudgetAmount(microdollars: 2)
    func excess(_ spent: Int) throws -> Problem {
      budget.today.microdollars = spent
      return .overBudget(try #require(budget.excess(of: "agent")))
    }
    let (more, less) = (try excess(6), try excess(5))
    // An editor may be replacing a file in the first tick of an error.
    let errors = [
      less, less, less, more, more, .noProcessTable, .noProcessTable, .noProcessTable, more, more,
      more,
    ]
    try withTick([]) { tick, workspace in
      var ticks = errors.makeIterator()
      var said: [Problem] = []
      try run(
        seconds: 40, interval: 1, tick, in: workspace,
        tick: { throw ticks.next() ?? more }
      ) { event in
        if case .failed(let error) = event { said.append(error) }
      }
      #expect(said == [less, more, .noProcessTable, .noProcessTable, more])
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
