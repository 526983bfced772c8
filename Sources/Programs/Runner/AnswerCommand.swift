import Door
public import Model
public import Text
import Worktrees

/// `orch answer`: answers the question of a row's worker.
public struct AnswerCommand: TransitionCommand {
  public static let name = "answer"
  public static let summary = Sentence(
    "Answer the question of a row's worker: the row becomes PENDING",
    "워커의 질문에 답합니다: 행은 PENDING이 됩니다")
  public static let discussion = Sentence(
    """
    A worker that reports QUESTION leaves its row BLOCKED, with awaits=answer in the notes. The next
    message to a worker of this row contains the question and the answer; no attempt is counted. A
    question is answered once. You can also answer any other BLOCKED row, except one that waits for
    an approval (orch approve). A worker cannot answer.
    """,
    """
    QUESTION을 보고한 워커의 행은 notes의 awaits=answer와 함께 BLOCKED로 남습니다. 답은 이 행의
    다음 워커가 받는 메시지에 질문과 나란히 들어갑니다. 시도는 세지 않습니다. 질문에는 한 번 답합니다.
    다른 BLOCKED 행에도 답할 수 있지만, 승인을 기다리는 행에는 orch approve를 씁니다. 워커는 답할 수 없습니다.
    """)
  public static let result = "`ID -> PENDING`"
  public static let examples = [
    Example(
      "orch answer ORCH-001 'yes, drop the column'",
      Sentence("answers the last question", "마지막 질문에 답합니다"))
  ]
  public static let options: [Option<AnswerCommand>] = [
    .row(Sentence("the row whose worker asked", "워커가 질문한 행"), of: .stopped) { $1.id = $0 },
    .text("--text", "TEXT", Sentence("the answer", "답")) { $1.text = $0 },
    .number(
      "--question", "N",
      Sentence(
        "refuse unless the row waits for the answer to this question", "이 질문을 기다리는 것이 아니면 거절"),
      in: 1...9999
    ) {
      $1.question = $0
    },
    .digest { $1.digest = $0 },
  ]
  public static let positional: String? = "--id"
  public static let arguments = ["--id", "--text"]

  public var shared = SharedOptions()
  public var id = ""
  public var text = ""
  public var question: Int?
  public var digest: String?
  public var itemID: String? { id }

  public init() {}

  public func perform(
    in context: CommandContext, reporting report: (Decision) throws -> Void
  ) throws {
    var answer = Transition.Reply(id: id, .answer(text, question: question))
    answer.digest = digest
    try context.taskQueue.perform(.reply(answer), as: context.caller) {
      if text.utf8.contains(UInt8(ascii: "|")) { context.show(.replacedPipes(id: id)) }
      try report($0)
    }
  }
}
