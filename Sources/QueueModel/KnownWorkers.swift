/// What is known of the workers that orch started on this machine, by the tokens of their
/// claims. Of other claims nobody knows whether somebody still works for them.
public struct KnownWorkers: Equatable, Sendable {
  /// A process works for these.
  public var alive: Set<String>
  /// The process that worked for these has ended, and said nothing.
  public var dead: Set<String>

  public init(alive: Set<String> = [], dead: Set<String> = []) {
    self.alive = alive
    self.dead = dead
  }
}
