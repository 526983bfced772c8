import TestSupport
import Testing

@Suite struct HealthCommandTests {
  private static let day = ["ORCH_NOW": "2026-01-31 18:00"]

  @Test(arguments: QueueKept.allCases)
  func `rows that wait for a person for too long are a warning`(_ kept: QueueKept) throws {
    let scene = try Scene(kept)
    if kept == .inFile { try scene.write(queueText()) }
    let blocked = ["ORCH_NOW": "2026-01-28 17:00"]
    for id in ["A", "B"] { try scene.add("--id", id).check() }
    for (id, time) in [("A", "2026-01-28 17:00"), ("B", "2026-01-31 17:00")] {
      let words = ["block", id, "--notes", "n", "--no-log"]
      let environment = blocked.merging(["ORCH_NOW": time]) { $1 }
      try expect(scene.run(scene.orchPath, words, environment: environment).status, is: 0)
    }
    func health(_ limit: String?) throws -> Outcome {
      var environment = Self.day
      environment["ORCH_ATTENTION_AFTER"] = limit
      return try scene.run(BuiltBinaries.ops, ["health"], environment: environment)
    }
    for (limit, rows) in [(nil, 1), ("72h", 1), ("59", 2)] as [(String?, Int)] {
      try expect(
        health(limit),
        is: Outcome(
          status: 20, output: "HEALTH_WARN attention rows=\(rows) oldest=A waits 3d\n",
          errors: ""))
    }
    for limit in ["0", "4d"] { try expect(health(limit), is: .prints("HEALTH_OK\n")) }
  }
}
