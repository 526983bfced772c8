import Guardrails
import Testing

struct CompactReportTests {
  private let report = CompactReport(
    """

    [REPORT ORCH-012]
    Status: DONE
    Files:
    - docs/X.md
    Diff-Summary:
    - wrote it
      and more
    validation: 12 passed
    Risks:
    - None
    Next:
    - None
    """)

  @Test func `A report has an id, a status, sections and their bullets`() {
    #expect(report.id == "ORCH-012")
    #expect(report.status == "DONE")
    #expect(report.sections == [.files, .diffSummary, .validation, .risks, .next])
    #expect(report.bullets(of: .diffSummary) == ["wrote it"])
    #expect(
      report.lines.contains { $0.part == .continuation(.diffSummary) && $0.text == "and more" })
    #expect(report.lines.contains { $0.part == .title(.validation) && $0.text == "12 passed" })
    #expect(report.lines.first?.number == 2)
  }

  @Test(
    "Which lines are headers",
    arguments: [
      ("[REPORT ORCH-1]", "ORCH-1"), ("[REPORT  x ]", "x"), ("[REPORT]", ""), ("[REPORTS x]", nil),
      ("[REPORT x] y", nil), ("REPORT x", nil),
    ])
  func headers(line: String, id: String?) {
    #expect(CompactReport.headerID(line) == id)
  }

  @Test func `Lines end in three ways, and a sentence is a report`() {
    let texts = CompactReport("a\r\nb\rc\n\nd").lines.map { "\($0.number) \($0.text)" }
    #expect(texts == ["1 a", "2 b", "3 c", "5 d"])
    #expect(CompactReport("All done.").lines.map(\.part) == [.body])
    #expect(CompactReport("").lines.isEmpty)
  }
}
