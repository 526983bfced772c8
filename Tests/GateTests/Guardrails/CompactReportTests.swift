import Testing

@testable import Gate

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

  @Test func `A report has an id, titles and bullets`() {
    #expect(report.id == "ORCH-012")
    #expect(report.firstLine == 2)
    #expect(
      report.titles == [
        .status: 3, .files: 4, .diffSummary: 6, .validation: 9, .risks: 10, .next: 12,
      ])
    #expect(report.bullets.map(\.line) == [5, 7, 11, 13])
    #expect(report.bullets.map(\.section) == [.files, .diffSummary, .risks, .next])
  }

  @Test(
    "Which lines are headers",
    arguments: [
      ("[REPORT ORCH-1]", "ORCH-1"), ("[REPORT  x ]", "x"), ("[REPORT]", ""), ("[REPORTS x]", nil),
      ("[REPORT x] y", nil), ("REPORT x", nil),
    ])
  func headers(line: String, id: String?) {
    #expect(CompactReport(line).id == id)
  }

  @Test func `Lines end in three ways, and a sentence is a report`() {
    let report = CompactReport("a\r\nRisks:\rc\n\n- d")
    #expect(report.titles == [.risks: 2])
    #expect(report.bullets.map(\.line) == [5])
    #expect(CompactReport("All done.").firstLine == 1)
    #expect(CompactReport("").firstLine == nil)
  }
}
