import Model

@testable import Workers

extension WorkerOrder {
  init(by profile: WorkerProfile, criteria: [String] = []) {
    self.init(
      id: "A", claimToken: "7-abcdef", claimNumber: 7, label: "orch-a", folder: "/", by: profile)
    self.criteria = criteria
  }
}

extension WorkerResult {
  var text: String { ending.text + (report == nil ? "" : ", report") }
}

extension WorkerEnding {
  /// Such as `agent 1 exit 1: no disk`: the class of a failure, the exit, the note.
  var text: String {
    switch self {
    case .handedOver(nil): "handed over"
    case .handedOver(let session?): "handed over to \(session)"
    case .finished: "finished"
    case .failed(let failure):
      "\(failure.failureClass.rawValue) \(failure.exit.text) \(failure.note)"
        + (failure.retryAt.map { ", again at \($0)" } ?? "")
    }
  }
}

extension AttemptResult.Exit? {
  var text: String {
    switch self {
    case .status(let status)?: "\(status)"
    case .signal(let number)?: "by \(number)"
    case nil: "-"
    }
  }
}

extension AgentUsage {
  /// Tokens, and millionths of a US dollar; `?` for what is unknown.
  var text: String {
    func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "?" }
    return "\(number(inputTokens)) in, \(number(cachedInputTokens)) cached, "
      + "\(number(outputTokens)) out, \(number(microdollars))"
  }
}
