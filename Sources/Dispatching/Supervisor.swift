public import Host
import Redaction

/// Runs what was started for a claim to its end, and no longer than it may.
///
/// What the program says goes to the log as it says it, without what looks like a secret, and
/// its end is kept: that is its report. Source: `docs/dispatch.md`, "The supervisor".
public struct Supervisor: ~Copyable {
  private let order: WorkerOrder
  private var log: WorkerLog?
  private var output = Redactor()
  private var errors = Redactor()
  private var said = OutputTail()
  private var complained = OutputTail(limit: 1 << 16)

  /// - Parameters:
  ///   - order: what to run.
  ///   - log: where it is told; `nil` where that can't be written, which stops no work.
  public init(_ order: WorkerOrder, log: consuming WorkerLog?) {
    self.order = order
    self.log = log
  }

  /// How it ended, and the end of what it said on its standard output.
  public struct Result: Equatable, Sendable {
    public let ending: WorkerEnding
    public let output: String
  }

  /// - Parameter started: is told of the program once it runs, before anything that it says.
  public consuming func run(started: (ProcessIdentity?) -> Void) -> Result {
    log?.note("runs " + Redactor.redacted(order.argv.joined(separator: " ")))
    let outcome: Subprocess.Outcome
    do throws(Subprocess.StartError) {
      outcome = try program.supervise(
        leavesDescendants: order.kind == .command, onStart: started,
        onOutput: { stream, bytes in take(bytes, from: stream) },
        onEnd: CurrentProcess.ignoreInterruptions)
    } catch {
      log?.note("\(error)")
      return Result(ending: .notStarted(reason: "\(error)"), output: "")
    }
    take(output.finish(), as: .output)
    take(errors.finish(), as: .errors)
    log?.note("\(outcome.ending.told) after \(outcome.duration / 1_000_000_000) s")
    return Result(
      ending: WorkerEnding(outcome.ending, of: order.kind, said: said, complained: complained),
      output: said.text)
  }

  private var program: Subprocess {
    let limits = Subprocess.Limits(
      time: .milliseconds(order.timeoutSeconds * 1000),
      grace: .milliseconds(order.graceSeconds * 1000), output: 0)
    return Subprocess(
      order.argv[0], Array(order.argv.dropFirst()), in: order.folder,
      environment: order.environment, input: Array(order.message.utf8), limits: limits)
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, from stream: Subprocess.Stream) {
    switch stream {
    case .output: take(output.redact(bytes), as: stream)
    case .errors: take(errors.redact(bytes), as: stream)
    }
  }

  private mutating func take(_ bytes: [UInt8], as stream: Subprocess.Stream) {
    log?.write(bytes)
    switch stream {
    case .output: said.append(bytes)
    case .errors: complained.append(bytes)
    }
  }
}

extension Subprocess.Ending {
  fileprivate var told: String {
    switch self {
    case .exited(let status): "ended with status \(status)"
    case .signalled(let number): "was ended by signal \(number)"
    case .timedOut: "was ended because it took longer than it may"
    case .interrupted(let number): "was ended because signal \(number) came"
    }
  }
}
