import Foundation
import Host
import TestSupport
import Testing

/// What the project's own programs say of a report: checks, and a judge.
@Suite struct ProgramVerdictTests {
  private static let criteria = "cmd: test; page added"
  private static let report = """
    [REPORT A]
    Status: DONE
    Criteria:
    1. met: check.sh: all passed
    2. met: /page answers 200

    """

  /// A row in progress, and checks that run in files of the project.
  private func scene(_ review: String = "", criteria: String = criteria) throws -> Scene {
    let scene = try Scene(rows: row("A", criteria: criteria))
    try scene.write("touch ran\n", to: "check.sh")
    try scene.write("true\n", to: "judge.sh")
    try scene.write(
      #"{"review": {"checks": {"test": ["sh", "check.sh"]}, "run_checks": true\#(review)}}"#,
      to: "orch.json")
    for name in ["check.sh", "judge.sh"] { chmod(scene.path(name), 0o644) }
    try scene.write(Self.report, to: "report.txt")
    // A minute ago.
    let picked = try scene.orch(
      "pick", "A", "--owner-session", "w", environment: ["ORCH_NOW": "2026-01-31 17:59"])
    #expect(picked.status == 0)
    return scene
  }

  private func report(_ scene: Scene) throws -> Outcome {
    try scene.orch("report", "--file", "report.txt", "--owner-session", "w")
  }

  @Test func `protected files that are older than the claim need no approval`() throws {
    let scene = try Scene(rows: row("A", criteria: Self.criteria))
    try scene.makeFolder("tests")
    try scene.write("strict", to: "tests/a")
    try scene.makeFolder(".github/workflows")
    try scene.write("touch ran\n", to: "check.sh")
    chmod(scene.path("check.sh"), 0o644)
    try scene.write(
      #"{"review": {"checks": {"test": ["sh", "check.sh"]}, "run_checks": true, "#
        + #""protected": ["tests", ".github"]}}"#, to: "orch.json")
    try scene.trust()
    try scene.write(Self.report, to: "report.txt")
    // Files have times of a few milliseconds' grain.
    while try FileStatus(of: scene.path("tests/a")).changed
      >= FileStatus(of: scene.path("report.txt")).changed
    {
      try scene.write(Self.report, to: "report.txt")
    }
    #expect(try scene.orch("pick", "A", "--owner-session", "w").status == 0)
    try expect(report(scene), is: .prints("A -> DONE (PASS)\n"))
    #expect(scene.exists("ran"))
  }

  @Test(arguments: [#"echo '{}' > orch.json"#, "rm orch.json"])
  func `work that turns the checks off does not pass`(_ change: String) throws {
    let scene = try scene()
    try scene.trust()
    try scene.bash(change).check()
    try expect(
      report(scene),
      is: .prints(
        """
        A -> BLOCKED (BLOCK)
        1. cmd: test: not met: a person has to look: test: not in review.checks, which has no entries
        A person has to look first: orch.json \(change.hasPrefix("rm") ? "is gone" : "changed").

        """
      ))
    #expect(try scene.notes("A").contains("awaits=approval"))
    #expect(!scene.exists("ran"))
  }

  @Test(arguments: ["BLOCKED - no key", "QUESTION\nQuestion: which page?"])
  func `what stops for something outside starts no check`(_ status: String) throws {
    let scene = try scene()
    try scene.trust()
    try scene.write(Self.report.replacing("DONE", with: status), to: "report.txt")
    #expect(try report(scene).output.hasPrefix("A -> BLOCKED ("))
    #expect(!scene.exists("ran"))
  }

  @Test(arguments: [
    (#""judge": "judge.sh""#, "review.judge", #""judge.sh""#),
    (#""judge": [""]"#, "review.judge", #"[""]"#),
    (#""judge_may_pass": 1"#, "review.judge_may_pass", "1"),
    (#""protected": "tests""#, "review.protected", #""tests""#),
    (#""protected": [""]"#, "review.protected", #"[""]"#),
  ])
  func `a setting that can't be read is named`(
    _ setting: String, key: String, value: String
  ) throws {
    let scene = try Scene(rows: row("A"))
    try scene.write("{\"review\": {\(setting)}}", to: "orch.json")
    let outcome = try scene.orch("review", "A", "--report", "x")
    #expect(
      outcome.status == 64
        && outcome.errors.contains("orch.json: invalid value \(value) for '\(key)'"), "\(outcome)")
  }

  // MARK: Verdicts without programs

  @Test(arguments: [
    ("tests pass", "- swift test: 12 tests pass, 0 failed", "PASS"),
    ("tests pass; docs updated", "- swift test: 12 tests pass, 0 failed", "RETRY"),
    ("테스트 통과", "- 테스트 12개 통과, 실패 0", "PASS"),
    ("tests pass", "- blocked: waiting for the password of the database", "BLOCK"),
  ])
  func `the verdict does not depend on caller, time or locale`(
    _ criteria: String, validation: String, verdict: String
  ) throws {
    let report = """
      [REPORT A]
      Status: DONE
      Files:
      - login.swift
      Diff-Summary:
      - Fixed it
      Validation:
      \(validation)
      Risks:
      - None
      Next:
      - None

      """
    let outcomes = try Self.context.map { environment in
      let scene = try Scene()
      try scene.write(report, to: "report.txt")
      return try scene.orch(
        "review", "A", "--dry-run", "--explain", "--success-criteria", criteria, "--report",
        "report.txt", environment: environment)
    }
    #expect(outcomes[0].output.contains("(\(verdict))"), "\(outcomes[0])")
    for outcome in outcomes { expect(outcome, is: outcomes[0]) }
  }

  private static let context = [
    [:], ["ORCH_NOW": "2031-12-31 23:59"], ["LANG": "ko_KR.UTF-8", "LC_ALL": "ko_KR.UTF-8"],
    ["TZ": "America/New_York", "ORCH_TZ_OFFSET": "-5"], ["ORCH_OWNER_SESSION": "somebody-else"],
    ["COLUMNS": "20", "TERM": "dumb"],
  ]
}
