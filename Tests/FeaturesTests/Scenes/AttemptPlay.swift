import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Work

/// The row A at work for the worker `w`, whose supervisor is gone.
struct AttemptPlay {
  let scene: EngineScene
  let workspace: Workspace
  var record: WorkerRecord
  let attempt: AttemptFolder

  var settle: SettleAttempts { SettleAttempts(queue: scene.queue().working(in: workspace)) }

  var row: QueueItem? {
    get throws { try scene.queue().read { table in try table.item("A") } }
  }

  /// Calls `body` in a fresh folder.
  static func run(
    _ adapter: WorkerProfile.Adapter = .report, criteria: String = "done well",
    settings: Workspace.SettingsFile = Workspace.SettingsFile(),
    _ body: (inout AttemptPlay) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      var play = try AttemptPlay(in: folder, adapter, criteria, settings)
      try body(&play)
    }
  }

  private init(
    in folder: String, _ adapter: WorkerProfile.Adapter, _ criteria: String,
    _ settings: Workspace.SettingsFile
  ) throws {
    let store = "\(folder)/QUEUE.md"
    try NewFile.create(store, text: "")
    workspace = Workspace(
      storePath: store, home: folder, sidecar: "\(folder)/.orch", settings: settings,
      environment: Environment(["PATH": "/usr/bin:/bin", "HOME": folder]))
    scene = EngineScene([item("A", criteria: criteria)])
    let queue = scene.queue()
    let roster = WorkerRoster(
      workers: [.init(name: "w", timeoutSeconds: 60, graceSeconds: 1)],
      routes: [WorkerRoute(worker: "w")], isNamed: true)
    let claimed = try #require(
      try queue.perform(.dispatch(.init(maxWorkers: 3, limit: 1, roster: roster))).item)
    let claim = try #require(claimed.claim)
    let message = try ComposeTask(queue: queue.working(in: workspace))(for: claimed)
    let task = TaskContext(
      message, text: message.text, claim: claim, worker: "w", adapter: adapter.rawValue,
      root: folder, limits: .init(timeoutSeconds: 60, graceSeconds: 1))
    let own = try #require(ProcessIdentity.current)
    record = WorkerRecord(
      id: "A", claimToken: claim.token, storeName: "QUEUE.md",
      label: WorkerLabel.label(for: "A"), workerName: "w",
      supervisor: ProcessIdentity(id: own.id, start: own.start + 1, boot: own.boot),
      graceSeconds: 1, settingsDigest: workspace.settingsDigest)
    (record.adapter, record.contextDigest) = (adapter, task.sha256)
    record.startedAt = queue.clock.now.iso8601
    attempt = try #require(workspace.attempt(of: "A", claimToken: claim.token))
    try attempt.begin(task, message: message.text)
  }
}

// MARK: Costs

extension AttemptPlay {
  /// A row at work for an agent that ran.
  static func runAgent(
    _ adapter: WorkerProfile.Adapter = .claude, _ body: (inout AttemptPlay) throws -> Void
  ) throws {
    var settings = Workspace.SettingsFile()
    settings.workers.prices["codex-1"] = TokenPrice(input: 1_000_000, output: 2_000_000)
    try run(adapter, settings: settings) { play in
      play.record.worker = play.record.supervisor
      try body(&play)
    }
  }

  var ledger: CostLedger { CostLedger(sidecar: workspace.sidecar) }

  /// What is booked: tokens of output, money and its source.
  var booked: [String] {
    get throws { try entries.map { $0.usage.text } }
  }

  var entries: [CostEntry] {
    get throws {
      var entries: [CostEntry] = []
      try ledger.visitEntries { entries.append($0) }
      return entries
    }
  }

  func say(_ lines: String) throws {
    try NewFile.create(attempt.path(of: .log), text: lines)
  }
}

extension AgentUsage? {
  /// Tokens of output, money and its source.
  var text: String {
    guard let usage = self else { return "unknown" }
    func number(_ value: Int?, _ none: String) -> String { value.map { "\($0)" } ?? none }
    return "\(number(usage.outputTokens, "?")) \(number(usage.microdollars, "-")) "
      + (usage.source?.rawValue ?? "-")
  }
}

extension AgentTranscript {
  /// Of Claude Code, which counts the process before 2.1.277.
  init(microdollars: Int, version: String = "2.1.200") {
    self.init()
    (session, self.version) = ("s-1", VersionNumber(version))
    var counters = AgentUsage()
    (counters.outputTokens, counters.microdollars) = (7, microdollars)
    self.counters = counters
  }
}
