import Dispatching
import QueueCLI
import QueueModel

/// How many rows one dispatch may claim, and how many may be at work.
struct DispatchLimits {
  /// `nil` for what the settings say.
  var maxWorkers: Int?
  var parallel = 1

  func transition(
    by spawner: Spawner, in session: Session
  ) throws(CommandError) -> Transition.Dispatch {
    Transition.Dispatch(
      maxWorkers: try session.value(Settings.maxWorkers, given: maxWorkers), limit: parallel,
      leaseOfWorkers: spawner.kind == .none ? nil : spawner.leaseSeconds)
  }
}
