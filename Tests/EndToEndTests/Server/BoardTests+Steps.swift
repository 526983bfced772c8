import TestSupport
import Testing
import Text

// Rows that are split and given away on the board, in a real browser.

extension BoardTests {
  @Test func `a row is split into steps, and a step is given to somebody`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    func focus(_ id: String) throws {
      try browser.value("document.querySelector('[data-fk=\"card:\(id)\"]').focus()")
    }
    try browser.press("g", "b")
    try browser.wait(until: "document.querySelector('[data-fk=\"card:A\"]')")
    try focus("A")
    try browser.press("s")
    try browser.wait(until: "document.querySelector('dialog[open] textarea')")
    try browser.value(
      """
      const area = document.querySelector('dialog[open] textarea');
      area.value = 'Write it\\n\\n Test it ';
      area.dispatchEvent(new Event('input', { bubbles: true }));
      """)
    try browser.press("Control+Enter")
    try browser.wait(until: "document.querySelector('[data-fk=\"card:ORCH-002\"]')")
    #expect(try item("ORCH-002", in: scene).status == "PENDING")
    #expect(try scene.text().contains("after=ORCH-001,ORCH-002"))
    try focus("ORCH-001")
    try browser.press("i")
    try browser.wait(until: "document.querySelector('dialog[open] input')")
    try browser.type("bob")
    try browser.press("Control+Enter")
    try browser.wait(
      until: "document.querySelector('.column[data-status=IN_PROGRESS] [data-row=\"ORCH-001\"]')")
    let history = try scene.orch("history", "--id", "ORCH-001").output
    #expect(history.contains("@board") && history.contains("owner_session - -> bob"))
    server.end()
  }
}
