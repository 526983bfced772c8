import Door
import Runner
import Server
import Text

/// `orch mcp`: serves the queue to agents as tools.
struct MCPCommand: QueueCommand {
  static let name = "mcp"
  static let summary = Sentence(
    "Serve the queue to agents as tools (MCP)", "큐를 에이전트의 도구로 제공합니다(MCP)")
  static let discussion = Sentence(
    """
    The client of an agent starts this command and speaks the Model Context Protocol with it, one
    message per line on standard input and output, in any revision from 2024-11-05 to 2026-07-28.
    docs/mcp.md has the settings of clients. Seven tools list, show, claim, note, report, add and
    plan rows. The tools follow the rules of the commands, and no tool closes a row without the
    gate. The session is --owner-session, else mcp- and random digits; in a worker of orch only the
    worker's own row can be worked on. Warnings go to standard error. The command ends when its
    input ends. orch init --skill writes what agents need to know about the tools.
    """,
    """
    에이전트의 클라이언트가 시작하며, 표준 입력과 출력에서 한 줄에 메시지 하나씩 Model Context Protocol로
    대화합니다. 2024-11-05부터 2026-07-28까지의 모든 판을 씁니다. 클라이언트 설정은 docs/mcp.ko.md에
    있습니다. 도구 일곱 개로 행을 나열하고, 보고, 맡고, 메모하고, 보고하고, 추가하고, 계획합니다. 규칙과 거절은
    명령과 같으며, 게이트 없이 행을 닫는 도구는 없습니다. 세션은 --owner-session이고, 없으면 mcp-와 임의의
    숫자입니다. orch의 워커 안에서는 자신의 행만 작업합니다. 경고는 표준 오류로 나갑니다. 입력이 끝나면
    종료합니다. orch init --skill은 에이전트가 알아야 할 것을 씁니다.
    """)
  static let result = "messages of the protocol, one per line"
  static var answers: [any Shaped.Type] { [ReadyPage.self, AgentRow.self, NotedRow.self] }
  static let examples = [
    Example(
      "orch mcp --owner-session claude",
      Sentence("the command that a client starts", "클라이언트가 시작하는 명령")),
    Example(
      "orch mcp --queue tasks/QUEUE.md", Sentence("for a queue elsewhere", "다른 곳의 큐")),
  ]
  static let options: [Option<MCPCommand>] = []
  /// Each call that changes something has its own entry in the log.
  static let isLogged = false
  static let trustsEnvironment = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    let queue = AgentQueue(
      session: context.session, claimToken: context.caller.claimToken, context.environment,
      context.clock, context.problem
    ) { need, body in
      var opening = context.opening
      // With no command set, the history names the verb of each change.
      (opening.command, opening.settingsNeed) = (nil, need)
      // Each call has its own context, because warnings are printed once per context.
      let call = CommandContext(context.pinned, in: opening, on: context.console)
      withExtendedLifetime(call) { body(call.taskQueue) }
    }
    let server = ModelContextServer(
      name: "orch", version: Version.current, instructions: AgentQueue.instructions,
      tools: queue.tools)
    do {
      try server.serve(pause: queue.renewDueLeases) { line in
        guard try context.writeAtOnce(line) else { throw ClientIsGone() }
      }
    } catch is ClientIsGone {}
    return .success
  }

  /// The client no longer reads answers.
  private struct ClientIsGone: Error {}
}
