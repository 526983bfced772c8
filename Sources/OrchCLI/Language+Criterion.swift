import Intake
import QueueModel
import ReviewerGate

extension Language {
  /// How one sees that `task` is done, where nobody says.
  ///
  /// It is one criterion, to be judged by the report, whatever the task says.
  func criterion(for task: String) -> String {
    let criterion = DefaultCriterion(task: CellText.written(task), wording: wording)
    let text = criterion.text()
    return Proof.parse(text) == nil ? text : criterion.text(isQuoted: true)
  }

  private var wording: DefaultCriterion.Wording {
    switch self {
    case .korean: .korean
    case .english: .english
    case .japanese: .japanese
    case .chinese: .chinese
    case .russian: .russian
    }
  }
}
