public import Host

/// Why a limit of a sandbox can't be kept.
public enum SandboxObstacle: Error, Equatable, Sendable {
  /// Its program can't be run.
  case missing(ProgramLookup.Obstacle)
  /// Its program fails, as on a machine that forbids namespaces of users; what it said.
  case failed(program: String, said: String)
  /// A file that nothing may change has a second name, by which it could be changed.
  case linked(path: String)
  /// The folder of the queue has more entries than can be mounted.
  case crowded(folder: String, most: Int)
  /// A folder of the project has the user's own folder in it, so that nothing of that is hidden.
  case home(folder: String)
}

/// A limit that a worker's sandbox is to keep and can't, and why.
public struct SandboxLack: Equatable, Sendable {
  public let rung: SandboxRung
  public let obstacle: SandboxObstacle

  public init(_ rung: SandboxRung, _ obstacle: SandboxObstacle) {
    (self.rung, self.obstacle) = (rung, obstacle)
  }
}
