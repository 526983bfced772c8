import Intake
import QueueModel
import ReviewerGate

extension Language {
  /// How many characters of a task its criterion repeats.
  private static let length = 28

  /// How one sees that `task` is done, where nobody says.
  ///
  /// It is one criterion, to be judged by the report, whatever the task says.
  func criterion(for task: String) -> String {
    let scalars = CellText.written(task).unicodeScalars
    var view = String.UnicodeScalarView()
    for scalar in scalars.prefix(Self.length) {
      // What would divide it into several.
      view.append(scalar == ";" || scalar == "\u{2022}" ? "," : scalar)
    }
    let start = CellText.written(String(view))
    let short = scalars.count > Self.length ? start + "…" : start
    let criterion = "\(short) \(ending)"
    return Proof.parse(criterion) == nil ? criterion : "\"\(short)\" \(ending)"
  }

  private var ending: String {
    switch self {
    case .korean: "수행 완료 + 변경사항/검증결과 notes 기록"
    case .english: "done + changes and verification results recorded in notes"
    case .japanese: "完了 + 変更点/検証結果を notes に記録"
    case .chinese: "完成 + 变更/验证结果记录于 notes"
    case .russian: "выполнено + изменения и результаты проверки записаны в notes"
    }
  }
}
