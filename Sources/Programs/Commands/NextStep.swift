import Text

/// A command to run next, and its purpose.
struct NextStep {
  let command: String
  let purpose: Purpose

  enum Purpose {
    case trust, version, tryWorker, addRow, addQuestion, work, look, attempts, answer
  }
}

extension NextStep {
  /// A line for each step, its purpose as a comment.
  static func lines(_ steps: [NextStep]) -> Sentence {
    let width = steps.map(\.command.count).max() ?? 0
    return steps.map { step in
      let blanks = String(repeating: " ", count: width - step.command.count)
      return step.purpose.words.map { "\n  \(step.command)\(blanks)  # \($0)" }
    }.joined(separator: "")
  }
}

extension NextStep.Purpose {
  fileprivate var words: Sentence {
    switch self {
    case .trust:
      Sentence(
        "allows orch.json to start programs; read it first",
        "orch.json의 프로그램을 시작하게 합니다. 먼저 읽어 보십시오")
    case .version: Sentence("finds the program and checks its version", "프로그램을 찾고 버전을 묻습니다")
    case .tryWorker:
      Sentence("sends it a one-line task, which costs a little", "한 줄짜리 작업을 보냅니다. 비용이 조금 듭니다")
    case .addRow:
      Sentence("adds a row with a criterion that orch checks itself", "행 하나. 완료 기준은 orch가 직접 검사합니다")
    case .addQuestion: Sentence("adds a row that the report answers", "행 하나. 보고서가 답합니다")
    case .work:
      Sentence("works the rows, and ends when none can start", "행을 처리하고, 시작할 행이 없으면 끝납니다")
    case .look: Sentence("shows the results", "결과")
    case .attempts: Sentence("it failed at first", "처음에는 실패했습니다")
    case .answer:
      Sentence(
        "answers its question; then orch daemon again", "질문에 답합니다. 그다음 orch daemon을 다시 실행합니다")
    }
  }
}
