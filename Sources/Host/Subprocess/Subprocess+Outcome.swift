import CSystem

extension Subprocess {
  /// How a program ended, and what it said.
  public struct Outcome: Equatable, Sendable {
    public let ending: Ending
    public let output: KeptOutput
    public let errors: KeptOutput
    /// Nanoseconds from its start to its end.
    public let duration: Int
  }

  public enum Ending: Equatable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By a signal that did not come from here.
    case signalled(Int32)
    /// It took longer than it may.
    case timedOut
    /// This process was sent the signal while the program ran, which was ended for it.
    case interrupted(by: Int32)

    public var isSuccess: Bool { self == .exited(0) }

    /// - Parameter status: as waitpid(2) gives it, of a program that nothing here ended.
    init(status: Int32) {
      let number = csystem_signal(status)
      self = number == 0 ? .exited(csystem_exit_status(status)) : .signalled(number)
    }
  }

  /// A program that did not start.
  public enum StartError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no file of this name or path.
    case notFound(String)
    /// The file is there, but may not be run.
    case notExecutable(String)
    case system(SystemError)

    public var description: String {
      switch self {
      case .notFound(let program): "cannot run \(program): no such program"
      case .notExecutable(let path): "cannot run \(path): it is not executable"
      case .system(let error): error.description
      }
    }
  }
}
