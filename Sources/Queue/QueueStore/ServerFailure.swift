/// The reason for which a program can't use a queue on a database server.
public struct ServerFailure: Equatable, Sendable {
  /// The cause, as far as the remedy depends on it.
  public enum Cause: Equatable, Sendable {
    /// No server responds, or it accepts no more clients for now.
    case unreachable
    /// The password is wrong, or the user has no access.
    case denied
    /// The user lacks privileges on the tables.
    case lacksRights
    case noDatabase
    /// The database has no queue.
    case noQueue
    /// The search path has no existing schema that the user may use.
    case noSchema
    /// The tables have another version than this program expects.
    case otherVersion(Int)
    /// The server is a read-only replica.
    case replica
    case full
    /// The connection was lost during the commit, and the server has not answered since. The
    /// change, which has the event with this number, may have been made.
    case undecided(event: Int)
    case other
  }

  public let cause: Cause
  /// The address as given, which contains no password.
  public let address: String
  /// The message of the server or of its client.
  public let message: String

  package init(_ cause: Cause, _ address: String, _ message: String) {
    (self.cause, self.address, self.message) = (cause, address, message)
  }
}
