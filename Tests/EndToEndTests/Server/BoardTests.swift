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
  ///
  /// - Parameter host: the address of a proxy, instead of the server's own.
  func openBoard(
    _ scene: Scene, _ language: String = "en", width: Int = 1400, host: String? = nil
  ) throws -> Chromium {
    let browser = try Chromium(language, width: width)
    let opened = String(try scene.orch("open").output.dropLast())
    let path = opened.split(separator: "/", maxSplits: 2).last ?? ""
    try browser.open(host.map { "\($0)/\(path)" } ?? opened)
    try browser.wait(
      until: "document.querySelector('#app') && !document.querySelector('#app').hidden")
    return browser
  }

  func item(_ id: String, in scene: Scene) throws -> (status: String?, notes: String) {
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
    // Shift+d with a Korean layout.
    try browser.value(
      """
      document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ㅇ', code: 'KeyD', shiftKey: true, bubbles: true }))
      """)
    try browser.wait(until: "document.querySelector('dialog[open] textarea')")
    try browser.type("by hand")
    try browser.press("Control+Enter")
    try browser.value("document.querySelector('[data-fk=\"done\"]').click()")
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

  @Test func `rows are moved by keys, by menu and by drag, and reopened`() throws {
    let scene = try Scene(
      rows: row("A"), row("B"), row("C"), row("D", "DONE"), row("E", "PENDING", "P2"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    let order = """
      [...document.querySelectorAll('.column[data-status="PENDING"] .card')]
        .map((card) => card.dataset.row).join('')
      """
    func expectOrder(_ shown: String, _ table: String) throws {
      try browser.wait(until: "\(order) === '\(shown)'")
      let rows = try scene.orch("list").output.split(separator: "\n").map { $0.prefix(1) }
      #expect(rows.joined() == table)
    }
    try browser.press("g", "b")
    try browser.wait(until: "\(order) === 'ABCE'")
    try browser.value("document.querySelector('[data-fk=\"card:C\"]').focus()")
    try browser.press("Alt+ArrowUp")
    try expectOrder("ACBE", "ACBDE")
    #expect(try browser.value("document.activeElement.dataset.row") == "C")
    try browser.press("Alt+ArrowUp")
    try expectOrder("CABE", "CABDE")
    try browser.press("Alt+ArrowUp")
    try browser.wait(until: "document.querySelector('#said').textContent.includes('above')")
    try browser.value(
      "[...document.querySelectorAll('.toast button')].findLast((b) => b.textContent === 'Undo').click()"
    )
    try expectOrder("ACBE", "ACBDE")
    // What somebody else moves.
    try scene.orch("move", "B", "--top").check()
    try expectOrder("BACE", "BACDE")
    func drag(_ id: String, onto other: String) throws {
      try browser.value(
        """
        (() => {
          const [from, to] = ['\(id)', '\(other)']
            .map((id) => document.querySelector(`[data-fk="card:${id}"]`));
          const data = new DataTransfer();
          const { top, height } = to.getBoundingClientRect();
          const at = { bubbles: true, cancelable: true, dataTransfer: data, clientY: top + height - 2 };
          from.dispatchEvent(new DragEvent('dragstart', at));
          to.dispatchEvent(new DragEvent('dragover', at));
          to.dispatchEvent(new DragEvent('drop', at));
          from.dispatchEvent(new DragEvent('dragend', at));
        })()
        """)
    }
    try drag("B", onto: "A")
    try expectOrder("ABCE", "ABCDE")
    try drag("B", onto: "E")
    try browser.wait(until: "document.querySelector('#toasts').textContent.includes('priority')")
    #expect(try scene.orch("list").output.hasPrefix("A"))
    try browser.value("document.querySelector('[data-fk=\"done\"]').click()")
    try browser.wait(until: "document.querySelector('[data-fk=\"card:D\"]')")
    try browser.value("document.querySelector('[data-fk=\"card:D\"]').focus()")
    try browser.press("m")
    try browser.wait(until: "document.querySelector('.menu')")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('dialog[open] textarea')")
    try browser.type("not done yet")
    try browser.press("Control+Enter")
    try browser.wait(until: "\(order) === 'ABCDE'")
    #expect(try item("D", in: scene).notes.contains("replan:not done yet"))
    server.end()
  }

  @Test(.enabled(if: Nginx.isThere, "needs nginx"), arguments: [false, true])
  func `the board works below a path behind a proxy`(_ strips: Bool) throws {
    let scene = try Scene(rows: row("A"))
    let server = try ServerProcess(of: scene, ["--base-path", "/orch", "--proxy", "127.0.0.1"])
    let nginx = try Nginx(before: server, in: scene, strips: strips)
    let browser = try openBoard(scene, host: nginx.address)
    #expect(try browser.value("location.pathname") == "/orch/")
    try browser.press("g", "b")
    try browser.wait(until: "document.querySelector('[data-fk=\"card:A\"]')")
    try browser.value("document.querySelector('[data-fk=\"card:A\"]').focus()")
    try browser.press("t")
    try browser.wait(
      until: "document.querySelector('.column[data-status=\"IN_PROGRESS\"] [data-row=\"A\"]')")
    #expect(try item("A", in: scene).status == "IN_PROGRESS")
    try scene.orch("add", "from a terminal", "--criteria", "c").check()
    try browser.wait(until: "document.querySelector('#main').textContent.includes('a terminal')")
    // Cookie and secret are those of the path.
    try browser.value("location.reload()")
    try browser.wait(until: "document.querySelector('#app:not([hidden]) [data-row=\"A\"]')")
    #expect(try browser.value("Object.keys(localStorage).includes('orch.secret/orch')") == true)
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
    try browser.wait(
      until: "/^Fri.*17:00$/.test(document.querySelector('#field-due-told').textContent)")
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

  @Test func `the history is in words, and keeps in the address what is asked of it`() throws {
    let scene = try Scene(rows: row("A", task: "mend the login"), row("B"))
    try scene.orch("pick", "A", "--owner-session", "w").check()
    try scene.orch("done", "A", "--owner-session", "w", "--notes", "ok").check()
    try scene.orch("edit", "B", "--task", "new words").check()
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    let count = "document.querySelectorAll('.event').length"
    try browser.value("location.hash = '#/history'")
    try browser.wait(until: "\(count) === 3 && document.querySelectorAll('.day').length === 1")
    let lines = try browser.value(
      "[...document.querySelectorAll('.event-line')].map((line) => line.innerText).join('\\n')")
    #expect(lines.stringValue?.contains("mend the login") == true, "\(lines)")
    // A person is named without the machine.
    #expect(lines.stringValue?.contains("@") == false, "\(lines)")
    try browser.value(
      """
      const kind = document.querySelector('#past-kind');
      kind.value = 'done';
      kind.dispatchEvent(new Event('change'));
      """)
    try browser.wait(until: "\(count) === 1 && location.hash === '#/history?kind=done'")
    try browser.value("document.querySelector('[data-fk=past-clear]').focus()")
    try browser.press("Enter")
    try browser.wait(until: "\(count) === 3 && document.activeElement.id === 'past-who'")
    try browser.value("location.hash = '#/history?id=nothing'")
    try browser.wait(until: "document.querySelector('.history .problem')")
    server.end()
  }

  @Test func `a bar of the costs leads to its rows by keys`() throws {
    let scene = try Scene(rows: row("A", task: "mend the login"))
    try scene.orch("list").check()
    try scene.bash("mkdir -p .orch").check()
    let now = Date().formatted(.iso8601).replacing("Z", with: "+00:00")
    try scene.write(
      #"{"schema":1,"time":"\#(now)","id":"A","claim":1,"attempt":"a","worker":"claude","#
        + #""adapter":"claude","model":"m","session":null,"usage":null,"#
        + #""cost":{"usd":1.5,"source":"cli"}}"# + "\n", to: ".orch/costs.jsonl")
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    for by in ["day", "worker"] {
      try browser.value("location.hash = '#/workers?by=\(by)&days=7'")
      try browser.wait(until: "document.querySelector('.chart-table button')")
      try browser.value("document.querySelector('.chart-details').open = true")
      try browser.value("document.querySelector('.chart-table button').focus()")
      try browser.press("Enter")
      try browser.wait(
        until: "document.activeElement.id === 'chart-rows' && location.hash.includes('bar=')")
      try browser.wait(until: "document.querySelector('.chart-row')")
      let row = try browser.value("document.querySelector('.chart-row').innerText").stringValue
      #expect(row?.contains("mend the login") == true && row?.contains("$1.50") == true)
      try browser.value("location.hash = '#/inbox'")
      try browser.wait(until: "!document.querySelector('.chart')")
    }
    server.end()
  }

  @Test func `on a phone a tab leads to each column of the board`() throws {
    let scene = try Scene(rows: row("A"), row("B", "DONE"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene, width: 390)
    try browser.value("location.hash = '#/board'")
    try browser.wait(until: "document.querySelectorAll('.status-tab').length === 5")
    let current = "document.querySelector('.status-tab[aria-current]').dataset.status"
    #expect(try browser.value(current) == "PENDING")
    #expect(try browser.value("document.querySelector('.column').offsetWidth > 300") == true)
    try browser.value("document.querySelector('.status-tab[data-status=FAILED]').click()")
    try browser.wait(until: "\(current) === 'FAILED'")
    server.end()
  }

  @Test func `a graph of two hundred tasks has one tab stop, and stays where it is`() throws {
    let tasks = (0..<200).map { number in
      let after = number == 0 ? "" : #","after":["n\#(number - 1)"]"#
      return #"{"id":"n\#(number)","task":"step \#(number)"\#(after)}"#
    }
    let scene = try Scene(rows: row("A"))
    try scene.write(#"{"plan":"big","tasks":[\#(tasks.joined(separator: ","))]}"#, to: "big.json")
    try scene.orch("plan", "apply", "big.json").check()
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/plans/big'")
    try browser.wait(until: "document.querySelectorAll('.node').length === 200")
    let stops = "document.querySelectorAll(':is(.node, .plan-task)[tabindex=\"0\"]').length"
    #expect(try browser.value(stops) == 1)
    try browser.value("document.querySelector('.graph-scroll').scrollLeft = 900")
    try scene.orch("pick", "big.n0", "--owner-session", "w").check()
    try browser.wait(until: "document.querySelector('.node .sign-IN_PROGRESS')")
    #expect(try browser.value("document.querySelector('.graph-scroll').scrollLeft") == 900)
    try browser.value("document.querySelector('[data-fk=\"plan-rows:big\"]').click()")
    try browser.wait(until: "location.hash === '#/table?plan=big'")
    server.end()
  }

  @Test func `of ten thousand rows those near the viewport are drawn, and keys reach each`() throws
  {
    let rows = (1...10_000).map { row("R\($0)", task: "task number \($0)") }
    let scene = try Scene(file: queueText(rows))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    let drawn = "document.querySelectorAll('#main [data-row]').length"
    for (view, key, count, place) in [
      ("table", "row", "aria-rowcount", "aria-rowindex"),
      ("board", "card", "aria-setsize", "aria-posinset"),
    ] {
      try browser.value("location.hash = '#/\(view)'")
      // Their pages have come, and no row before the last is missing.
      let number = view == "table" ? 10_001 : 10_000
      try browser.wait(until: "document.querySelector('#main [\(count)=\"\(number)\"]')")
      try browser.wait(until: "!document.querySelector('#main .note') && \(drawn) > 5")
      #expect(try browser.value("\(drawn) < 100") == true)
      try browser.value("document.querySelector('#main [data-row]').focus()")
      try browser.press("End")
      try browser.wait(until: "document.activeElement.dataset.fk === '\(key):R10000'")
      #expect(
        try browser.value("document.activeElement.getAttribute('\(place)')") == .string("\(number)")
      )
      // What has the focus stays while somebody scrolls.
      try browser.value(
        "document.activeElement.closest('.cards, #main').scrollTop = 0")
      try browser.wait(until: "document.querySelector('#main [data-fk=\"\(key):R1\"]')")
      #expect(try browser.value("document.activeElement.dataset.fk") == .string("\(key):R10000"))
      try browser.press("k")
      try browser.wait(until: "document.activeElement.dataset.fk === '\(key):R9999'")
    }
    server.end()
  }

  @Test func `rows that are DONE come as somebody looks at them`() throws {
    let done = (1...250).map { row("D\($0)", "DONE", task: "old work \($0)") }
    let scene = try Scene(
      file: queueText(done + [row("A", notes: "after=D1"), row("B", "PENDING", "P0")]))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    let column = "document.querySelector('.column[data-status=\"DONE\"]')"
    func isDrawn(_ id: String) -> String { "\(column).querySelector('[data-row=\"\(id)\"]')" }
    try browser.value("location.hash = '#/board'")
    try browser.wait(until: "\(column)?.querySelector('.count').textContent === '250'")
    #expect(try browser.value("\(column).querySelectorAll('[data-row]').length") == 0)
    // D1 is DONE, although it is not here.
    #expect(try browser.value("document.querySelector('[data-row=\"A\"] .fact')") == .null)
    try browser.value("document.querySelector('[data-fk=\"done\"]').click()")
    try browser.wait(until: isDrawn("D250"))
    // Each time that the end is drawn, the next page comes.
    try browser.wait(
      until: "(\(column).querySelector('.cards').scrollTop = 1e6, \(isDrawn("D1")))")
    try browser.value("document.querySelector('[data-fk=\"done\"]').click()")
    try browser.wait(until: "\(column).classList.contains('folded')")
    // A row that is done now is counted, and found by the search.
    try scene.orch("done", "B").check()
    try browser.wait(until: "\(column).querySelector('.count').textContent === '251'")
    try browser.value("location.hash = '#/board?q=work+17'")
    try browser.wait(until: isDrawn("D17"))
    try browser.wait(until: "\(column).querySelector('.count').textContent === '13'")
    // What was looked at before stands where the order puts it.
    try browser.value("location.hash = '#/table?status=DONE&sort=-id'")
    try browser.wait(
      until: "document.querySelector('#main .rows [data-row]')?.dataset.row === 'D250'")
    server.end()
  }

  @Test func `the table is sorted and in groups, as its address and a saved filter say`() throws {
    let scene = try Scene(
      rows: row("A", task: "c", notes: "labels=web,docs"), row("B", "BLOCKED", task: "a"),
      row("C", "PENDING", "P0", task: "b", notes: "labels=web"), row("D", "DONE", task: "d"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    func wait(for entries: String) throws {
      let found =
        "[...document.querySelectorAll('#main .rows [data-row], #main .rows [data-entry]')].map((each) => each.dataset.row ?? each.textContent).join(' ')"
      try browser.wait(until: "\(found) === '\(entries)'")
    }
    try browser.value("location.hash = '#/table'")
    try wait(for: "A B C Done1")
    try browser.value("document.querySelector('[data-fk=\"sort:task\"]').click()")
    try wait(for: "B C A Done1")
    #expect(
      try browser.value("document.querySelector('[data-sort=\"task\"]').getAttribute('aria-sort')")
        == "ascending")
    try browser.value("location.hash = '#/table?sort=-task&group=label'")
    try wait(for: "docs1 A web2 A C None1 B Done1")
    try browser.value("document.querySelector('[data-fk=\"group:label:web\"]').click()")
    try wait(for: "docs1 A web2 None1 B Done1")
    try browser.value("document.querySelector('[data-fk=\"group:DONE\"]').click()")
    try wait(for: "docs1 A web2 None1 B Done1 D")
    try browser.press("f")
    try browser.value(
      "[...document.querySelectorAll('.menu-item')].find((each) => each.textContent.startsWith('Save')).click()"
    )
    try browser.wait(until: "document.querySelector('dialog[open] textarea, dialog[open] input')")
    try browser.type("by label")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog[open]')")
    try browser.value("location.hash = '#/table'")
    try wait(for: "A B C Done1 D")
    try browser.press("f")
    try browser.value(
      "[...document.querySelectorAll('.menu-item')].find((each) => each.textContent === 'by label').click()"
    )
    try wait(for: "docs1 A web2 None1 B Done1 D")
    #expect(try browser.value("location.hash").stringValue?.contains("group=label") == true)
    server.end()
  }
}
