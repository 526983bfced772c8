import TestSupport
import Testing

/// `orch check` on the built program, in both stores.
@Suite struct CheckCommandTests {
  @Test(arguments: QueueKept.allCases)
  func `the proofs run, and nothing changes`(_ kept: QueueKept) throws {
    let scene = try Scene(kept)
    try scene.write(
      #"{"review": {"checks": {"test": ["sh", "-c", "printf 'one\\033[1m\\ntwo\\n'; exit 3"]}}}"#,
      to: "orch.json")
    func add(_ id: String, _ criteria: String) throws {
      try scene.orch(
        "add", "--id", id, "--priority", "P1", "--task", "t", "--success-criteria", criteria
      ).check()
    }
    try add("A", "file: out.md; cmd: test; it is linked; file: none.md; cmd: lint")
    try add("B", "it is linked")
    try add("C", "file: out.md")
    try scene.write("x", to: "out.md")
    let before = try scene.orch("list", "--all", "--json")
    try expect(
      scene.orch("check", "A").output,
      is: """
        1. file: out.md: met: out.md: 1 bytes
        2. cmd: test: not met: a person has to look: test was not run: \(scene.folder) is not trusted (orch trust)
        3. it is linked: not checked by orch; the report has to claim it
        4. file: none.md: not met: none.md: no such file
        5. cmd: lint: not met: a person has to look: lint: not in review.checks, which has test

        """)
    try scene.trust()
    try expect(
      scene.orch("check", "A"),
      is: Outcome(
        status: 1,
        output: """
          1. file: out.md: met: out.md: 1 bytes
          2. cmd: test: not met: test: status 3
              one\\u{1B}[1m
              two
          3. it is linked: not checked by orch; the report has to claim it
          4. file: none.md: not met: none.md: no such file
          5. cmd: lint: not met: a person has to look: lint: not in review.checks, which has test

          """, errors: ""))
    try expect(
      scene.orch("check", "B"),
      is: .prints(
        """
        1. it is linked: not checked by orch; the report has to claim it
        B has no criterion that orch can check; the report on it decides

        """))
    try expect(
      scene.orch("check", "C", "--json"),
      is: .prints(
        """
        {"id":"C","ok":true,"criteria":[{"n":1,"criterion":"file: out.md","state":"met",\
        "reason":"out.md: 1 bytes"}]}

        """))
    try expect(
      scene.orch("check", "Z"),
      is: .fails(1, "ERROR: Row id not found: Z (orch list shows the rows)"))
    #expect(!scene.exists(".orch/attempts"))
    try expect(scene.orch("list", "--all", "--json"), is: before)
  }
}
