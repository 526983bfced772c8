import Foundation
import TestSupport
import Testing

@Suite struct DashboardRefusalTests {
  @Test(
    arguments: [
      (["--bad"], .fails(64, "dashboard: unknown argument '--bad' (--help tells what there is)")),
      (
        ["--queue"],
        .fails(64, "dashboard: missing value for --queue (--help tells what there is)")
      ),
      (
        ["--refresh", "0"],
        .fails(64, "dashboard: invalid value '0' for --refresh (it must be seconds)")
      ),
      (
        ["--refresh", "soon"],
        .fails(64, "dashboard: invalid value 'soon' for --refresh (it must be seconds)")
      ),
      (
        ["--session", "a.b"],
        .fails(64, "dashboard: invalid value 'a.b' for --session (use letters, digits, - and _)")
      ),
      ([], .fails(64, "dashboard: there is no terminal (--detach only makes the session)")),
    ] as [([String], Outcome)])
  func `the command line is understood or refused`(
    _ arguments: [String], outcome: Outcome
  ) throws {
    let scene = try Scene()
    try expect(scene.run("/bin/bash", [Dashboard.script] + arguments), is: outcome)
    let help = try scene.run("/bin/bash", [Dashboard.script, "--help"])
    #expect(help.status == 0 && help.output.hasPrefix("usage: automation/tmux/dashboard.sh "))
  }

  @Test func `what is missing is named`() throws {
    let scene = try Scene()
    for name in ["dirname", "basename"] {
      try FileManager.default.createSymbolicLink(
        atPath: scene.path(name), withDestinationPath: "/usr/bin/\(name)")
    }
    func dashboard() throws -> Outcome {
      try scene.run(
        "/bin/bash", [Dashboard.script, "--detach"], environment: ["PATH": scene.folder])
    }
    try expect(dashboard(), is: .fails(66, "dashboard: tmux: not found (apt-get install tmux)"))
    try FileManager.default.createSymbolicLink(
      atPath: scene.path("tmux"), withDestinationPath: "/usr/bin/true")
    try expect(
      dashboard(), is: .fails(66, "dashboard: orch: not found (automation/install.sh installs it)"))
  }

  @Test func `where there is no queue it says what orch says, and makes no session`() throws {
    let dashboard = try Dashboard()
    let outcome = try dashboard.bash("bash \"$DASHBOARD\" --queue none.md --detach")
    #expect(outcome.status == 66 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.hasPrefix("ERROR: no queue at "), "\(outcome)")
    #expect(try dashboard.bash("tmux list-sessions").status == 1)
  }
}
