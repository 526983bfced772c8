public import Door
import Text

extension Problem {
  /// The kind of text that is read from a file or standard input.
  public enum Input: Sendable {
    case report, request, brief, order, version, tasks, plan, form, changes

    var name: Sentence {
      switch self {
      case .report: Sentence("report", "보고서")
      case .request: Sentence("request", "요청")
      case .brief: Sentence("brief", "브리프")
      case .order: Sentence("order", "지시")
      case .version: Sentence("version", "버전")
      case .tasks: Sentence("file of tasks", "작업 파일")
      case .plan: Sentence("plan", "계획")
      case .form: Sentence(same: "form")
      case .changes: Sentence("list of changes", "변경 목록")
      }
    }
  }

  public static func tooLong(source: String, megabytes: Int, what: Input) -> Problem {
    .adapter(
      .tooLong,
      Sentence("\(source) is larger than \(megabytes) MB", "\(source): \(megabytes) MB가 넘습니다"),
      hint: Sentence(
        "a \(what.name.english) should be a text of a few pages",
        "몇 쪽 분량의 텍스트여야 합니다 (\(what.name.korean))"
      ))
  }
}
