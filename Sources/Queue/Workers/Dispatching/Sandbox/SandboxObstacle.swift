public import Host

/// Why a limit of a sandbox cannot be enforced.
public enum SandboxObstacle: Error, Equatable, Sendable {
  /// The program that enforces the limit cannot be run.
  case missing(ProgramLookup.Obstacle)
  /// The program fails, for example on a machine that forbids user namespaces; `said` is the
  /// program's message.
  case failed(program: String, said: String)
  /// A protected file has another hard link, through which it could be changed.
  case linked(path: String)
  /// The folder of the queue has more entries than can be mounted.
  case crowded(folder: String, most: Int)
  /// A folder of the project contains the user's home folder, so that no part of the home folder
  /// can be hidden.
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
