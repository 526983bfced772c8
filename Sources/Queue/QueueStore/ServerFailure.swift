/// What keeps a program from a queue on a database server.
public struct ServerFailure: Equatable, Sendable {
  /// As far as what to do depends on it.
  public enum Cause: Equatable, Sendable {
    /// No server answers, or it takes no more clients for now.
    case unreachable
    /// A wrong password, or a user that is not let in.
    case denied
    /// The user lacks rights on the tables.
    case lacksRights
    case noDatabase
    /// The database has no queue.
    case noQueue
    /// The search path has no schema that is there and that the user may use.
    case noSchema
    /// The tables have another version than those of this program.
    case otherVersion(Int)
    /// The server is a replica, which only reads.
    case replica
    case full
    /// The connection ended in the commit, and the server could not be asked since: the change may
    /// have been made. It is that of the event with this number.
    case undecided(event: Int)
    case other
  }

  public let cause: Cause
  /// The address as it was given, which has no password.
  public let address: String
  /// The reason of the server or of its client.
  public let message: String

  package init(_ cause: Cause, _ address: String, _ message: String) {
    (self.cause, self.address, self.message) = (cause, address, message)
  }
}
