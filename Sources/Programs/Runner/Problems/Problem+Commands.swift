public import Door
import Host
public import Text

// Errors that only commands can report.

extension Problem {
  /// The error for a command line that can be parsed but not run.
  public static func usage(
    _ english: String, _ korean: @autoclosure @escaping @Sendable () -> String, hint: Sentence
  ) -> Problem {
    .adapter(.usage, Sentence(english, korean()), hint: hint)
  }

  public static var emptyRequest: Problem {
    .usage(
      "the request is empty", "요청이 비어 있습니다", hint: Sentence("describe what to do", "할 일을 적으십시오"))
  }

  package static func commandLine(_ error: UsageError, _ advice: Sentence?) -> Problem {
    .adapter(.usage, error.sentence, hint: advice ?? Sentence(same: ""))
  }

  /// How a command line names another place for a new file.
  public enum Place: Sendable {
    case path, folder, copy
    /// A file of a new worker.
    case worker
  }

  /// The error for a new file whose path is taken.
  public static func exists(path: String, _ place: Place) -> Problem {
    .adapter(
      .exists, Sentence("\(path) exists", "\(path): 이미 있습니다"),
      hint: Sentence(
        "it was not changed; \(place.other.english)", "그대로 두었습니다. \(place.other.korean)"))
  }

  /// The error for a result that can't be printed although the work is done.
  static func notPrinted(_ error: SystemError) -> Problem {
    .adapter(
      .inputOutput, error.sentence,
      hint: Sentence(
        "only the printing failed; what was changed stays changed",
        "출력만 실패했습니다. 바꾼 것은 그대로 바뀌어 있습니다"))
  }

  /// The error for a command that could not change some of its rows; each of these rows has its own
  /// problem.
  static func rowsRefused(_ count: Int, of total: Int) -> Problem {
    .adapter(
      .rowsRefused,
      Sentence(
        "\(count) of \(total.counted("row")) \(count == 1 ? "was" : "were") refused",
        "\(total)행 가운데 \(count)행이 거절되었습니다"),
      hint: Sentence(
        "each row's error says why; the other rows are not affected",
        "이유는 각각 위에 있습니다. 다른 행에는 영향이 없습니다"))
  }
}

extension Sentence {
  public static var leaveOneOut: Sentence {
    Sentence("leave one of them out", "둘 중 하나를 빼십시오")
  }
}

extension Problem.Place {
  fileprivate var other: Sentence {
    switch self {
    case .path: Sentence("choose another path", "다른 경로를 고르십시오")
    case .folder:
      Sentence("choose another folder with --path", "--path로 다른 폴더를 고르십시오")
    case .copy: Sentence("name another file with --to", "--to로 다른 파일을 지정하십시오")
    case .worker:
      Sentence(
        "docs/workers.md describes the workers in orch.json",
        "orch.json에 워커를 적는 방법: docs/workers.md")
    }
  }
}
