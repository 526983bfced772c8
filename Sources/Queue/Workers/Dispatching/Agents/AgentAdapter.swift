import Gate
import Host
import Model

/// The program of a coding agent, which prints its actions as JSON lines. The end of the agent's
/// turn decides the result, even if the program then fails or is killed.
protocol AgentAdapter: WorkerAdapter {
  var program: String { get }
  /// The arguments, including the profile's `args`. They resume the order's session if the order
  /// has a `freshStart`.
  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String]
  /// Whether a text is a session of the program, and not another argument.
  func isSession(_ text: String) -> Bool
  /// - Parameter id: the row of the report; `nil` accepts a report of any row.
  func makeReader(of id: String?) -> any TranscriptReader
  /// Whether a successful turn counts only if the program then exits without a failure.
  var isJudgedByStatus: Bool { get }
  /// Whether the program reports its cost, not only its tokens.
  var saysMoney: Bool { get }
  /// The scope of the counters of the program.
  ///
  /// - Parameter version: the program's version; `nil` if it cannot be read.
  func counterScope(version: VersionNumber?) -> CounterScope
  /// Corrects the transcript by the order and standard error.
  func correct(_ transcript: inout AgentTranscript, of run: WorkerRun, by order: WorkerOrder)
}

extension AgentAdapter {
  var isJudgedByStatus: Bool { false }
  var saysMoney: Bool { true }
  func counterScope(version: VersionNumber?) -> CounterScope { .process }

  func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    [profile.program ?? program] + arguments(for: order, by: profile)
  }

  func makeTranscriptReader(of id: String?) -> (any TranscriptReader)? { makeReader(of: id) }

  func correct(_ transcript: inout AgentTranscript, of run: WorkerRun, by order: WorkerOrder) {}

  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    var transcript = run.transcript ?? AgentTranscript()
    transcript.session = transcript.session ?? order.session
    correct(&transcript, of: run, by: order)
    let report = transcript.report.flatMap { text in
      Report(reading: text, of: order.id).isReport ? text : nil
    }
    var result = WorkerResult(
      ending(of: run, transcript, hasReport: report != nil), report: report)
    result.exit = run.exit
    result.transcript = transcript
    return result
  }

  private func ending(
    of run: WorkerRun, _ transcript: AgentTranscript, hasReport: Bool
  ) -> WorkerEnding {
    let failure = run.failure(of: .agent)
    // A program that orch ends may report a failed turn. The reason why orch ended the program is
    // more informative.
    let isEnded = failure != nil && run.exit == nil
    // A program may try again for longer than the attempt may take.
    let isDone = hasReport && transcript.ending == .succeeded
    if run.isLate, !isDone,
      case .failed(let failureClass, let reason, let retryAt)? = transcript.retried,
      failureClass != .agent
    {
      let note = "\(failure?.note ?? ""): \(reason)"
      return .failed(WorkerFailure(failureClass, note: WorkerRun.line(note), retryAt: retryAt))
    }
    switch transcript.ending {
    case .failed(let failureClass, let reason, let retryAt)?
    where !isEnded || failureClass != .agent:
      return .failed(
        WorkerFailure(failureClass, note: WorkerRun.line(reason), exit: run.exit, retryAt: retryAt))
    // After an interruption, a successful turn may be only a part of the work.
    case .succeeded? where !run.isInterrupted && (failure == nil || !isJudgedByStatus):
      if hasReport { return .finished }
      let refusal = transcript.refusedTool.map {
        WorkerRun.line("permission refused; allow it in args: \($0)")
      }
      // The agent waited for something that took too long.
      if refusal == nil, run.isLate, let failure { return .failed(failure) }
      let missing =
        transcript.isReportTakenBack ? WorkerFailure.reportTakenBack : WorkerFailure.noReport
      return .failed(WorkerFailure(.agent, note: refusal ?? missing, exit: run.exit))
    case .failed, .succeeded, nil:
      return .failed(failure ?? WorkerFailure(.agent, note: "no result", exit: run.exit))
    }
  }
}

extension WorkerProfile.Adapter {
  /// `nil` if the adapter does not start an agent.
  var agent: (any AgentAdapter)? { implementation as? any AgentAdapter }

  /// Whether the adapter starts the program of an agent.
  public var isAgent: Bool { agent != nil }

  /// Whether the program of an agent reports its cost.
  public var saysMoney: Bool { agent?.saysMoney ?? false }

  /// Whether a text can be resumed as a session of the adapter's program. The text may come from a
  /// file that a worker could change.
  public func isSession(_ text: String) -> Bool { agent?.isSession(text) ?? false }
}

extension FailureClass {
  /// The class by the HTTP status of a model's service; `nil` if the status shows none.
  init?(httpStatus status: Int) {
    switch status {
    case 401, 403: self = .auth
    case 429: self = .rateLimit
    case 500...599: self = .service
    default: return nil
    }
  }
}

extension String {
  /// Whether the text is a UUID, as RFC 4122 writes it.
  var isUUID: Bool {
    let parts = utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(\.isHexDigit)
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    (0x30...0x39).contains(self) || (0x61...0x66).contains(self | 0x20)
  }
}
