import Foundation
import Host
import Model
import QueueStore
import Synchronization
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Work
@testable import Worktrees

/// What attempts of agents took is booked once, wherever their supervisor was killed.
@Suite struct BookCostsTests {
  private static let failure = WorkerEnding.failed(WorkerFailure(.agent, note: "exit 3"))

  /// What a supervisor did before it was killed.
  enum Step: CaseIterable {
    case nothing, booked, savedRecord, savedEnding, changedRow, wroteResult
  }

  @Test(arguments: Step.allCases)
  func `an attempt is booked once, wherever its supervisor was killed`(_ killedAfter: Step) throws {
    try AttemptPlay.runAgent { play in
      // The log says another number: what is booked is not counted again.
      try play.say(#"{"type":"result","subtype":"success","total_cost_usd":0.5}"#)
      let book = BookCosts(queue: play.scene.queue().working(in: play.workspace))
      let recorder = AttemptRecorder(queue: play.scene.queue().working(in: play.workspace))
      if killedAfter != .nothing {
        try book(of: &play.record, by: AgentTranscript(microdollars: 250_000))
      }
      // The file has the record of the start until the ending is saved.
      let begun = play.record
      if [.nothing, .booked].contains(killedAfter) { play.record.usage = nil }
      try play.workspace.workers.save(play.record)
      if [.savedEnding, .changedRow, .wroteResult].contains(killedAfter) {
        play.record.ending = Self.failure
        try play.workspace.workers.save(play.record)
      }
      if [.changedRow, .wroteResult].contains(killedAfter) {
        let transition = try #require(Self.failure.transition(of: play.record))
        let worker = Caller(session: play.record.label, claimToken: play.record.claimToken)
        let changes = try play.scene.queue().called(by: worker).perform(transition).changes
        if killedAfter == .wroteResult {
          #expect(recorder.complete(play.record, changes.first))
        }
      }
      _ = try play.settle()
      let isKilled = [.nothing, .booked, .savedRecord].contains(killedAfter)
      let expected = killedAfter == .nothing ? "? 500000 cli" : "7 250000 cli"
      #expect(try play.booked == [expected], "before the watchdog changes the row")
      if isKilled { _ = try play.scene.queue().perform(.release(id: "A", force: true)) }
      _ = try play.settle()
      #expect(play.attempt.result()?.usage.text == expected)
      #expect(try play.workspace.workers.records().isEmpty)
      // As if the record could not be removed.
      try play.workspace.workers.save(begun)
      _ = try play.settle()
      #expect(try play.booked == [expected])
    }
  }

  struct Killed: CustomTestStringConvertible {
    let testDescription: String
    let adapter: WorkerProfile.Adapter
    /// `nil` for no log.
    let log: String?
    var hasWorker = true
    /// What is booked; `nil` for nothing.
    let booked: String?
    var model: String?
    /// What orch chose before the start.
    var chosenSession: String?
    var session: String?
  }

  @Test(arguments: [
    Killed(
      testDescription: "a log without a result", adapter: .claude,
      log: "[orch] runs claude\n{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\"}\n",
      booked: "unknown", session: "s"),
    Killed(
      testDescription: "a session that was resumed", adapter: .claude,
      log: #"{"type":"system","subtype":"init","session_id":"s"}"#, booked: "unknown",
      chosenSession: "chosen", session: "chosen"),
    Killed(testDescription: "no log", adapter: .claude, log: nil, booked: "unknown"),
    Killed(
      testDescription: "lines of others, and half a line", adapter: .claude,
      log: "[orch] runs claude\nnpm warn\n"
        + #"{"type":"system","subtype":"init","claude_code_version":"2.1.200","model":"m"}"# + "\n"
        + #"{"type":"result","subtype":"success","total_cost_usd":0.25,"usage":{"output_tokens":3}}"#
        + "\n{\"type\":\"result\",\"total_cost_u",
      booked: "3 250000 cli", model: "m"),
    Killed(
      testDescription: "steps", adapter: .opencode,
      log: #"{"type":"step_finish","part":{"id":"1","tokens":{"output":3},"cost":0.1}}"# + "\n"
        + #"{"type":"step_finish","part":{"id":"2","tokens":{"output":4},"cost":0.2}}"#,
      booked: "7 300000 cli"),
    Killed(
      testDescription: "a thread", adapter: .codex,
      log: #"{"type":"turn.completed","usage":{"input_tokens":5,"output_tokens":3}}"# + "\n",
      booked: "3 - -"),
    Killed(
      testDescription: "an endpoint that answered", adapter: .llm,
      log: "[orch] runs curl\n[orch] ended with status 0 after 3 s\n"
        + #"[orch] answered: {"model":"m","usage":{"input_tokens":5,"output_tokens":3}}"#
        + "\nThe mod",
      booked: "3 - -", model: "m"),
    Killed(
      testDescription: "an endpoint that has not answered", adapter: .llm,
      log: "[orch] runs curl\n", booked: "unknown"),
    Killed(
      testDescription: "a program that never ran", adapter: .claude, log: "[orch] runs claude\n",
      hasWorker: false, booked: nil),
    Killed(
      testDescription: "a program that ran unseen", adapter: .codex,
      log: #"{"type":"thread.started","thread_id":"t"}"#, hasWorker: false, booked: "unknown",
      session: "t"),
    Killed(
      testDescription: "a worker that is no agent", adapter: .report,
      log: #"{"type":"result","subtype":"success","total_cost_usd":0.5}"#, booked: nil),
  ])
  func `a killed supervisor's log says what its attempt took`(_ killed: Killed) throws {
    try AttemptPlay.runAgent(killed.adapter) { play in
      if let log = killed.log { try play.say(log) }
      if !killed.hasWorker { play.record.worker = nil }
      play.record.session = killed.chosenSession
      try play.workspace.workers.save(play.record)
      _ = try play.scene.queue().perform(.release(id: "A", force: true))
      _ = try play.settle()
      #expect(try play.booked == (killed.booked.map { [$0] } ?? []))
      let result = try #require(play.attempt.result())
      #expect(result.usage.text == (killed.booked ?? "unknown") && result.model == killed.model)
      #expect(result.session == killed.session)
      let calls = killed.adapter == .llm ? 1 : nil
      #expect(try play.entries.allSatisfy { $0.calls == calls && !$0.isOpen })
    }
  }

  @Test func `the watchdog books before the next attempt begins`() throws {
    try AttemptPlay.runAgent { play in
      try play.workspace.workers.save(play.record)
      let rescue = RescueStale(queue: play.scene.queue().working(in: play.workspace))
      play.scene.clock.pass(.seconds(600))
      #expect(try rescue(staleTimeout: .seconds(300)).map(\.id) == ["A"])
      #expect(try play.booked == ["unknown"])
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  @Test func `the start of an attempt books the one before`() throws {
    try AttemptPlay.runAgent(.codex) { play in
      try play.say(#"{"type":"turn.completed","usage":{"input_tokens":5,"output_tokens":3}}"#)
      // A process does not end itself.
      var record = WorkerRecord(
        id: "A", claimToken: play.record.claimToken, storeName: "QUEUE.md",
        label: play.record.label, workerName: "w",
        supervisor: .init(id: 1, start: 1, boot: play.record.supervisor.boot), graceSeconds: 1,
        settingsDigest: "")
      (record.adapter, record.worker) = (.codex, play.record.worker)
      try play.workspace.workers.save(record)
      let end = EndWorkers(queue: play.scene.queue().working(in: play.workspace))
      try end(of: ["A"])
      #expect(try play.booked == [], "it is at work, as far as the row says")
      _ = try play.scene.queue().perform(.release(id: "A", force: true))
      for _ in 0..<2 { try end(of: ["A"]) }
      #expect(try play.booked == ["3 - -"])
    }
  }

  @Test func `a full disk is waited for, a ledger that is none is not`() throws {
    try AttemptPlay.runAgent { play in
      let recorder = AttemptRecorder(queue: play.scene.queue().working(in: play.workspace))
      try FileManager.default.createSymbolicLink(
        atPath: play.ledger.path, withDestinationPath: "/dev/null")
      play.record.ending = Self.failure
      #expect(recorder.complete(play.record, nil))
      #expect(play.scene.events.warnings.map { $0.prefix(18) } == ["attemptNotRecorded"])
      #expect(play.attempt.hasResult)
      let full = Problem.system(SystemError(code: ENOSPC, action: .write, path: "x"))
      let link = Problem.system(.link("x"))
      let locked = Problem.store(.locked(path: "x", holder: "1"))
      #expect(full.mayBookLater && locked.mayBookLater && !link.mayBookLater)
    }
  }

  @Test func `a server that does not answer is waited for`() throws {
    try AttemptPlay.runAgent { play in
      let server = ServerRecords()
      let files = play.workspace
      let workspace = Workspace(
        storePath: files.storePath, sharedRecords: server, home: files.home,
        sidecar: files.sidecar, environment: files.environment)
      let recorder = AttemptRecorder(queue: play.scene.queue().working(in: workspace))
      try play.say(#"{"type":"result","subtype":"success","total_cost_usd":0.25}"#)
      play.record.ending = Self.failure
      #expect(!recorder.complete(play.record, nil))
      #expect(!play.attempt.hasResult)
      server.answers.store(true, ordering: .relaxed)
      for _ in 1...2 { #expect(recorder.complete(play.record, nil)) }
      #expect(try server.keys("cost") == [play.record.claimToken])
      #expect(play.attempt.result()?.usage.text == "? 250000 cli")
    }
  }

  /// What stands in place of the ledger, and whether the supervisor was killed.
  @Test(arguments: [("link", false), ("link", true), ("folder", false), ("folder", true)])
  func `what can't be booked stands in the record of the attempt`(
    _ obstacle: String, _ isKilled: Bool
  ) throws {
    try AttemptPlay.runAgent { play in
      if obstacle == "link" {
        try FileManager.default.createSymbolicLink(
          atPath: play.ledger.path, withDestinationPath: "/dev/null")
      } else {
        try Directory.create(play.ledger.path, permissions: 0o700)
      }
      if isKilled {
        try play.say(
          #"{"type":"result","subtype":"success","total_cost_usd":0.25,"usage":{"output_tokens":7}}"#
        )
        try play.workspace.workers.save(play.record)
        _ = try play.scene.queue().perform(.release(id: "A", force: true))
        _ = try play.settle()
      } else {
        var result = WorkerResult(Self.failure)
        result.transcript = AgentTranscript(microdollars: 250_000, version: "2.1.277")
        try SuperviseWork(queue: play.scene.queue().working(in: play.workspace))
          .settle(.init(record: play.record, result: result))
      }
      // It may have counted earlier attempts of its session, of which nothing can be read.
      #expect(play.attempt.result()?.usage.text == "7 250000 estimate")
      #expect(play.scene.events.warnings.map { $0.prefix(18) } == ["attemptNotRecorded"])
      #expect(try play.workspace.workers.records().isEmpty)
    }
  }

  @Test func `a worker that ends leaves its costs before its row changes`() throws {
    try AttemptPlay.runAgent { play in
      var result = WorkerResult(Self.failure)
      result.transcript = AgentTranscript(microdollars: 12_345)
      try SuperviseWork(queue: play.scene.queue().working(in: play.workspace))
        .settle(.init(record: play.record, result: result))
      #expect(try play.booked == ["7 12345 cli"])
      #expect(play.attempt.result()?.usage.text == "7 12345 cli")
      let entry = try #require(try play.entries.first)
      #expect(entry.id == "A" && entry.worker == "w" && entry.adapter == "claude")
      #expect(entry.session == "s-1" && entry.claimToken == play.record.claimToken)
      #expect(entry.claimNumber == play.attempt.claimNumber)
      #expect(entry.time == play.scene.queue().clock.now)
    }
  }
}

/// The records of a queue on a server, which answers at some time.
final class ServerRecords: SharedRecords {
  let answers = Atomic(false)
  private let records = Mutex<[String: String]>([:])

  private func asked<Value>(
    _ body: (inout [String: String]) -> sending Value
  ) throws(SystemError) -> Value {
    guard answers.load(ordering: .relaxed) else { throw .unreachable("postgresql://h/d") }
    return records.withLock { body(&$0) }
  }

  func text(_ kind: String, _ key: String) throws(SystemError) -> String? {
    try asked { $0[key] }
  }

  func texts(_ kind: String) throws(SystemError) -> [String: String] { try asked { $0 } }

  func keys(_ kind: String) throws(SystemError) -> [String] { try asked { $0.keys.sorted() } }

  func add(_ text: String, _ kind: String, _ key: String) throws(SystemError) -> Bool {
    try asked { records in
      if records[key] != nil { return false }
      records[key] = text
      return true
    }
  }

  func takeLease(_ name: String, seconds: Int) throws(SystemError) -> LeaseHolder? {
    try asked { _ in nil }
  }

  func endLease(_ name: String) throws(SystemError) { try asked { _ in } }

  func replace(_ text: String, _ kind: String, _ key: String) throws(SystemError) {
    try asked { $0[key] = text }
  }

  func replace(
    _ text: String, _ kind: String, _ key: String, holding lease: String, seconds: Int
  ) throws(SystemError) -> Bool {
    try replace(text, kind, key)
    return true
  }

  func remove(_ kind: String, _ key: String) throws(SystemError) { try asked { $0[key] = nil } }
}
