import Host
import TestSupport

@testable import Door
@testable import Events
@testable import Plans
@testable import Schedule
@testable import Telemetry
@testable import Work
@testable import Worktrees

/// The features that have keys in `orch.json`.
let featuresWithKeys: [any FeatureSettings.Type] = [
  WorktreeSettings.self, ForgeSettings.self, PlannerSettings.self, PlanFileSettings.self,
  AnswerSettings.self,
  HookSettings.self, TelemetrySettings.self, RecurringEntries.self,
]

/// Runs `body` with a queue in a folder of its own, as a server opens it.
///
/// - Parameters:
///   - rows: whole lines of `QUEUE.md`.
///   - settings: the text of `orch.json`.
///   - need: what the opening needs of it.
///   - clock: stands, unless it is told to pass time.
///   - body: gets the queue and its folder.
func withTaskQueue(
  _ rows: [String], settings: String? = nil, needing need: SettingsNeed = .all,
  clock: FakeClock = FakeClock(),
  _ body: (TaskQueue, String) throws -> Void
) throws {
  try withTemporaryDirectory { folder in
    let text = "# Queue\n\n" + QueueFixture.header + rows.map { $0 + "\n" }.joined()
    try writeAged(text, to: "\(folder)/QUEUE.md")
    if let settings { try writeAged(settings, to: "\(folder)/orch.json") }
    var opening = Opening(
      .file("QUEUE.md"), in: folder, environment: Environment(["HOME": folder]), program: "test",
      traceID: "trace-1", clock: clock.clock)
    opening.settingsNeed = need
    opening.features = featuresWithKeys
    try body(TaskQueue.open(opening), folder)
  }
}
