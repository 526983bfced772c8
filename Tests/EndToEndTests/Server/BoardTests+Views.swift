import Foundation
import TestSupport
import Testing
import Text

// The views of the board in a real browser.

extension BoardTests {
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
    for (by, bar) in [("day", "bar:2"), ("worker", "bar:claude")] {
      try browser.value("location.hash = '#/workers?by=\(by)&days=7'")
      // The chart of before stands there until this one has come.
      try browser.wait(until: "document.querySelector('.chart-table [data-fk^=\"\(bar)\"]')")
      try browser.value("document.querySelector('.chart-details:not([open]) summary')?.click()")
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
      // A leap draws what can be seen, and soon what is around that.
      try browser.wait(
        until: """
          [...document.querySelectorAll('#main [data-row]')].some((row) => {
            const list = row.closest('.cards, #main').getBoundingClientRect();
            const below = row.getBoundingClientRect().top - list.bottom;
            return below > 100 && below < 200;
          })
          """)
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
    // A row that changes goes to its new place, and behind equal ones as in the table.
    try browser.value("document.querySelector('[data-row=\"C\"]').focus()")
    try scene.orch("edit", "C", "--task", "c").check()
    try wait(for: "B A C Done1")
    #expect(try browser.value("document.activeElement.dataset.row") == "C")
    try scene.orch("edit", "C", "--task", "b").check()
    try wait(for: "B C A Done1")
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
    let saved = "document.querySelector('[data-fk=\"saved:by label\"]')"
    #expect(try browser.value("\(saved).getAttribute('aria-pressed')") == "false")
    try browser.value("\(saved).focus()")
    try browser.press("Enter")
    try wait(for: "docs1 A web2 None1 B Done1 D")
    #expect(try browser.value("location.hash").stringValue?.contains("group=label") == true)
    #expect(try browser.value("\(saved).getAttribute('aria-pressed')") == "true")
    #expect(try browser.value("document.activeElement === \(saved)") == true)
    // The one in use ends it.
    try browser.press("Enter")
    try browser.wait(until: "location.hash === '#/table'")
    server.end()
  }
}
