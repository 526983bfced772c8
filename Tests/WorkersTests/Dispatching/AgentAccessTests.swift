import Testing
import Workers

/// What the arguments of an agent's program let the agent change.
@Suite struct AgentAccessTests {
  @Test(
    arguments: [
      (.claude, [], .settings),
      (.claude, ["--permission-mode", "acceptEdits", "--verbose"], .project),
      (.claude, ["--permission-mode=plan"], .nothing),
      (.claude, ["--permission-mode", "bypassPermissions"], .everything),
      (.claude, ["--dangerously-skip-permissions"], .everything),
      (.codex, [], .settings), (.codex, ["-s"], .settings),
      (.codex, ["-s", "workspace-write"], .project), (.codex, ["--full-auto"], .project),
      (.codex, ["--sandbox", "read-only"], .nothing),
      (.codex, ["--sandbox=danger-full-access"], .everything),
      (.codex, ["--dangerously-bypass-approvals-and-sandbox"], .everything),
      (.opencode, [], .settings), (.opencode, ["--auto"], .everything),
      (.report, ["-s", "read-only"], nil),
    ] as [(WorkerProfile.Adapter, [String], AgentAccess?)])
  func `it is read from the arguments`(
    _ adapter: WorkerProfile.Adapter, _ args: [String], _ access: AgentAccess?
  ) {
    var profile = WorkerProfile(name: "a", adapter: adapter)
    profile.args = args
    #expect(profile.access == access)
    #expect(profile.makesOwnSandbox == (adapter == .codex && access != .everything))
  }
}
