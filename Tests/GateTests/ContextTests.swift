import Gate
import Testing

/// The hash of the context that a report may repeat.
@Suite struct ContextTests {
  private static let hash = String(repeating: "0f", count: 32)

  @Test(arguments: [
    ("[REPORT A]\nStatus: DONE\nContext: HASH\nFiles:\n- a.txt\n", true),
    ("[REPORT A]\nContext: HASH\nStatus: DONE\nFiles:\n- a.txt\n", true),
    ("[REPORT A]\n**Status:** DONE\n- **Context:** `HASH`\n## Files\n- a.txt\n", true),
    (#"{"report": "A", "status": "done", "context_sha256": "HASH", "files": ["a.txt"]}"#, true),
    ("[REPORT A]\nStatus: DONE\nFiles:\n- a.txt\nContext: the login page\n", false),
    ("[REPORT A]\nStatus: DONE\nFiles:\n- a.txt\n", false),
  ])
  func `is found in each form, and other text of that name is prose`(
    _ text: String, isFound: Bool
  ) {
    let report = Report(reading: text.replacing("HASH", with: Self.hash), of: "A")
    #expect(report.contextHash == (isFound ? Self.hash : nil))
    #expect(report.status == .done && report.faults.isEmpty)
    #expect(report.entries(of: .files).first == "a.txt")
  }
}
