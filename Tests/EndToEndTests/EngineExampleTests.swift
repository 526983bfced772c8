import TestSupport
import Testing

/// `claim`, ten lines that use the engine in another program.
@Suite struct EngineExampleTests {
  @Test func `another program claims rows as orch does`() throws {
    let scene = try Scene(rows: row("A"), row("B", "PENDING", "P0"))
    func claim(_ session: String) throws -> String {
      try scene.run(BuiltBinaries.claim, [scene.queue, session]).output
    }
    #expect(try claim("worker-a") == "B\n")
    #expect(try scene.orch("pick", "--owner-session", "worker-b").output == "A\n")
    #expect(try claim("worker-c") == "nothing to claim\n")
    let rows = try scene.orch("list").output
    #expect(rows.split(separator: "\n").allSatisfy { $0.contains("IN_PROGRESS") })
    #expect(try scene.orch("history", "--id", "B").output.contains("worker-a"))
  }
}
