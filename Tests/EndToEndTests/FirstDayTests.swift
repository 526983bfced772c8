import TestSupport
import Testing

/// The first day of a person new to the tool, typed into real shells.
@Suite struct FirstDayTests {
  /// What the programs say on the terminal.
  struct Texts: CustomTestStringConvertible {
    let testDescription: String
    let locale: String
    let added, unknownStatus, undone, counted: String

    static let english = Texts(
      testDescription: "English", locale: "C.UTF-8", added: "Added ",
      unknownStatus: "unknown status 'DOING': use PENDING, IN_PROGRESS, DONE",
      undone: "A-1 -> PENDING (took back done by ", counted: "2 of 2 rows")
    static let korean = Texts(
      testDescription: "한국어", locale: "ko_KR.UTF-8", added: "추가했습니다: ",
      unknownStatus: "알 수 없는 상태 'DOING'", undone: "A-1 -> PENDING (되돌린 변경: done by ",
      counted: "2행 중 2행")
  }

  @Test(
    arguments: ShellSession.Shell.allCases.map { ($0, Texts.english) } + [(.bash, Texts.korean)])
  func `installed, completed, broken, mended, undone, and read about`(
    _ shell: ShellSession.Shell, _ texts: Texts
  ) throws {
    let installation = try Installation("home/.local")
    #expect(try installation.install().status == 0)
    var session = ShellSession(shell)
    session.run(shell.finding(completionsBelow: installation.prefix))
    session.run(shell.exporting("LC_ALL", texts.locale))
    Self.makeQueue(in: &session, texts)
    Self.completeAnID(in: &session)
    Self.breakAndMendARow(in: &session, texts)
    Self.undoAWrongDone(in: &session, texts)
    Self.readTheManual(in: &session)
    try session.play(in: installation.scene, programs: "\(installation.prefix)/bin")
    #expect(try installation.uninstall().status == 0)
  }

  private static func makeQueue(in session: inout ShellSession, _ texts: Texts) {
    session.type("orch init --lang ko\r")
    session.see("/QUEUE.md")
    for (id, task) in [("A-1", "Update the README"), ("A-2", "로그인을 고친다")] {
      session.type(
        "orch add --id \(id) --priority P1 --task '\(task)' --success-criteria 'tests pass'\r")
      session.see(texts.added + id)
    }
  }

  private static func completeAnID(in session: inout ShellSession) {
    session.type("orch sho\tA-\(session.shell.listing)")
    session.see(session.shell.listed("A-1", "Update the README"))
    session.see(session.shell.listed("A-2", "로그인을 고친다"))
    session.type("2\r")
    session.see("task              로그인을 고친다")
  }

  private static func breakAndMendARow(in session: inout ShellSession, _ texts: Texts) {
    session.type("sed -i 's/A-2 | PENDING/A-2 | DOING/' QUEUE.md; orch lint\r")
    session.see("QUEUE.md:17:9: " + texts.unknownStatus)
    session.type("sed -i 's/A-2 | DOING/A-2 | PENDING/' QUEUE.md; orch lint && ops status\r")
    session.see("summary PENDING=2")
  }

  private static func undoAWrongDone(in session: inout ShellSession, _ texts: Texts) {
    session.type("orch done A-1 --notes 'not really'\r")
    session.see("A-1 -> DONE")
    session.type("orch undo\r")
    session.see(texts.undone)
    session.type("orch list --status PENDING\r")
    session.see(texts.counted)
  }

  private static func readTheManual(in session: inout ShellSession) {
    session.type("man orch | cat\r")
    session.see("SCRIPTING")
    session.see("id=$(orch pick --exit-code --quiet)")
    session.see("SEE ALSO")
    session.type("orch list --json | jq -r '.items[] | select(.owner_session == null) | .id'\r")
    session.see("A-1")
    session.see("A-2")
  }
}

extension ShellSession.Shell {
  fileprivate func exporting(_ name: String, _ value: String) -> String {
    self == .fish ? "set -x \(name) \(value)" : "export \(name)=\(value)"
  }

  /// What the installer says to put into the shell's own file.
  fileprivate func finding(completionsBelow prefix: String) -> String {
    switch self {
    case .bash: "source '\(prefix)/share/bash-completion/completions/orch'"
    case .zsh:
      "fpath=('\(prefix)/share/zsh/site-functions' $fpath); autoload -Uz compinit; compinit -uD"
    case .fish: "set -p fish_complete_path '\(prefix)/share/fish/vendor_completions.d'"
    }
  }
}
