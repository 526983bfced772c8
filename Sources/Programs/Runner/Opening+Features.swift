public import Door
import Events
import Plans
import Schedule
import Telemetry
import Work
import Worktrees

extension Opening {
  /// The features of `orch` and `ops` with keys in `orch.json`, in the order of the documentation.
  public static let allFeatures: [any FeatureSettings.Type] = [
    WorktreeSettings.self, ForgeSettings.self, PlannerSettings.self, PlanFileSettings.self,
    AnswerSettings.self,
    HookSettings.self, TelemetrySettings.self, RecurringEntries.self,
  ]
}
