/// Texts by kind and key that all machines of a queue share, in place of files beside it.
public protocol SharedRecords: Sendable {
  /// - Returns: `nil` if there is none.
  func text(_ kind: String, _ key: String) throws(SystemError) -> String?

  /// All texts of a kind, by their keys.
  func texts(_ kind: String) throws(SystemError) -> [String: String]

  func keys(_ kind: String) throws(SystemError) -> [String]

  /// Adds a text, durably.
  ///
  /// - Returns: `false` if there is one, which stays.
  func add(_ text: String, _ kind: String, _ key: String) throws(SystemError) -> Bool

  /// Writes a text, durably.
  func replace(_ text: String, _ kind: String, _ key: String) throws(SystemError)

  /// Writes a text, durably, if this machine still has a lease, which is prolonged.
  ///
  /// - Returns: `false` if another machine took the lease since: nothing was written.
  func replace(
    _ text: String, _ kind: String, _ key: String, holding lease: String, seconds: Int
  ) throws(SystemError) -> Bool

  /// Removes a text, durably; does nothing if there is none.
  func remove(_ kind: String, _ key: String) throws(SystemError)

  /// Takes a lease for this machine, or prolongs the one that it has, by the server's clock.
  ///
  /// - Returns: the machine that has it; `nil` if that is this one.
  func takeLease(_ name: String, seconds: Int) throws(SystemError) -> LeaseHolder?

  /// Ends the lease of this machine; does nothing if it has none.
  func endLease(_ name: String) throws(SystemError)
}

/// Another machine that has a lease.
public struct LeaseHolder: Equatable, Sendable {
  /// `HOST:FOLDER`.
  public let place: String
  /// The time until the lease ends, unless the machine prolongs it; not below 0.
  public let secondsLeft: Int

  public init(place: String, secondsLeft: Int) {
    (self.place, self.secondsLeft) = (place, secondsLeft)
  }
}
