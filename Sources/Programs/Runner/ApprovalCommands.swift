public import Door
public import Model
public import Text
import Worktrees

/// `orch approve`: a person accepts the reports of rows.
public struct ApproveCommand: QueueCommand {
  public static let name = "approve"
  public static let summary = Sentence(
    "Approve rows that await approval: they become DONE, or their work may begin",
    "승인을 기다리는 행을 승인합니다: 행은 DONE이 되거나 작업을 시작할 수 있습니다")
  public static let discussion = Sentence(
    """
    When a worker reports on a row without success criteria, the row becomes BLOCKED with
    awaits=approval in the notes: only a person can decide that the row is done. The same happens to
    a row with --approval done when its report passes the review. A row with --approval start is
    BLOCKED before its work begins. After the approval the row is PENDING. It needs another approval
    only if the approved content changes. You can approve a row before it is BLOCKED. A row that is
    FAILED, or BLOCKED and not rejected, keeps its status until ops retry.

    A decision applies to content: the task, criteria, notes, brief, worker and repository of the
    row, and the commit and report of a result. The digest that is printed identifies the content.
    With --digest, a row with other content is refused. Without --digest, a script's approval is
    refused if the row has changed since its wait for approval began.
    """,
    """
    완료 기준이 없는 행의 보고서는 notes의 awaits=approval과 함께 BLOCKED로 끝납니다. 기준이 없으면
    끝났는지 사람만 정할 수 있습니다. --approval done인 행은 보고서가 리뷰를 통과해도 그렇습니다.
    --approval start인 행은 작업을 시작하기 전에 BLOCKED가 됩니다. 승인하면 PENDING이 되고, 승인된 내용이
    바뀔 때만 다시 묻습니다. 아직 BLOCKED가 아니어도 승인할 수 있습니다. FAILED이거나, 돌려보내지 않은
    BLOCKED 행은 ops retry까지 상태가 그대로입니다.

    승인은 내용에 대한 것입니다. 작업, 완료 기준, notes, 브리프, 워커, 저장소, 그리고 결과의 커밋과
    보고서입니다. 출력되는 다이제스트가 그 내용을 가리킵니다. --digest를 주면 다른 내용은 거절합니다.
    주지 않은 스크립트는 기다리기 시작한 뒤에 바뀐 행을 승인할 수 없습니다.
    """)
  public static let result = """
    `ID -> STATUS (DIGEST)` for each row, with DONE, PENDING, FAILED or BLOCKED. If a row is refused, the others are still changed, and the status is 1
    """
  public static var answers: [any Shaped.Type] { answersOfSeveral }
  public static let examples = [
    Example("orch approve ORCH-001", Sentence("accepts what was reported", "보고된 내용을 받아들입니다")),
    Example("orch approve ORCH-001 ORCH-002", Sentence("the same for two rows", "두 행에 대해 똑같이")),
  ]
  public static let options: [Option<ApproveCommand>] =
    [
      .row(
        Sentence(
          "the row that awaits approval; several may be named", "승인을 기다리는 행. 여럿을 지정할 수 있습니다"),
        of: .stopped, repeatable: true
      ) {
        if !$1.ids.contains($0) { $1.ids.append($0) }
      },
      .digest { $1.digest = $0 },
    ] + LeftWork.options { $0.left.append($1) }
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  public var ids: [String] = []
  /// The given options that say what to do with changes since the review.
  var left: [LeftWork] = []
  public var digest: String?
  /// Whether the person did not see the row when giving the command, as in a chat.
  public var isUnseen = false
  public var settingsNeed: SettingsNeed { .writing(times: true) }
  public var itemID: String? { ids.count == 1 ? ids[0] : nil }

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let left = try LeftWork(left)
    if ids.count != 1 {
      if digest != nil {
        throw Problem.usage(
          "--digest works with one row only", "--digest는 한 행의 내용을 가리킵니다",
          hint: Sentence("name one row", "행 하나만 지정하십시오"))
      }
      return try context.change(ids.map { ($0, approval(of: $0, in: context)) }, left)
    }
    try context.taskQueue.perform(approval(of: ids[0], in: context), left, as: context.caller) {
      try context.show($0)
    }
    return .success
  }

  private func approval(of id: String, in context: CommandContext) -> Transition {
    var reply = Transition.Reply(id: id, .approve)
    reply.digest = digest
    reply.isUnseen = isUnseen || !context.isOnTerminal
    return .reply(reply)
  }
}

/// `orch reject`: a person sends a row back.
public struct RejectCommand: TransitionCommand {
  public static let name = "reject"
  public static let summary = Sentence(
    "Send back a row that awaits approval, with a reason", "승인을 기다리는 행을 이유와 함께 돌려보냅니다")
  public static let discussion = Sentence(
    """
    The row becomes PENDING, no attempt is counted, and the reason is added to the notes, which the
    next worker reads. A row whose work has not begun stays BLOCKED; ops retry makes it PENDING.
    """,
    """
    행은 PENDING이 되고, 시도는 세지 않으며, 이유는 다음 워커가 읽는 notes에 남습니다. 작업을 시작하지
    않은 행은 BLOCKED로 남으며, ops retry로 다시 대기시킬 수 있습니다.
    """)
  public static let result = "`ID -> PENDING` or `ID -> BLOCKED`"
  public static let examples = [
    Example(
      "orch reject ORCH-001 --reason 'the page has no title'", Sentence("sends it back", "돌려보냅니다"))
  ]
  public static let options: [Option<RejectCommand>] = [
    .row(Sentence("the row that awaits approval", "승인을 기다리는 행"), of: .stopped) { $1.id = $0 },
    .text("--reason", "R", Sentence("what is missing", "부족한 것")) { $1.reason = $0 },
    .digest { $1.digest = $0 },
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  public var id = ""
  public var reason = ""
  public var digest: String?
  public var itemID: String? { id }

  public init() {}

  public func perform(
    in context: CommandContext, reporting report: (Decision) throws -> Void
  ) throws {
    var reply = Transition.Reply(id: id, .reject(reason: reason))
    reply.digest = digest
    try context.taskQueue.perform(.reply(reply), as: context.caller, reporting: report)
  }
}

extension Option {
  /// `--digest D`, which identifies the content that a person saw.
  static func digest(_ set: @escaping @Sendable (String, inout Root) -> Void) -> Self {
    .text(
      "--digest", "D",
      Sentence(
        "refuse unless the content has this digest (approval_digest in orch show --json)",
        "이 내용이 아니면 거절. orch show --json의 approval_digest"),
      required: false, set)
  }
}
