import Foundation
import TestSupport
import Testing
import Text

/// The board in a real browser, where `automation/test.sh --browser` provides one.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["ORCH_TEST_BROWSER"] == "1",
    "automation/test.sh --browser runs these"))
struct BoardTests {
  /// A browser at the board of a scene.
  private func openBoard(
    _ scene: Scene, _ language: String = "en", width: Int = 1400
  ) throws -> Chromium {
    let browser = try Chromium(language, width: width)
    try browser.open(String(try scene.orch("open").output.dropLast()))
    try browser.wait(
      until: "document.querySelector('#app') && !document.querySelector('#app').hidden")
    return browser
  }

  private func item(_ id: String, in scene: Scene) throws -> (status: String?, notes: String) {
    let shown = try JSONValue(parsing: Array(scene.orch("show", id, "--json").output.utf8))
    let item = shown.objectValue?["item"]?.objectValue
    return (item?["status"]?.stringValue, item?["notes"]?.stringValue ?? "")
  }

  /// Moves down until an entry has the focus.
  private func moveTo(_ key: String, in browser: Chromium) throws {
    try browser.press("Home")
    for _ in 1...20 {
      if try browser.value("document.activeElement.dataset.fk ?? ''") == .string(key) { return }
      try browser.press("j")
    }
    Issue.record("\(key) is not reached")
  }

  /// Three questions, two approvals, one rejection with comments by line, one cancel, and no mouse.
  @Test(arguments: ["en", "ko"])
  func `a reviewer works through a night by keys alone`(_ language: String) throws {
    let blocked = ["Q1", "Q2", "Q3"].map {
      row($0, "BLOCKED", task: "ask \($0)", notes: "question=1 / awaits=answer / which of two?")
    }
    let scene = try Scene(
      worktreesOf: ["A", "B", "C"].map { worktreeRow($0, notes: "approval=done") } + blocked
        + [row("X", task: "not needed any more", notes: "worker=nobody")])
    _ = try scene.worktreeTick(1)
    try scene.awaitWorkers()
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene, language)
    try browser.wait(until: "document.querySelectorAll('[data-entry]').length >= 6")
    for id in ["Q1", "Q2", "Q3"] {
      try moveTo("entry:\(id)", in: browser)
      try browser.press("a")
      try browser.type("the first, \(id)")
      try browser.press("Control+Enter")
      try browser.wait(until: "!document.querySelector('[data-fk=\"draft:answer:\(id)\"]')")
      #expect(try item(id, in: scene).notes.contains("the first, \(id)"))
    }
    // A rejection with a comment on a line of the diff.
    try moveTo("entry:A", in: browser)
    try browser.press("d")
    try browser.wait(until: "(document.activeElement.dataset.fk ?? '').startsWith('line:')")
    try browser.press("Enter")
    try browser.wait(until: "(document.activeElement.dataset.fk ?? '').startsWith('draft:comment')")
    try browser.type("say what the work is")
    try browser.press("Control+Enter")
    try browser.wait(until: "(document.activeElement.dataset.fk ?? '').startsWith('line:')")
    try browser.press("r")
    try browser.wait(until: "document.querySelector('dialog[open] textarea')")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog[open]')")
    let rejected = try item("A", in: scene)
    #expect(rejected.status == "PENDING")
    #expect(rejected.notes.contains("out/A:1: say what the work is"), "\(rejected)")
    try browser.press("Escape")
    for id in ["B", "C"] {
      try browser.press("g", "i")
      try browser.wait(until: "document.querySelector('[data-fk=\"entry:\(id)\"]')")
      try moveTo("entry:\(id)", in: browser)
      try browser.press("a")
      try browser.wait(until: "document.querySelector('dialog[open]')")
      try browser.press("Control+Enter")
      try browser.wait(until: "!document.querySelector('[data-fk=\"entry:\(id)\"]')")
      #expect(try item(id, in: scene).status == "DONE")
    }
    #expect(scene.landed.count == 2)
    try browser.press("g", "b")
    try browser.wait(until: "document.querySelector('[data-fk=\"card:X\"]')")
    try moveTo("card:X", in: browser)
    try browser.press("X")
    try browser.wait(until: "document.querySelector('dialog[open] textarea, dialog[open] input')")
    try browser.type("no need")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog[open]')")
    #expect(try item("X", in: scene).notes.contains("no need"))
    let actors = try scene.orch("history").output.split(separator: "\n").filter {
      $0.split(separator: "\t")[3].hasSuffix("@board")
    }
    #expect(actors.count >= 7)
    server.end()
  }

  @Test func `a person works rows by keys alone, and sees a line that can't be read`() throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C"), row("D", notes: "after=C"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    func isIn(_ status: String, _ id: String) -> String {
      "document.querySelector('.column[data-status=\"\(status)\"] [data-row=\"\(id)\"]')"
    }
    func focus(_ id: String) throws {
      try browser.value("document.querySelector('[data-fk=\"card:\(id)\"]').focus()")
    }
    try browser.press("g", "b")
    try browser.wait(until: isIn("PENDING", "A"))
    try focus("A")
    try browser.press("t")
    try browser.wait(until: isIn("IN_PROGRESS", "A"))
    try focus("A")
    try browser.press("D")
    try browser.wait(until: "document.querySelector('dialog[open] textarea')")
    try browser.type("by hand")
    try browser.press("Control+Enter")
    try browser.wait(until: isIn("DONE", "A"))
    #expect(try item("A", in: scene).notes == "by hand")
    // D waits for C: both stay.
    try focus("B")
    try browser.press("x", "J")
    try browser.wait(until: "document.querySelectorAll('.card.selected').length === 2")
    try browser.press("Delete")
    try browser.wait(until: "document.querySelector('#toasts').textContent.includes('C')")
    #expect(try item("B", in: scene).status == "PENDING")
    try browser.press("Escape")
    try browser.wait(until: "document.querySelectorAll('.card.selected').length === 0")
    try focus("B")
    try browser.press("Delete")
    try browser.wait(until: "!document.querySelector('[data-row=\"B\"]')")
    #expect(try !scene.orch("list").output.contains("B\t"))
    try browser.value(
      "[...document.querySelectorAll('.toast button')].findLast((b) => b.textContent === 'Undo').click()"
    )
    try browser.wait(until: isIn("PENDING", "B"))
    try scene.bash("printf '| E | PENDING |\\n' >> QUEUE.md").check()
    try browser.wait(
      until: "document.querySelector('.notice.warning')?.textContent.includes('cells')")
    server.end()
  }

  @Test func `texts of rows are only texts`() throws {
    let hostile = "<img src=x onerror=alert(1)><script>document.title='owned'</script>"
    let scene = try Scene(
      rows: row("A", task: hostile, criteria: hostile, notes: hostile),
      row("B", task: "hidden \u{202E} order \u{200B} here"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    for view in ["#/table", "#/board", "#/table?row=A", "#/table?row=B", "#/history"] {
      try browser.value("location.hash = '\(view)'")
      try browser.wait(until: "document.querySelector('#main').textContent.length > 0")
    }
    #expect(try browser.value("document.title").stringValue?.contains("owned") == false)
    let made = "document.querySelectorAll('#app img, #app script, #app iframe').length"
    #expect(try browser.value(made) == 0)
    try browser.value("location.hash = '#/table?row=B'")
    try browser.wait(until: "document.querySelector('#panel').textContent.includes('U+202E')")
    server.end()
  }

  @Test func `a person in an editor and one on the board both keep their words`() throws {
    let scene = try Scene(rows: row("A", task: "old words"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(
      until: "document.querySelector('#panel-title')?.textContent.includes('old words')")
    try browser.value("document.querySelector('#panel-title').focus()")
    try browser.press("e")
    try browser.wait(until: "document.activeElement.id === 'edit-task'")
    try browser.press("End")
    try browser.type(" of mine")
    try scene.orch("edit", "A", "--criteria", "another criterion", "--task", "new words").check()
    try browser.wait(until: "document.querySelector('.conflict')")
    #expect(try browser.value("document.querySelector('#edit-task').value") == "old words of mine")
    #expect(try scene.orch("show", "A", "--json").output.contains("new words"))
    server.end()
  }

  /// What is chosen or typed for a criterion, and the text that the queue gets.
  @Test(arguments: [
    ("file", ["docs/guide.md"], "file: docs/guide.md"),
    ("grep", ["src/a.c", "a|b; c"], "grep: `a|b; c` in src/a.c"),
    ("json", ["data/x.json"], "json: data/x.json"), ("cmd", ["test"], "cmd: test"),
    ("prose", ["the page is (really; truly) online"], "the page is (really; truly) online"),
  ])
  func `a row is added by keys, with pickers and a proof`(
    _ kind: String, _ parts: [String], _ text: String
  ) throws {
    let scene = try Scene(
      rows: row("A", task: "log in"), row("B", task: "draw it", notes: "labels=web"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    func focus(_ selector: String) throws {
      try browser.value("document.querySelector('\(selector)').focus()")
    }
    try browser.press("c")
    try browser.wait(until: "document.activeElement.id === 'field-task'")
    try browser.type("a new one")
    try browser.value(
      """
      (() => {
        const kind = document.querySelector('[data-part="kind"]');
        kind.value = '\(kind)';
        kind.dispatchEvent(new Event('change', { bubbles: true }));
      })()
      """)
    let names = ["file": ["file"], "grep": ["file", "text"], "json": ["file"], "cmd": ["check"]]
    for (name, part) in zip(names[kind] ?? ["words"], parts) {
      try focus("[data-part=\"\(name)\"]")
      try browser.type(part)
    }
    // A second criterion, which then comes first.
    try browser.press("Enter")
    try browser.type("it works")
    try browser.press("Alt+ArrowUp")
    try focus("#field-after")
    try browser.type("draw")
    try browser.wait(until: "document.querySelector('#field-after-list [aria-selected=\"true\"]')")
    try browser.press("Enter")
    try focus("#field-due")
    try browser.type("fri 17:00")
    try browser.wait(until: "/^Fri.*17:00$/.test(document.querySelector('#field-due-told').textContent)")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog[open]')")
    let shown = try scene.orch("list", "--search", "a new one", "--json").output
    let items = try JSONValue(parsing: Array(shown.utf8)).objectValue?["items"]?.arrayValue
    let item = try #require(items?.first?.objectValue, "\(shown)")
    #expect(item["success_criteria"]?.stringValue == "it works; \(text)")
    #expect(item["after"]?.arrayValue == ["B"])
    #expect(item["due_at_kst"]?.stringValue?.hasSuffix("17:00") ?? false)
    server.end()
  }

  @Test func `errors stand at their fields until these change, and nothing typed is lost`() throws {
    let scene = try Scene(rows: row("A", task: "log in", criteria: "1) one 2) two; `x; y` is said"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "document.querySelector('#panel-title')")
    try browser.value("document.querySelector('#panel-title').focus()")
    try browser.press("e")
    try browser.wait(until: "document.activeElement.id === 'edit-task'")
    for (field, text) in [("task", " today"), ("worker", "nobody"), ("timeout", "a year")] {
      try browser.value(
        "document.querySelector('#edit-\(field)').closest('details')?.setAttribute('open', '')")
      try browser.value("document.querySelector('#edit-\(field)').focus()")
      try browser.press("End")
      try browser.type(text)
    }
    try browser.press("Control+Enter")
    try browser.wait(until: "document.querySelectorAll('[aria-invalid=\"true\"]').length === 2")
    #expect(try browser.value("document.activeElement.id") == "edit-worker")
    let said = """
      document.getElementById(
        document.activeElement.getAttribute('aria-describedby').split(' ').at(-1)).textContent
      """
    #expect(try browser.value(said).stringValue?.contains("orch.json") ?? false)
    #expect(try browser.value("document.querySelector('#edit-task').value") == "log in today")
    let words = "[...document.querySelectorAll('.fault')].map((each) => each.textContent).join()"
    #expect(try browser.value("/timeout|_/.test(\(words))") == false)
    for field in ["worker", "timeout"] {
      try browser.value("document.querySelector('#edit-\(field)').focus()")
      try browser.value("document.querySelector('#edit-\(field)').select()")
      try browser.press("Backspace")
    }
    try browser.wait(until: "!document.querySelector('.fault')")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('.edit-form')")
    let shown = try scene.orch("show", "A", "--json").output
    #expect(shown.contains("log in today") && shown.contains("1) one 2) two; `x; y` is said"))
    try browser.value("document.querySelector('[data-fk=\"sent\"]').click()")
    try browser.wait(
      until: "document.querySelector('[data-fk=\"sent-text\"]')?.textContent.includes('[TASK A]')")
    server.end()
  }

  @Test func `ten thousand rows are there at once, and 300 are drawn`() throws {
    let rows = (1...10_000).map { row("R\($0)", task: "task number \($0)") }
    let scene = try Scene(file: queueText(rows))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table'")
    try browser.wait(until: "document.querySelectorAll('#main [data-row]').length >= 300")
    #expect(try browser.value("document.querySelectorAll('#main [data-row]').length") == 300)
    server.end()
  }
}
