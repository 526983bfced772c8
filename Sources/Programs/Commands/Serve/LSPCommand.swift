import Door
import Host
import LanguageServer
import Runner
import Text

/// `orch lsp`: serves an editor that has the queue open.
struct LSPCommand: QueueCommand {
  static let name = "lsp"
  static let summary = Sentence(
    "Serve an editor that has the queue open (LSP)", "큐를 연 편집기를 위한 언어 서버를 실행합니다(LSP)")
  static let discussion = Sentence(
    """
    An editor starts this command and speaks the Language Server Protocol 3.17 with it on standard
    input and output. In a queue file it then shows what orch lint finds as you type, completes
    statuses, ids and notes, shows what orch show and ops why know about a row, and changes rows.
    docs/editors.md has the settings of editors; orch init --editor prints them. The server never
    writes a file that the editor has open. Changes of rows are recorded as NAME@editor.
    """,
    """
    편집기가 이 명령을 시작하며, 표준 입력과 출력에서 Language Server Protocol 3.17로 대화합니다. 그러면 편집기는
    큐 파일에서 입력하는 동안 orch lint가 찾는 것을 보여 주고, 상태와 id와 메모를 완성하고, 행에 대해 orch show와
    ops why가 아는 것을 보여 주고, 행을 바꿉니다. 편집기 설정은 docs/editors.ko.md에 있으며, orch init
    --editor가 출력합니다. 서버는 편집기가 연 파일을 쓰지 않습니다. 행의 변경은 NAME@editor로 기록됩니다.
    """)
  static let result = "messages of the protocol"
  static let examples = [
    Example("orch lsp", Sentence("what an editor starts", "편집기가 시작하는 명령"))
  ]
  static let options: [Option<LSPCommand>] = [
    .flag("--stdio", Sentence("accepted, and changes nothing", "받아들이지만 아무것도 바꾸지 않습니다")) { _ in }
  ]
  /// Each change is logged by itself.
  static let isLogged = false
  static let trustsEnvironment = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    if StandardInput.isTerminal {
      context.warn(
        "an editor starts this command: orch init --editor NAME prints its settings",
        "편집기가 시작하는 명령입니다: orch init --editor NAME이 설정을 출력합니다")
    }
    let pinned = context.opening
    let isNamed = shared.queue != nil || shared.database != nil
    let user = context.environment["USER"] ?? ""
    let server = LanguageServer(
      version: Version.current, language: context.language,
      person: Caller.person(user, at: "editor") ?? Caller()
    ) { folder in
      var opening = pinned
      // Without a command, the history names the verb of each change.
      opening.command = nil
      if !isNamed { (opening.place, opening.folder) = (.search, folder) }
      return opening
    } send: { bytes in
      guard try context.writeAtOnce(bytes) else { throw ClosedPipe() }
    }
    do { return try server.run() ? .success : .refused } catch is ClosedPipe { return .refused }
  }

  private struct ClosedPipe: Error {}
}
