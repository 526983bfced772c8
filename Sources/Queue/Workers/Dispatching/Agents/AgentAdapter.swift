import Gate
import Host
import Model

/// The program of a coding agent, which prints its actions as JSON lines. The end of its turn
/// decides, even if the program then fails or is ended.
protocol AgentAdapter: WorkerAdapter {
  var program: String { get }
  /// The arguments, including the profile's `args`. They resume the order's session if the order
  /// has a `freshStart`.
  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String]
  /// Whether a text is a session of the program, and not another argument.
  func isSession(_ text: String) -> Bool
  func makeReader() -> any TranscriptReader
  /// Whether a turn that ended well counts only if the program does not fail.
  var isJudgedByStatus: Bool { get }
  /// Whether the program reports its cost, not only its tokens.
  var saysMoney: Bool { get }
  /// What the counters of the program count.
  ///
  /// - Parameter version: the program's version; `nil` if it cannot be read.
  func counterScope(version: VersionNumber?) -> CounterScope
  /// Corrects what the lines say, using the order and standard error.
  func correct(_ transcript: inout AgentTranscript, of run: WorkerRun, by order: WorkerOrder)
}

extension AgentAdapter {
  var isJudgedByStatus: Bool { false }
  var saysMoney: Bool { true }
  func counterScope(version: VersionNumber?) -> CounterScope { .process }

  func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    [profile.program ?? program] + arguments(for: order, by: profile)
  }

  func makeTranscriptReader() -> (any TranscriptReader)? { makeReader() }

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
    // A program that orch ends may say that its turn failed; the reason for ending it says more.
    let isEnded = failure != nil && run.exit == nil
    switch transcript.ending {
    case .failed(let failureClass, let reason, let retryAt)?
    where !isEnded || failureClass != .agent:
      return .failed(
        WorkerFailure(failureClass, note: WorkerRun.line(reason), exit: run.exit, retryAt: retryAt))
    // What it says after an interruption may be half of its work.
    case .succeeded? where !run.isInterrupted && (failure == nil || !isJudgedByStatus):
      if hasReport { return .finished }
      let refusal = transcript.refusedTool.map {
        WorkerRun.line("permission refused; allow it in args: \($0)")
      }
      return .failed(
        WorkerFailure(.agent, note: refusal ?? WorkerFailure.noReport, exit: run.exit))
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
