import Foundation
import TestSupport
import Testing

/// The client of PyPI's `mcp`, in a virtual environment that `automation/mcp-client.sh` makes.
@Suite(
  .enabled(
    if: RealClient.isInstalled || ProcessInfo.processInfo.environment["CI"] == "true",
    "PyPI's mcp can't be installed here: automation/mcp-client.sh --install says why"))
struct RealClientTests {
  @Test(arguments: [
    ("legacy", "2025-11-25 orch"), ("2026-07-28", "2026-07-28 -"), ("auto", "2026-07-28 orch"),
  ])
  func `it works a row in each era`(_ mode: String, _ server: String) throws {
    let scene = try Scene(rows: row("A", task: "Write it", criteria: "file: a.txt"))
    let outcome = try scene.run(
      RealClient.script, [scene.orchPath, scene.folder, mode],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
    expect(
      outcome,
      is: .prints(
        """
        \(server)
        orch_ready orch_get orch_claim orch_note orch_report orch_add orch_plan
        1 of 1 PENDING rows may start; rows 1 to 1:
        A IN_PROGRESS True
        A -> DONE (PASS) "PASS"
        True A is DONE (only IN_PROGRESS rows can be released; ops replan --id A --force --notes WHY opens it again)
        Unknown tool: orch_sing (there are orch_ready, orch_get, orch_claim, orch_note, orch_report, orch_add, orch_plan)

        """))
  }
}

private enum RealClient {
  static let script = "\(Project.folder)/automation/mcp-client.sh"

  static let isInstalled: Bool =
    (try? TestSupport.run(
      script, ["--install"], in: Project.folder,
      environment: ProcessInfo.processInfo.environment))?.status == 0
}
