import TestSupport
import Testing

/// The first day of a person new to the tool, typed into real shells.
@Suite struct FirstDayTests {
  @Test(arguments: ShellSession.Shell.allCases)
  func `installed, completed, broken, mended, undone, and read about`(
    _ shell: ShellSession.Shell
  ) throws {
    let installation = try Installation("home/.local")
    #expect(try installation.install().status == 0)
    var session = ShellSession(shell)
    session.run(shell.finding(completionsBelow: installation.prefix))
    Self.makeQueue(in: &session)
    Self.completeAnID(in: &session)
    Self.breakAndMendARow(in: &session)
    Self.undoAWrongDone(in: &session)
    Self.readTheManual(in: &session)
    try session.play(in: installation.scene, programs: "\(installation.prefix)/bin")
    #expect(try installation.uninstall().status == 0)
  }

  private static func makeQueue(in session: inout ShellSession) {
    session.type("orch init --lang ko\r")
    session.see("/QUEUE.md")
    for (id, task) in [("A-1", "Update the README"), ("A-2", "로그인을 고친다")] {
      session.type(
        "orch add --id \(id) --priority P1 --task '\(task)' --success-criteria 'tests pass'\r")
      session.see("Added \(id)")
    }
  }

  private static func completeAnID(in session: inout ShellSession) {
    session.type("orch sho\tA-\(session.shell.listing)")
    session.see(session.shell.listed("A-1", "Update the README"))
    session.see(session.shell.listed("A-2", "로그인을 고친다"))
    session.type("2\r")
    session.see("task              로그인을 고친다")
  }

  private static func breakAndMendARow(in session: inout ShellSession) {
    session.type("sed -i 's/A-2 | PENDING/A-2 | DOING/' QUEUE.md; orch lint\r")
    session.see("QUEUE.md:17:9: unknown status 'DOING': use PENDING, IN_PROGRESS, DONE")
    session.type("sed -i 's/A-2 | DOING/A-2 | PENDING/' QUEUE.md; orch lint && ops status\r")
    session.see("summary PENDING=2")
  }

  private static func undoAWrongDone(in session: inout ShellSession) {
    session.type("orch done A-1 --notes 'not really'\r")
    session.see("A-1 -> DONE")
    session.type("orch undo\r")
    session.see("A-1 -> PENDING (took back done by ")
    session.type("orch list --status PENDING\r")
    session.see("2 of 2 rows")
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
