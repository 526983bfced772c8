import Host

/// An object that a ref of its own keeps until it is on a branch: `git gc --prune=now` removes
/// objects that no ref reaches.
public final class HeldObject: Sendable {
  let ref: String
  private let repository: Repository

  /// The prefix of the refs. A ref's name continues with the time, which shows refs that a killed
  /// process left.
  static let prefix = "refs/orch/held/"

  init(_ object: ObjectID, in repository: Repository) {
    let seconds = Clock.system.now() / 1_000_000_000
    ref = "\(Self.prefix)\(seconds)-\(Randomness.hexDigits(8))"
    self.repository = repository
  }

  deinit { repository.release(self) }
}
