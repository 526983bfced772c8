public import Door
import Host
import Text

// Facts that only commands know.

extension Problem {
  /// How another place for a new file is named.
  public enum Place: Sendable {
    case path, folder, copy
    /// Of a new worker.
    case worker
  }

  /// A file stands where one is to be created.
  public static func exists(path: String, _ place: Place) -> Problem {
    .adapter(
      .exists, Sentence("\(path) exists", "\(path): 이미 있습니다"),
      hint: Sentence(
        "it was not changed; \(place.other.english)", "그대로 두었습니다. \(place.other.korean)"))
  }

  /// A result can't be printed; the work behind it is done.
  static func notPrinted(_ error: SystemError) -> Problem {
    .adapter(
      .inputOutput, error.sentence,
      hint: Sentence(
        "only the printing failed; what was changed stays changed",
        "출력만 실패했습니다. 바꾼 것은 그대로 바뀌어 있습니다"))
  }

  /// Some of the rows that a command was to change were refused, each with its own problem.
  static func rowsRefused(_ count: Int, of total: Int) -> Problem {
    .adapter(
      .rowsRefused,
      Sentence(
        "\(count) of \(total.counted("row")) \(count == 1 ? "was" : "were") refused",
        "\(total)행 가운데 \(count)행이 거절되었습니다"),
      hint: Sentence(
        "each says why; the others are not affected",
        "이유는 각각 위에 있습니다. 다른 행에는 영향이 없습니다"))
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
        "docs/workers.md says how orch.json names a worker",
        "orch.json에 워커를 적는 방법: docs/workers.md")
    }
  }
}
