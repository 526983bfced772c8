import ReviewerGate
import Testing

/// Which words of a report state a failure or a block, and why others do not.
struct MarkerTests {
  private let criteria = "Add an error page; Blocked users see a notice"

  private func report(_ section: String, _ line: String) -> String {
    let sections = ["Files", "Diff-Summary", "Validation", "Risks", "Next"]
    let lines = sections.map { "\($0):\n- \($0 == section ? line : "None")" }
    return (["[REPORT ORCH-001]", "Status: DONE"] + lines).joined(separator: "\n")
  }

  private func markers(_ section: String, _ line: String) -> [String] {
    Gate.review(criteria: criteria, report: report(section, line)).markers
      .map { "\($0.kind) \($0.text) \($0.meaning)" }
  }

  @Test(
    "A failure that is stated counts",
    arguments: [
      ("Validation", "10 failed", "failed"), ("Validation", "실패 10건", "실패"),
      ("Validation", "失敗10件", "失敗"),
      ("Validation", "3 个测试失败", "失败"), ("Validation", "3 теста упали", "упали"),
      ("Validation", "error TS2307: Cannot find module './queue'", "error"),
      ("Diff-Summary", "TODO left in src/log.ts", "todo"),
      ("Diff-Summary", "The import is incomplete", "incomplete"),
      ("Validation", "The page does not render", "not render"),
      ("Validation", "exit code 2", "exit 2"),
      ("Validation", "다만 모바일에서 잘립니다", "다만"),
      ("Risks", "The page currently crashes on Safari", "crashes"),
      ("Validation", "미완료", "미완료"), ("Validation", "Not tested", "not tested"),
    ])
  func failures(section: String, line: String, text: String) {
    #expect(markers(section, line).contains("failure \(text) counts"))
  }

  @Test(
    "A failure word that states none does not count",
    arguments: [
      ("Validation", "0 failed", "failed", "zero"), ("Validation", "errors: 0", "errors", "zero"),
      ("Validation", "실패 0건", "실패", "zero"), ("Validation", "no errors", "errors", "negated"),
      ("Validation", "오류 없음", "오류", "negated"), ("Validation", "エラーはありません", "エラー", "negated"),
      ("Validation", "没有错误", "错误", "negated"), ("Validation", "Ошибок нет", "ошибок", "negated"),
      ("Validation", "It previously failed and now passes", "failed", "resolved"),
      ("Diff-Summary", "Fixed all lint errors", "errors", "resolved"),
      ("Diff-Summary", "이전에는 실패했으나 수정 후 통과합니다", "실패했으나", "resolved"),
      ("Files", "src/failed_jobs.ts", "failed", "literal"),
      ("Diff-Summary", "Moved `FailedJob` to src", "failed", "literal"),
      ("Diff-Summary", "The label reads \"failed\"", "failed", "literal"),
      ("Diff-Summary", "Added an error page", "error", "product"),
      ("Diff-Summary", "실패한 결제 목록 추가", "실패한", "product"),
      ("Diff-Summary", "A notice is shown when login fails", "fails", "hypothetical"),
      ("Risks", "Requests could fail under load", "fail", "hypothetical"),
      ("Risks", "트래픽이 몰리면 오류가 발생할 수 있음", "오류가", "hypothetical"),
      ("Next", "Look into slow errors", "errors", "hypothetical"),
    ])
  func noFailures(section: String, line: String, text: String, meaning: String) {
    #expect(markers(section, line).contains("failure \(text) \(meaning)"))
  }

  @Test(
    "Something outside that stops the work counts",
    arguments: [
      ("Risks", "Blocked by the missing licence", "blocked"),
      ("Diff-Summary", "I cannot proceed", "cannot proceed"),
      ("Risks", "진행할 수 없습니다", "진행할 수 없습니다"), ("Next", "보안팀 승인 대기 중", "대기"),
      ("Risks", "運用チームへエスカレーション", "エスカレーション"), ("Risks", "无法继续", "无法继续"),
      ("Risks", "Waiting for approval from the owner", "waiting"), ("Risks", "접근 권한 없음", "권한 없음"),
      ("Risks", "Нет доступа к серверу", "нет доступа"),
    ])
  func blocks(section: String, line: String, text: String) {
    #expect(markers(section, line).contains("block \(text) counts"))
  }

  @Test(
    "A block word that states none does not count",
    arguments: [
      ("Risks", "Not blocked by anything", "blocked", "negated"),
      ("Risks", "블로커 없음", "블로커", "negated"),
      ("Diff-Summary", "Blocked users see a notice", "blocked", "product"),
      ("Files", "src/blocked_users.ts", "blocked", "literal"),
      ("Risks", "승인이 필요할 수 있음", "필요할 승인이", "product"),
    ])
  func noBlocks(section: String, line: String, text: String, meaning: String) {
    #expect(markers(section, line).contains("block \(text) \(meaning)"))
  }

  @Test(
    "The status line counts as a statement",
    arguments: [
      ("FAILED", Verdict.retry), ("실패", .retry), ("PARTIAL", .retry), ("IN PROGRESS", .retry),
      ("부분 완료", .retry),
      ("BLOCKED", .block), ("DONE", .pass), ("완료", .pass), ("完了", .pass), ("Готово", .pass),
    ])
  func status(text: String, verdict: Verdict) {
    let report = "[REPORT X]\nStatus: \(text)\nDiff-Summary:\n- Added an error page"
    #expect(Gate.review(criteria: "Add an error page", report: report).verdict == verdict)
  }
}
