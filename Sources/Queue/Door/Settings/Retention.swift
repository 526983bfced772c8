/// How much is kept of the attempts of finished rows: `retention` in `orch.json`.
public struct Retention: Equatable, Sendable {
  /// How many days after its end an attempt is kept; `nil` for as long as the row is kept.
  public var days: Int?
  /// The most bytes of all attempts of a queue; `nil` for any.
  public var bytes: Int?

  public init() {}

  public var isUnlimited: Bool { days == nil && bytes == nil }
}
