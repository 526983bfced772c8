import Foundation
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Work
@testable import Worktrees

/// What becomes of rows whose supervisor recorded the end of its worker, and was killed then.
@Suite struct SettleAttemptsTests {
  struct Case: CustomTestStringConvertible {
    let ending: WorkerEnding
    /// Status, attempts and notes of the row.
    let row: String
    /// Class, whether it is tried again, exit status and reason of the attempt.
    let result: String
    var isPaused = false

    init(_ ending: WorkerEnding, row: String, result: String, isPaused: Bool = false) {
      (self.ending, self.row, self.result, self.isPaused) = (ending, row, result, isPaused)
    }

    var testDescription: String { "\(ending)" }
  }

  private static func failed(
    _ failure: FailureClass, _ note: String, exit: AttemptResult.Exit? = nil, retryAt: Int? = nil
  ) -> WorkerEnding {
    .failed(WorkerFailure(failure, note: note, exit: exit, retryAt: retryAt))
  }

  @Test(arguments: [
    Case(
      failed(.agent, "exit 3: no disk", exit: .status(3)), row: "PENDING 1 exit 3: no disk",
      result: "agent again status(3) exit 3: no disk"),
    Case(
      failed(.timeout, "timeout"), row: "PENDING 1 timeout, 2026-01-31 18:00",
      result: "timeout again - timeout"),
    Case(
      failed(.test, "exit 2: 3 failed", exit: .status(2)), row: "PENDING 1 exit 2: 3 failed",
      result: "test again status(2) exit 2: 3 failed"),
    Case(
      failed(.spawn, "no such program"), row: "PENDING 0 ", result: "spawn again - no such program"),
    Case(
      failed(.auth, "login"), row: "PENDING 0 ", result: "auth again - login", isPaused: true),
    Case(
      failed(.interrupted, "interrupted by signal 15"), row: "PENDING 0 ",
      result: "interrupted again - interrupted by signal 15"),
    Case(
      failed(.agent, "signal 9", exit: .signal(9)), row: "PENDING 1 signal 9",
      result: "agent again signal(9) signal 9"),
    // Its report was refused.
    Case(
      .finished, row: "PENDING 1 no_report: the worker ended without one",
      result: "agent again status(0) its report was refused"),
  ])
  func `the end of a worker is applied once, and recorded`(_ example: Case) throws {
    try AttemptPlay.run { play in
      play.record.ending = example.ending
      try play.workspace.workers.save(play.record)
      #expect(try play.settle().map(\.id) == ["A"])
      let row = try #require(try play.row)
      #expect("\(row.status.rawValue) \(row.attemptCount) \(row.notes.prose)" == example.row)
      let result = try #require(play.attempt.result())
      #expect(result.text == example.result)
      #expect(result.status == .pending && result.worker == "w" && result.adapter == "report")
      #expect(result.isContextIntact == true && result.startedAt != nil && result.endedAt != nil)
      let breaker = WorkerBreaker(sidecar: play.workspace.sidecar, worker: "w")
      let isPaused = breaker.state(now: play.scene.queue().clock.now) != .closed
      #expect(isPaused == example.isPaused)
      #expect(try play.workspace.workers.records().isEmpty)
      // A supervisor that was killed before it removed its record.
      try play.workspace.workers.save(play.record)
      #expect(try play.settle().isEmpty)
      #expect(try play.row == row)
      #expect(play.attempt.results() == [result])
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  @Test func `a time that a service named is waited for, by all rows of its worker`() throws {
    try AttemptPlay.run { play in
      let now = play.scene.queue().clock.now
      play.record.ending = Self.failed(.rateLimit, "limit", retryAt: now.epochSeconds + 1234)
      try play.workspace.workers.save(play.record)
      _ = try play.settle()
      #expect(try play.row?.retryNotBefore == now.epochSeconds + 1234)
      #expect(try play.row?.attemptCount == 0)
      #expect(
        play.workspace.breaker(of: play.record.workerName).state(now: now)
          == .open(
            WorkerPause(until: now.epochSeconds + 1234, failure: .rateLimit, reason: "limit")))
    }
  }

  @Test(arguments: [(FailureClass.spawn, 300), (.auth, 300), (.agent, 0)])
  func `a row waits for a failure that can't be counted`(
    _ failure: FailureClass, _ seconds: Int
  ) throws {
    try AttemptPlay.run { play in
      try Data().write(to: URL(filePath: play.workspace.sidecar + "/breakers"))
      play.record.ending = Self.failed(failure, "no such program")
      try play.workspace.workers.save(play.record)
      #expect(try play.settle().map(\.id) == ["A"])
      let start = play.scene.queue().clock.now.epochSeconds + seconds
      #expect(try (play.row?.retryNotBefore == start) == (seconds > 0))
    }
  }

  @Test func `a failed start counts once, however late its row can be changed`() throws {
    try AttemptPlay.run { play in
      play.record.ending = Self.failed(.spawn, "no such program")
      try play.workspace.workers.save(play.record)
      var locked = play.scene
      locked.writability = .failure(.readOnly(database: "queue.db"))
      let settle = SettleAttempts(queue: locked.queue().working(in: play.workspace))
      #expect(throws: Problem.self) { try settle() }
      let saved = try FileStatus(of: play.workspace.workers.path)
      for _ in 1...2 { #expect(throws: Problem.self) { try settle() } }
      #expect(try FileStatus(of: play.workspace.workers.path).identity == saved.identity)
      #expect(play.workspace.breaker(of: "w").state(now: play.scene.queue().clock.now) == .closed)
      #expect(try play.settle().map(\.id) == ["A"])
      #expect(try play.row?.status == .pending)
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  /// Its exit status stands for the other criteria.
  @Test(arguments: [("made.txt", "DONE"), ("missing.txt", "PENDING")])
  func `the report of a command passes where the row's proofs hold`(
    _ file: String, _ status: String
  ) throws {
    try AttemptPlay.run(criteria: "it works; file: \(file)") { play in
      try Data("x".utf8).write(to: URL(filePath: play.workspace.home + "/made.txt"))
      (play.record.adapter, play.record.ending) = (.command, .finished)
      try play.workspace.workers.save(play.record)
      let worker = play.scene.queue(session: play.record.label, claimToken: play.record.claimToken)
      let reports = ReceiveReport(queue: worker.working(in: play.workspace))
      _ = try reports.spool(
        "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: status 0\n2. met: status 0\n", of: "A")
      _ = try reports.drain { _ in }
      #expect(try play.row?.status.rawValue == status)
      _ = try play.settle()
      let results = play.attempt.results()
      #expect(results.map { $0.status?.rawValue } == [status])
      #expect(results.first?.exit == .status(0) && results.first?.review != nil)
    }
  }

  @Test func `an attempt whose report another process is routing is left to it`() throws {
    try AttemptPlay.run { play in
      play.record.ending = .finished
      try play.workspace.workers.save(play.record)
      let worker = play.scene.queue(session: play.record.label, claimToken: play.record.claimToken)
      let reports = ReceiveReport(queue: worker.working(in: play.workspace))
      let name = try reports.spool("[REPORT A]\nStatus: DONE\n", of: "A")
      // The row has changed, and the result is not recorded yet.
      _ = try play.scene.queue().perform(.release(id: "A", force: true))
      _ = try play.settle()
      #expect(play.attempt.results().isEmpty)
      #expect(try play.workspace.workers.records().count == 1)
      try FileManager.default.removeItem(atPath: play.workspace.inbox.folder + "/" + name)
      _ = try play.settle()
      #expect(play.attempt.results().count == 1)
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  @Test func `work that was handed over keeps its record while the row is claimed`() throws {
    try AttemptPlay.run { play in
      play.record.ending = .handedOver(session: "agent:main")
      try play.workspace.workers.save(play.record)
      _ = try play.settle()
      #expect(try play.scene.rows == ["A IN_PROGRESS agent:main"])
      #expect(play.attempt.results().isEmpty)
      #expect(try play.workspace.workers.records().map(\.isSettled) == [true])
      #expect(try play.settle().isEmpty)
      #expect(try play.workspace.workers.records().count == 1)
      let kept = try #require(play.workspace.keptAttempts(of: "A").first)
      #expect(try play.workspace.isRunning(kept, of: play.row))
      _ = try play.scene.queue().perform(.release(id: "A", force: true))
      #expect(try !play.workspace.isRunning(kept, of: play.row))
      _ = try play.settle()
      let result = try #require(play.attempt.result())
      #expect(result.text == "- - - the work was handed over, and no report came")
      #expect(result.status == .pending)
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  /// What ended the claim before its supervisor's record was read: the history says it.
  struct Ended: CustomTestStringConvertible, Sendable {
    let transition: Transition
    var ending: WorkerEnding?
    let status: Status
    let result: String

    var testDescription: String { "\(transition)" }
  }

  @Test(arguments: [
    Ended(
      transition: .endAttempt(.init(id: "A", failure: .lost, notes: "gone")), status: .pending,
      result: "lost again - its supervisor was killed"),
    Ended(
      transition: .endAttempt(.init(id: "A", failure: .spawn, notes: "gone")), status: .pending,
      result: "spawn again - its supervisor was killed"),
    Ended(
      transition: .endAttempt(.init(id: "A", failure: .timeout, notes: "timeout")),
      ending: failed(.timeout, "timeout"), status: .pending, result: "timeout again - timeout"),
    Ended(
      transition: .finish(.init(id: "A", as: .done, notes: "by itself")),
      ending: failed(.agent, "no_report", exit: .status(0)), status: .done,
      result: "- - status(0) -"),
    Ended(
      transition: .cancel(id: "A"), ending: failed(.interrupted, "interrupted by signal 15"),
      status: .blocked, result: "interrupted never - interrupted by signal 15"),
  ])
  func `an attempt has the class and the status of the history, not those of the next claim`(
    _ ended: Ended
  ) throws {
    try AttemptPlay.run { play in
      play.record.ending = ended.ending
      let person = play.scene.queue()
      let worker = play.scene.queue(session: play.record.label, claimToken: play.record.claimToken)
      _ = try (ended.status == .blocked ? person : worker).perform(ended.transition)
      // Refused while the row waits, or is finished.
      _ = try? person.perform(.pick(id: "A"))
      try play.workspace.workers.save(play.record)
      _ = try play.settle()
      let result = try #require(play.attempt.result())
      #expect(result.text == ended.result && result.status == ended.status)
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  /// The worker that finished its row itself goes on, to clean up.
  @Test(arguments: [
    (true, Transition.Finish.Ending.done, true), (true, .failed(isPermanent: false), true),
    (false, .done, false), (false, .failed(isPermanent: false), false), (true, .blocked, false),
  ])
  func `a worker goes on only where it finished its row itself`(
    _ isByWorker: Bool, _ ending: Transition.Finish.Ending, _ goesOn: Bool
  ) throws {
    try AttemptPlay.run { play in
      let (label, token) = (play.record.label, play.record.claimToken)
      let queue =
        isByWorker ? play.scene.queue(session: label, claimToken: token) : play.scene.queue()
      _ = try queue.perform(.finish(.init(id: "A", as: ending, notes: "n", force: true)))
      #expect(play.settle.isFinishedByWorker(play.record) == goesOn)
    }
  }

  @Test func `a worker that asked a question goes on until it is answered`() throws {
    try AttemptPlay.run { play in
      var verdict = Verdict(
        .question, reasons: [.question("which one?")], unmet: [], coveredChecks: 0, totalChecks: 1,
        verified: 0, reported: 0)
      verdict.awaited = .answer
      let worker = play.scene.queue(session: play.record.label, claimToken: play.record.claimToken)
      _ = try worker.perform(
        .review(.init(id: "A", by: .report(force: false), .init(verdict: verdict))))
      #expect(play.settle.isFinishedByWorker(play.record))
      _ = try play.scene.queue().perform(.reply(.init(id: "A", .answer("both", question: nil))))
      #expect(!play.settle.isFinishedByWorker(play.record))
    }
  }

  @Test func `the attempt of a supervisor that was killed is lost`() throws {
    try AttemptPlay.run { play in
      try play.workspace.workers.save(play.record)
      #expect(try play.settle().isEmpty, "the watchdog decides about the row")
      #expect(play.attempt.results().isEmpty)
      _ = try play.scene.queue().perform(.release(id: "A", force: true))
      _ = try play.settle()
      let result = try #require(play.attempt.result())
      #expect(result.failure == .lost && result.status == .pending)
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  @Test func `the report of a failed attempt does not hide that its folder was removed`() throws {
    try AttemptPlay.run { play in
      #expect(play.attempt.remove())
      let result = WorkerResult(
        Self.failed(.agent, "exit 3", exit: .status(3)), report: "[REPORT A]\nStatus: DONE\n")
      let supervise = SuperviseWork(queue: play.scene.queue().working(in: play.workspace))
      try supervise.settle(.init(record: play.record, result: result))
      #expect(play.scene.events.warnings.map { $0.prefix(11) } == ["attemptGone"])
      #expect(play.attempt.names == ["report.md", "result.json"])
    }
  }

  @Test func `a context that the worker changed, or that is gone, is noticed`() throws {
    for text in ["{}", nil] {
      try AttemptPlay.run { play in
        let task = play.attempt.path(of: .task)
        try FileManager.default.removeItem(atPath: task)
        if let text { try Data(text.utf8).write(to: URL(filePath: task)) }
        play.record.ending = Self.failed(.agent, "exit 3", exit: .status(3))
        try play.workspace.workers.save(play.record)
        _ = try play.settle()
        #expect(play.attempt.result()?.isContextIntact == false)
      }
    }
  }
}

extension AttemptResult {
  fileprivate var text: String {
    let exit = exit.map { "\($0)" } ?? "-"
    let again = isRetryable.map { $0 ? "again" : "never" } ?? "-"
    return "\(failure?.rawValue ?? "-") \(again) \(exit) \(reason ?? "-")"
  }
}
