/// Where a row stands in its life.
///
/// Who moves a row in and out of each state is `Transition`'s subject; `undo` and
/// `restore` bring a row back to whichever it had.
public enum Status: String, CaseIterable, Sendable {
  /// Waits to be picked. Rows come here by `add`, `release`, `retry`, `replan`, and when
  /// their worker is gone.
  case pending = "PENDING"
  /// Somebody works on it. Rows come here by `pick` and `dispatch`.
  case inProgress = "IN_PROGRESS"
  /// Finished; leaves only by force.
  case done = "DONE"
  /// Tried without success; leaves by `retry`, `replan`, or force.
  case failed = "FAILED"
  /// Stopped until a person moves it.
  case blocked = "BLOCKED"

  /// Whether the row's work has ended, well or badly.
  public var isFinished: Bool {
    switch self {
    case .done, .failed: true
    case .pending, .inProgress, .blocked: false
    }
  }
}
