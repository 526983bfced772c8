import Door
import Model
import Testing
import Text
import Workers

@testable import Attempts

/// What `ops doctor --workers` says about what agents may change.
@Suite struct WorkerAccessTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let adapter: WorkerProfile.Adapter
    var args: [String] = []
    var hasSandbox = false
    var lacksBubblewrap = false
    let lines: [String]
  }

  @Test(arguments: [
    Case(
      testDescription: "Claude Code as orch init writes it", adapter: .claude,
      args: ["--permission-mode", "acceptEdits"],
      lines: [
        "ok access w: the agent may change files of the project, and run the commands that "
          + "--allowedTools and its settings allow"
      ]),
    Case(
      testDescription: "Codex as orch init writes it", adapter: .codex,
      args: ["-s", "workspace-write"],
      lines: [
        "ok access w: the agent may change the project except .git, and temporary files"
      ]),
    Case(
      testDescription: "Codex without bubblewrap", adapter: .codex,
      args: ["-s", "workspace-write"], lacksBubblewrap: true,
      lines: [
        "ok access w: the agent may change the project except .git, and temporary files",
        "warn sandbox w makes its sandbox with bubblewrap, which is missing: where its own copy "
          + "can't be used, its commands fail",
      ]),
    Case(
      testDescription: "a sandbox of Codex in the sandbox of orch", adapter: .codex,
      args: ["-s", "workspace-write"], hasSandbox: true,
      lines: [
        "ok access w, in its sandbox: the agent may change the project except .git, and "
          + "temporary files",
        "warn sandbox w makes a sandbox of its own inside that of orch: where that is not "
          + "possible, its commands fail",
      ]),
    Case(
      testDescription: "Codex in the sandbox of orch alone", adapter: .codex,
      args: ["-s", "danger-full-access"], hasSandbox: true,
      lines: ["ok access w, in its sandbox: the agent may change whatever its user may"]),
    Case(testDescription: "a program that is no agent", adapter: .report, lines: []),
  ])
  func `each agent has a line`(_ row: Case) {
    var profile = WorkerProfile(name: "w", adapter: row.adapter)
    profile.args = row.args
    if row.hasSandbox { profile.sandboxRules = SandboxRules() }
    let program = WorkerProgram(
      profile: profile, finding: .notAsked(path: "/bin/w"), lacksBubblewrap: row.lacksBubblewrap)
    let lines = [program].diagnoses(besides: []).dropFirst()
      .map { "\($0.state.rawValue) \($0.name) \($0.message(.english))" }
    #expect(lines == row.lines)
  }
}
