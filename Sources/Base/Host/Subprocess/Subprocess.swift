import CSystem

/// A program to be run without a shell, in a session and process group of its own.
///
/// The program inherits only the streams and variables that are given here: no other descriptor or
/// variable, and no blocked or ignored signal.
public struct Subprocess: Sendable {
  /// A name that is looked up in the folders of `environment`'s `PATH`. If the name contains a
  /// slash, it is a path relative to `folder`.
  public var program: String
  public var arguments: [String]
  /// The working directory.
  public var folder: String
  /// All environment variables of the program.
  public var environment: [String: String]
  /// The contents of the program's standard input.
  public var input: [UInt8] = []
  public var limits: Limits

  /// The limits of time and of captured output.
  public struct Limits: Equatable, Sendable {
    /// The time from the program's start until its group is sent `SIGTERM`.
    public var time: Duration
    /// The longest time without output on either stream: after it, the program's group is sent
    /// `SIGTERM`. `nil` if there is no such limit.
    public var idle: Duration?
    /// The time from `SIGTERM` to `SIGKILL` and, for a supervised program, from the end of its work
    /// to `SIGTERM`.
    public var grace: Duration
    /// The time that the descendants of a supervised program have after its end until they are
    /// killed. They are sent `SIGTERM` at its end.
    public var tidying: Duration
    /// The number of bytes that are captured of standard output, and the same number of standard
    /// error.
    public var output: Int

    public init(
      time: Duration, idle: Duration? = nil, grace: Duration = .seconds(2),
      tidying: Duration = .seconds(1), output: Int = 256 << 10
    ) {
      (self.time, self.idle, self.grace) = (time, idle, grace)
      (self.tidying, self.output) = (tidying, output)
    }
  }

  public init(
    _ program: String, _ arguments: [String], in folder: String, environment: [String: String],
    input: [UInt8] = [], limits: Limits
  ) {
    self.program = program
    self.arguments = arguments
    self.folder = folder
    self.environment = environment
    self.input = input
    self.limits = limits
  }

  /// Runs the program to its end, and then kills the remaining processes of its group.
  ///
  /// Returns when the program itself has ended, even if another process still has its output open.
  ///
  /// - Parameter onOutput: called with each piece of output when it arrives; the pieces of one
  ///   stream are in order.
  public func run(onOutput: Sink = { _, _ in }) throws(StartError) -> Outcome {
    let signals = try Self.endingSignals()
    let run = try start { file, streams throws(SystemError) in
      try SpawnedProcess(id: spawn(file, streams))
    }
    let outcome = run.finish(limits, signals, sink: onOutput)
    if case .interrupted(let signal) = outcome.ending { signals.raise(signal) }
    return outcome
  }

  /// The signals that end this process. They have to be passed on, because a program in a session
  /// of its own does not get the terminal's signals.
  static func endingSignals() throws(StartError) -> SignalWatch {
    do throws(SystemError) { return try .ofTermination() } catch { throw .system(error) }
  }
}

extension Subprocess {
  /// How a program ended, and its output.
  public struct Outcome: Equatable, Sendable {
    public let ending: Ending
    public let output: CapturedOutput
    public let errors: CapturedOutput
    /// The time from the program's start to its end.
    public let duration: Duration
    /// Whether the program ended because its keeper was killed. Its ending is then `.signalled`
    /// with `SIGKILL`.
    public let isKeeperKilled: Bool
    /// Whether descendants may still be running. If the keeper ended by itself, no descendant is
    /// running, because the keeper is the parent of all orphans.
    public let mayLeaveDescendants: Bool
  }

  public enum Ending: Equatable, Sendable {
    /// The program exited with this status.
    case exited(Int32)
    /// A signal that this process did not send ended the program.
    case signalled(Int32)
    /// The program exceeded its time limit.
    case timedOut
    /// The program printed nothing for longer than the limit.
    case silent
    /// After its work was over, the program ran for longer than the grace.
    case lingered
    /// The program was ended because this process received the signal.
    case interrupted(by: Int32)

    public var isSuccess: Bool { self == .exited(0) }

    /// The ending in words: `status 3`.
    public var text: String {
      switch self {
      case .exited(let status): "status \(status)"
      case .signalled(let number), .interrupted(let number): "signal \(number)"
      case .timedOut: "it took too long"
      case .silent: "it printed nothing for too long"
      case .lingered: "it did not end"
      }
    }

    /// - Parameter status: a status of waitpid(2).
    init(status: Int32) {
      let number = csystem_signal(status)
      self = number == 0 ? .exited(csystem_exit_status(status)) : .signalled(number)
    }
  }

  /// Why a program did not start.
  public enum StartError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no file with this name or path.
    case notFound(String)
    /// The file exists, but may not be run.
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

  public enum Stream: Equatable, Sendable { case output, errors }

  /// Receives the output of a program in pieces, which may be cut anywhere.
  public typealias Sink = (Stream, ArraySlice<UInt8>) -> Void

  /// Whether `program`, a name without a slash, is found in the `PATH` of `environment`.
  public static func finds(_ program: String, with environment: [String: String]) -> Bool {
    (try? ProgramLookup(program, in: "/", environment: environment).file()) != nil
  }

  func executable() throws(StartError) -> String {
    try ProgramLookup(program, in: folder, environment: environment).file()
  }
}
