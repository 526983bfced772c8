/// A pause of a queue: while it lasts, no row is handed out. Rows that are at work go on.
public struct Pause: Equatable, Sendable {
  /// Who began it; `nil` where the record of the pause can't be read.
  public let actor: String?
  /// When it began, in seconds since 1970; `nil` where that can't be read.
  public let since: Int?
  public let reason: String?

  public init(actor: String?, since: Int?, reason: String? = nil) {
    (self.actor, self.since, self.reason) = (actor, since, reason)
  }
}
