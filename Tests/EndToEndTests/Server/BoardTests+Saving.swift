import TestSupport
import Testing
import Text

// Dialogs, and what is typed while a request is under way, on the board in a real browser.

extension BoardTests {
  /// Holds back the requests of a method until `release()` is called on the page.
  private func hold(_ method: String, in browser: Chromium) throws {
    try browser.value(
      """
      (() => {
        const send = window.fetch;
        const released = new Promise((resolve) => { window.release = resolve; });
        window.fetch = async (path, options) => {
          if (options?.method === '\(method)') {
            window.isHeld = true;
            await released;
          }
          return send(path, options);
        };
      })()
      """)
  }

  @Test func `keys act on the dialog that the palette opened, and on nothing behind it`() throws {
    let scene = try Scene(rows: row("A"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.press("Control+k")
    try browser.wait(until: "document.querySelector('.palette[open]')")
    try browser.type("New row")
    try browser.press("Enter")
    try browser.wait(
      until: "document.querySelector('#field-task') && !document.querySelector('.palette')")
    try browser.value("document.activeElement.blur()")
    try browser.press("?")
    #expect(try browser.value("document.querySelectorAll('dialog').length") == 1)
    try browser.press("Escape")
    try browser.wait(until: "!document.querySelector('dialog')")
    server.end()
  }

  @Test func `what is typed while an edit is saved is a change of its own`() throws {
    let scene = try Scene(rows: row("A", task: "log in"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "document.querySelector('#panel [data-fk=\"edit:A\"]')")
    try browser.value("document.querySelector('#panel-title').focus()")
    try browser.press("e")
    try browser.wait(until: "document.activeElement.id === 'edit-task'")
    try browser.press("End")
    try browser.type(" today")
    try hold("PATCH", in: browser)
    try browser.press("Control+Enter")
    try browser.wait(until: "window.isHeld")
    try browser.type(" at noon")
    try browser.value("release()")
    try browser.wait(until: "document.querySelector('.toast')")
    #expect(try item("A", in: scene).task == "log in today")
    #expect(
      try browser.value("document.querySelector('#edit-task')?.value") == "log in today at noon")
    #expect(try browser.value("document.activeElement.id") == "edit-task")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('.edit-form')")
    #expect(try item("A", in: scene).task == "log in today at noon")
    server.end()
  }

  @Test func `nothing can be typed into a dialog while it is sent`() throws {
    let scene = try Scene(rows: row("A"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.press("c")
    try browser.wait(until: "document.activeElement.id === 'field-task'")
    try browser.type("a new one")
    try hold("POST", in: browser)
    try browser.press("Control+Enter")
    try browser.wait(until: "window.isHeld && document.activeElement.id !== 'field-task'")
    try browser.type(" of mine")
    #expect(try browser.value("document.querySelector('#field-task').value") == "a new one")
    try browser.value("release()")
    try browser.wait(until: "!document.querySelector('dialog')")
    #expect(try scene.orch("list").output.contains("a new one\n"))
    server.end()
  }

  @Test func `what is typed while an answer is sent is kept`() throws {
    let scene = try Scene(
      rows: row("Q", "BLOCKED", notes: "question=1 / awaits=answer / which of two?"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    let answer = "document.querySelector('[data-fk=\"draft:answer:Q\"]')"
    try browser.wait(until: answer)
    try browser.value("\(answer).focus()")
    try browser.type("the first")
    try hold("POST", in: browser)
    try browser.press("Control+Enter")
    try browser.wait(until: "window.isHeld")
    try browser.type(" or none")
    try browser.value("release()")
    try browser.wait(until: "document.querySelector('.toast')")
    #expect(try browser.value("\(answer)?.value") == "the first or none")
    let notes = try item("Q", in: scene).notes
    #expect(notes.contains("the first") && !notes.contains("or none"), "\(notes)")
    server.end()
  }

  @Test func `a retry of a row without an attempt left allows one more`() throws {
    let scene = try Scene(rows: row("A", "FAILED", notes: "max_attempts=1 / review_attempts=1"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "document.querySelector('#panel [data-fk=\"retry:A\"]')")
    try browser.value("document.querySelector('#panel [data-fk=\"retry:A\"]').click()")
    try browser.wait(until: "document.querySelector('#field-force')")
    #expect(try browser.value("document.querySelector('#field-force').checked") == true)
    #expect(try browser.value("document.querySelector('#field-fresh').checked") == false)
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog')")
    #expect(try item("A", in: scene).status == "PENDING")
    server.end()
  }
}
