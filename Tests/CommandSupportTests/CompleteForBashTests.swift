import Testing

@testable import CommandSupport

/// Bash cuts words in its own way, and takes a value as it stands.
@Suite struct CompleteForBashTests {
  @Test(arguments: [
    ("orch show ORCH-001", "ORCH-001", "ORCH-001\n"),
    ("orch show 'ORCH-001", "ORCH-001", "ORCH-001\n"),
    ("/bin/orch list --status=IN", "IN", "IN_PROGRESS\n"),
    ("orch list --status=IN", "--status=IN", "--status=IN_PROGRESS\n"),
    ("orch assign --from my", "my", "my\\ session:1\n"),
    ("orch assign --from 'my ", "my ", "my session:1\n"),
    ("orch assign --from=my\\ session:", "", "1\n"),
    ("orch add --after=REL-1,REL-5", "REL-1,REL-5", "REL-1,REL-5\n"),
    ("orch --queue ", "", "\tfiles\n"), ("orch x", "x", ""), ("orch lin", "lin", "lint\n"),
  ])
  func `bash gets what it puts into the line`(
    _ line: String, replaced: String, output: String
  ) throws {
    try withScene(CompleteTests.rows) { scene in
      for flags in [[], ["--aligned"]] {
        let ending = scene.run(
          words: ["complete", "--line", line, "--replaces", replaced] + flags)
        #expect(ending == .init(output: output))
      }
    }
  }

  @Test func `what bash lists has the meaning beside it`() throws {
    try withScene(CompleteTests.rows) { scene in
      let line = ["--line", "orch assign --from=", "--replaces", "", "--aligned"]
      #expect(
        scene.run(words: ["complete"] + line)
          == .init(output: "worker-a       ORCH-002, REL-5\nmy\\ session:1  REL-4\n"))
    }
  }
}
