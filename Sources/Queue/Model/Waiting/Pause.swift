/// A pause of a queue: no row is handed out while it lasts. Rows IN_PROGRESS continue.
public struct Pause: Equatable, Sendable {
  /// Who began the pause; `nil` if the record can't be read.
  public let actor: String?
  /// When the pause began, in seconds since 1970; `nil` if the record can't be read.
  public let since: Int?
  public let reason: String?
  /// Whether a session began the pause, and not a person.
  public let isBySession: Bool

  public init(actor: String?, since: Int?, reason: String? = nil, isBySession: Bool = false) {
    (self.actor, self.since, self.reason) = (actor, since, reason)
    self.isBySession = isBySession
  }
}
