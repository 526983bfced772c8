import Model
import Text

extension RowAction {
  /// Asks whether to run the action. The keys come first, so that they fit on any screen. If the
  /// command will refuse the row's status, the question names no effect, because the refusal gives
  /// the reason.
  ///
  /// - Parameters:
  ///   - id: the row.
  ///   - facts: what the effect depends on.
  ///   - age: how long the row has been at work.
  func question(about id: String, _ facts: RowFacts, _ age: Age?) -> Sentence {
    let effect = effect(facts, age)
    let (does, korean) = (
      effect.map { " \($0.english)." } ?? "", effect.map { " \($0.korean)." } ?? ""
    )
    let question =
      switch self {
      case .answer:
        Sentence(
          "Answer \(id)\(facts.question.map { ": \($0)" } ?? "?")\(does)",
          "\(id)에 답합니까? \(facts.question ?? "")\(korean)")
      case .reject: Sentence("Reject \(id)?\(does) Reason:", "\(id) 반려?\(korean) 이유:")
      case .replan:
        Sentence("Replan \(id)?\(does) Reason, if any:", "\(id) 재계획?\(korean) 이유(없어도 됨):")
      case .retry: Sentence("Retry \(id)?\(does)", "\(id) 다시 시도?\(korean)")
      case .cancel: Sentence("Cancel \(id)?\(does)", "\(id) 취소?\(korean)")
      case .approve: Sentence("Approve \(id)?\(does)", "\(id) 승인?\(korean)")
      }
    let keys = takesText ? "enter/esc" : "y/n"
    return question.map { "\(keys): \($0)" }
  }

  private func effect(_ facts: RowFacts, _ age: Age?) -> Sentence? {
    switch (self, facts.status) {
    case (.retry, .failed), (.replan, .failed), (.replan, .blocked):
      Sentence("It becomes PENDING", "PENDING이 됩니다")
    case (.approve, _) where facts.awaitsStart:
      Sentence("It becomes PENDING, and its work may begin", "PENDING이 되고, 작업을 시작할 수 있습니다")
    case (.reject, _) where facts.awaitsStart:
      Sentence("It stays BLOCKED, and its work does not begin", "BLOCKED로 남고, 작업을 시작하지 않습니다")
    case (.retry, .blocked) where facts.awaitsStart: nil
    case (.retry, .blocked):
      switch facts.awaited {
      case .answer:
        Sentence(
          "It becomes PENDING, and its question stays without an answer",
          "질문은 답 없이 남고, PENDING이 됩니다")
      case .approval:
        Sentence(
          "It becomes PENDING, and its report is not approved", "보고서는 승인되지 않고, PENDING이 됩니다")
      case .merge:
        Sentence(
          "It becomes PENDING, and its pull request stays open",
          "PENDING이 되고, 풀 리퀘스트는 열린 채로 남습니다")
      case nil: Sentence("It becomes PENDING", "PENDING이 됩니다")
      }
    case (.cancel, .inProgress), (.replan, .inProgress):
      switch facts.worker {
      case .running(let process):
        Sentence(
          "Its worker (pid \(process)\(age.map { ", \($0.label.english)" } ?? "")) is ended, "
            + "and the row becomes BLOCKED",
          "워커(pid \(process)\(age.map { ", \($0.label.korean)" } ?? ""))를 끝내고, BLOCKED가 됩니다")
      case .starting:
        Sentence("Its worker is ended, and the row becomes BLOCKED", "워커를 끝내고, BLOCKED가 됩니다")
      case .none:
        Sentence(
          "\(facts.owner ?? "Its worker") is not ended, as orch did not start it; "
            + "the row becomes BLOCKED",
          "orch가 시작하지 않은 작업이므로\(facts.owner.map { " (소유자 \($0))" } ?? "") 끝내지 않고, "
            + "BLOCKED가 됩니다")
      }
    case (.cancel, .pending): Sentence("It becomes BLOCKED", "BLOCKED가 됩니다")
    case (.replan, .pending): Sentence("It stays PENDING", "PENDING으로 남습니다")
    case (.answer, _):
      Sentence(
        "It becomes PENDING, and its next worker reads the answer",
        "PENDING이 되고, 다음 워커가 답을 읽습니다")
    case (.reject, _):
      Sentence(
        "It becomes PENDING, and its next worker reads the reason",
        "PENDING이 되고, 다음 워커가 이유를 읽습니다")
    case (.approve, _):
      Sentence("Its report is accepted, and the row becomes DONE", "보고서를 받아들이고, DONE이 됩니다")
    case (.retry, _), (.cancel, _), (.replan, _): nil
    }
  }

  /// The message while the command runs.
  func progress(on id: String) -> Sentence {
    switch self {
    case .retry: Sentence("Retrying \(id) …", "\(id) 다시 시도하는 중 …")
    case .cancel:
      Sentence(
        "Cancelling \(id), and waiting for its worker to end …", "\(id) 취소하고 워커가 끝나기를 기다리는 중 …")
    case .replan: Sentence("Replanning \(id) …", "\(id) 재계획하는 중 …")
    case .answer: Sentence("Answering \(id) …", "\(id)에 답하는 중 …")
    case .approve: Sentence("Approving \(id) …", "\(id) 승인하는 중 …")
    case .reject: Sentence("Rejecting \(id) …", "\(id) 반려하는 중 …")
    }
  }
}
