import Foundation
import TestSupport
import Testing

/// The same report always has the same verdict, as no model is asked, and no clock.
@Suite struct ReviewVerdictTests {
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
