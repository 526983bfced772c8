import CommandLineKit
import CommandSupport
import QueueModel
import TeamProtocol

/// `ops chat`: runs a command from a line of a chat.
struct ChatCommand: QueueCommand {
  static let name = "chat"
  static let summary = "Carry out a line of a chat: !status, !cancel, !replan, !answer"
  static let discussion = """
    The line is one argument, as the chat has it: !status, !cancel ID, !replan ID [reason],
    !answer ID TEXT. No other text of a chat does anything.
    """
  static let result = "what `ops status`, `ops cancel`, `ops replan` or `orch answer` prints"
  static let json = """
    as status

    as change
    """
  static let examples = [
    Example("ops chat '!status'", "the queue in a few lines"),
    Example("ops chat '!replan ORCH-001 split into two'", "with a reason"),
  ]
  static let options: [Option<ChatCommand>] = [
    .value("LINE", "LINE", "the line", required: true) { $1.line = $0 }
  ]
  static let action: String? = "LINE"

  var shared = SharedOptions()
  var line = ""

  func run(in context: CommandContext) throws -> ExitStatus {
    let command: ChatLine
    do { command = try ChatLine(line) } catch { throw CommandError.usage(.chat(error)) }
    switch command {
    case .status:
      return try StatusCommand(shared: shared).run(in: context)
    case .cancel(let id):
      return try CancelCommand(shared: shared, id: id).run(in: context)
    case .replan(let id, let reason):
      return try ReplanCommand(shared: shared, id: id, reason: reason).run(in: context)
    case .answer(let id, let text):
      var answer = AnswerCommand()
      answer.shared = shared
      answer.id = id
      answer.text = text
      return try answer.run(in: context)
    }
  }
}
