/// Texts that all machines of a queue on a server share. Each text has a kind and a key. A queue in
/// a file has files beside it instead of these texts.
public protocol SharedRecords: Sendable {
  /// - Returns: `nil` if there is no such text.
  func text(_ kind: String, _ key: String) throws(SystemError) -> String?

  /// All texts of a kind, by their keys.
  func texts(_ kind: String) throws(SystemError) -> [String: String]

  func keys(_ kind: String) throws(SystemError) -> [String]

  /// Adds a text, durably.
  ///
  /// - Returns: `false` if there already is a text with this kind and key; that text stays.
  func add(_ text: String, _ kind: String, _ key: String) throws(SystemError) -> Bool

  /// Writes a text, durably.
  func replace(_ text: String, _ kind: String, _ key: String) throws(SystemError)

  /// Writes a text, durably, and prolongs a lease, if this machine still has the lease.
  ///
  /// - Returns: `false` if another machine has taken the lease. In this case nothing was written.
  func replace(
    _ text: String, _ kind: String, _ key: String, holding lease: String, seconds: Int
  ) throws(SystemError) -> Bool

  /// Removes a text, durably; does nothing if there is none.
  func remove(_ kind: String, _ key: String) throws(SystemError)

  /// Takes a lease for this machine, or prolongs the lease that it has. The time is measured by the
  /// server's clock.
  ///
  /// - Returns: the other machine that has the lease; `nil` if this machine has it now.
  func takeLease(_ name: String, seconds: Int) throws(SystemError) -> LeaseHolder?

  /// Ends this machine's lease; does nothing if this machine has no such lease.
  func endLease(_ name: String) throws(SystemError)
}

/// Another machine that has a lease.
public struct LeaseHolder: Equatable, Sendable {
  /// The machine and the queue's folder on it: `HOST:FOLDER`.
  public let place: String
  /// The time until the lease ends, unless the machine prolongs it; not below 0.
  public let secondsLeft: Int

  public init(place: String, secondsLeft: Int) {
    (self.place, self.secondsLeft) = (place, secondsLeft)
  }
}
