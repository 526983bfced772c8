public import Host
import Model
import Text

/// Runs the program of an attempt to its end or its limits.
///
/// The output goes to the log at once, without text that looks like a secret, and without the
/// values of secret variables. The end of the output is kept, because it has the report. Source:
/// `docs/dispatch.md`, "The supervisor".
public struct Supervisor: ~Copyable {
  private let order: WorkerOrder
  private let adapter: any WorkerAdapter
  private var log: WorkerLog?
  private let secrets: SecretValues
  private var outputRedactor: Redactor
  private var errorRedactor: Redactor
  private var output = OutputTail()
  private var errors = OutputTail(limit: 1 << 16)
  /// The output of a program that prints one answer; other output goes to `output`.
  private var answer: [UInt8] = []
  private var last: LastStream
  private var lines: TranscriptLines?

  /// - Parameters:
  ///   - order: the order to run.
  ///   - log: the worker's log; `nil` if it cannot be written.
  public init(_ order: WorkerOrder, log: consuming WorkerLog?) {
    self.order = order
    self.log = log
    adapter = order.adapter.implementation
    secrets = SecretValues(order.secretNames.compactMap { order.environment[$0] })
    outputRedactor = Redactor(removing: secrets)
    lines = adapter.makeTranscriptReader(of: order.id).map { TranscriptLines(for: $0) }
    last = LastStream(hasJSONLines: lines != nil)
    errorRedactor = outputRedactor
  }

  /// Runs the order. If the agent's session cannot be resumed, a new one is started for the rest of
  /// the time.
  ///
  /// - Parameters:
  ///   - started: called when the process runs, before any output is read, with the process and the
  ///     session that orch chose for it.
  ///   - wake: wakes the supervisor to call `hasReported`.
  ///   - hasReported: whether the program sent a report. For a program whose output does not show
  ///     its end, and for an agent that waits for something, the grace period starts with the
  ///     report. It is called again after each wake.
  ///   - ended: called after the program's end, while signals still cannot end this process.
  public consuming func run(
    started: (ProcessIdentity?, _ session: String?) -> Void,
    wake: Subprocess.Wake = Subprocess.Wake(), hasReported: () -> Bool = { false },
    ended: () -> Void = CurrentProcess.ignoreInterruptions
  ) -> WorkerResult {
    var result = WorkerResult(.finished)
    var next: WorkerOrder?
    let command = adapter.command(for: order)
    let words = command.argv.dropFirst(order.sandboxWords)
    let name = command.name ?? words.joined(separator: " ")
    let limits = order.enforced?.text ?? ""
    let place = limits.isEmpty ? "" : "in a sandbox (\(limits)): "
    log?.note("runs \(place)" + Redactor.redacted(name, removing: secrets))
    do throws(Subprocess.StartError) {
      _ = try program(command).supervise(
        leavesDescendants: adapter.leavesProcesses, onStart: { started($0, order.session) },
        onOutput: { stream, bytes in append(bytes, from: stream) },
        wake: wake, isOver: { isOver(hasReported: hasReported()) },
        onEnd: { outcome in
          result = interpret(outcome)
          next = nextOrder(after: result, seconds: Int(outcome.duration.components.seconds))
          // From now on these signals end the started program too.
          if next == nil { ended() }
        })
    } catch {
      log?.note("\(error)")
      return WorkerResult(.failed(WorkerFailure(.spawn, note: "\(error)")))
    }
    guard let next else { return result }
    log?.note("session \(order.session ?? "-") can't be resumed; a new one begins")
    var second = Supervisor(next, log: log)
      .run(started: started, wake: wake, hasReported: hasReported, ended: ended)
    second.mayLeaveProcesses = second.mayLeaveProcesses || result.mayLeaveProcesses
    return second
  }

  private func isOver(hasReported: Bool) -> Bool {
    if let longest = adapter.longestAnswer { return answer.count > longest }
    guard let transcript = lines?.transcript else { return hasReported }
    return transcript.isOver && (!transcript.isWaiting || hasReported)
  }

  /// The order for a new session, if an agent that should resume a session failed by itself without
  /// any output. The programs have no error code for a missing session, and their messages differ
  /// by version: see the README of each folder in `Tests/Cases/transcripts`.
  private func nextOrder(after result: WorkerResult, seconds: Int) -> WorkerOrder? {
    if case .signal? = result.exit { return nil }
    guard let start = order.freshStart, case .failed(let failure) = result.ending,
      failure.failureClass == .agent, result.transcript?.isEmpty ?? false
    else { return nil }
    return order.startingAfresh(start, after: seconds)
  }

  private mutating func interpret(_ outcome: Subprocess.Outcome) -> WorkerResult {
    append(outputRedactor.finish(), to: .output)
    append(errorRedactor.finish(), to: .errors)
    lines?.finish()
    log?.note(outcome.ending.text(after: outcome.duration.components.seconds))
    var result = adapter.result(
      of: WorkerRun(
        outcome.ending, output: output, errors: errors, answer: answer, lastStream: last.stream,
        isKeeperKilled: outcome.isKeeperKilled,
        timeLimit: order.timeoutSeconds, transcript: lines?.transcript.withoutSecrets(secrets)),
      order)
    result.mayLeaveProcesses = outcome.mayLeaveDescendants
    log?.write(Array(adapter.log(of: result).utf8))
    return result
  }

  private func program(_ command: WorkerCommand) -> Subprocess {
    let limits = Subprocess.Limits(
      time: .seconds(order.timeoutSeconds), idle: order.idleSeconds.map { .seconds($0) },
      grace: .seconds(order.graceSeconds), output: 0)
    return Subprocess(
      command.argv[0], Array(command.argv.dropFirst()), in: order.folder,
      environment: order.environment.filter { !command.withheld.contains($0.key) },
      input: Array(command.input.utf8), limits: limits)
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>, from stream: Subprocess.Stream) {
    switch stream {
    case .output:
      if let longest = adapter.longestAnswer {
        if answer.count <= longest { answer += bytes }
        return
      }
      // The lines are read before secrets are removed, because a line without its secret may be
      // invalid JSON.
      lines?.append(bytes)
      append(outputRedactor.redact(bytes), to: stream)
    case .errors: append(errorRedactor.redact(bytes), to: stream)
    }
  }

  private mutating func append(_ bytes: [UInt8], to stream: Subprocess.Stream) {
    log?.write(bytes)
    last.append(bytes, from: stream, at: Clock.system.monotonic())
    switch stream {
    case .output: output.append(bytes)
    case .errors: errors.append(bytes)
    }
  }
}

extension AgentTranscript {
  /// The transcript with the secrets removed. A session that contains a secret, or that cannot be
  /// an argument, is left out.
  func withoutSecrets(_ secrets: SecretValues) -> AgentTranscript {
    var transcript = self
    func redacted(_ text: String) -> String { Redactor.redacted(text, removing: secrets) }
    transcript.report = report.map(redacted)
    transcript.model = model.map { WorkerRun.line(redacted($0)) }
    transcript.session = session.flatMap { Self.isSession($0) && redacted($0) == $0 ? $0 : nil }
    transcript.ending = ending?.mapReason(redacted)
    transcript.retried = retried?.mapReason(redacted)
    return transcript
  }

  /// Whether the text can be an argument: all programs use a UUID, or letters and digits.
  private static func isSession(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 200 && !text.hasPrefix("-")
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}

extension Subprocess.Ending {
  fileprivate func text(after seconds: Int64) -> String {
    switch self {
    case .exited(let status): "ended with status \(status) after \(seconds) s"
    case .signalled(let number): "was ended by signal \(number) after \(seconds) s"
    case .timedOut: "was ended after \(seconds) s because it took longer than it may"
    case .silent: "was ended after \(seconds) s because it was silent for longer than it may be"
    case .lingered: "was ended after \(seconds) s because it went on after its result"
    case .interrupted(let number): "was ended after \(seconds) s because signal \(number) came"
    }
  }
}

/// The end of a program's output, and its first and last line.
public struct OutputTail: Sendable {
  private let limit: Int
  private var bytes: [UInt8] = []
  private var isWhole = true

  /// - Parameter limit: the number of bytes to keep.
  public init(limit: Int = 1 << 20) { self.limit = limit }

  public mutating func append(_ more: [UInt8]) {
    bytes += more
    // Trims only at twice the limit, because moving the bytes takes time.
    guard bytes.count > limit * 2 else { return }
    bytes.removeFirst(bytes.count - limit)
    isWhole = false
  }

  /// The kept bytes; invalid UTF-8 becomes U+FFFD.
  public var text: String { String(decoding: bytes.suffix(limit), as: UTF8.self) }

  /// The first nonempty line, trimmed; `nil` if there is none, or if it is no longer kept.
  public var firstLine: String? { isWhole ? lines.first { !$0.isEmpty } : nil }

  /// The last nonempty line, trimmed.
  public var lastLine: String? { lastLine { _ in true } }

  /// The last nonempty line that satisfies `predicate`, trimmed.
  func lastLine(where predicate: (String) -> Bool) -> String? {
    lines.last { !$0.isEmpty && predicate($0) }
  }

  /// The last nonempty lines, unchanged, at most `count`.
  func lastLines(_ count: Int) -> [String] {
    let lines = bytes.suffix(limit).split { $0 == 10 || $0 == 13 }
    return lines.suffix(count).map { String(decoding: $0.prefix(2000), as: UTF8.self) }
  }

  private var lines: some BidirectionalCollection<String> {
    bytes.split { $0 == 10 || $0 == 13 }.lazy.map { line in
      let blanks: Set<UInt8> = [9, 11, 12, 32]
      let start = line.firstIndex { !blanks.contains($0) } ?? line.endIndex
      let end = line.lastIndex { !blanks.contains($0) }.map(line.index(after:)) ?? start
      return String(decoding: line[start..<end], as: UTF8.self)
    }
  }
}
