import CSystem

/// A program to be run without a shell, in a session and process group of its own.
///
/// It inherits nothing but what is given here: no descriptor, no variable, no blocked or ignored
/// signal.
public struct Subprocess: Sendable {
  /// A name that is looked up in the folders of `environment`'s `PATH`; with a slash in it, a path
  /// relative to `folder`.
  public var program: String
  public var arguments: [String]
  /// The working directory.
  public var folder: String
  /// All of its variables.
  public var environment: [String: String]
  /// The contents of its standard input.
  public var input: [UInt8] = []
  public var limits: Limits

  /// The limits of time and of captured output.
  public struct Limits: Equatable, Sendable {
    /// The time from its start until its group is sent `SIGTERM`.
    public var time: Duration
    /// The time without output on either stream until its group is sent `SIGTERM`, too; `nil` if
    /// there is no limit.
    public var idle: Duration?
    /// The time from `SIGTERM` to `SIGKILL` and, for a supervised program, from the end of its work
    /// to `SIGTERM`.
    public var grace: Duration
    /// Captured bytes of standard output, and as many of standard error.
    public var output: Int

    public init(
      time: Duration, idle: Duration? = nil, grace: Duration = .seconds(2), output: Int = 256 << 10
    ) {
      (self.time, self.idle, self.grace, self.output) = (time, idle, grace, output)
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

  /// Runs the program to its end, and kills what is left in its process group.
  ///
  /// Returns when the program itself has ended, even if another process still has its output open.
  ///
  /// - Parameter onOutput: called with the output as it comes, each stream in order.
  public func run(onOutput: Sink = { _, _ in }) throws(StartError) -> Outcome {
    let signals = try Self.endingSignals()
    let run = try start { file, streams throws(SystemError) in
      try SpawnedProcess(id: spawn(file, streams))
    }
    let outcome = run.finish(limits, signals, sink: onOutput)
    if case .interrupted(let signal) = outcome.ending { signals.raise(signal) }
    return outcome
  }

  /// A program in a session of its own does not get the signals of the terminal.
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
    /// From its start to its end.
    public let duration: Duration
    /// Whether it ended because its keeper was killed; its ending is then `.signalled` by
    /// `SIGKILL`.
    public let isKeeperKilled: Bool
    /// Whether descendants may still run. When a keeper ended by itself, none does: each of them
    /// had become its child.
    public let mayLeaveDescendants: Bool
  }

  public enum Ending: Equatable, Sendable {
    /// It exited with this status.
    case exited(Int32)
    /// A signal from elsewhere ended it.
    case signalled(Int32)
    /// It exceeded its time limit.
    case timedOut
    /// It was silent for longer than its limit.
    case silent
    /// It went on for longer than the grace after its work was over.
    case lingered
    /// It was ended because this process received the signal.
    case interrupted(by: Int32)

    public var isSuccess: Bool { self == .exited(0) }

    /// - Parameter status: as waitpid(2) gives it.
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
