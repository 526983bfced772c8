package import Door
package import Host
import Model
import Text

/// The queue as an agent's tools use it. Each call works on a queue that is opened for it.
package final class AgentQueue {
  /// Opens a queue for a call, and lets the call work on it.
  package typealias Opened = (SettingsNeed, (TaskQueue) -> Void) -> Void

  let opened: Opened
  /// The session that owns the rows that are claimed here.
  let session: String
  private let claimToken: String?
  /// The row for which orch started the worker that this server belongs to; `nil` elsewhere.
  let ownRow: String?
  /// Makes a problem from an error, with a hint that names the queue.
  let problem: (any Error) -> Problem
  let clock: Clock
  /// The tokens of the claims that were made here and have not ended, as far as is known, by the
  /// row's id. A row that its session claimed by hand has none.
  var claims: [String: String?] = [:]
  var renewalInterval = Duration.zero
  /// When the leases of `claims` are to be renewed, by the monotonic clock.
  var nextRenewal = Duration.zero

  /// - Parameters:
  ///   - session: the session that works here; `nil` for a name by the client's session, or else a
  ///     made-up one.
  ///   - claimToken: the token of the claim, if the process has one.
  ///   - environment: says which row a worker of orch has.
  ///   - clock: says when the leases of claims are to be renewed.
  ///   - problem: makes a problem from an error, with a hint that names the queue.
  ///   - opened: opens a queue for a call, given what the call needs if `orch.json` has a mistake.
  package init(
    session: String?, claimToken: String?, _ environment: Environment, _ clock: Clock,
    _ problem: @escaping (any Error) -> Problem, opened: @escaping Opened
  ) {
    self.session =
      session ?? Self.session(ofClient: environment) ?? "mcp-\(Randomness.hexDigits(8))"
    ownRow = environment["ORCH_LABEL"].map { _ in environment["ORCH_ITEM_ID"] ?? "" }
    (self.claimToken, self.problem, self.opened) = (claimToken, problem, opened)
    self.clock = clock
  }

  /// The session of Claude Code that started the server, under a name that the hooks of
  /// `templates/claude-plugin` make, too.
  private static func session(ofClient environment: Environment) -> String? {
    guard let id = environment["CLAUDE_CODE_SESSION_ID"]?.prefix(8), id.utf8.count == 8,
      id.allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    return "mcp-\(id)"
  }

  /// What a model should know before it calls a tool.
  package static let instructions = """
    A queue of tasks. orch_ready lists rows, orch_claim gives you one, orch_report has it judged. \
    Work only on rows that you claimed, and change the queue only by these tools.
    """

  package var tools: [Tool] { [ready, get, claim, note, report, add, plan] }

  /// This session as a caller.
  ///
  /// - Parameter attempt: the token of the claim, if the call names one.
  func caller(attempt: String? = nil) -> Caller {
    .session(session, claimToken: attempt ?? claimToken)
  }

  /// Throws if a worker of orch wants to work on another row than its own.
  func checkMayWork(on id: String) throws(Problem) {
    guard let ownRow, id != ownRow else { return }
    throw .adapter(
      .otherRow,
      Sentence(
        "\(id.escaped) is not this worker's row: a worker works only on its own, \(ownRow.escaped)",
        "orch의 워커는 \(id.escaped)이(가) 아니라 자신의 행 \(ownRow.escaped)만 작업합니다"),
      hint: Sentence(
        "report what you found, or add it as a row with orch_add",
        "찾은 것은 보고하거나 orch_add로 행을 추가하십시오"))
  }

  /// The result of a call, or why it is refused.
  ///
  /// - Parameters:
  ///   - need: what the call needs if `orch.json` has a mistake; `.reading` for a call that changes
  ///     nothing.
  ///   - id: the row that the call names.
  ///   - body: the call, with a queue of its own.
  func answer(
    _ need: SettingsNeed, of id: String? = nil, _ body: (TaskQueue) throws -> ToolResult
  ) -> ToolResult {
    var answer: ToolResult?
    opened(need) { call in
      let isChange = if case .reading = need { false } else { true }
      let run = LoggedRun(of: call, command: "mcp", isLogged: isChange, itemID: id)
      do {
        let result = try body(call)
        run.end()
        answer = result
      } catch {
        let problem = problem(error)
        run.end(problem: problem)
        answer = ToolResult(refusing: problem)
      }
    }
    guard let answer else { preconditionFailure("each call gets a queue") }
    return answer
  }
}

extension ToolResult {
  /// A refusal that says what would work.
  ///
  /// - Parameter addition: further text.
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
