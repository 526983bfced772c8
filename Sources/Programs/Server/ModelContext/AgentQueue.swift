package import Door
package import Host
import Model
import Text

/// The queue as an agent's tools use it: each call works on one that is opened for it.
package final class AgentQueue {
  /// Opens a queue for a call, and lets the call work on it.
  package typealias Opened = (SettingsNeed, (TaskQueue) -> ToolResult) -> ToolResult

  private let opened: Opened
  /// Who has the rows that are claimed here.
  let session: String
  private let claimToken: String?
  /// The row for which orch started the worker that this server belongs to; `nil` elsewhere.
  let ownRow: String?
  /// Makes a problem of an error, with a hint that names the queue.
  let problem: (any Error) -> Problem

  /// - Parameters:
  ///   - session: who works here; `nil` for a name of its own.
  ///   - claimToken: that of the claim, where the process has one.
  ///   - environment: says which row a worker of orch has.
  ///   - problem: makes a problem of an error, with a hint that names the queue.
  ///   - opened: opens a queue for a call, by what the call needs of an `orch.json` with a mistake.
  package init(
    session: String?, claimToken: String?, _ environment: Environment,
    _ problem: @escaping (any Error) -> Problem, opened: @escaping Opened
  ) {
    self.session = session ?? "mcp-\(Randomness.hexDigits(8))"
    ownRow = environment["ORCH_LABEL"].map { _ in environment["ORCH_ITEM_ID"] ?? "" }
    (self.claimToken, self.problem, self.opened) = (claimToken, problem, opened)
  }

  /// What a model is told before it calls a tool.
  package static let instructions = """
    A queue of tasks. orch_ready lists rows, orch_claim gives you one, orch_report has it judged. \
    Work only on rows that you claimed, and change the queue only by these tools.
    """

  package var tools: [Tool] { [ready, get, claim, note, report, add, plan] }

  /// This session.
  ///
  /// - Parameter attempt: the token of the claim, where the call names one.
  func caller(attempt: String? = nil) -> Caller {
    .session(session, claimToken: attempt ?? claimToken)
  }

  /// Refuses another row to a worker of orch.
  func checkMayWork(on id: String) throws(Problem) {
    guard let ownRow, id != ownRow else { return }
    throw .adapter(
      .otherRow,
      Sentence(
        "a worker of orch works on its own row \(ownRow.escaped) alone, not on \(id.escaped)",
        "orch의 워커는 \(id.escaped)이(가) 아니라 자신의 행 \(ownRow.escaped)만 작업합니다"),
      hint: Sentence(
        "report what you found, or add it as a row with orch_add",
        "찾은 것은 보고하거나 orch_add로 행을 추가하십시오"))
  }

  /// What a call gives, or why it is refused.
  ///
  /// - Parameters:
  ///   - need: what it needs of an `orch.json` with a mistake; `.reading` for what changes nothing.
  ///   - id: the row that it names.
  ///   - body: the call, with a queue of its own.
  func answer(
    _ need: SettingsNeed, of id: String? = nil, _ body: (TaskQueue) throws -> ToolResult
  ) -> ToolResult {
    opened(need) { call in
      let isChange = if case .reading = need { false } else { true }
      let run = LoggedRun(of: call, command: "mcp", isLogged: isChange, itemID: id)
      do {
        let result = try body(call)
        run.end()
        return result
      } catch {
        let problem = problem(error)
        run.end(problem: problem)
        return ToolResult(refusing: problem)
      }
    }
  }
}

extension ToolResult {
  /// A refusal, with what would work.
  ///
  /// - Parameters:
  ///   - problem: why.
  ///   - addition: what else is to be said.
  init(refusing problem: Problem, _ addition: String = "") {
    let hint = problem.hint.english
    let text = hint.isEmpty ? problem.message : "\(problem.message) (\(hint))"
    let lines = [text, addition].filter { !$0.isEmpty }
    self.init(
      lines.joined(separator: "\n").cut(toBytes: 2000), Map([("error", problem)]).json,
      isError: true)
  }
}

extension FieldValue {
  /// The document, as a value that can be cut.
  var json: JSONValue {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return (try? JSONValue(parsing: bytes)) ?? .null
  }
}
