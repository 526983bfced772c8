/// Why an option's value was not taken, worded to follow
/// "invalid value 'x' for --y: ".
///
/// Not nested in `Option`: the optimizer of Swift 6.3 fails on an error type
/// that depends on a generic parameter.
public struct InvalidValue: Error, Equatable, Sendable {
  public let reason: String
  public init(_ reason: String) { self.reason = reason }
}
