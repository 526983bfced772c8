import Door
import Host
import Runner
import Server
import Text

/// `orch open`: prints the address of the board, with a code for one use.
struct OpenCommand: QueueCommand {
  static let name = "open"
  static let summary = Sentence(
    "Print an address that opens the board in a browser", "브라우저에서 보드를 여는 주소를 출력합니다")
  static let discussion = Sentence(
    """
    The server of the queue, orch serve, has to be running. The address contains a code that works
    once, within ten minutes; after that the browser stays signed in for 30 days. The history
    records changes made in that browser as NAME@board, with the name of the user who ran this
    command.
    """,
    """
    큐의 서버가 실행 중이어야 합니다: orch serve. 주소에는 10분 안에 한 번만 쓸 수 있는 코드가 있으며, 그 뒤
    브라우저는 30일 동안 유효합니다. 보드에서 한 일은 이 명령을 실행한 사람의 이름으로 이력에 NAME@board로
    남습니다.
    """)
  static let result = "the address"
  static var answers: [any Shaped.Type] { [OpenAnswer.self] }
  static let examples = [
    Example("orch open", Sentence("open the printed address in a browser", "출력된 주소를 브라우저에서 여십시오")),
    Example(
      #"xdg-open "$(orch open)""#, Sentence("opens the browser of the desktop", "데스크톱의 브라우저에서")),
  ]
  static let options: [Option<OpenCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    try context.checkIsNoWorker()
    let server = try ServerFile(environment: context.environment)
      .address(ofServerOf: context.taskQueue.storePath())
    let browsers = try BrowserFile(environment: context.environment, clock: context.clock)
    let code = try browsers.newCode(for: Self.person)
    let address = "\(server)/#code=\(code)"
    try context.print(OpenAnswer(address: address), or: address)
    return .success
  }

  /// The name of the user who runs the command, without the machine.
  private static var person: String { String(CurrentProcess.actor.prefix { $0 != "@" }) }
}

private struct OpenAnswer: Shaped {
  let address: String

  static var shapeName: StaticString { "open" }
  static func shape(_ fields: inout Fields<OpenAnswer>) {
    fields.add("address", \.address, "the address, valid for one use within ten minutes")
  }
}
