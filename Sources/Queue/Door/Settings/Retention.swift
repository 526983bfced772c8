/// How long, and up to which size, the attempts of finished rows are kept: `retention` in
/// `orch.json`.
public struct Retention: Equatable, Sendable {
  /// The number of days for which an attempt is kept after its end; `nil` for as long as the row
  /// exists.
  public var days: Int?
  /// The maximum size of all attempts of a queue, in bytes; `nil` for no limit.
  public var bytes: Int?

  public init() {}

  public var isUnlimited: Bool { days == nil && bytes == nil }
}
