import Text
import Workers

/// Explains the keys of an `orch.json` for a worker, and what to trust: JSON has no comments.
struct WorkerGuide {
  /// The worker's name, which is its program and, for an agent, its adapter.
  let name: String
  let start: Start
  /// The files that the program reads by itself in a folder.
  let files: [String]
  /// The environment variable that holds an API key.
  let key: String

  /// How the program starts, and what it may do.
  enum Start {
    /// An agent that may change files, or has a sandbox of its own.
    case edits, sandbox
    /// An agent that orch was never run with.
    case untried
    /// A program that reads the message, changes files and prints the report.
    case message
    /// A program that only answers, with the report.
    case answer
    /// A program that runs commands, and prints no report.
    case commands
  }

  /// The name of the guide, which is written beside `orch.json`.
  static let fileName = "orch.json.md"

  func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .korean: korean
    }
  }

  private var english: String {
    let sent =
      "orch starts `\(name)` in the project, sends it the row on standard input, and reads its report"
    let printed = "orch starts `\(name)` in the project, and reads the report that it prints"
    let startKeys =
      switch start {
      case .edits:
        """
        | `workers.\(name).adapter` | \(sent) |
        | `workers.\(name).args` | the agent may change files of the project, and run `git status` and `git diff`. Add `Bash(make test)` after a comma to allow another command; what is not allowed is refused |
        """
      case .sandbox:
        """
        | `workers.\(name).adapter` | \(sent) |
        | `workers.\(name).args` | the agent's own sandbox: the agent may run commands, and writes only in the project |
        """
      case .untried:
        "| `workers.\(name).adapter` | \(sent). orch knows the published output of \(name), and was never run with it |"
      case .message:
        """
        | `workers.\(name).adapter` | \(printed) |
        | `workers.\(name).argv` | the program reads the row in `{message_file}`. It may change each file of the project; it runs no command and makes no commit |
        """
      case .answer:
        """
        | `workers.\(name).adapter` | \(printed) |
        | `workers.\(name).argv` | the program reads the row on standard input, and answers. It sees and changes no file |
        """
      case .commands:
        """
        | `workers.\(name).adapter` | orch starts `\(name)` in the project, and reads no report: give each row a criterion that orch checks, such as `file: HELLO.md` |
        | `workers.\(name).argv` | the program reads the row in `{message_file}`. It runs each command that the model writes, as you, without asking |
        | `workers.\(name).class` | an attempt that ends with a status other than 0 failed by itself, and is tried again once |
        """
      }
    return """
      # About orch.json

      `orch init --worker \(name)` wrote `orch.json`. JSON has no comments, so they are here. No program
      reads this file.

      | key | meaning |
      | --- | --- |
      \(startKeys)
      | `workers.\(name).timeout` | an attempt that takes longer is ended, and tried again once |
      | `workers.\(name).max` | how many rows it works on at the same time, all in this folder |
      | `routes` | which worker takes which rows; an entry without conditions matches every row |
      | `review.run_checks` | orch itself checks criteria such as `file: HELLO.md`, `grep: TEXT in FILE` and `cmd: test` |

      ## What to trust

      After `orch trust`, orch starts `\(name)` as you for each waiting row, without asking. These
      decide what it does: the rows, so everyone who may write the queue; \(deciding). Read them first
      if you did not write the folder. After each change of `orch.json` run `orch trust` again.

      ## Keys to add

      | key | example |
      | --- | --- |
      | to log in with a key, in `workers.\(name)` | `"env": ["\(key)"]` |
      | a program that cron does not find, in the same place | `"program": "/home/me/.local/bin/\(name)"` |
      | a program for criteria such as `cmd: test`, in `review` | `"checks": {"test": ["make", "test"]}` |
      \(budget.map { "| the most US dollars to spend in a day and on a row, beside `workers` | `\($0)` |\n" } ?? "")
      The whole guide: `docs/quickstart-agents.md` of orch. All keys: `docs/workers.md`.

      """
  }

  private var korean: String {
    let sent = "orch가 프로젝트에서 `\(name)` 프로그램을 시작하고, 표준 입력으로 행을 보내고, 보고서를 읽습니다"
    let printed = "orch가 프로젝트에서 `\(name)` 프로그램을 시작하고, 그것이 출력한 보고서를 읽습니다"
    let startKeys =
      switch start {
      case .edits:
        """
        | `workers.\(name).adapter` | \(sent) |
        | `workers.\(name).args` | 에이전트는 프로젝트의 파일을 고치고 `git status`와 `git diff`를 실행할 수 있습니다. 쉼표 뒤에 `Bash(make test)`를 더하면 명령 하나를 더 허락합니다. 허락하지 않은 것은 거절됩니다 |
        """
      case .sandbox:
        """
        | `workers.\(name).adapter` | \(sent) |
        | `workers.\(name).args` | 에이전트 자신의 샌드박스입니다. 명령을 실행하고, 프로젝트 안에만 씁니다 |
        """
      case .untried:
        "| `workers.\(name).adapter` | \(sent). orch는 공개된 \(name)의 출력 형식을 알지만, 실제 프로그램과 실행해 본 적은 없습니다 |"
      case .message:
        """
        | `workers.\(name).adapter` | \(printed) |
        | `workers.\(name).argv` | 프로그램은 `{message_file}`에서 행을 읽습니다. 프로젝트의 모든 파일을 고칠 수 있고, 명령을 실행하거나 커밋하지 않습니다 |
        """
      case .answer:
        """
        | `workers.\(name).adapter` | \(printed) |
        | `workers.\(name).argv` | 프로그램은 표준 입력으로 행을 읽고 답합니다. 파일을 보거나 고치지 않습니다 |
        """
      case .commands:
        """
        | `workers.\(name).adapter` | orch가 프로젝트에서 `\(name)` 프로그램을 시작하고, 보고서는 읽지 않습니다. 행마다 `file: HELLO.md`처럼 orch가 검사할 완료 기준을 주십시오 |
        | `workers.\(name).argv` | 프로그램은 `{message_file}`에서 행을 읽습니다. 모델이 쓴 명령은 모두 사용자의 권한으로, 묻지 않고 실행합니다 |
        | `workers.\(name).class` | 종료 상태가 0이 아닌 시도는 스스로 실패한 것이며, 한 번 다시 합니다 |
        """
      }
    return """
      # orch.json 설명

      `orch init --worker \(name)` 명령이 `orch.json`을 썼습니다. JSON에는 주석을 쓸 수 없어 여기에 적습니다. 이 파일을 읽는
      프로그램은 없습니다.

      | 키 | 뜻 |
      | --- | --- |
      \(startKeys)
      | `workers.\(name).timeout` | 더 오래 걸리는 시도는 끝내고 한 번 다시 합니다 |
      | `workers.\(name).max` | 동시에 맡는 행의 수. 모두 이 폴더에서 일합니다 |
      | `routes` | 행마다 어느 워커가 맡는지. 조건이 없으면 모든 행입니다 |
      | `review.run_checks` | `file: HELLO.md`, `grep: TEXT in FILE`, `cmd: test` 같은 완료 기준을 orch가 직접 검사합니다 |

      ## 무엇을 신뢰하는가

      `orch trust`를 하면 orch는 기다리는 행마다 묻지 않고 사용자의 권한으로 `\(name)` 프로그램을 시작합니다. 무엇을 할지 정하는
      것은 행(큐를 쓸 수 있는 모든 사람)과 \(decidingInKorean)입니다. 직접 만들지 않은 폴더에서는 먼저
      살펴보십시오. `orch.json`을 바꿀 때마다 `orch trust`를 다시 해야 합니다.

      ## 더할 수 있는 키

      | 키 | 예 |
      | --- | --- |
      | 키로 로그인할 때, `workers.\(name)`에 | `"env": ["\(key)"]` |
      | cron이 프로그램을 찾지 못할 때, 같은 곳에 | `"program": "/home/me/.local/bin/\(name)"` |
      | `cmd: test` 같은 완료 기준의 프로그램, `review`에 | `"checks": {"test": ["make", "test"]}` |
      \(budget.map { "| 하루와 한 행에 쓸 수 있는 미국 달러, `workers` 옆에 | `\($0)` |\n" } ?? "")
      처음부터 끝까지: orch의 `docs/quickstart-agents.ko.md`. 모든 키: `docs/workers.ko.md`.

      """
  }

  /// The settings of a budget. If the agent reports only tokens, they include token prices. The
  /// costs of other programs are not known.
  private var budget: String? {
    guard [.edits, .sandbox, .untried].contains(start) else { return nil }
    let limits = #""budget": {"usd_per_day": 20, "usd_per_row": 3}"#
    let price = #"{"input": 1.25, "cached_input": 0.125, "output": 10}"#
    let saysMoney = WorkerProfile.Adapter(rawValue: name)?.saysMoney ?? true
    return saysMoney ? limits : limits + #", "prices": {"\#(name)": \#(price)}"#
  }

  private var deciding: String {
    let names = files.map { "`\($0)`" }.joined(separator: " and ")
    return files.isEmpty
      ? "and `orch.json`"
      : "`orch.json`; and the\nfiles that the program reads by itself, such as \(names)"
  }

  private var decidingInKorean: String {
    let names = files.map { "`\($0)`" }.joined(separator: ", ")
    return files.isEmpty ? "`orch.json`" : "`orch.json`, 그리고 프로그램이 스스로 읽는\n\(names) 같은 파일"
  }
}
