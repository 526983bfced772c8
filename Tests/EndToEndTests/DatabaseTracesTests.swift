import Foundation
import TestSupport
import Testing

/// Commands that only read a database leave nothing beside it.
@Suite struct DatabaseTracesTests {
  @Test func `after a command that only reads the same files are there`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let made = try scene.bash("$ORCH migrate -q && $ORCH pick && $ORCH pick --db db/queue.db")
    #expect(made.status == 0, "\(made)")
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: scene.path("db")).sorted()
    }
    let before = try files()
    let bytes = try scene.bytes("db/queue.db")
    for line in [
      "$ORCH list --db db/queue.db", "$ORCH show A --db db/queue.db",
      "$ORCH history --db db/queue.db", "$ORCH prime --db db/queue.db",
      "$OPS status --db db/queue.db", "$OPS why A --db db/queue.db", "$OPS kpi --db db/queue.db",
      "$OPS metrics --db db/queue.db", "$OPS health", "$OPS health --db db/queue.db",
      "$OPS consistency-check --all", "$OPS verify", "$OPS doctor",
      "$OPS gc --older-than 1d "
        + "--dry-run --db db/queue.db", "$OPS backup --to b",
    ] {
      let outcome = try scene.bash(line)
      #expect([0, 1, 10, 20].contains(outcome.status), "\(outcome)")
      #expect(try files() == before, "\(line)")
      #expect(try scene.bytes("db/queue.db") == bytes, "\(line)")
    }
  }
}
