import TestSupport
import Testing

@testable import Runner

/// What `orch add` and `orch intake` say on a terminal of rows that nothing checks.
@Suite struct AddedWithoutProofTests {
  @Test func `rows that nothing checks are named once, on a terminal`() throws {
    try withScene([]) { scene in
      var scene = scene
      let add = ["add", "Fix it", "--criteria", "it works"]
      #expect(scene.run(words: add) == .init(output: "Added ORCH-001\n"))
      scene.terminal.isErrors = true
      #expect(
        scene.run(words: add)
          == .init(
            output: "Added ORCH-002\n",
            errors: """
              ORCH-002: nothing checks the result, so the report is taken at its word. orch checks \
              criteria such as 'file: PATH', 'grep: TEXT in FILE', 'json: FILE' or 'cmd: NAME'

              """))
      #expect(
        scene.run(words: ["add", "Write it", "--criteria", "file: a.txt; it works"]).errors == "")
      #expect(scene.run(words: add + ["--quiet"]).errors == "")
      let request = (1...7).map { "- Fix page \($0)" }.joined(separator: "\n")
      let submitted = scene.run(
        words: [
          "intake", "submit", "--request", request, "--success-criteria", "it works",
        ])
      #expect(
        submitted.errors.hasPrefix(
          "ORCH-005, ORCH-006, ORCH-007, ORCH-008, ORCH-009 and 2 more: nothing checks"),
        "\(submitted)")
    }
  }
}
