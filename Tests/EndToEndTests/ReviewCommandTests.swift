import Foundation
import TestSupport
import Testing

/// `orch review` on the built program: verdicts, and the row afterwards.
@Suite struct ReviewCommandTests {
  private static let criteria = "update README; run tests"
  private static let good = "Updated README and ran the tests: 12 passed, 0 failed."

  private func scene(
    _ status: String = "IN_PROGRESS", criteria: String = criteria, notes: String = ""
  ) throws -> Scene {
    try Scene(
      rows: row(
        "A", status, criteria: criteria, owner: status == "PENDING" ? "-" : "w",
        started: status == "PENDING" ? "-" : Scene.now, notes: notes))
  }

  @Test func `what is missing sends it back, and in the end stops it`() throws {
    let scene = try scene()
    let words = ["review", "A", "--report", "Updated README only."]
    try expect(scene.run(scene.orchPath, words), is: .prints("A -> PENDING (RETRY)\n"))
    try expect(
      scene.text(),
      is: queueText(
        row(
          "A", criteria: Self.criteria,
          notes:
            "review_attempts=1 / review:RETRY attempt=1/3 unmet=2 (run tests: the report does not show it)"
        )))
    for _ in 2...3 {
      try expect(scene.run(scene.orchPath, words), is: .prints("A -> PENDING (RETRY)\n"))
    }
    try expect(scene.run(scene.orchPath, words), is: .prints("A -> BLOCKED (BLOCK)\n"))
    #expect(try scene.text().contains("review:BLOCK missing_checks:1;retry_limit_reached:3/3"))
  }

  @Test(arguments: [
    (
      "report.txt", 66,
      "ERROR: no report at report.txt (check the path, or write - to read standard input)\n"
    ),
    (
      "out/report", 66,
      "ERROR: no report at out/report (check the path, or write - to read standard input)\n"
    ),
    ("report", 0, ""),
  ])
  func `what looks like a path is one`(_ report: String, _ status: Int32, _ errors: String) throws {
    let outcome = try scene().orch("review", "A", "--report", report)
    #expect(outcome.status == status && outcome.errors == errors, "\(outcome)")
  }

  @Test func `a report comes from a file or a pipe`() throws {
    for source in ["report", "./report", "-"] {
      let scene = try scene()
      try scene.write(Self.good, to: "report")
      try expect(
        scene.bash("$ORCH review A --report '\(source)' < report"),
        is: .prints("A -> DONE (PASS)\n"))
    }
  }

  @Test func `bytes that are no text are refused`() throws {
    let scene = try scene()
    try scene.write([0xFF, 0xFE, 0x41], to: "r.txt")
    try expect(
      scene.orch("review", "A", "--report", "r.txt"),
      is: .fails(65, "ERROR: r.txt is not UTF-8 (convert it with iconv -t utf-8)"))
  }

  @Test func `attempts and their limit can be given`() throws {
    let words = ["review", "A", "--report", "Updated README only.", "--attempt-count", "5"]
    try expect(
      scene().run(BuiltBinaries.orch, words + ["--max-retries", "9"]),
      is: .prints("A -> PENDING (RETRY)\n"))
    try expect(scene().run(BuiltBinaries.orch, words), is: .prints("A -> BLOCKED (BLOCK)\n"))
  }

  @Test func `proofs decide, whatever the report claims`() throws {
    let scene = try scene(criteria: "file: out.md; cmd: lint; linked it", notes: "")
    try scene.write(#"{"review": {"checks": {"lint": ["true"]}}}"#, to: "orch.json")
    try scene.trust()
    let words = [
      "review", "A", "--queue", "QUEUE.md", "--run-checks", "--report", "Linked it. Wrote out.md.",
    ]
    try expect(scene.run(scene.orchPath, words), is: .prints("A -> PENDING (RETRY)\n"))
    #expect(try scene.text().contains("verified=1 reported=1 attempt=1/3 unmet=1 (file: out.md: "))
    try scene.orch("pick", "A", "--owner-session", "w").check()
    try "x".write(toFile: scene.path("out.md"), atomically: true, encoding: .utf8)
    try expect(scene.run(scene.orchPath, words), is: .prints("A -> DONE (PASS)\n"))
    #expect(
      try scene.text().contains(
        "review:PASS verified=2 reported=1 verified_by=session all_success_criteria_covered"))
    for name in ["report.md", "01-file.txt", "result.json"] {
      #expect(
        scene.exists(".orch/attempts/A/0/\(name)") && scene.exists(".orch/attempts/A/1/\(name)"))
    }
  }

  @Test func `what an earlier attempt wrote is part of the work`() throws {
    let scene = try scene("PENDING", criteria: "file: out.md; linked it")
    try scene.orch("pick", "A", "--owner-session", "w").check()
    try "x".write(toFile: scene.path("out.md"), atomically: true, encoding: .utf8)
    let later = ["ORCH_NOW": "2099-01-31 18:00"]
    let words = ["review", "A", "--run-checks", "--queue", "QUEUE.md", "--report"]
    try expect(
      scene.run(scene.orchPath, words + ["Wrote it."]).output, is: "A -> PENDING (RETRY)\n")
    try scene.run(scene.orchPath, ["pick", "A", "--owner-session", "w"], environment: later).check()
    try expect(
      scene.run(scene.orchPath, words + ["Linked it."], environment: later).output,
      is: "A -> DONE (PASS)\n")
  }

  @Test func `no program starts below a folder that others may write`() throws {
    let scene = try Scene()
    try scene.makeGitFolder("shared/.git")
    try scene.makeFolder("shared/work")
    try scene.write(
      queueText(row("A", "IN_PROGRESS", criteria: "cmd: mark", owner: "w", started: Scene.now)),
      to: "shared/work/QUEUE.md")
    try scene.write(
      #"{"review": {"checks": {"mark": ["touch", "ran"]}}}"#, to: "shared/work/orch.json")
    for name in ["shared", "shared/work", "shared/work/orch.json"] {
      chmod(scene.path(name), 0o755)
    }
    try expect(
      scene.orch("trust", "--yes", "--queue", "shared/work/QUEUE.md").status, is: 0)
    #expect(chmod(scene.path("shared"), 0o1777) == 0)
    let words = [
      "review", "A", "--run-checks", "--queue", "shared/work/QUEUE.md", "--report", "x",
      "--explain",
    ]
    let outcome = try scene.run(scene.orchPath, words)
    #expect(outcome.output.contains("other users may write \(scene.path("shared"))"), "\(outcome)")
    #expect(!scene.exists("shared/ran"))
  }
}
