/// A profile that cannot be used: where, what was found, and what to do.
public struct ProfileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// `faults.transient: it must be a number from 0 to 1`.
  public let message: String
  public let hint: String

  init(_ message: String, hint: String) {
    self.message = message
    self.hint = hint
  }

  public var description: String { "\(message) (\(hint))" }
}
