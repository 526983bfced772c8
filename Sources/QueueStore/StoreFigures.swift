public import QueueModel

/// What a store knows of its rows beside what they say.
public struct StoreFigures: Equatable, Sendable {
  /// How often a row was taken back to be tried again; `nil` where only the run log tells.
  public let retries: Int?
  /// When the row came that waits longest; `nil` where none waits, or nobody knows.
  public let oldestPending: QueueTime?

  public init(retries: Int?, oldestPending: QueueTime?) {
    self.retries = retries
    self.oldestPending = oldestPending
  }
}
