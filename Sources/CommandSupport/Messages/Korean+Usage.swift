import CommandLineKit
import Host
import QueueModel
import TeamProtocol

// What is wrong with a command line.

extension Korean {
  static func words(of error: UsageError) -> Words {
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

  static func words(of mistake: CommandError.Usage) -> Words {
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
      ("워커 이름이 없습니다", "ops worker list가 보여 줍니다")
    case .emptyBrief: ("브리프가 비어 있습니다", "없으면 --brief를 빼십시오")
    case .emptyRequest: ("요청이 비어 있습니다", "할 일을 적으십시오")
    case .noRequest:
      ("요청이 없습니다", "--request로 적거나 --from으로 파일을 지정하십시오")
    case .secondsOfRelease:
      ("--seconds는 release와 함께 쓸 수 없습니다", "빼십시오. 리스는 지금 끝납니다")
    case .fieldsWithoutJSON: ("--fields는 JSON의 항목을 고릅니다", "--json을 더하십시오")
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
    case .noNotesOfSession:
      ("옵션이 없습니다: --notes N", "세션은 행이 어떻게 되었는지 적어야 합니다")
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
      ("--line은 한 행의 줄입니다", "그 행의 id와 새 id를 지정하십시오")
    case .checkWithIDs: ("--check는 아무것도 바꾸지 않고 --ids는 바꿉니다", "둘 중 하나를 빼십시오")
    case .briefWithRows: ("--brief는 한 행의 것입니다", "행 하나를 지정하십시오")
    case .appendOfFields:
      ("--append는 notes와 label에만 더합니다", "다른 필드는 --append 없이 바꾸십시오")
    case .labelWithoutScreen:
      ("--label은 터미널이 필요한 화면을 좁힙니다", "orch list --label LABEL을 쓰십시오")
    case .twoZoneOptions:
      ("--tz와 --tz-offset은 둘 다 시간대를 정합니다", leaveOneOut)
    case .editorWithRows: ("--editor는 한 행만 보여 줍니다", "행 하나를 지정하거나 필드를 지정하십시오")
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
