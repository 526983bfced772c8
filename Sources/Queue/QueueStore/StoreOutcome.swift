/// The result of a change.
public struct StoreOutcome<Value> {
  public let value: Value
  /// Whether the store wrote a change that a mirror must copy. In a file, that is a new entry of
  /// the history; it may record an external edit even if the operation itself changes nothing. In a
  /// database, it is any change, including a heartbeat.
  public let isRecorded: Bool

  public init(_ value: Value, isRecorded: Bool = false) {
    (self.value, self.isRecorded) = (value, isRecorded)
  }

  package func map<Other>(_ transform: (Value) -> Other) -> StoreOutcome<Other> {
    StoreOutcome<Other>(transform(value), isRecorded: isRecorded)
  }
}

extension StoreOutcome: Equatable where Value: Equatable {}
extension StoreOutcome: Sendable where Value: Sendable {}
