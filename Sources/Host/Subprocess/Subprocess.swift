/// A program to be run to its end, without a shell, in a session and process group of its
/// own.
///
/// Nothing of this process reaches it but what is said here: no descriptor, no variable, no
/// blocked or ignored signal.
public struct Subprocess: Sendable {
  /// A name that is looked for in the folders of `environment`'s `PATH`, or with a slash in
  /// it a path, which counts from `folder`.
  public var program: String
  public var arguments: [String]
  /// Where it starts.
  public var folder: String
  /// All the variables that it sees.
  public var environment: [String: String]
  /// What it may read from its standard input.
  public var input: [UInt8] = []
  public var limits: Limits

  /// How long a program may take, and how much of what it says is kept.
  public struct Limits: Equatable, Sendable {
    /// Nanoseconds from its start; then its group is sent `SIGTERM`.
    public var time: Int
    /// Nanoseconds from `SIGTERM` to `SIGKILL`.
    public var grace: Int
    /// Bytes of standard output that are kept, and as many of standard error.
    public var output: Int

    public init(time: Int, grace: Int = .milliseconds(2000), output: Int = 256 << 10) {
      self.time = time
      self.grace = grace
      self.output = output
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

  /// Runs it, and ends what it left behind in its group.
  ///
  /// It is over when the program itself has ended. Who else holds its output open is not
  /// waited for.
  public func run() throws(StartError) -> Outcome {
    let signals = try Self.endingSignals()
    let run = try start { file, streams throws(SystemError) in
      try SpawnedProcess(id: spawn(file, streams))
    }
    let outcome = run.finish(limits, signals) { _, _ in }
    if case .interrupted(let signal) = outcome.ending { signals.raise(signal) }
    return outcome
  }

  /// A program in a session of its own does not see what is typed at the terminal.
  static func endingSignals() throws(StartError) -> SignalWatch {
    do throws(SystemError) { return try .ofEndings() } catch { throw .system(error) }
  }
}
