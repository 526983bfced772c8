import Attempts
import Door
import Runner
import Text
import Work
import Workers

/// `orch supervise`: supervises the worker of one claim; a dispatch starts it.
struct SuperviseCommand: QueueCommand {
  static let name = "supervise"
  static let summary = Sentence(
    same: "Run one worker to its end; orch dispatch starts this by itself")
  static let discussion = Sentence(
    same: """
      Reads an order from standard input: which claim of which row, and the program. The supervisor
      keeps running when the process that started it ends. It enforces the worker's deadline, writes
      the worker's log, takes the worker's output as the report and routes the row by that report.
      You need not run this command yourself: orch dispatch and orch tick start it for each row that
      they claim, and ops cancel ends it.
      """)
  static let result = """
    `{"started":true}`, or `{"failed":"reason"}` if the program cannot be started
    """
  static let examples = [
    Example(
      "orch supervise --queue QUEUE.md", Sentence(same: "reads its order from standard input"))
  ]
  static let options: [Option<SuperviseCommand>] = []

  static let isHidden = true

  /// The commands that the worker runs write their own log entries.
  static let isLogged = false

  var shared = SharedOptions()

  func run(in context: CommandContext) throws -> ExitStatus {
    let order = try order(in: context)
    func send(_ result: StartResult) throws {
      try context.print(result.json)
      try context.flush()
    }
    let queue = context.taskQueue
    guard
      let work = try queue.supervise(order, as: context.caller, sendingResult: { try? send($0) })
    else { return .success }
    let ended = work.run(sendingResult: { try? send($0) })
    // Standard error is not shown anywhere.
    let errors = OutputBuffer()
    context.redirectErrors(to: errors)
    do { try queue.settle(ended, as: context.caller) } catch {
      context.printError(context.problem(error))
      work.note(errors.lines)
      throw error
    }
    work.note(errors.lines)
    if let result = ended.startResult { try send(result) }
    return .success
  }

  private func order(in context: CommandContext) throws -> WorkerOrder {
    let text = try context.input("-", .order)
    guard let json = try? JSONValue(parsing: Array(text.utf8)), let order = WorkerOrder(json) else {
      throw Problem.adapter(
        .malformedOrder, Sentence("standard input is not an order", "표준 입력이 지시가 아닙니다"),
        hint: Sentence(
          "orch dispatch starts a supervisor with an order", "orch dispatch가 지시와 함께 감독 프로세스를 시작합니다")
      )
    }
    return order
  }
}
