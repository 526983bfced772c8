import Host
import QueueModel
import ReviewerGate
import TeamProtocol

/// The program of a coding agent, which prints what it does as JSON lines. The end of its turn
/// decides, not its exit status.
protocol AgentAdapter: WorkerAdapter {
  /// The name of its program.
  var program: String { get }
  /// What it is given in front of the profile's `args`.
  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String]
  func makeReader() -> any TranscriptReader
}

extension AgentAdapter {
  func argv(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    [profile.program ?? program] + arguments(for: order, by: profile) + profile.args
  }

  func makeTranscriptReader() -> (any TranscriptReader)? { makeReader() }

  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    let transcript = run.transcript ?? AgentTranscript()
    var result = WorkerResult(ending(of: run, transcript), report: transcript.report)
    if case .failed = result.ending {
      let isReport = transcript.report.map { Report(reading: $0, of: order.id).isReport } ?? false
      if !isReport { result.report = nil }
    }
    result.transcript = transcript
    return result
  }

  private func ending(of run: WorkerRun, _ transcript: AgentTranscript) -> WorkerEnding {
    let failure = run.failure(of: .agent)
    if case .failed(let failureClass, let reason, let retryAt)? = transcript.ending {
      return .failed(
        WorkerFailure(
          failureClass, note: Notes.withinSegment(reason), exit: failure?.exit ?? .status(0),
          retryAt: retryAt))
    }
    guard transcript.ending == .succeeded else {
      return .failed(failure ?? WorkerFailure(.agent, note: "no result", exit: .status(0)))
    }
    guard transcript.report != nil else {
      return .failed(WorkerFailure(.agent, note: WorkerFailure.noReport, exit: .status(0)))
    }
    return .finished
  }
}
