public import Door
import Events
import Plans
import Schedule
import Worktrees

extension Opening {
  /// The features of `orch` and `ops` with keys in `orch.json`, in the order of the documentation.
  public static let allFeatures: [any FeatureSettings.Type] = [
    WorktreeSettings.self, ForgeSettings.self, PlannerSettings.self, HookSettings.self,
    RecurringEntries.self,
  ]
}
