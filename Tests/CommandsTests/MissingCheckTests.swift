import Commands
import Model
import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Door
@testable import Runner

/// Criteria `cmd: NAME` whose check `review.checks` does not have.
@Suite struct MissingCheckTests {
  struct Example: CustomTestStringConvertible {
    let testDescription: String
    let settings: String
    let criteria: String
    var status = Status.pending
    let missing: [String]
  }

  private static let checks = #""review": {"run_checks": true, "checks": {"lint": ["true"]}}"#
  private static let command = #"{"a": {"adapter": "command", "argv": ["true"]}}"#

  @Test(arguments: [
    Example(
      testDescription: "among others", settings: "{\(checks)}",
      criteria: "it works; cmd: test; cmd: lint; CMD: `build`; cmd: test",
      missing: ["test", "build"]),
    Example(
      testDescription: "without checks", settings: #"{"review": {"run_checks": true}}"#,
      criteria: "cmd: lint", missing: ["lint"]),
    Example(
      testDescription: "other proofs, and words that are none", settings: "{\(checks)}",
      criteria: "file: test; cmd:; run cmd: test", missing: []),
    Example(
      testDescription: "of a row that ended", settings: "{\(checks)}", criteria: "cmd: test",
      status: .done, missing: []),
    Example(
      testDescription: "where the report decides", settings: "{}", criteria: "cmd: test",
      missing: []),
    Example(
      testDescription: "of a worker whose rows are always checked",
      settings: #"{"workers": \#(command), "routes": [{"worker": "a"}]}"#, criteria: "cmd: test",
      missing: ["test"]),
    Example(
      testDescription: "of another worker", settings: #"{"workers": \#(command)}"#,
      criteria: "cmd: test", missing: []),
  ])
  func `a check is missing where a criterion names it`(_ example: Example) throws {
    try withScene([]) { scene in
      try writeAged(example.settings, to: "\(scene.folder)/orch.json")
      let item = QueueItem(
        id: "A", status: example.status, priority: .p1, task: "t",
        successCriteria: example.criteria)
      let missing = try scene.context().taskQueue.fileSettings().missingChecks(of: [item])
      #expect(missing.map(\.name) == example.missing && missing.allSatisfy { $0.id == "A" })
    }
  }

  @Test func `lint and doctor name it before anything starts`() throws {
    let rows = ["A", "B", "C"].map {
      "| \($0) | PENDING | P1 | work | cmd: \($0 == "C" ? "lint" : "test") | - | - | - | - |"
    }
    try withScene(rows) { scene in
      try writeAged(
        #"{"workers": {"a": {"adapter": "simulated", "script": ["done"]}}, "routes": [{"worker": "a"}], \#(Self.checks)}"#,
        to: "\(scene.folder)/orch.json")
      let missing = "cmd: test is not in review.checks, so"
      #expect(
        scene.run("lint")
          == .init(
            output: """
              QUEUE.md:5:34: warning: \(missing) the row will wait for approval; review.checks has lint [missing-check]
              QUEUE.md:6:34: warning: \(missing) the row will wait for approval; review.checks has lint [missing-check]

              """))
      let doctor = scene.run("doctor", of: Ops.program).output.split(separator: "\n")
      #expect(
        doctor.filter { $0.contains(missing) }.map {
          $0.split(separator: " ").joined(separator: " ")
        } == [
          "warn check \(missing) these rows will wait for approval: A, B "
            + "(add the check to review.checks in orch.json, or change the criteria with orch edit ID --success-criteria C)"
        ])
    }
  }
}
