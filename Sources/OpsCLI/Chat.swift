public import CommandLineKit
public import CommandSupport
import QueueModel
import TeamProtocol

/// `ops chat`: runs a command from a line of a chat.
public struct Chat: QueueCommand {
  public static let name = "chat"
  public static let summary = "Carry out a line of a chat: !status, !cancel, !replan, !answer"
  public static let discussion = """
    The line is one argument, as the chat has it: !status, !cancel ID, !replan ID [reason],
    !answer ID TEXT. No other text of a chat does anything.
    """
  public static let result = "what `ops status`, `ops cancel`, `ops replan` or `orch answer` prints"
  public static let json = """
    as status

    as change
    """
  public static let examples = [
    Example("ops chat '!status'", "the queue in a few lines"),
    Example("ops chat '!replan ORCH-001 split into two'", "with a reason"),
  ]
  public static let options: [Option<Chat>] = [
    .value("LINE", "LINE", "the line", required: true) { $1.line = $0 }
  ]
  public static let action: String? = "LINE"

  public var shared = SharedOptions()
  var line = ""

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let command: ChatLine
    do { command = try ChatLine(line) } catch { throw Self.error(error) }
    switch command {
    case .status:
      var status = StatusReport()
      status.shared = shared
      return try status.run(in: context)
    case .cancel(let id):
      var cancel = Cancel()
      cancel.shared = shared
      cancel.id = id
      return try cancel.run(in: context)
    case .replan(let id, let reason):
      var replan = Replan()
      replan.shared = shared
      replan.id = id
      replan.reason = reason
      return try replan.run(in: context)
    case .answer(let id, let text):
      var answer = Answer()
      answer.shared = shared
      answer.id = id
      answer.text = text
      return try answer.run(in: context)
    }
  }

  private static func error(_ problem: ChatLine.Problem) -> CommandError {
    let known = ChatLine.names.joined(separator: ", ")
    let (message, hint) =
      switch problem {
      case .noCommand: ("the line is no command", "it begins with one of \(known)")
      case .unknown(let word):
        (
          "unknown chat command '\(word.escaped)'",
          Spelling.nearest(to: word, in: ChatLine.names).map { "did you mean \($0)?" }
            ?? "there are \(known)"
        )
      case .missingID(let word): ("\(word) names no row", "write the row's id behind it")
      case .missingAnswer: ("!answer says nothing", "write the answer behind the id")
      case .surplus(let command, let words):
        ("\(command) does not take '\(words.escaped)'", "leave it out")
      }
    return CommandError(code: "usage", message: message, hint: hint, status: .usage)
  }
}
