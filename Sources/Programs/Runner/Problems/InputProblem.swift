public import Door
import Model
public import Table
public import Text
public import Workers

extension Problem {
  /// A file or text that a command can't read.
  public enum InputProblem: Sendable {
    case noTerminal
    case missing(name: String, what: Input)
    case tooLong(source: String, megabytes: Int, what: Input)
    case notUTF8(source: String)
    case order
    case tasks(file: String, TeamTask.Mistake)
    case tasksAreNoJSON(file: String, JSONError)
    /// A version of the queue file that is merged; the side is `base`, `ours` or `theirs`.
    case version(side: String, file: String, DocumentError)
    case hiddenCharacters([HiddenCharacterPlace], more: Int)
    /// The form in which a row is edited; lines count from 1.
    case form(line: Int, FormProblem)
    /// The editor failed with this status; `nil` where a signal ended it.
    case editor(String, status: Int32?)
  }

  /// What a file or standard input is read as.
  public enum Input: Sendable {
    case report, request, brief, order, version, tasks, plan, form, changes

    fileprivate var name: Sentence {
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

  public struct HiddenCharacterPlace: Sendable {
    let character: String
    let line: Int
    let column: Int

    public init(_ character: String, line: Int, column: Int) {
      (self.character, self.line, self.column) = (character, line, column)
    }
  }

  public static func input(_ problem: InputProblem) -> Problem {
    let (sentence, hint) = problem.words
    return .adapter(problem.kind, sentence, hint: hint)
  }
}

extension Problem.InputProblem {
  fileprivate var kind: Problem.Kind {
    switch self {
    case .noTerminal: .noTerminal
    case .missing: .noInput
    case .tooLong: .tooLong
    case .notUTF8: .notUTF8
    case .order: .malformedOrder
    case .tasks, .tasksAreNoJSON: .malformedTasks
    case .version: .malformedQueue
    case .hiddenCharacters: .hiddenCharacters
    case .form: .malformedForm
    case .editor: .editor
    }
  }

  fileprivate var words: Words {
    switch self {
    case .noTerminal:
      (
        Sentence("there is no terminal to ask at", "물어볼 터미널이 없습니다"),
        Sentence(
          "read the lines above, then run: orch trust --yes",
          "위의 내용을 읽은 뒤 실행하십시오: orch trust --yes")
      )
    case .missing(let name, let what):
      (
        Sentence(
          "no \(what.name.english) at \(name)", "\(name): 파일이 없습니다 (\(what.name.korean))"),
        Sentence(
          "check the path, or write - to read standard input",
          "경로를 확인하거나, 표준 입력은 -로 적으십시오")
      )
    case .tooLong(let source, let megabytes, let what):
      (
        Sentence("\(source) has more than \(megabytes) MB", "\(source): \(megabytes) MB가 넘습니다"),
        Sentence(
          "a \(what.name.english) is a text of a few pages",
          "몇 쪽 분량의 텍스트여야 합니다 (\(what.name.korean))")
      )
    case .notUTF8(let source):
      (
        Sentence("\(source) is not UTF-8", "\(source): UTF-8이 아닙니다"),
        Sentence("iconv -t utf-8 converts a text", "iconv -t utf-8로 변환할 수 있습니다")
      )
    case .order:
      (
        Sentence("standard input is no order", "표준 입력이 지시가 아닙니다"),
        Sentence(
          "orch dispatch starts a supervisor with one",
          "orch dispatch가 지시와 함께 감독 프로세스를 시작합니다")
      )
    case .tasks(let file, let mistake):
      (
        Sentence(
          "\(file): \(mistake.prefix)\(mistake.problem.words.0.english)",
          "\(file): \(mistake.prefix)\(mistake.problem.words.0.korean)"),
        mistake.problem.words.hint
      )
    case .tasksAreNoJSON(let file, let error):
      (Sentence(same: "\(file): \(error)"), Sentence("it must be JSON", "JSON이어야 합니다"))
    case .version(let side, let file, let error):
      (
        Sentence(
          "\(side):\(file):\(error.line):\(error.column): \(error.sentence.english)",
          "\(side):\(file):\(error.line):\(error.column): \(error.sentence.korean)"),
        Sentence(
          "nothing was merged; mend the file by hand, or take one side with "
            + "git checkout --ours or --theirs",
          "아무것도 병합하지 않았습니다. 파일을 직접 고치거나, 한쪽을 고르십시오: "
            + "git checkout --ours 또는 --theirs")
      )
    case .form(let line, let problem):
      (
        Sentence(
          "line \(line) of the form: \(problem.sentence.english)",
          "양식의 \(line)번째 줄: \(problem.sentence.korean)"),
        Sentence("nothing was changed", "아무것도 바꾸지 않았습니다")
      )
    case .editor(let name, let status):
      (
        Sentence(
          "the editor \(name.escaped) \(status.map { "ended with \($0)" } ?? "was ended")",
          "편집기 \(name.escaped): \(status.map { "종료 상태 \($0)" } ?? "중단되었습니다")"),
        Sentence(
          "nothing was changed; VISUAL and EDITOR name another one",
          "아무것도 바꾸지 않았습니다. VISUAL이나 EDITOR로 다른 편집기를 지정하십시오")
      )
    case .hiddenCharacters(let places, let more):
      (
        Sentence(
          "the request has invisible characters: "
            + places.map { "\($0.character) in line \($0.line), column \($0.column)" }
            .joined(separator: ", ") + (more > 0 ? ", and \(more) more" : ""),
          "요청에 보이지 않는 문자가 있습니다: "
            + places.map { "\($0.character) (\($0.line)번째 줄 \($0.column)번째 칸)" }
            .joined(separator: ", ") + (more > 0 ? " 외 \(more)개" : "")),
        Sentence(
          "take them out, or take them as they are with --allow-hidden",
          "지우거나, --allow-hidden으로 그대로 받으십시오")
      )
    }
  }
}

extension TeamTask.Mistake {
  fileprivate var prefix: String { place.isEmpty ? "" : "\(place): " }
}

extension TeamTask.Problem {
  fileprivate var words: Words {
    switch self {
    case .noTasks:
      (
        Sentence("there are no tasks", "작업이 없습니다"),
        Sentence("write an array of objects", "객체의 배열을 적으십시오")
      )
    case .notAnObject:
      (
        Sentence("not an object", "객체가 아닙니다"),
        Sentence(
          "templates/team_task_template.json has one",
          "templates/team_task_template.json에 예가 있습니다")
      )
    case .notPending:
      (
        Sentence("a new task is PENDING", "새 작업은 PENDING이어야 합니다"),
        Sentence("leave status out, or write PENDING", "status를 빼거나 PENDING으로 적으십시오")
      )
    case .illFormedID:
      (Sentence("ill-formed", "형식이 잘못되었습니다"), ItemID.hint)
    case .unknownMember(let known):
      (
        Sentence("unknown member", "알 수 없는 항목입니다"),
        Sentence(
          "there are \(known.joined(separator: ", "))",
          "쓸 수 있는 항목: \(known.joined(separator: ", "))")
      )
    case .noText:
      (Sentence("missing or empty", "없거나 비어 있습니다"), Sentence("write a text", "텍스트를 적으십시오"))
    case .noTexts:
      (
        Sentence("missing", "없습니다"),
        Sentence("write an array of texts", "텍스트의 배열을 적으십시오")
      )
    case .notTexts:
      (
        Sentence("not an array of texts", "텍스트의 배열이 아닙니다"),
        Sentence("write [\"…\"]", "[\"…\"]처럼 적으십시오")
      )
    case .noRole:
      (
        Sentence("missing or unknown", "없거나 알 수 없는 값입니다"),
        Sentence(
          "write one of \(TeamTask.Role.allCases.map(\.rawValue).joined(separator: ", "))",
          "다음 중 하나를 적으십시오: "
            + TeamTask.Role.allCases.map(\.rawValue).joined(separator: ", "))
      )
    case .notACount:
      (
        Sentence("not a whole number above 0", "0보다 큰 정수가 아닙니다"),
        Sentence("write a number, or leave it out", "숫자를 적거나 빼십시오")
      )
    case .separatorInCriterion:
      (
        Sentence("has ; or •, which part criteria", "기준을 나누는 ; 또는 •가 들어 있습니다"),
        Sentence("write a comma", "쉼표를 쓰십시오")
      )
    }
  }
}
