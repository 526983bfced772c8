import Gate
import Testing

/// Where a report says that nothing was to change.
@Suite struct NoChangesTests {
  @Test(arguments: [
    "Status: DONE\nChanges: none",
    "Status: DONE\nDiff-Summary: nothing had to change\nChanges: none",
    "Status: DONE\nChanges: none\nDiff-Summary:\n- nothing had to change",
    "Status: DONE\nDiff-Summary:\n- all was there\n- Changes: none",
    "Status: DONE\nDiff-Summary:\n- all was there\n    Changes: none",
    "Status: DONE\nFiles:\n- None\n**Changes:** none.",
    "Status: DONE\n## Changes\n- x\n## Changes: none",
    "Status: DONE\nSummary: none", "Status: DONE\nDiff summary: None - it was there already",
    "Status: DONE\nChanges: no changes", "Status: DONE\nchanges: Nothing.",
    "Status: DONE\n변경 사항: 없음", "상태: 완료\n변경 요약: 이미 있었음\n변경 사항: 변경 없음",
    "Status: DONE\n変更点: なし", "Status: DONE\n变更说明: 无", "Status: DONE\nИзменения: нет",
    "It was there already.\nChanges: none",
    "```\nStatus: DONE\nChanges: none\n```",
  ])
  func `the words count wherever they stand`(_ text: String) {
    #expect(Report(reading: "[REPORT A]\n\(text)\n", of: "A").saysNothingChanged)
    #expect(Report(reading: text, of: "A").saysNothingChanged)
  }

  @Test func `so does a member of the JSON form`() {
    let text = #"{"report": "A", "status": "done", "diff_summary": ["x"], "changes": "none"}"#
    #expect(Report(reading: text, of: "A").saysNothingChanged)
  }

  @Test(arguments: [
    "Status: DONE", "Status: DONE\nDiff-Summary:\n- guide written",
    "Status: DONE\nDiff-Summary: nothing had to change", "Status: DONE\nRisks: none",
    "Status: DONE\nFiles: none\nNext: none", "Status: DONE\nChanges: nonexistent flags removed",
    "Status: DONE\nChanges: noneTheLess renamed", "Status: DONE\nNext: write Changes: none",
    "{\"report\": \"A\", \"status\": \"done\", \"diff_summary\": [\"x\"]}",
  ])
  func `other words do not`(_ text: String) {
    #expect(!Report(reading: "[REPORT A]\n\(text)\n", of: "A").saysNothingChanged)
  }
}
