public import CommandLineKit
import Engine
public import QueueModel

/// `orch answer`: answers the question of a row's worker.
public struct AnswerCommand: TransitionCommand {
  public static let name = "answer"
  public static let summary = "Answer the question of a row's worker: the row becomes PENDING"
  public static let discussion = """
    A worker that reports QUESTION leaves its row BLOCKED, with awaits=answer in the notes. The
    answer stands in the next message to a worker of this row, beside the question; no attempt
    is counted. A question is answered once. Any other BLOCKED row may be answered as well.
    """
  public static let result = "`ID -> PENDING`"
  public static let examples = [
    Example("orch answer ORCH-001 'yes, drop the column'", "answers the last question")
  ]
  public static let options: [Option<AnswerCommand>] = [
    .row("the row whose worker asked", of: .stopped) { $1.id = $0 },
    .text("--text", "TEXT", "the answer") { $1.text = $0 },
    .number("--question", "N", "refuse unless it waits with this question", in: 1...9999) {
      $1.question = $0
    },
  ]
  public static let positional: String? = "--id"
  public static let arguments = ["--id", "--text"]

  public var shared = SharedOptions()
  public var id = ""
  public var text = ""
  public var question: Int?
  public var itemID: String? { id }

  public init() {}

  public func perform(
    in context: CommandContext, reporting report: (Decision) throws -> Void
  ) throws {
    let answer = Transition.Reply(id: id, .answer(text, question: question))
    try context.taskQueue.perform(.reply(answer), as: context.caller) {
      if text.utf8.contains(UInt8(ascii: "|")) { context.show(.replacedPipes(id: id)) }
      try report($0)
    }
  }
}
