public import Text

/// The kinds of a proof, each with the word before its colon. `Proof` reads what follows the colon.
public enum ProofKind: String, CaseIterable, Sendable {
  case file, grep, json
  case command = "cmd"
  case pullRequestCheck = "ci"
  case only, exit

  /// What follows the colon, as in `grep: TEXT in FILE`.
  private var operand: String {
    switch self {
    case .file: "PATH"
    case .grep: "TEXT in FILE"
    case .json: "FILE"
    case .command, .pullRequestCheck: "NAME"
    case .only: "FILES"
    case .exit: "0"
    }
  }

  /// `grep: TEXT in FILE`
  public var form: String { "\(rawValue): \(operand)" }

  /// What the proof shows.
  public var meaning: Sentence {
    switch self {
    case .file: Sentence("the file exists", "파일이 있습니다")
    case .grep: Sentence("the file contains the text", "파일에 그 글이 있습니다")
    case .json: Sentence("the file is JSON", "파일이 JSON입니다")
    case .command: Sentence("the check of orch.json passes", "orch.json의 검사를 통과합니다")
    case .pullRequestCheck:
      Sentence("the pull request's check passes", "풀 리퀘스트의 검사를 통과합니다")
    case .only: Sentence("no other files changed", "다른 파일이 바뀌지 않았습니다")
    case .exit: Sentence("the worker's program succeeded", "워커의 프로그램이 성공했습니다")
    }
  }

  /// `file: PATH, grep: TEXT in FILE, …, or exit: 0`
  public static let forms: Sentence = {
    let forms = allCases.map(\.form)
    return Sentence(
      forms.dropLast().joined(separator: ", ") + ", or " + forms.last!,
      forms.joined(separator: ", "))
  }()
}
