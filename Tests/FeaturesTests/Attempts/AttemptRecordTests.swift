import Foundation
import Host
import Model
import StoreTestSupport
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Review
@testable import Work

/// What reports and ends of workers leave in the attempt of their claim.
@Suite struct AttemptRecordTests {
  private func withQueue(
    _ body: (_ scene: EngineScene, _ workspace: Workspace, _ folder: String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/QUEUE.md", text: "")
      let workspace = Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        environment: Environment([:]))
      let scene = EngineScene([item("A")])
      try body(scene, workspace, folder)
    }
  }

  private static let report = "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: a.txt has it\n"

  private func send(
    _ text: String, _ scene: EngineScene, _ workspace: Workspace
  ) throws -> ReceiveReport.Outcome {
    try ReceiveReport(queue: scene.queue(session: "w").working(in: workspace))(text, of: "A")
  }

  /// The row, the minutes that it waits, and whether a failure of its worker was counted.
  @Test(arguments: [
    (isOfWorker: true, isDiskFull: false, hasBegun: false, "A PENDING 0 counted spawn"),
    (isOfWorker: false, isDiskFull: false, hasBegun: false, "A PENDING 1 none spawn"),
    (isOfWorker: false, isDiskFull: false, hasBegun: true, "A PENDING 0 none lost"),
    (isOfWorker: false, isDiskFull: true, hasBegun: false, "A IN_PROGRESS orch-a 0 none -"),
  ])
  func `the end of a start that failed`(
    _ isOfWorker: Bool, _ isDiskFull: Bool, _ hasBegun: Bool, _ expected: String
  ) throws {
    try withQueue { scene, workspace, _ in
      let roster = WorkerRoster(
        workers: [.init(name: "w", timeoutSeconds: 60, graceSeconds: 1)],
        routes: [WorkerRoute(worker: "w")], isNamed: true)
      let claimed = try #require(
        try scene.queue().perform(.dispatch(.init(maxWorkers: 3, limit: 1, roster: roster))).item)
      let claim = try #require(claimed.claim)
      if hasBegun {
        let own = try #require(ProcessIdentity.current)
        var record = WorkerRecord(
          id: "A", claimToken: claim.token, storeName: "QUEUE.md", label: "orch-a", workerName: "w",
          supervisor: ProcessIdentity(id: own.id, start: own.start + 1, boot: own.boot),
          graceSeconds: 1, settingsDigest: "")
        record.contextDigest = "sent"
        try workspace.workers.save(record)
      }
      var broken = scene
      if isDiskFull {
        broken.writability = .failure(
          .system(SystemError(code: ENOSPC, action: .write, path: workspace.storePath)))
      }
      let isFree = AttemptRecorder(queue: broken.queue().working(in: workspace))
        .failStart(of: claimed, by: "w", because: "no space", isOfWorker: isOfWorker)
      #expect(isFree != isDiskFull)
      let now = scene.queue().clock.now.epochSeconds
      let row = try #require(try scene.queue().read { table in try table.item("A") })
      let minutes = row.retryNotBefore.map { ($0 - now) / 60 } ?? 0
      let isCounted = try FileStatus.ifExists("\(workspace.sidecar)/breakers/w.json") != nil
      let rows = try scene.rows.joined()
      let failure = try scene.store.history(of: "A").last?.failure?.rawValue ?? "-"
      #expect("\(rows) \(minutes) \(isCounted ? "counted" : "none") \(failure)" == expected)
      #expect(row.attemptCount == 0)
      let result = workspace.attempt(of: "A", claimToken: claim.token)?.result()
      #expect(result?.failure == (hasBegun ? .lost : nil))
      #expect(result?.isRetryable == (hasBegun ? true : nil))
      #expect(try workspace.workers.records().isEmpty)
      #expect(!scene.events.warnings.contains { $0.hasPrefix("attemptGone") })
    }
  }

  @Test func `a claim of a session has no folder before its report, and keeps what follows`() throws
  {
    try withQueue { scene, workspace, _ in
      let claim = try #require(try ClaimWork(queue: scene.queue(session: "w"))()?.claim)
      #expect(workspace.attempts(of: "A").isEmpty)
      _ = try send(Self.report + "Files:\n- gone.txt\n", scene, workspace)
      #expect(try scene.rows == ["A DONE w"])
      let attempt = try #require(workspace.attempts(of: "A").first)
      #expect(attempt.claimNumber == claim.number)
      #expect(attempt.names == ["outputs.json", "report.md", "result.json"])
      #expect(attempt.text(of: "report.md") == Self.report + "Files:\n- gone.txt\n")
      let result = try #require(attempt.result())
      #expect(result.claimToken == claim.token && result.status == .done && result.worker == nil)
      #expect(result.report?.session == "w" && result.outputs == "outputs.json")
      let review = try #require(result.review)
      #expect(review.result == .pass && review.remarks == ["outputs_missing:gone.txt"])
      #expect(review.criteria.map(\.isMet) == [true])
      #expect(workspace.lastReport(of: "A")?.place == .accepted)
      #expect(try workspace.inbox.waiting().isEmpty && scene.events.warnings.isEmpty)
    }
  }

  @Test func `a review later adds files of its own`() throws {
    try withQueue { scene, workspace, _ in
      _ = try ClaimWork(queue: scene.queue(session: "w"))()
      _ = try send("[REPORT A]\nStatus: PARTIAL\n", scene, workspace)
      let review = ReviewReport(queue: scene.queue().working(in: workspace))
      _ = try review(reviewing: Self.report, of: "A", .init())
      let attempt = try #require(workspace.attempts(of: "A").first)
      #expect(workspace.attempts(of: "A").count == 1)
      #expect(attempt.reportNames == ["report.md", "report-2.md"])
      #expect(attempt.results().map(\.review?.result) == [.retry, .pass])
      #expect(attempt.results().map(\.report?.file) == ["report.md", "report-2.md"])
      #expect(attempt.text(of: "report.md") == "[REPORT A]\nStatus: PARTIAL\n")
    }
  }

  @Test func `a report that a killed process had put away is only removed`() throws {
    try withQueue { scene, workspace, _ in
      _ = try ClaimWork(queue: scene.queue(session: "w"))()
      let reports = ReceiveReport(queue: scene.queue(session: "w").working(in: workspace))
      let name = try reports.spool(Self.report, of: "A")
      let place = "\(workspace.inbox.folder)/\(name)"
      try Directory.link(place, to: "\(place).copy")
      #expect(try reports.drain { _ in } == 1)
      try Directory.move("\(place).copy", to: place)
      #expect(try reports.drain { _ in } == 0)
      #expect(try workspace.inbox.waiting().isEmpty)
      #expect(workspace.attempts(of: "A").map(\.reportNames) == [["report.md"]])
      #expect(workspace.lastReport(of: "A")?.place == .accepted)
    }
  }

  @Test(arguments: ["attempts", "attempts/A", "attempts/A/1"])
  func `a link in its place is not followed, and the row ends by its report`(_ place: String) throws
  {
    try withQueue { scene, workspace, folder in
      _ = try ClaimWork(queue: scene.queue(session: "w"))()
      try Directory.createWithParents("\(folder)/outside")
      try Directory.createWithParents(Path.parent(of: "\(folder)/.orch/\(place)"))
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/.orch/\(place)", withDestinationPath: "\(folder)/outside")
      _ = try send(Self.report, scene, workspace)
      #expect(try scene.rows == ["A DONE w"])
      #expect(try Directory.names(in: "\(folder)/outside").isEmpty)
      #expect(scene.events.warnings.allSatisfy { $0.hasPrefix("attemptNotRecorded") })
      #expect(!scene.events.warnings.isEmpty)
      // The report is not lost: the next drain keeps it among the refused ones.
      let reports = ReceiveReport(queue: scene.queue(session: "w").working(in: workspace))
      try reports.drain { _ in }
      #expect(workspace.lastReport(of: "A")?.place == .refused)
    }
  }

  // MARK: Workers that orch started

  /// A claim whose worker was sent a context, and runs.
  private func begin(
    _ scene: EngineScene, _ workspace: Workspace
  ) throws -> (attempt: AttemptFolder, record: WorkerRecord) {
    let claimed = try #require(try ClaimWork(queue: scene.queue(session: "w"))())
    let claim = try #require(claimed.claim)
    let attempt = try #require(workspace.attempt(of: "A", claimToken: claim.token))
    let message = TaskMessage(claimed, criteria: [], queue: "QUEUE.md", softLimit: 1, hardLimit: 2)
    let context = TaskContext(
      message, text: "m", claim: claim, worker: "notes", adapter: "report", root: "/",
      limits: .init(timeoutSeconds: 1, graceSeconds: 1))
    try attempt.begin(context, message: "m")
    var record = WorkerRecord(
      id: "A", claimToken: claim.token, storeName: "QUEUE.md", label: "w", workerName: "notes",
      supervisor: try #require(ProcessIdentity.current), graceSeconds: 1, settingsDigest: "")
    record.contextDigest = context.sha256
    return (attempt, record)
  }

  /// A worker may have written a `result.json` of its own.
  @Test(arguments: [nil, "{}", #"{"schema": 1, "id": "A", "claim": 1, "status": "DONE"}"#])
  func `an end without a report is recorded once`(_ forged: String?) throws {
    try withQueue { scene, workspace, _ in
      var (attempt, record) = try begin(scene, workspace)
      if let forged { try NewFile.create(attempt.path(of: .result), text: forged) }
      record.ending = .failed(WorkerFailure(.timeout, note: "timeout"))
      let recorder = AttemptRecorder(queue: scene.queue().working(in: workspace))
      for _ in 0..<2 { #expect(recorder.complete(record, nil)) }
      let result = try #require(attempt.result())
      #expect(attempt.names.count { $0.hasPrefix("result") } == (forged == nil ? 1 : 2))
      #expect(result.failure == .timeout)
      #expect(result.worker == "notes" && result.reason == "timeout")
      #expect(result.isContextIntact == true)
    }
  }

  @Test(arguments: ["change", "remove"])
  func `a context that is changed or gone is named, and the end is recorded`(_ what: String) throws
  {
    try withQueue { scene, workspace, _ in
      var (attempt, record) = try begin(scene, workspace)
      if what == "remove" {
        #expect(attempt.remove())
      } else {
        try NewFile.replace(attempt.path(of: .task), text: "{}", permissions: 0o600)
      }
      record.ending = .failed(WorkerFailure(.agent, note: "exit 1", exit: .status(1)))
      #expect(AttemptRecorder(queue: scene.queue().working(in: workspace)).complete(record, nil))
      #expect(attempt.result()?.isContextIntact == false && attempt.result()?.exit == .status(1))
      let warned = scene.events.warnings.map { $0.prefix(11) }
      #expect(warned == (what == "remove" ? ["attemptGone"] : []))
    }
  }

  @Test func `a report repeats the hash of what was sent, or is refused and kept`() throws {
    try withQueue { scene, workspace, _ in
      let (_, record) = try begin(scene, workspace)
      let other = String(repeating: "0", count: 64)
      guard
        case .refused(_, .otherContext(id: "A"), let path) = try send(
          Self.report + "Context: \(other)\n", scene, workspace)
      else {
        Issue.record("it was routed")
        return
      }
      #expect(try FileStatus.ifExists(path) != nil)
      #expect(try scene.rows == ["A IN_PROGRESS w"])
      let hash = try #require(record.contextDigest)
      _ = try send(Self.report + "Context: \(hash)\n", scene, workspace)
      #expect(try scene.rows == ["A DONE w"])
    }
  }

  /// A tick completes it where the supervisor was killed behind the ending.
  @Test func `the end of an agent has what it took`() throws {
    try withQueue { scene, workspace, _ in
      var (attempt, record) = try begin(scene, workspace)
      (record.session, record.adapter) = ("chosen", .opencode)
      var transcript = AgentTranscript()
      (transcript.session, transcript.model) = ("s-1", "m-1")
      var usage = AgentUsage()
      usage.microdollars = 12_345
      (usage.source, transcript.usage) = (.cli, usage)
      var ended = WorkerResult(.failed(WorkerFailure(.rateLimit, note: "limit")))
      for (said, session) in [(nil, nil), (transcript, "s-1")] as [(AgentTranscript?, String?)] {
        ended.transcript = said
        record.add(ended)
        #expect(record.session == session)
      }
      record.ending = ended.ending
      try BookCosts(queue: scene.queue().working(in: workspace))(of: &record, by: transcript)
      try workspace.workers.save(record)
      let saved = try #require(try workspace.workers.records().first)
      #expect(AttemptRecorder(queue: scene.queue().working(in: workspace)).complete(saved, nil))
      let result = try #require(attempt.result())
      #expect(result.session == "s-1" && result.model == "m-1" && result.usage == usage)
    }
  }

  @Test func `a report that is routed before the ending is saved has the exit`() throws {
    try withQueue { scene, workspace, _ in
      var record = try begin(scene, workspace).record
      let recorder = AttemptRecorder(queue: scene.queue().working(in: workspace))
      #expect(recorder.result(of: record).exit == nil)
      record.endedAt = "2026-01-04T12:00:00+09:00"
      #expect(recorder.result(of: record).exit == .status(0))
      record.exit = .status(1)
      #expect(recorder.result(of: record).exit == .status(1))
      record.ending = .failed(WorkerFailure(.agent, note: "exit 1", exit: .status(1)))
      #expect(recorder.result(of: record).exit == .status(1))
    }
  }
}
