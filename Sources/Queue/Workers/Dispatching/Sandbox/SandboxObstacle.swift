public import Host

/// Why a limit of a sandbox cannot be enforced.
public enum SandboxObstacle: Error, Equatable, Sendable {
  /// The program that enforces it cannot be run.
  case missing(ProgramLookup.Obstacle)
  /// The program fails, as on a machine that forbids user namespaces; what it said.
  case failed(program: String, said: String)
  /// A file that nothing may change has another hard link, by which it could be changed.
  case linked(path: String)
  /// The folder of the queue has more entries than can be mounted.
  case crowded(folder: String, most: Int)
  /// A folder of the project contains the user's home folder, so that nothing in the home is
  /// hidden.
  case home(folder: String)
}

/// A limit that a worker's sandbox should enforce but cannot, and why.
public struct SandboxLack: Equatable, Sendable {
  public let rung: SandboxRung
  public let obstacle: SandboxObstacle

  public init(_ rung: SandboxRung, _ obstacle: SandboxObstacle) {
    (self.rung, self.obstacle) = (rung, obstacle)
  }
}
