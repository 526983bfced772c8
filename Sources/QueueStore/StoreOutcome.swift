/// What a store answers, with its warnings.
public struct StoreOutcome<Value> {
  public var value: Value
  public var warnings: StoreWarnings
  /// Whether the history has a new entry. Edits by others are recorded also where the operation
  /// itself changes nothing.
  public var isRecorded: Bool

  public init(_ value: Value, warnings: StoreWarnings = .init(), isRecorded: Bool = false) {
    self.value = value
    self.warnings = warnings
    self.isRecorded = isRecorded
  }

  package func map<Other>(_ transform: (Value) -> Other) -> StoreOutcome<Other> {
    StoreOutcome<Other>(transform(value), warnings: warnings, isRecorded: isRecorded)
  }
}

extension StoreOutcome: Equatable where Value: Equatable {}
extension StoreOutcome: Sendable where Value: Sendable {}

/// What a store could not do, with its warnings.
public struct StoreFailure: Error, Equatable {
  public var error: StoreError
  public var warnings: StoreWarnings

  public init(_ error: StoreError, warnings: StoreWarnings = .init()) {
    self.error = error
    self.warnings = warnings
  }
}

/// What a store warns of, beside an answer or an error.
public struct StoreWarnings: Equatable, Sendable {
  /// In the order in which they are printed.
  public var notices: [StoreNotice]
  /// The rows that were left alone because they are malformed.
  public var malformedRows: MalformedRows?

  public init(_ notices: [StoreNotice] = [], malformedRows: MalformedRows? = nil) {
    self.notices = notices
    self.malformedRows = malformedRows
  }

  /// These warnings and then those of a later operation, which knows best which rows are
  /// malformed.
  package func followed(by later: StoreWarnings) -> StoreWarnings {
    StoreWarnings(notices + later.notices, malformedRows: later.malformedRows)
  }
}
