import TestSupport
import Testing
import Text

// What waits, and how rows ended, on the board in a real browser.

extension BoardTests {
  @Test func `rows that can't start for the same reason are one entry, which keys open`() throws {
    let scene = try Scene(
      rows: row("F", "FAILED"), row("A", notes: "after=F"), row("B", notes: "after=F"),
      row("G", "BLOCKED"), row("C", notes: "after=G"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    let entries =
      "[...document.querySelectorAll('#inbox-stuck + ul .entry .title')].map((title) => title.textContent).join()"
    try browser.value("location.hash = '#/inbox'")
    try browser.wait(until: "\(entries).startsWith('2 rows,')")
    #expect(try browser.value("document.querySelector('#inbox-stuck .count').textContent") == "3")
    #expect(try browser.value("document.querySelectorAll('#main [data-row=A]').length") == 0)
    #expect(
      try browser.value("document.querySelector('.inbox-section:last-child h2').id")
        == "inbox-stuck")
    // F, G, the group, C.
    try browser.press("Home", "j", "j", "Enter")
    try browser.wait(until: "document.querySelector('#main [data-row=A]')")
    try browser.press("j", "j")
    #expect(try browser.value("document.activeElement.dataset.row") == "B")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('#panel .id')?.textContent === 'B'")
    server.end()
  }

  @Test(arguments: [1400, 390])
  func `a row that was stopped says what happens next, and toasts leave its title free`(
    _ width: Int
  ) throws {
    let scene = try Scene(rows: row("A", task: "mend the login"), row("B"), row("C"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene, width: width)
    for id in ["A", "B", "C"] {
      try browser.value("location.hash = '#/table?row=\(id)'")
      try browser.wait(until: "document.querySelector('#panel [data-fk=\"cancel:\(id)\"]')")
      try browser.value("document.querySelector('#panel [data-fk=\"cancel:\(id)\"]').click()")
      try browser.wait(until: "document.querySelector('dialog[open] textarea')")
      try browser.press("Control+Enter")
      try browser.wait(
        until: "document.querySelector('.toast:last-child')?.textContent.includes('\(id) stays')")
    }
    let most = width == 390 ? 2 : 3
    #expect(try browser.value("document.querySelectorAll('.toast').length <= \(most)") == true)
    try browser.wait(
      until: "document.querySelector('#panel .why')?.textContent.includes('until somebody retries')"
    )
    func box(_ selector: String) -> String {
      "document.querySelector('\(selector)').getBoundingClientRect()"
    }
    #expect(try browser.value("\(box("#panel-title")).bottom < \(box("#toasts")).top") == true)
    #expect(try browser.value("\(box("#toasts")).bottom <= innerHeight") == true)
    if width == 390 {
      try browser.value("document.querySelector('[data-fk=\"panel-close\"]').click()")
      try browser.wait(until: "document.querySelector('#panel').hidden")
      #expect(try browser.value("\(box("#toasts")).bottom <= \(box("#side")).top") == true)
    }
    try browser.value(
      "[...document.querySelectorAll('.toast:last-child button')].find((b) => b.textContent === 'Retry').click()"
    )
    try browser.wait(until: "document.querySelector('dialog[open]')")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog[open]')")
    #expect(try item("C", in: scene).status == "PENDING")
    server.end()
  }

  /// A quotation mark after a digit is one of inches, and numbers divide without a semicolon.
  @Test(arguments: [
    #"the 5" screen fits; the 7" screen fits; file: missing.txt"#,
    "1) the 5 screen fits 2) the 7 screen fits 3) file: missing.txt",
    "「작은 화면; 큰 화면」에 맞음; the 7 screen fits; file: missing.txt",
  ])
  func `a criterion is shown as it was judged`(_ criteria: String) throws {
    let scene = try Scene(
      rows: row("A", criteria: criteria), row("B", criteria: criteria, notes: "approval=start"))
    try scene.orch("pick", "A", "--owner-session", "w").check()
    try scene.write(
      "[REPORT A]\nstatus: done\n1. met: looked at it\n2. met: looked at it\n3. met: wrote it\n",
      to: "r.txt")
    try scene.orch("report", "--file", "r.txt", "--owner-session", "w").check()
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    func shown(in place: String) throws -> JSONValue {
      try browser.wait(until: "document.querySelector('\(place) .criteria li')")
      return try browser.value(
        """
        [...document.querySelectorAll('\(place) .criteria li')]
          .map((line) => line.className + (line.querySelector('.chip') ? ' checked' : '')).join()
        """)
    }
    try browser.value("location.hash = '#/table?row=A'")
    #expect(try shown(in: "#panel") == "met,met,unmet checked")
    try browser.value("location.hash = '#/table?row=B'")
    try browser.wait(until: "document.querySelector('#panel [data-fk=\"approve:B\"]')")
    try browser.value("document.querySelector('#panel [data-fk=\"approve:B\"]').click()")
    #expect(try shown(in: "dialog") == "open,open,open checked")
    try browser.press("Escape")
    // What was found was of other criteria.
    try scene.orch("edit", "A", "--criteria", "the screen fits").check()
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "document.querySelectorAll('#panel .criteria li').length === 1")
    #expect(try shown(in: "#panel") == "open")
    server.end()
  }

  @Test func `a row that is DONE says who finished it and when`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.orch("done", "A").check()
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "document.querySelector('#panel .finished time')")
    let told = try browser.value("document.querySelector('#panel .finished').textContent")
    #expect(told.stringValue?.hasPrefix("Finished by ") == true, "\(told)")
    server.end()
  }
}
