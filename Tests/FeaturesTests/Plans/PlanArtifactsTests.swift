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
    /// What is said of the last log, whose two lines are in question.
    let last: String
  }

  @Test(arguments: [
    Case(testDescription: "all fits", limit: 21, last: "one\ntwo\n"),
    Case(
      testDescription: "a line fits", limit: 18,
      last: "[orch] left out: the first 4 bytes of this log\ntwo\n"),
    Case(
      testDescription: "no line fits", limit: 13,
      last: "[orch] left out: the first 8 bytes of this log\n"),
  ])
  func `the ends of logs are kept up to a limit, and the file says what is missing`(
    _ row: Case
  ) throws {
    try PlanScene.with { scene in
      let artifacts = try Self.artifacts(in: scene)
      let file = try FileDescriptor(inMemoryFor: "logs.txt")
      try artifacts.writeLogs(to: file, upTo: row.limit)
      let written = String(decoding: try file.readWhole(), as: UTF8.self)
      #expect(written == "# a\n\nfirst\n\n# a\n\nsecond\n\n# b\n\n" + row.last)
    }
  }

  @Test func `the logs are in the plan's folder`() throws {
    try PlanScene.with { scene in
      let artifacts = try Self.artifacts(in: scene)
      try PlanFolder("p", scene.queue.workspace()).write(artifacts)
      #expect(
        scene.text(of: ".orch/plans/p/logs.txt")
          == "# a\n\nfirst\n\n# a\n\nsecond\n\n# b\n\none\ntwo\n")
    }
  }

  private static func artifacts(in scene: PlanScene) throws -> PlanArtifacts {
    _ = scene.apply(PlanScene.task("a"), PlanScene.task("b"))
    let workspace = try scene.queue.workspace()
    let logs = [("p.a", 1, "first\n"), ("p.a", 2, "second\n"), ("p.b", 3, "one\ntwo\n")]
    for (id, claim, log) in logs {
      let attempt = try #require(workspace.attempt(of: id, claim: claim))
      try attempt.add("output.log", text: log)
    }
    return PlanArtifacts(try scene.queue.plan("p"), workspace)
  }
}
