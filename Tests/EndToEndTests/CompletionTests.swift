import TestSupport
import Testing

/// The tab key, in real shells.
@Suite struct CompletionTests {
  typealias Shell = ShellSession.Shell

  private static let rows = queueText(
    row("ORCH-001", task: "Update the README"),
    row("ORCH-002", "IN_PROGRESS", task: "로그인을 고친다", owner: "my session:1"),
    row("REL-7", "BLOCKED", "P0", task: "Release: all"),
    row("REL-8", "DONE", task: "tag it"))

  /// A line that is typed with tab keys and run, and what then appears.
  struct Line: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let keys: String
    let shown: String

    init(_ keys: String, shows shown: String) {
      testDescription = keys.split(separator: "\t", omittingEmptySubsequences: false)
        .joined(separator: "<TAB>")
      self.keys = keys
      self.shown = shown
    }
  }

  @Test(
    arguments: Shell.allCases,
    LongTests.sample(
      5,
      of: [
        Line("orch show ORCH-002\t", shows: "owner_session     my session:1"),
        Line("orch show REL-7\t--json\t", shows: "\"success_criteria\":\"it works\""),
        Line("orch sho\tOR\t1", shows: "success_criteria  it works"),
        Line("orch list --prio\tP0", shows: "BLOCKED  P0   Release: all"),
        Line("orch list --status IN_\t", shows: "1 of 4 rows"),
        Line("orch list --status=BL\t", shows: "BLOCKED  P0   Release: all"),
        Line("orch release ORCH\t--force", shows: "ORCH-002 -> PENDING"),
        Line("orch done RE\t--notes ok", shows: "REL-7 -> DONE"),
        Line("orch assign ORCH\t--owner-session new --from m\t", shows: "ORCH-002 -> new"),
        Line("orch assign ORCH\t--owner-session new --from 'm\t", shows: "ORCH-002 -> new"),
        Line("orch assign ORCH\t--owner-session new --from=m\t", shows: "ORCH-002 -> new"),
        Line(
          "orch add --priority P0 --task t --success-criteria c --after REL-7,REL-8\t--id N",
          shows: "Added N"),
        Line(
          "orch lease ren\tORCH-002\t--owner-session m\t", shows: "lease renewed ORCH-002 until"),
        Line("orch show --queue oth\tO\t", shows: "success_criteria  elsewhere"),
        Line("orch --queue=oth\tlist", shows: "OTHER  . PENDING"),
        Line("orch --queue 'with sp\tlist", shows: "SPACE  . PENDING"),
        Line("orch init --path fol\t", shows: "/folder/QUEUE.md"),
        Line("orch help rel\t", shows: "Usage: orch release"),
        Line("ops stat\t", shows: "summary PENDING="),
        Line("ops retry RE\t", shows: "REL-7 -> PENDING"),
      ], named: "completion"))
  func `the tab key writes what is meant`(_ shell: Shell, _ line: Line) throws {
    let scene = try Scene(file: Self.rows)
    try scene.write(queueText(row("OTHER", criteria: "elsewhere")), to: "other.md")
    try scene.write(queueText(row("SPACE")), to: "with space.md")
    try scene.makeFolder("folder")
    var session = ShellSession(shell)
    session.run(shell.loading(line.keys.hasPrefix("ops") ? "ops" : "orch"))
    session.type(line.keys + "\r")
    session.see(line.shown)
    try session.play(in: scene)
  }

  @Test(arguments: Shell.allCases)
  func `several ids are shown with their task text`(_ shell: Shell) throws {
    try play(shell, Self.rows) { session in
      session.type("orch show ORCH-00\(shell.listing)")
      session.see(shell.listed("ORCH-001", "Update the README"))
      session.see(shell.listed("ORCH-002", "로그인을 고친다"))
    }
  }

  @Test(arguments: Shell.allCases)
  func `several commands and options are shown with what they mean`(_ shell: Shell) throws {
    try play(shell, Self.rows) { session in
      session.type("orch li\(shell.listing)")
      session.see("List the rows")
      session.see("Check the queue file")
      session.type("s\t--owner\(shell.listing)")
      session.see("only rows of this session; - for rows without an owner")
      session.see("the session that you act as")
    }
  }

  @Test(arguments: Shell.allCases)
  func `nothing that a row or a line holds is run`(_ shell: Shell) throws {
    let hostile = "$(touch hacked) `touch hacked`: it's \\ \"so\""
    let rows = queueText(
      row("A-1", "IN_PROGRESS", task: hostile, owner: hostile), row("A-2", task: "tame"))
    let scene = try play(shell, rows) { session in
      session.type("orch show A-\(shell.listing)")
      session.see(shell.listed("A-1", hostile))
      session.type("1 $(touch hacked) A-\t\u{15}")
      session.type("orch assign A\t--owner-session new --from \t\r")
      session.see("A-1 -> new")
    }
    #expect(!scene.exists("hacked"))
  }

  @Test(arguments: Shell.allCases)
  func `one of ten thousand rows is found`(_ shell: Shell) throws {
    let rows = (1...10_000).map { row("T-\($0)", task: "작업 \($0)", criteria: "number \($0)") }
    try play(shell, queueText(rows)) { session in
      session.type("orch show T-9999\t\r")
      session.see("number 9999")
    }
  }

  @Test func `zsh finds the script in a folder of fpath`() throws {
    let scene = try Scene(file: Self.rows)
    var session = ShellSession(.zsh)
    session.run("mkdir functions; orch completion zsh > functions/_orch")
    session.run("fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D")
    session.type("orch show REL-7\t\r")
    session.see("Release: all")
    session.type("orch show ORCH-00\t")
    session.see("ORCH-001  -- Update the README")
    try session.play(in: scene)
  }

  /// Plays a session in a fresh folder, with the completion of `orch` loaded.
  @discardableResult
  private func play(
    _ shell: Shell, _ rows: String, _ keys: (inout ShellSession) -> Void
  ) throws -> Scene {
    let scene = try Scene(file: rows)
    var session = ShellSession(shell)
    session.run(shell.loading("orch"))
    keys(&session)
    try session.play(in: scene)
    return scene
  }
}
