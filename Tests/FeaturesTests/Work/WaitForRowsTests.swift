import Attempts
import Glibc
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Work
@testable import Worktrees

/// How a wait for rows notices what becomes of them.
@Suite(.timeLimit(.minutes(1))) struct WaitForRowsTests {
  /// What happened in a wait: an event as text, and the outcome with the rows.
  private struct Course {
    var events: [String] = []
    var outcome: WaitOutcome?
    var rows: [String] = []
  }

  /// Waits, and makes the next change whenever it has looked in vain.
  ///
  /// - Parameter changes: made by another process of the queue.
  private func wait(
    for words: [String], in queue: TaskQueue, timeout: Duration? = nil,
    during changes: [(TaskQueue) throws -> Void] = []
  ) throws -> Course {
    var rest = changes[...]
    var course = Course()
    let answer = try queue.wait(for: words, timeout: timeout, as: Caller()) { event in
      switch event {
      case .waits(let rows, let total):
        course.events.append("\(rows.map(\.idText).joined(separator: ",")) of \(total)")
        do { try rest.popFirst()?(TaskQueue.open(queue.opening)) } catch {
          Issue.record("the change failed: \(error)")
        }
      case .deleted(let ids): course.events.append("deleted \(ids.joined(separator: ","))")
      case .nothingWorks: course.events.append("nothing works")
      }
    }
    (course.outcome, course.rows) = (answer.outcome, answer.rows.map(text))
    return course
  }

  private func text(_ row: Explanation) -> String {
    "\(row.idText) \(row.reason.code)" + (row.remedy.map { " (\($0.command))" } ?? "")
  }

  private static let rows = [
    QueueFixture.row("A", notes: "plan=login"),
    QueueFixture.row("B", notes: "plan=login / after=A"), QueueFixture.row("C"),
  ]

  private static func finish(
    _ id: String, as ending: Transition.Finish.Ending = .done
  ) -> (TaskQueue) throws -> Void {
    { try $0.perform(.finish(.init(id: id, as: ending, notes: "n")), as: .session("w")) }
  }

  private static func pick(_ id: String) -> (TaskQueue) throws -> Void {
    { _ = try $0.pick(id, as: .session("w")) }
  }

  @Test func `it goes on until the last row has ended`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let course = try wait(
        for: ["login"], in: queue,
        during: [
          Self.pick("A"), Self.finish("A"), Self.pick("B"),
          Self.finish("B", as: .failed(isPermanent: false)),
        ])
      #expect(course.events == ["A,B of 2", "A,B of 2", "B of 2", "B of 2"])
      #expect(course.outcome == .failed)
      #expect(course.rows == ["A done", "B failed (ops retry B)"])
    }
  }

  @Test func `rows that come to a plan later are waited for`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      var row = Transition.NewItem(id: "D", priority: .p1, task: "t", successCriteria: "c")
      row.plan = "login"
      let course = try wait(
        for: ["login"], in: queue,
        during: [
          { _ = try $0.add(row, as: Caller()) },
          {
            for id in ["A", "B"] {
              for step in [Self.pick, { Self.finish($0) }] { try step(id)($0) }
            }
          },
          Self.pick("D"), Self.finish("D"),
        ])
      #expect(course.events == ["A,B of 2", "A,B,D of 3", "D of 3", "D of 3"])
      #expect(course.outcome == .done && course.rows == ["A done", "B done", "D done"])
    }
  }

  @Test func `a deleted row is left out, and said once`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let course = try wait(
        for: ["C", "A"], in: queue,
        during: [
          { try $0.perform(.remove(["C"], force: true), as: Caller()) }, Self.pick("A"),
          Self.finish("A"),
        ])
      #expect(course.events == ["C,A of 2", "deleted C", "A of 1", "A of 1"])
      #expect(course.outcome == .done && course.rows == ["A done"])
    }
  }

  @Test func `where no row is left it has failed`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let course = try wait(
        for: ["C"], in: queue,
        during: [{ try $0.perform(.remove(["C"], force: true), as: Caller()) }])
      #expect(course.events == ["C of 1", "deleted C"])
      #expect(course.outcome == .failed && course.rows == [])
    }
  }

  @Test func `a row that goes to the archive ends as it is there`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      let archive = { (queue: TaskQueue) throws in
        clock.pass(.seconds(10))
        _ = try queue.archive(olderThan: .seconds(1), as: Caller())
      }
      let course = try wait(
        for: ["login", "C"], in: queue,
        during: [
          Self.pick("A"), Self.finish("A"), Self.pick("B"), Self.finish("B"), archive,
          Self.pick("C"), Self.finish("C", as: .failed(isPermanent: false)),
        ])
      #expect(course.outcome == .failed)
      #expect(course.rows == ["A done", "B done", "C failed (ops retry C)"])
      try archive(queue)
      let later = try wait(for: ["login", "C"], in: queue)
      #expect(later.outcome == .failed && later.events == [])
      #expect(later.rows == ["A done", "B done", "C failed (orch restore C)"])
      // A row that can't be read is not said to be deleted.
      let path = "\(folder)/QUEUE-archive.md"
      try writeAged(contents(of: path).replacing("FAILED", with: "FAILD"), to: path)
      let problem = #expect(throws: Problem.self) { try wait(for: ["C"], in: queue) }
      #expect(problem?.isOfUnreadableRow == true)
    }
  }

  @Test func `a pause that begins meanwhile needs a person`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let course = try wait(
        for: ["A"], in: queue, during: [{ _ = try $0.pause(reason: nil, as: Caller()) }])
      #expect(course.outcome == .person && course.rows == ["A paused (ops resume)"])
    }
  }

  @Test func `it ends when its time is over, and at a signal`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let course = try wait(for: ["A"], in: queue, timeout: .zero)
      #expect(course.outcome == .timeout && course.events == ["A of 1"])
      let other = try wait(
        for: ["A"], in: queue, during: [{ _ in pthread_kill(pthread_self(), SIGTERM) }])
      #expect(other.outcome == .interrupted && other.events == ["A of 1"])
    }
  }

  /// By the system's clock, with which the wait sleeps.
  private func quietWait(
    _ notes: String, timeout: Duration, during changes: [(TaskQueue) throws -> Void]
  ) throws -> Course {
    var course = Course()
    try withTaskQueue([QueueFixture.row("A", notes: notes)]) { queue, _ in
      var opening = queue.opening
      opening.clock = .system
      course = try wait(
        for: ["A"], in: .open(opening), timeout: timeout, during: changes)
    }
    return course
  }

  @Test func `where nothing changes it looks again when a time has come`() throws {
    let quiet = try quietWait("", timeout: .milliseconds(2500), during: [])
    #expect(quiet.outcome == .timeout && quiet.events == ["A of 1", "A of 1"])
    let second = Clock.system.now() / 1_000_000_000 + 3
    let course = try quietWait(
      "retry_not_before=\(second)", timeout: .seconds(30),
      during: [{ _ in }, { _ in pthread_kill(pthread_self(), SIGTERM) }])
    #expect(course.outcome == .interrupted && course.events == ["A of 1", "A of 1"])
  }

  @Test func `a row and a plan of one name are both waited for`() throws {
    let rows = Self.rows + [QueueFixture.row("login", "DONE")]
    try withTaskQueue(rows) { queue, _ in
      let course = try wait(for: ["login"], in: queue, timeout: .zero)
      #expect(course.outcome == .timeout && course.events == ["A,B of 3"])
    }
  }

  @Test func `a word that names nothing is refused`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      #expect(throws: Problem.refused(.notFound("logout"))) {
        _ = try wait(for: ["login", "logout"], in: queue)
      }
    }
  }

  /// What works on the rows, as far as a wait can see.
  enum Works: CaseIterable {
    case nothing, daemon, cron
    /// A daemon that has ended, of whose ticks the run log has lines.
    case formerDaemon
  }

  @Test(arguments: Works.allCases)
  func `after a minute it says, once, that nothing works on the rows`(_ works: Works) throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, _ in
      if works == .daemon || works == .formerDaemon {
        var record = DaemonRecord(
          process: try #require(ProcessIdentity.current), startedAt: try queue.now().iso8601,
          intervalSeconds: 60)
        record.tickedAt = try queue.now().iso8601
        if works == .formerDaemon { record.endedAt = record.tickedAt }
        let lock = try queue.daemonLock()
        _ = try lock.acquire(clock.clock)
        lock.save(record)
      }
      if works == .cron || works == .formerDaemon {
        if works == .cron { clock.pass(.seconds(60)) }
        LoggedRun(of: queue, command: "tick").end()
      }
      func after(_ seconds: Int, _ id: String) -> (TaskQueue) throws -> Void {
        {
          clock.wait(.seconds(seconds))
          // What is behind the row changes nothing for it, and wakes the wait.
          let row = Transition.NewItem(id: id, priority: .p2, task: "t", successCriteria: "c")
          _ = try $0.add(row, as: Caller())
        }
      }
      let course = try wait(
        for: ["A"], in: queue,
        during: [after(59, "X"), after(1, "Y"), after(90, "Z"), Self.pick("A"), Self.finish("A")])
      let saysSo = works == .nothing || works == .formerDaemon
      let look = "A of 1"
      #expect(
        course.events == [look, look] + (saysSo ? ["nothing works"] : []) + [look, look, look])
      #expect(course.outcome == .done)
    }
  }

  @Test(arguments: [false, true])
  func `a daemon that does not tick any more does not count`(hasTicked: Bool) throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, _ in
      let process = try #require(ProcessIdentity.current)
      var record = DaemonRecord(
        process: process, startedAt: try queue.now().iso8601, intervalSeconds: 60)
      if hasTicked {
        clock.pass(.seconds(600))
        record.tickedAt = try queue.now().iso8601
      }
      let lock = try queue.daemonLock()
      let held = try lock.acquire(clock.clock)
      lock.save(record)
      func isTicked() throws -> Bool {
        try queue.workspace().isTicked(at: queue.now(), lastTick: queue.lastTick)
      }
      let longestTick = try queue.workspace().longestTick
      #expect(longestTick == .seconds(3 * 1200))
      clock.pass(.seconds(180) + longestTick)
      #expect(try isTicked() && DaemonCheck(of: queue)?.diagnosisIfStalled == nil)
      clock.pass(.seconds(1))
      #expect(try !isTicked())
      let found = try #require(DaemonCheck(of: queue)?.diagnosisIfStalled)
      let text = found.sentenceWithFix.english
      #expect(text.hasPrefix("process \(process.id) since ") && text.contains(", every 1m, "))
      #expect(
        text.hasSuffix(
          "; it does not tick any more (if it was stopped, kill -CONT \(process.id) lets it "
            + "continue; else kill it with kill -KILL \(process.id), and start orch daemon again)"))
      _ = consume held
    }
  }

  @Test func `a tick of long ago is no sign of cron`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, _ in
      LoggedRun(of: queue, command: "tick").end()
      clock.pass(.seconds(3600))
      let course = try wait(
        for: ["A"], in: queue,
        during: [
          {
            clock.wait(.seconds(60))
            _ = try $0.add(
              .init(id: "X", priority: .p2, task: "t", successCriteria: "c"), as: Caller())
          }, Self.pick("A"), Self.finish("A"),
        ])
      #expect(course.events == ["A of 1", "nothing works", "A of 1", "A of 1"])
    }
  }
}
