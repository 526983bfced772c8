public import Model
public import QueueStore

/// An event of a use case, for output and logs.
public enum EngineEvent: Sendable {
  /// The decision of a transition, even if it changed nothing.
  case changed(Decision)
  /// The warnings of an operation of the store.
  case storeWarnings(StoreWarnings)
  case warning(Notice)
  /// The beginning of a step that the run log records by itself.
  case stepBegan
  case stepEnded(StepEnd)
}

/// The end of a step.
public struct StepEnd: Sendable {
  /// The row, if the step changed none.
  public var id: String?
  /// The new status of the row.
  public var routedTo: Status?
  /// Why it failed.
  public var error: Problem?

  package init(id: String? = nil, routedTo: Status? = nil, error: Problem? = nil) {
    self.id = id
    self.routedTo = routedTo
    self.error = error
  }
}
