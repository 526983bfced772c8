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
  /// - Parameters:
  ///   - person: who opens it.
  ///   - host: the address of a proxy, instead of the server's own.
  func openBoard(
    _ scene: Scene, _ language: String = "en", width: Int = 1400, by person: String = "ann",
    host: String? = nil
  ) throws -> Chromium {
    let browser = try Chromium(language, width: width)
    let opened = String(
      try scene.orch("open", environment: ["LOGNAME": person]).output.dropLast())
    let path = opened.split(separator: "/", maxSplits: 2).last ?? ""
    try browser.open(host.map { "\($0)/\(path)" } ?? opened)
    try browser.wait(
      until: "document.querySelector('#app') && !document.querySelector('#app').hidden")
    return browser
  }

  func item(
    _ id: String, in scene: Scene
  ) throws -> (status: String?, task: String?, notes: String, owner: String?) {
    let shown = try JSONValue(parsing: Array(scene.orch("show", id, "--json").output.utf8))
    let item = shown.objectValue?["item"]?.objectValue
    return (
      item?["status"]?.stringValue, item?["task"]?.stringValue, item?["notes"]?.stringValue ?? "",
      item?["owner_session"]?.stringValue
    )
  }

  /// Presses the button of the last toast.
  func undo(in browser: Chromium) throws {
    let buttons = "[...document.querySelectorAll('.toast button')]"
    try browser.value("\(buttons).findLast((button) => button.textContent === 'Undo').click()")
  }

  /// Moves down until an entry has the focus. If the page is drawn anew meanwhile, the focus may be
  /// elsewhere then, and this begins again at the top.
  private func moveTo(_ key: String, in browser: Chromium) throws {
    for _ in 1...5 {
      try browser.press("Home")
      for _ in 1...20 {
        if try browser.value("document.activeElement.dataset.fk ?? ''") == .string(key) { return }
        try browser.press("j")
      }
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
    try browser.press("t")
    try browser.wait(until: isIn("IN_PROGRESS", "B") + " && " + isIn("IN_PROGRESS", "C"))
    try undo(in: browser)
    try browser.wait(until: isIn("PENDING", "B") + " && " + isIn("PENDING", "C"))
    try focus("B")
    try browser.press("x", "J", "i")
    try browser.wait(until: "document.querySelector('dialog[open] input')")
    try browser.type("bob")
    try browser.press("Control+Enter")
    try browser.wait(until: isIn("IN_PROGRESS", "B") + " && " + isIn("IN_PROGRESS", "C"))
    try #expect([item("B", in: scene), item("C", in: scene)].map(\.owner) == ["bob", "bob"])
    try undo(in: browser)
    try browser.wait(until: isIn("PENDING", "B") + " && " + isIn("PENDING", "C"))
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
    try undo(in: browser)
    try browser.wait(until: isIn("PENDING", "B"))
    try scene.bash("printf '| E | PENDING |\\n' >> QUEUE.md").check()
    try browser.wait(
      until: "document.querySelector('.notice.warning code')?.textContent.startsWith('QUEUE.md:')")
    try browser.wait(until: "document.querySelectorAll('.notice.warning').length === 1")
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
    try undo(in: browser)
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
}
