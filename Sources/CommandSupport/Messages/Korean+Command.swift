import CommandLineKit
import Engine
import Host
import QueueDocument
import QueueModel
import QueueStore
import TeamProtocol

// The errors of commands.

extension Korean {
  static func text(of error: CommandError) -> String { words(of: error).text }
  static func hint(of error: CommandError) -> String { words(of: error).hint }

  /// A line for each command of a chat.
  static let chatHelp = [
    "!status: 행의 수와 작업 중인 것",
    "!retry ID: FAILED나 BLOCKED 행을 다시 시도합니다",
    "!cancel ID [reason]: 끝나지 않은 행이 BLOCKED가 되고 워커가 종료됩니다. ID 대신 그 행을 작업하는 "
      + "세션이나 레이블도 됩니다",
    "!replan ID [reason]: 작업 중인 행은 BLOCKED, 다른 행은 PENDING이 됩니다",
    "!answer ID TEXT: 그 행의 워커가 물은 것에 답합니다",
    "!help: 이 줄들",
  ]

  private static func words(of problem: CommandError.AttemptProblem, _ id: String) -> Words {
    switch problem {
    case .none: ("\(id)에는 시도가 없습니다", "orch가 워커를 시작하거나 보고서가 오면 생깁니다")
    case .noClaim(let claim, let last):
      (
        "\(id)에는 \(claim)번 시도가 없습니다",
        "마지막은 \(last)번입니다. orch show \(id) --attempts가 모두 보여 줍니다"
      )
    case .lacks(.output, let claim):
      (
        "\(id)의 \(claim)번 시도에는 출력이 없습니다",
        "orch가 시작한 워커가 없습니다. 보고된 내용은 orch show \(id) --report에 있습니다"
      )
    case .lacks(.report, let claim):
      (
        "\(id)의 \(claim)번 시도에는 보고서가 없습니다",
        "워커의 출력은 orch logs \(id) --claim \(claim)에 있습니다"
      )
    case .lacks(.message, let claim):
      (
        "\(id)의 \(claim)번 시도에는 메시지가 없습니다",
        "orch가 시작한 워커가 없습니다. 보낼 내용은 orch task \(id)가 출력합니다"
      )
    case .lacks(.keptMessage, let claim):
      (
        "\(id)의 \(claim)번 시도의 메시지는 남아 있지 않습니다",
        "보낼 내용은 orch task \(id)가 출력합니다"
      )
    }
  }

  private static func words(of ending: DrainWork.Ending) -> Words {
    switch ending {
    case .drained: ("작업 중인 행이 없습니다", "")
    case .timedOut(let rows), .interrupted(let rows):
      (
        "아직 작업 중입니다: \(list(rows))",
        "큐는 일시 정지된 채입니다. ops drain은 다시 기다리고, ops cancel ID는 하나를 끝내고, "
          + "ops resume은 일시 정지를 끝냅니다"
      )
    case .resumed(let rows):
      (
        "작업 중인 행이 있는데 일시 정지가 끝났습니다: \(list(rows))",
        "ops drain은 다시 정지합니다. ops status가 작업 중인 것을 보여 줍니다"
      )
    }
  }

  private static func list(_ rows: [String]) -> String {
    rows.prefix(3).map(\.escaped).joined(separator: ", ")
      + (rows.count > 3 ? " 외 \(rows.count - 3)행" : "")
  }

  /// What is wrong, and what to do.
  private typealias Words = (text: String, hint: String)

  private static func words(of error: CommandError) -> Words {
    switch error {
    case .refusal(let refusal): (text(of: refusal), hint(of: refusal))
    case .store(let error): (text(of: error), hint(of: error))
    case .system(let error): (error.description, hint(of: error))
    case .engine(let error, let option): (text(of: error), hint(of: error, queueOption: option))
    case .trustStore(let error): (text(of: error), hint(of: error))
    case .commandLine(let error): words(of: error)
    case .unexpected(let description): (description, "이 오류를 알려 주십시오")
    case .usage(let mistake): words(of: mistake)
    case .setting(let problem): words(of: problem)
    case .location(let problem): words(of: problem)
    case .input(let problem): words(of: problem)
    case .git(let problem): words(of: problem)
    case .trust(let problem): words(of: problem)
    case .schedule(let problem): words(of: problem)
    case .drain(let ending): words(of: ending)
    case .noWorker(let name, [], let settingsExist):
      (
        "워커 \(name.escaped)이(가) 없습니다",
        settingsExist
          ? "orch.json에 워커가 없습니다. \(otherName(for: .worker))"
          : "orch.json이 없습니다: orch init --worker script"
      )
    case .noWorker(let name, let known, _):
      (
        "워커 \(name.escaped)이(가) 없습니다",
        "orch.json의 워커: \(known.map(\.escaped).joined(separator: ", "))"
      )
    case .workerLocked(let name, let holder):
      ("\(name.escaped)의 일시 정지를 \(holder.escaped)이(가) 잠갔습니다", "다시 시도하십시오")
    case .severalRows(let rows, let session):
      (
        "\(session.escaped)의 작업 중인 행이 \(rows.count)개입니다: "
          + rows.map(\.escaped).joined(separator: ", "), "행을 지정하십시오"
      )
    case .rowsRefused(let count, let total):
      ("\(total)행 가운데 \(count)행이 거절되었습니다", "이유는 각각 위에 있습니다. 다른 행에는 영향이 없습니다")
    case .unknownWorker(let name, let nearest, true):
      (
        "orch.json에 워커 '\((name ?? "").escaped)'이(가) 없습니다",
        nearest.map(suggestion) ?? "orch.json의 workers에 이름을 적습니다"
      )
    case .unknownWorker(_, _, false):
      ("orch.json에 workers가 없습니다", "적는 방법은 docs/workers.md에 있습니다")
    case .exists(let path, let place):
      ("\(path): 이미 있습니다", "그대로 두었습니다. \(otherName(for: place))")
    case .attempt(let problem, let id): words(of: problem, id.escaped)
    case .notPrinted(let error):
      (error.description, "출력만 실패했습니다. 바꾼 것은 그대로 바뀌어 있습니다")
    case .torture(let command, let message):
      (
        "임시 폴더에서 \(command) 실패: \(message)",
        "아무것도 증명되지 않았습니다. ops doctor가 이 디스크를 검사합니다"
      )
    case .hinted(let error, let hint): (text(of: error), text(of: hint, for: error))
    }
  }

  private static func otherName(for place: CommandError.Place) -> String {
    switch place {
    case .path: "다른 경로를 고르십시오"
    case .folder: "--path로 다른 폴더를 고르십시오"
    case .copy: "--to로 다른 파일을 지정하십시오"
    case .worker: "orch.json에 워커를 적는 방법: docs/workers.md"
    }
  }

  private static func text(of hint: CommandError.Hint, for error: CommandError) -> String {
    switch hint {
    case .nameLog: "--log-path로 파일을 지정하십시오"
    case .nameFile: "폴더입니다. 그 안의 파일을 지정하십시오"
    case .restore(let id): "삭제된 행입니다. 되살리기: orch restore --id \(id.escaped)"
    case .nearest(let id): suggestion(id.escaped)
    case .keptReport(let path): "\(self.hint(of: error)). 보고서는 \(path)에 남아 있습니다"
    case .keptForm(let path): "\(self.hint(of: error)). 양식은 \(path)에 남아 있습니다"
    case .noForm: "편집기가 양식을 남기지 않았습니다. 아무것도 바꾸지 않았습니다"
    case .anotherID: "다른 id를 고르십시오"
    case .otherID(let file): "\(file)에서 다른 id를 주십시오"
    case .dependencyCycle(let file): "\(file)의 dependencies에서 그중 하나를 빼십시오"
    case .missingDependency(let file):
      "\(file)의 dependencies에는 큐에 있는 행이나 그 파일의 다른 작업을 적으십시오"
    }
  }

  static func suggestion(_ nearest: String) -> String { "혹시 \(nearest)입니까?" }
}

// MARK: The command line

extension Korean {
  private static func words(of error: UsageError) -> Words {
    switch error {
    case .noCommand: ("명령이 없습니다", "")
    case .unknownCommand(let name, let nearest):
      ("알 수 없는 명령 '\(name)'", nearest.map(suggestion) ?? "")
    case .unknownOption(let name, let nearest):
      ("알 수 없는 옵션 '\(name)'", nearest.map(suggestion) ?? "")
    case .missingValue(let option): ("값이 없습니다: \(option)", "")
    case .unexpectedValue(let option): ("\(option): 값을 받지 않는 옵션입니다", "")
    case .missingOption(let option): ("옵션이 없습니다: \(option)", "")
    case .missingArgument(let argument): ("인수가 없습니다: \(argument)", "")
    case .invalidValue(let text, let option, let reason):
      ("\(option): 잘못된 값 '\(text)'. \(self.text(of: reason))", "")
    case .unexpectedArgument(let text): ("필요 없는 인수 '\(text)'", "")
    case .several(let errors): words(ofAll: errors)
    }
  }

  private static func words(ofAll errors: [UsageError]) -> Words {
    let words = errors.map { Self.words(of: $0) }
    return (
      words.map(\.text).joined(separator: "; "),
      words.map(\.hint).filter { !$0.isEmpty }.joined(separator: " ")
    )
  }

  static func text(of reason: InvalidValue.Reason) -> String {
    switch reason {
    case .sentence(English.ruleOfIdempotencyKeys): return ruleOfIdempotencyKeys
    case .sentence(let text): return KoreanForms.text(text)
    case .words(let words, let nearest):
      return (nearest.map { suggestion($0) + " " } ?? "")
        + "가능한 값: \(words.joined(separator: "|"))"
    case .noWholeNumber(let range):
      return range.upperBound == .max
        ? "\(range.lowerBound) 이상의 정수를 쓰십시오"
        : "\(range.lowerBound)부터 \(range.upperBound)까지의 정수를 쓰십시오"
    case .otherForm(let form): return "올바른 형식: \(KoreanForms.text(form))"
    }
  }

  private static func words(of mistake: CommandError.Usage) -> Words {
    switch mistake {
    case .database(let command, let use):
      ("\(command): 데이터베이스가 아니라 큐 파일에 쓰는 명령입니다", hint(of: use))
    case .noSession(let use):
      (
        "옵션이 없습니다: --owner-session S",
        use == .newOwner
          ? "행을 받을 세션을 지정하십시오" : "리스를 가진 세션을 지정하십시오"
      )
    case .notUTF8(let error):
      (error.description, "아무것도 바꾸지 않았습니다. iconv -t utf-8로 변환할 수 있습니다")
    case .chat(let problem): words(of: problem)
    case .uiCheck(.url(let url)):
      (
        "'\(url)': 페이지 주소가 아닙니다",
        "http://, https:// 또는 file://을 공백과 보이지 않는 문자 없이 쓰십시오"
      )
    case .uiCheck(.session(let name)):
      (
        "'\(name)': 브라우저 세션 이름이 아닙니다",
        "A-Z a-z 0-9 . _ - 를 64자까지 쓰고, 글자나 숫자로 시작하십시오"
      )
    case .severalShowParts:
      ("--attempts, --report, --task는 서로 다른 것을 출력합니다", "하나만 고르십시오")
    case .claimWithoutPart:
      ("--claim은 어느 시도인지 말합니다", "--attempts, --report, --task 중 하나와 함께 씁니다")
    case .twoMetricFormats:
      ("--prometheus와 --json은 같은 출력의 두 형식입니다", leaveOneOut)
    case .twoRequests: ("--request와 --from이 모두 할 일을 말합니다", leaveOneOut)
    case .twoStaleTimes: ("--stale-minutes와 --stale-hours는 같은 뜻입니다", leaveOneOut)
    case .spoolWithForce: ("--force와 --spool은 함께 쓸 수 없습니다", leaveOneOut)
    case .drainWithReport: ("--drain은 따로 보고서를 받지 않습니다", leaveOneOut)
    case .noWorkerName:
      ("워커 이름이 없습니다", "ops worker list가 보여 줍니다: ops worker resume NAME")
    case .emptyBrief: ("브리프가 비어 있습니다", "없으면 --brief를 빼십시오")
    case .emptyRequest: ("요청이 비어 있습니다", "할 일을 적으십시오")
    case .noRequest:
      ("요청이 없습니다", "--request로 적거나 --from으로 파일을 지정하십시오")
    case .secondsOfRelease:
      ("--seconds는 release와 함께 쓸 수 없습니다", "빼십시오. 리스는 지금 끝납니다")
    case .termsWithoutPage: ("--ui-url 없이 --ui-contains를 썼습니다", "페이지를 지정하십시오")
    case .checksInDryRun:
      (
        "--run-checks와 --dry-run은 함께 쓸 수 없습니다",
        "증거는 큐의 프로젝트에서 찾습니다. 둘 중 하나를 빼십시오"
      )
    case .taskWithoutSource:
      (
        "--id와 --from 중 하나가 필요합니다",
        "--id는 행의 메시지를 출력하고, --from은 팀의 작업을 추가합니다"
      )
    case .trustAsJSON: ("--json은 동의할 내용을 출력하지 않습니다", "--yes를 더하십시오")
    case .noRows:
      ("옵션이 없습니다: --id ID", "행을 지정하거나 --status, --match, --all로 고르십시오")
    case .namedAndChosenRows:
      ("행은 id로 지정하거나 --status, --match, --all로 고릅니다", "둘 중 하나를 빼십시오")
    case .mergeOfOneRow:
      ("--merge는 한 행이 아니라 저장 전체의 병합을 되돌립니다", "id를 빼십시오")
    case .removeWithShow:
      ("--remove와 show는 함께 쓸 수 없습니다", "제거할 종류를 지정하십시오. 모두라면 지정하지 마십시오")
    case .everyWithoutTicks:
      ("--every는 cron, systemd, launchd를 설치할 때만 씁니다", "빼거나 셋 중 하나를 지정하십시오")
    case .nothingToEdit:
      ("바꿀 것이 없습니다", "--priority P0처럼 필드를 지정하거나 --editor를 쓰십시오")
    case .editorWithFields:
      ("--editor는 모든 필드를 보여 주므로 다른 옵션으로 필드를 지정하지 않습니다", leaveOneOut)
    case .noNewID: ("--line의 행에 줄 다른 id가 없습니다", "--id NEW로 지정하십시오")
    case .twoIDs:
      ("id는 바꿀 수 없습니다", "같은 id의 행이 여럿일 때만 --line으로 하나에 다른 id를 줍니다")
    case .fieldsOfRename: ("--line은 id만 바꿉니다", "다른 필드를 빼십시오")
    case .noEditor:
      ("편집기를 쓸 터미널이 없습니다", "VISUAL이나 EDITOR를 정하거나, 옵션으로 필드를 지정하십시오")
    }
  }

  private static var leaveOneOut: String { "둘 중 하나를 빼십시오" }

  private static func hint(of use: CommandError.FileUse) -> String {
    switch use {
    case .queueFile: "--db를 빼거나 --queue로 파일만 지정하십시오"
    case .merging: "--db를 빼십시오. git은 파일을 병합합니다"
    case .scratchQueue: "--db를 빼십시오. 자체 큐 파일을 만듭니다"
    }
  }

  private static func words(of problem: ChatLine.Problem) -> Words {
    let known = ChatLine.names.joined(separator: ", ")
    return switch problem {
    case .noCommand:
      ("명령이 아닌 줄입니다", "다음 중 하나로 시작합니다: \(known). !help에 설명이 있습니다")
    case .unknown(let word):
      (
        "알 수 없는 채팅 명령 '\(word.escaped)'",
        (Spelling.nearest(to: word, in: ChatLine.names).map(suggestion) ?? "쓸 수 있는 명령: \(known).")
          + " !help에 설명이 있습니다"
      )
    case .missingID(let word): ("\(word): 행이 없습니다", "그 뒤에 행의 id를 적으십시오")
    case .missingAnswer: ("!answer: 답이 없습니다", "id 뒤에 답을 적으십시오")
    case .surplus(let command, let words):
      ("\(command): '\(words.escaped)'은(는) 받지 않습니다", "빼십시오")
    }
  }
}

// MARK: Settings and files

extension Korean {
  private static func words(of problem: CommandError.SettingProblem) -> Words {
    switch problem {
    case .logInQueue(let path):
      ("\(path): 큐의 파일이므로 실행 로그가 될 수 없습니다", "다른 --log-path를 지정하십시오")
    case .clock(let text):
      ("ORCH_NOW: 잘못된 값 '\(text.escaped)'", KoreanForms.text(ClockOverride.form))
    case .text(let text, let name, let form):
      ("\(name): 잘못된 값 '\(text.escaped)'", "올바른 형식: \(KoreanForms.text(form))")
    case .noObject(let path): ("\(path): 객체가 아닙니다", "{\"key\": value}처럼 적으십시오")
    case .noJSON(let path, let error):
      ("\(path): \(error)", "파일을 고치십시오. JSON이어야 합니다")
    case .mistake(let mistake, let path):
      ("\(path): \(words(of: mistake).text)", words(of: mistake).hint)
    }
  }

  private static func words(of mistake: SettingMistake) -> Words {
    switch mistake {
    case .value(let value, let key, let form):
      ("'\(key)'의 값이 잘못되었습니다: \(value)", "올바른 형식: \(KoreanForms.text(form))")
    case .unknownKey(let key, let nearest):
      ("알 수 없는 키 '\(key)'", nearest.map(suggestion) ?? "설정 목록은 docs/cli.md에 있습니다")
    case .missing(let key, let form, nil):
      ("'\(key)'이(가) 없습니다", "올바른 형식: \(KoreanForms.text(form))")
    case .missing(let key, let form, let other?):
      ("'\(other)'에는 '\(key)'이(가) 필요합니다", "올바른 형식: \(KoreanForms.text(form))")
    case .otherAdapter(let key, let adapter, let adapters):
      (
        "'\(key)'은(는) 어댑터 \(adapter)에 쓸 수 없습니다",
        "다음 어댑터에만 씁니다: \(adapters.joined(separator: ", "))"
      )
    case .twice(let key, let other):
      ("'\(key)'와 '\(other)'은(는) 같은 워커입니다", "하나를 빼십시오")
    }
  }

  private static func words(of problem: CommandError.LocationProblem) -> Words {
    let use = "그래도 쓰려면 --queue로 지정하십시오"
    return switch problem {
    case .brokenLink(let path, let target):
      ("\(path): 없는 파일 \(target)을(를) 가리키는 링크입니다", "링크를 고치거나 지우십시오")
    case .notFound(let folder, let last):
      (
        "\(folder)부터 \(last)까지 QUEUE.md가 없습니다",
        "여기에 만들기: orch init, 다른 곳 지정: --queue PATH"
      )
    case .notLookedFor: ("큐 파일을 찾지 않았습니다", "")
    case .leadsOut(let path, let folder, let target):
      ("\(path): \(folder) 밖의 \(target)을(를) 가리킵니다", use)
    case .foreign(let path): ("\(path): 다른 사용자의 것입니다", use)
    }
  }

  private static func words(of problem: CommandError.InputProblem) -> Words {
    switch problem {
    case .noTerminal:
      ("물어볼 터미널이 없습니다", "위의 내용을 읽은 뒤 실행하십시오: orch trust --yes")
    case .missing(let name, let what):
      ("\(name): 파일이 없습니다 (\(KoreanForms.text(what)))", "경로를 확인하거나, 표준 입력은 -로 적으십시오")
    case .tooLong(let source, let megabytes, let what):
      ("\(source): \(megabytes) MB가 넘습니다", "몇 쪽 분량의 텍스트여야 합니다 (\(KoreanForms.text(what)))")
    case .notUTF8(let source):
      ("\(source): UTF-8이 아닙니다", "iconv -t utf-8로 변환할 수 있습니다")
    case .settingsLeadOut(let path, let home, let target):
      (
        "\(path): \(home) 밖의 \(target.escaped)을(를) 가리키는 링크입니다",
        "그 자리에 파일 자체를 두십시오"
      )
    case .settingsAreFolder(let error): (error.description, "설정은 파일이어야 합니다")
    case .order:
      ("표준 입력이 지시가 아닙니다", "orch dispatch가 지시와 함께 감독 프로세스를 시작합니다")
    case .tasks(let file, let mistake):
      (
        "\(file): \(mistake.place.isEmpty ? "" : "\(mistake.place): ")"
          + words(of: mistake.problem).text, words(of: mistake.problem).hint
      )
    case .tasksAreNoJSON(let file, let error): ("\(file): \(error)", "JSON이어야 합니다")
    case .version(let side, let file, let error):
      (
        "\(side):\(file):\(error.line):\(error.column): \(text(of: error))",
        "아무것도 병합하지 않았습니다. 파일을 직접 고치거나, 한쪽을 고르십시오: "
          + "git checkout --ours 또는 --theirs"
      )
    case .form(let line, let problem):
      ("양식의 \(line)번째 줄: \(text(of: problem))", "아무것도 바꾸지 않았습니다")
    case .editor(let name, let status):
      (
        "편집기 \(name.escaped): \(status.map { "종료 상태 \($0)" } ?? "중단되었습니다")",
        "아무것도 바꾸지 않았습니다. VISUAL이나 EDITOR로 다른 편집기를 지정하십시오"
      )
    case .hiddenCharacters(let places, let more):
      (
        "요청에 보이지 않는 문자가 있습니다: "
          + places.map { "\($0.character) (\($0.line)번째 줄 \($0.column)번째 칸)" }
          .joined(separator: ", ") + (more > 0 ? " 외 \(more)개" : ""),
        "지우거나, --allow-hidden으로 그대로 받으십시오"
      )
    }
  }
}

// MARK: git and trust

extension Korean {
  private static func words(of problem: CommandError.GitProblem) -> Words {
    switch problem {
    case .missing(let error):
      (error.description, "git을 설치하십시오. --git 없이는 필요하지 않습니다")
    case .noWorkTree(let folder, let reason):
      (
        "\(folder): git 작업 트리가 없습니다: \(reason)",
        "git init으로 만드십시오. --git 없이는 필요하지 않습니다"
      )
    case .otherWorkTree(let top, let folder):
      (
        "\(folder): git은 \(top)을(를) 작업 트리로 보는데, .git이 있는 폴더가 아닙니다",
        "git config의 core.worktree 때문입니다. 지우십시오"
      )
    case .failed(let command, let top, let reason):
      ("\(top): git \(command) 실패: \(reason)", "먼저 git이 말하는 문제를 고치십시오")
    case .foreignConfig(let config, let top, let command):
      (
        "git이 \(top) 밖의 \(config ?? "다른 저장소 설정")에 쓰게 됩니다",
        "자신의 것이면 그곳에서 실행하십시오: \(command)"
      )
    }
  }

  private static func words(of problem: CommandError.TrustProblem) -> Words {
    switch problem {
    case .noSettings(let home):
      ("\(home): orch.json이 없습니다", "신뢰할 것이 없습니다. 내용은 docs/cli.md에 있습니다")
    case .notAgreed(let home): ("\(home): 신뢰하지 않습니다", "아무것도 바꾸지 않았습니다")
    case .insideWorker:
      (
        "워커는 무엇을 신뢰할지 정할 수 없습니다",
        "사람이 ORCH_ATTEMPT와 ORCH_LABEL이 없는 자신의 셸에서 orch trust를 실행합니다"
      )
    case .noHome:
      (
        "XDG_CONFIG_HOME과 HOME에 절대 경로의 폴더가 없습니다",
        "HOME을 정하십시오. 신뢰 기록을 그곳에 둡니다"
      )
    }
  }
}
