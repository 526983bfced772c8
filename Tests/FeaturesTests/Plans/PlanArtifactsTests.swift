import Host
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Plans

/// The logs of a plan's attempts in one file, with at most so many bytes of them.
@Suite struct PlanArtifactsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let limit: Int
    /// What is written of the first log, which is the oldest and has two lines.
    let first: String
    var second = "second\n"
  }

  @Test(arguments: [
    Case(testDescription: "all fits", limit: 21, first: "one\ntwo\n"),
    Case(
      testDescription: "a line fits", limit: 18,
      first: "[orch] left out: the first 4 bytes of this log\ntwo\n"),
    Case(
      testDescription: "no line fits", limit: 13,
      first: "[orch] left out: the first 8 bytes of this log\n"),
    Case(
      testDescription: "the newest fits, which is not the last in the file", limit: 6,
      first: "[orch] left out: the first 8 bytes of this log\n",
      second: "[orch] left out: the first 7 bytes of this log\n"),
  ])
  func `the ends of logs are kept up to a limit, and the file says what is missing`(
    _ row: Case
  ) throws {
    try PlanScene.with { scene in
      let artifacts = try Self.artifacts(in: scene)
      let file = try FileDescriptor(inMemoryFor: "logs.txt")
      try artifacts.writeLogs(to: file, upTo: row.limit)
      let written = String(decoding: try file.readWhole(), as: UTF8.self)
      #expect(written == "# a\n\n\(row.first)\n# a\n\nthird\n\n# b\n\n\(row.second)")
    }
  }

  @Test func `the logs are in the plan's folder`() throws {
    try PlanScene.with { scene in
      let artifacts = try Self.artifacts(in: scene)
      try PlanFolder("p", scene.queue.workspace()).write(artifacts)
      #expect(
        scene.text(of: ".orch/plans/p/logs.txt")
          == "# a\n\none\ntwo\n\n# a\n\nthird\n\n# b\n\nsecond\n")
    }
  }

  private static func artifacts(in scene: PlanScene) throws -> PlanArtifacts {
    _ = scene.apply(PlanScene.task("a"), PlanScene.task("b"))
    let workspace = try scene.queue.workspace()
    let logs = [("p.a", 1, "one\ntwo\n"), ("p.a", 3, "third\n"), ("p.b", 2, "second\n")]
    for (id, claim, log) in logs {
      let attempt = try #require(workspace.attempt(of: id, claim: claim))
      try attempt.add("output.log", text: log)
    }
    return PlanArtifacts(try scene.queue.plan("p"), workspace)
  }
}
