import TestSupport
import Testing
import Text

// The forms of the board in a real browser.

extension BoardTests {
  /// What is chosen or typed for a criterion, and the text that the queue gets.
  @Test(arguments: [
    ("file", ["docs/guide.md"], "file: docs/guide.md"),
    ("grep", ["src/a.c", "a|b; c"], "grep: `a|b; c` in src/a.c"),
    ("json", ["data/x.json"], "json: data/x.json"), ("cmd", ["test"], "cmd: test"),
    ("ci", ["build"], "ci: build"), ("only", ["a.md, src/"], "only: a.md, src/"),
    ("exit", [""], "exit: 0"),
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
    let names = [
      "file": ["file"], "grep": ["file", "text"], "json": ["file"], "cmd": ["check"],
      "ci": ["check"], "only": ["files"], "exit": ["status"],
    ]
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
    try browser.wait(
      until: "/^Fri.*17:00$/.test(document.querySelector('#field-due-meaning').textContent)")
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

  /// What is typed into "Waits for", and what Enter makes of it.
  @Test(arguments: [
    ("A2", "A2, "), ("a2", "A2, "), ("draw", "B, "), ("A", "A"), ("A1", "A12, "), ("t", "t"),
    // The row is DONE and not loaded, and another one speaks of it.
    ("D7", "D7"),
  ])
  func `Enter in a picker takes the row that is meant, and no other one`(
    _ typed: String, _ taken: String
  ) throws {
    let scene = try Scene(
      rows: row("A12", task: "the twelfth"), row("A2", task: "the second"),
      row("B", task: "draw what D7 said"), row("D7", "DONE"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.press("g", "b")
    try browser.wait(until: "document.querySelector('[data-fk=\"card:B\"]')")
    try browser.press("c")
    try browser.wait(until: "document.activeElement.id === 'field-task'")
    try browser.value("document.querySelector('#field-after').focus()")
    try browser.type(typed)
    try browser.wait(until: "document.querySelector('#field-after-list:popover-open')")
    try browser.press("Enter")
    #expect(try browser.value("document.querySelector('#field-after').value") == .string(taken))
    #expect(try browser.value("!document.querySelector('dialog .fault')") == true)
    server.end()
  }

  @Test func `fields say before they are sent what becomes of a text`() throws {
    let scene = try Scene(rows: row("A"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    func focus(_ field: String) throws {
      try browser.value("document.querySelector('#field-\(field)').focus()")
    }
    try browser.press("c")
    try browser.wait(until: "document.activeElement.id === 'field-task'")
    try browser.type("a | b")
    try browser.wait(until: "document.querySelector('#field-task + .pipe-note').textContent")
    try focus("due")
    try browser.type("soonish")
    try focus("notes")
    try browser.wait(until: "document.querySelector('#field-due-fault')")
    #expect(try browser.value("document.activeElement.id") == "field-notes")
    let fault = "document.querySelector('#field-due-fault')?.textContent"
    let early = try browser.value(fault)
    try browser.press("Control+Enter")
    try browser.wait(until: "document.activeElement.id === 'field-due'")
    #expect(try browser.value(fault) == early)
    try browser.value("document.querySelector('#field-due').select()")
    try browser.type("tomorrow")
    try browser.wait(until: "!document.querySelector('.fault')")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog[open]')")
    #expect(try scene.orch("list").output.contains("a / b"))
    server.end()
  }

  @Test func `what is typed stays with its queue`() throws {
    let ask = row("Q", "BLOCKED", notes: "question=1 / awaits=answer / which of two?")
    let scene = try Scene(rows: row("A", task: "of the first"), ask)
    try scene.bash("mkdir other").check()
    try scene.write(queueText([row("A", task: "of the other"), ask]), to: "other/QUEUE.md")
    let server = try ServerProcess(of: scene, ["--also", "other/QUEUE.md"])
    let browser = try openBoard(scene)
    func choose(_ queue: Int) throws {
      try browser.value("document.querySelector('[data-fk=\"queue\"]').click()")
      try browser.value("document.querySelectorAll('.menu-item')[\(queue)].click()")
      try browser.wait(until: "document.querySelector('[data-fk=\"entry:Q\"]')")
    }
    let answer = "document.querySelector('[data-fk=\"draft:answer:Q\"]')"
    func open() throws {
      try browser.value("location.hash = '#/inbox?row=A'")
      try browser.wait(until: "document.querySelector('#panel [data-fk=\"edit:A\"], .edit-form')")
    }
    try browser.wait(until: answer)
    try browser.value("\(answer).focus()")
    try browser.type("the first")
    try open()
    try browser.value("document.querySelector('#panel-title').focus()")
    try browser.press("e")
    try browser.wait(until: "document.activeElement.id === 'edit-task'")
    try browser.press("End")
    try browser.type(" queue")
    try choose(1)
    #expect(try browser.value("\(answer).value") == "")
    try open()
    #expect(try browser.value("document.querySelector('.edit-form')") == .null)
    try choose(0)
    #expect(try browser.value("\(answer).value") == "the first")
    try open()
    try browser.wait(
      until: "document.querySelector('#edit-task')?.value === 'of the first queue'")
    server.end()
  }
}
