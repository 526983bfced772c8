import TestSupport
import Testing
import Text

// The board of a queue as it is after a week, in a real browser.

extension BoardTests {
  @Test func `a week of 5,000 rows opens, is searched, and changes by twenty`() throws {
    let rows = (1...5_000).map { number in
      row("R-\(number)", number % 20 == 0 ? "PENDING" : "DONE", task: "step \(number)")
    }
    let scene = try Scene(file: queueText(rows))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    func count(_ status: String) -> String {
      "document.querySelector('.column[data-status=\(status)] .count')?.textContent"
    }
    try browser.press("g", "b")
    try browser.wait(until: count("PENDING") + " === '250' && " + count("DONE") + " === '4,750'")
    #expect(
      try browser.value("document.querySelectorAll('.column[data-status=DONE] [data-row]').length")
        == 0)
    try browser.value("document.querySelector('[data-fk=\"done\"]').click()")
    try browser.wait(until: "document.querySelector('.column[data-status=DONE] [data-row]')")
    try browser.press("/")
    try browser.type("step 4999")
    try browser.wait(
      until:
        "[...document.querySelectorAll('[data-row]')].map((row) => row.dataset.row).join() === 'R-4999'"
    )
    try browser.press("Escape", "Escape")
    try browser.wait(until: "document.querySelector('[data-row=\"R-20\"]')")
    #expect(try scene.orch("pick", "--id", "R-20", "--owner-session", "me").status == 0)
    try browser.wait(
      until: "document.querySelector('.column[data-status=IN_PROGRESS] [data-row=\"R-20\"]')")
    try browser.value("document.querySelector('[data-fk=\"card:R-40\"]').focus()")
    try browser.press("x")
    for _ in 1..<20 { try browser.press("J") }
    try browser.wait(until: "document.querySelector('.notice')?.textContent.includes('20')")
    try browser.press("Delete")
    try browser.wait(until: count("PENDING") + " === '229'")
    let history = try scene.orch("history").output.split(separator: "\n")
    #expect(history.count { $0.contains("\trm\t") && $0.contains("@board") } == 20)
    try undo(in: browser)
    try browser.wait(until: count("PENDING") + " === '249'")
    #expect(try item("R-40", in: scene).status == "PENDING")
    server.end()
  }
}
