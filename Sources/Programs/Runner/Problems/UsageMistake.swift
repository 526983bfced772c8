public import Door
public import Host
import Model
import Text
public import Workers

extension Problem {
  /// A command line that can be parsed, but not run.
  public enum Usage: Sendable {
    case noSession(SessionUse)
    case notUTF8(NotUTF8)
    case chat(ChatLine.Problem)
    case uiCheck(UICheckMistake)
    case severalShowParts, claimWithoutPart, digestOfSeveralRows, sinceApprovalOfWork
    case twoMetricFormats, twoRequests, twoStaleTimes
    case emptyBrief, emptyRequest, noRequest
    case secondsOfRelease, spoolWithForce, drainWithReport, changesAndDiscard, termsWithoutPage,
      checksInDryRun
    case fieldsWithoutJSON
    case taskWithoutSource, trustAsJSON, mergeOfOneRow, severalUndos, removeWithShow,
      everyWithoutTicks
    case removeOfOpenClaw, optionsWithoutOpenClaw
    case noRows, namedAndChosenRows, noNotesOfSession
    case noWorkerName, noTokenName, noScope, daemonOfSeveral
    case nothingToEdit, editorWithFields, noEditor, noNewID, twoIDs, fieldsOfRename
    case changesWithOthers
    case editorWithRows, briefWithRows, checkWithIDs, appendOfFields, twoZoneOptions
    /// `--label` with `LABEL`, or `--plan` with `NAME`.
    case filterWithoutScreen(String, value: String)
    case noPlan(isFile: Bool)
    /// An action of `orch plan` does not take the option.
    case planOption(String, of: String)
    case planTaskNeeded(String)
    /// An action of `orch plan` does nothing without the option.
    case planOptionNeeded(String, of: String)
    case twoGoals
    /// A text that no plan can have as its name.
    case planName(String)
    case planFailedOfTask
    /// `orch import --all` of another form than json, or as a dry run.
    case allOfForm
  }

  /// What a session is named for.
  public enum SessionUse: Sendable { case newOwner, lease }

  public static func usage(_ mistake: Usage) -> Problem {
    let (sentence, hint) = mistake.words
    return .adapter(.usage, sentence, hint: hint)
  }

  static func commandLine(_ error: UsageError) -> Problem {
    .adapter(.usage, error.sentence, hint: error.suggestion ?? Sentence(same: ""))
  }
}

extension Problem.Usage {
  fileprivate var words: Words {
    switch self {
    case .noSession(let use):
      (
        Sentence("missing option --owner-session S", "옵션이 없습니다: --owner-session S"),
        use == .newOwner
          ? Sentence("name the session that gets the row", "행을 받을 세션을 지정하십시오")
          : Sentence("name the session whose lease it is", "리스를 가진 세션을 지정하십시오")
      )
    case .notUTF8(let error):
      (
        Sentence(same: error.description),
        Sentence(
          "nothing was changed; iconv -t utf-8 converts a text",
          "아무것도 바꾸지 않았습니다. iconv -t utf-8로 변환할 수 있습니다")
      )
    case .chat(let problem): problem.words
    case .uiCheck(.url(let url)):
      (
        Sentence("'\(url)' is no address of a page", "'\(url)': 페이지 주소가 아닙니다"),
        Sentence(
          "use http://, https:// or file://, without spaces and hidden characters",
          "http://, https:// 또는 file://을 공백과 보이지 않는 문자 없이 쓰십시오")
      )
    case .uiCheck(.session(let name)):
      (
        Sentence("'\(name)' is no name of a browser session", "'\(name)': 브라우저 세션 이름이 아닙니다"),
        Sentence(
          "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first",
          "A-Z a-z 0-9 . _ - 를 64자까지 쓰고, 글자나 숫자로 시작하십시오")
      )
    case .severalShowParts:
      (
        Sentence(
          "--attempts, --report and --task can't be combined",
          "--attempts, --report, --task는 함께 쓸 수 없습니다"),
        Sentence("choose one of them", "하나만 고르십시오")
      )
    case .digestOfSeveralRows:
      (
        Sentence("--digest stands for one row", "--digest는 한 행의 내용을 가리킵니다"),
        Sentence("name one row", "행 하나만 지정하십시오")
      )
    case .sinceApprovalOfWork:
      (
        Sentence(
          "--since-approval shows what was approved, not the work",
          "--since-approval은 작업이 아니라 승인된 내용을 보여 줍니다"),
        Sentence("leave --stat and --base out", "--stat과 --base를 빼십시오")
      )
    case .claimWithoutPart:
      (
        Sentence("--claim needs another option", "--claim에는 다른 옵션이 필요합니다"),
        Sentence("add --attempts, --report or --task", "--attempts, --report, --task 중 하나를 더하십시오")
      )
    case .twoMetricFormats:
      (
        Sentence(
          "--prometheus and --json are two forms of one output",
          "--prometheus와 --json은 같은 출력의 두 형식입니다"), .leaveOneOut
      )
    case .twoRequests:
      (
        Sentence(
          "--request and --from both say what is to be done", "--request와 --from이 모두 할 일을 말합니다"),
        .leaveOneOut
      )
    case .twoStaleTimes:
      (
        Sentence(
          "--stale-minutes and --stale-hours say the same",
          "--stale-minutes와 --stale-hours는 같은 뜻입니다"), .leaveOneOut
      )
    case .spoolWithForce:
      (Sentence("--force does not go with --spool", "--force와 --spool은 함께 쓸 수 없습니다"), .leaveOneOut)
    case .drainWithReport:
      (Sentence("--drain takes no report of its own", "--drain은 따로 보고서를 받지 않습니다"), .leaveOneOut)
    case .changesAndDiscard:
      (
        Sentence(
          "--with-changes does not go with --discard", "--with-changes와 --discard는 함께 쓸 수 없습니다"),
        .leaveOneOut
      )
    case .noWorkerName:
      (
        Sentence("no worker is named", "워커 이름이 없습니다"),
        Sentence("ops worker list shows them", "ops worker list가 보여 줍니다")
      )
    case .noTokenName:
      (
        Sentence("no token is named", "토큰 이름이 없습니다"),
        Sentence("orch token list shows them", "orch token list가 보여 줍니다")
      )
    case .noScope:
      (
        Sentence("missing option --scope SCOPE", "옵션이 없습니다: --scope SCOPE"),
        Sentence(
          "say what it may do: read, submit, decide or work",
          "할 수 있는 일을 쓰십시오: read, submit, decide, work")
      )
    case .daemonOfSeveral:
      (
        Sentence("--daemon is of one queue", "--daemon은 큐 하나에만 씁니다"),
        Sentence(
          "leave out --also, or run orch daemon for each queue",
          "--also를 빼거나 큐마다 orch daemon을 실행하십시오")
      )
    case .emptyBrief:
      (
        Sentence("the brief is empty", "브리프가 비어 있습니다"),
        Sentence("leave --brief out for none", "없으면 --brief를 빼십시오")
      )
    case .emptyRequest:
      (
        Sentence("the request is empty", "요청이 비어 있습니다"),
        Sentence("say what is to be done", "할 일을 적으십시오")
      )
    case .noRequest:
      (
        Sentence("there is no request", "요청이 없습니다"),
        Sentence(
          "give it with --request, or in a file with --from", "--request로 적거나 --from으로 파일을 지정하십시오")
      )
    case .secondsOfRelease:
      (
        Sentence("--seconds does not go with release", "--seconds는 release와 함께 쓸 수 없습니다"),
        Sentence("leave it out: the lease ends now", "빼십시오. 리스는 지금 끝납니다")
      )
    case .fieldsWithoutJSON:
      (
        Sentence("--fields chooses members of JSON", "--fields는 JSON의 항목을 고릅니다"),
        Sentence("add --json", "--json을 더하십시오")
      )
    case .termsWithoutPage:
      (
        Sentence("--ui-contains without --ui-url", "--ui-url 없이 --ui-contains를 썼습니다"),
        Sentence("name the page", "페이지를 지정하십시오")
      )
    case .checksInDryRun:
      (
        Sentence("--run-checks does not go with --dry-run", "--run-checks와 --dry-run은 함께 쓸 수 없습니다"),
        Sentence(
          "proofs are looked for in the project of a queue; leave one of them out",
          "증거는 큐의 프로젝트에서 찾습니다. 둘 중 하나를 빼십시오")
      )
    case .taskWithoutSource:
      (
        Sentence("one of --id and --from is needed", "--id와 --from 중 하나가 필요합니다"),
        Sentence(
          "--id prints a row's message, --from adds a team's tasks",
          "--id는 행의 메시지를 출력하고, --from은 팀의 작업을 추가합니다")
      )
    case .trustAsJSON:
      (
        Sentence("--json can't ask for confirmation", "--json과 함께는 동의를 물을 수 없습니다"),
        Sentence("add --yes", "--yes를 더하십시오")
      )
    case .noRows:
      (
        Sentence("missing option --id ID", "옵션이 없습니다: --id ID"),
        Sentence(
          "name rows, or choose them with --status, --match or --all",
          "행을 지정하거나 --status, --match, --all로 고르십시오")
      )
    case .namedAndChosenRows:
      (
        Sentence(
          "rows are named by id, or chosen with --status, --match and --all",
          "행은 id로 지정하거나 --status, --match, --all로 고릅니다"), Sentence("leave one out", "둘 중 하나를 빼십시오")
      )
    case .noNotesOfSession:
      (
        Sentence("missing option --notes N", "옵션이 없습니다: --notes N"),
        Sentence("a session says what became of its row", "세션은 행이 어떻게 되었는지 적어야 합니다")
      )
    case .mergeOfOneRow:
      (
        Sentence(
          "--merge takes back the merge of a whole save, not of one row",
          "--merge는 한 행이 아니라 저장 전체의 병합을 되돌립니다"), Sentence("leave the id out", "id를 빼십시오")
      )
    case .severalUndos:
      (
        Sentence(
          "an id, --list, --skip-changed and --merge are four things to do",
          "id, --list, --skip-changed, --merge는 함께 쓸 수 없습니다"),
        Sentence("name one of them", "하나만 쓰십시오")
      )
    case .removeWithShow:
      (
        Sentence("--remove does not go with show", "--remove와 show는 함께 쓸 수 없습니다"),
        Sentence("name the kind that is removed, or none for all", "제거할 종류를 지정하십시오. 모두라면 지정하지 마십시오")
      )
    case .everyWithoutTicks:
      (
        Sentence(
          "--every is only for cron, systemd, launchd and openclaw",
          "--every는 cron, systemd, launchd, openclaw에만 씁니다"),
        Sentence("leave it out, or name one of these", "빼거나 넷 중 하나를 지정하십시오")
      )
    case .removeOfOpenClaw:
      (
        Sentence(
          "OpenClaw itself removes its automations", "OpenClaw의 자동화는 OpenClaw가 제거합니다"),
        Sentence("openclaw cron --help says how", "방법: openclaw cron --help")
      )
    case .optionsWithoutOpenClaw:
      (
        Sentence("only openclaw takes options behind --", "-- 뒤의 옵션은 openclaw에만 씁니다"),
        Sentence("leave them out", "빼십시오")
      )
    case .nothingToEdit:
      (
        Sentence("there is nothing to change", "바꿀 것이 없습니다"),
        Sentence(
          "name a field, such as --priority P0, or say --editor",
          "--priority P0처럼 필드를 지정하거나 --editor를 쓰십시오")
      )
    case .editorWithFields:
      (
        Sentence(
          "--editor can't be combined with options that set fields",
          "--editor는 필드를 지정하는 옵션과 함께 쓸 수 없습니다"), .leaveOneOut
      )
    case .noNewID:
      (
        Sentence("--line names a row that gets another id", "--line의 행에 줄 다른 id가 없습니다"),
        Sentence("name that with --id NEW", "--id NEW로 지정하십시오")
      )
    case .twoIDs:
      (
        Sentence("--line is the line of one row", "--line은 한 행의 줄입니다"),
        Sentence("name that row's id, and its new one", "그 행의 id와 새 id를 지정하십시오")
      )
    case .checkWithIDs:
      (
        Sentence("--check changes nothing, and --ids does", "--check는 아무것도 바꾸지 않고 --ids는 바꿉니다"),
        Sentence("leave one of them out", "둘 중 하나를 빼십시오")
      )
    case .briefWithRows:
      (
        Sentence("--brief takes one row", "--brief는 한 행의 것입니다"),
        Sentence("name one row", "행 하나를 지정하십시오")
      )
    case .appendOfFields:
      (
        Sentence("--append adds to notes and labels only", "--append는 notes와 label에만 더합니다"),
        Sentence("change the other fields without it", "다른 필드는 --append 없이 바꾸십시오")
      )
    case .filterWithoutScreen(let option, let value):
      (
        Sentence(
          "\(option) narrows the screen, which needs a terminal",
          "\(option): 터미널이 필요한 화면을 좁힙니다"),
        Sentence("say orch list \(option) \(value)", "orch list \(option) \(value)을(를) 쓰십시오")
      )
    case .noPlan(true):
      (
        Sentence("no plan was named", "계획 파일을 지정하지 않았습니다"),
        Sentence("name its file, or - for standard input", "파일을 지정하거나, 표준 입력은 -로 적으십시오")
      )
    case .noPlan(false):
      (
        Sentence("no plan was named", "계획을 지정하지 않았습니다"),
        Sentence("orch plan list shows the plans", "계획은 orch plan list로 봅니다")
      )
    case .planOption(let option, let action):
      (
        Sentence("plan \(action) takes no \(option)", "plan \(action)에는 \(option)이(가) 없습니다"),
        Sentence("orch plan --help shows what takes it", "쓰이는 곳은 orch plan --help에 있습니다")
      )
    case .planOptionNeeded(let option, let action):
      (
        Sentence("plan \(action) needs \(option)", "plan \(action)에는 \(option)이(가) 필요합니다"),
        action == "approve"
          ? Sentence(
            "orch plan show prints the hash of a proposal", "제안의 해시는 orch plan show로 봅니다")
          : Sentence("orch plan --help shows an example", "예는 orch plan --help에 있습니다")
      )
    case .planName(let name):
      (
        Sentence(
          "'\(name.escaped)' is no name of a plan", "'\(name.escaped)'은(는) 계획의 이름으로 쓸 수 없습니다"),
        PlanName.rule
      )
    case .twoGoals:
      (
        Sentence(
          "--goal and --goal-file both say the goal", "--goal과 --goal-file이 모두 목표를 말합니다"),
        Sentence("use one of them", "하나만 쓰십시오")
      )
    case .planTaskNeeded(let option):
      (
        Sentence("\(option) goes with a task", "\(option)은(는) 할 일과 함께 씁니다"),
        Sentence("name the task behind the plan", "계획 뒤에 할 일을 지정하십시오")
      )
    case .planFailedOfTask:
      (
        Sentence(
          "--failed retries a whole plan, not one task", "--failed는 할 일 하나가 아니라 계획 전체를 재시도합니다"),
        Sentence("leave it out, or the task", "--failed나 할 일 중 하나를 빼십시오")
      )
    case .allOfForm:
      (
        Sentence(
          "--all imports a whole queue from json, and is no dry run",
          "--all은 json에서 큐 전체를 가져오며 미리보기가 아닙니다"),
        Sentence(
          "leave out --all, or --dry-run; or say --from json",
          "--all이나 --dry-run을 빼거나 --from json을 쓰십시오")
      )
    case .twoZoneOptions:
      (
        Sentence("--tz and --tz-offset both set the time zone", "--tz와 --tz-offset은 둘 다 시간대를 정합니다"),
        .leaveOneOut
      )
    case .changesWithOthers:
      (
        Sentence("--changes names all that changes of one row", "--changes는 한 행의 모든 변경을 지정합니다"),
        Sentence("leave the other options and rows out", "다른 옵션과 행을 빼십시오")
      )
    case .editorWithRows:
      (
        Sentence("--editor shows one row", "--editor는 한 행만 보여 줍니다"),
        Sentence("name one row, or fields", "행 하나를 지정하거나 필드를 지정하십시오")
      )
    case .fieldsOfRename:
      (
        Sentence("--line can change only the id", "--line은 id만 바꿉니다"),
        Sentence("leave the other fields out", "다른 필드를 빼십시오")
      )
    case .noEditor:
      (
        Sentence("there is no terminal for an editor", "편집기를 쓸 터미널이 없습니다"),
        Sentence(
          "set VISUAL or EDITOR, or name the fields as options",
          "VISUAL이나 EDITOR를 정하거나, 옵션으로 필드를 지정하십시오")
      )
    }
  }
}

extension Sentence {
  fileprivate static var leaveOneOut: Sentence {
    Sentence("leave one of them out", "둘 중 하나를 빼십시오")
  }
}

extension ChatLine.Problem {
  fileprivate var words: Words {
    let known = ChatLine.names.joined(separator: ", ")
    return switch self {
    case .noCommand:
      (
        Sentence("the line is no command", "명령이 아닌 줄입니다"),
        Sentence(
          "it begins with one of \(known); !help says more",
          "다음 중 하나로 시작합니다: \(known). !help에 설명이 있습니다")
      )
    case .unknown(let word):
      (
        Sentence(
          "unknown chat command '\(word.escaped)'", "알 수 없는 채팅 명령 '\(word.escaped)'"),
        Spelling.nearest(to: word, in: ChatLine.names).map {
          Sentence("did you mean \($0)? !help says more", "혹시 \($0)입니까? !help에 설명이 있습니다")
        }
          ?? Sentence(
            "there are \(known); !help says more", "쓸 수 있는 명령: \(known). !help에 설명이 있습니다")
      )
    case .missingID(let word):
      (
        Sentence("\(word) names no row", "\(word): 행이 없습니다"),
        Sentence("write the row's id behind it", "그 뒤에 행의 id를 적으십시오")
      )
    case .missingAnswer:
      (
        Sentence("!answer says nothing", "!answer: 답이 없습니다"),
        Sentence("write the answer behind the id", "id 뒤에 답을 적으십시오")
      )
    case .missingReason:
      (
        Sentence("!reject gives no reason", "!reject: 이유가 없습니다"),
        Sentence("write the reason behind the id", "id 뒤에 이유를 적으십시오")
      )
    case .surplus(let command, let words):
      (
        Sentence(
          "\(command) does not take '\(words.escaped)'",
          "\(command): '\(words.escaped)'은(는) 받지 않습니다"), Sentence("leave it out", "빼십시오")
      )
    }
  }
}
