public import Model
public import QueueStore

/// An event of a use case, for output and logs.
public enum EngineEvent: Sendable {
  /// The decision of a transition, even if it changed nothing.
  case changed(Decision)
  /// The warnings of an operation of the store.
  case storeWarnings(StoreWarnings)
  case warning(Notice)
  /// The beginning of a step that has a separate record in the run log.
  case stepBegan
  case stepEnded(StepEnd)
}

/// The end of a step.
public struct StepEnd: Sendable {
  /// The id of the row, if the step changed no row.
  public var id: String?
  /// The new status of the row.
  public var routedTo: Status?
  /// Why the step failed.
  public var error: Problem?

  package init(id: String? = nil, routedTo: Status? = nil, error: Problem? = nil) {
    self.id = id
    self.routedTo = routedTo
    self.error = error
  }
}
