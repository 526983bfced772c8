import TestSupport
import Testing
import Text

// A row at work, its attempts, and its approval, on the board in a real browser.

extension BoardTests {
  /// A program `claude` that takes a hundred steps, one more once there is a file `go`, and ends
  /// only with its process.
  private static let agent = #"""
    #!/bin/bash
    [ "$1" != --version ] || { echo '2.1.300 (Claude Code)'; exit; }
    cat > /dev/null
    say() {
      printf '%s\n' '{"type":"assistant","message":{"id":"'"$1"'","content":['"$2"'],"usage":{"input_tokens":1000,"cache_read_input_tokens":200,"output_tokens":50}}}'
    }
    for n in $(seq 100); do say "$n" '{"type":"text","text":"Step '$n'"}'; done
    say last '{"type":"text","text":"Now the tests."}'
    say last '{"type":"tool_use","name":"Bash","input":{"command":"make test"}}'
    until [ -e go ]; do sleep 0.05; done
    say more '{"type":"text","text":"They pass."}'
    exec sleep 600
    """#

  @Test func `a row at work is followed, stopped, and given back`() throws {
    let scene = try Scene(rows: row("A", notes: "worker=w"), row("P", notes: "worker=nobody"))
    try writeExecutable(Self.agent, to: scene.path("claude"))
    try scene.write(
      """
      {"workers": {"w": {"adapter": "claude", "program": "./claude"}},
       "prices": {"w": {"input": 1, "output": 1}}}
      """, to: "orch.json")
    try scene.trust()
    #expect(try scene.worktreeTick(1).output.contains("A\n"))
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(
      until: "document.querySelector('.steps')?.lastChild?.textContent === '[Bash] make test'")
    // A message counts once, however many parts it has.
    try browser.wait(
      until: "document.querySelector('.at-work-facts').textContent.includes('121k / 5k')")
    #expect(
      try browser.value("document.querySelector('.at-work-facts').textContent").stringValue?
        .contains("$0.13") == true)
    try browser.value("document.querySelector('[data-fk=\"tab:attempts\"]').click()")
    try browser.wait(until: "document.querySelector('.log-text')?.textContent.includes('Step 100')")
    // What comes leaves the log where a person reads it.
    try browser.value("document.querySelector('.log-text').scrollTop = 40")
    try scene.write("", to: "go")
    try browser.wait(
      until: "document.querySelector('.steps')?.lastChild?.textContent === 'They pass.'")
    try browser.wait(
      until: "document.querySelector('.log-text').textContent.includes('They pass.')")
    #expect(try browser.value("document.querySelector('.log-text').scrollTop") == 40)
    #expect(
      try browser.value("document.querySelector('.attempt').textContent").stringValue?
        .contains("Attempt 1") == true)
    // Nothing was asked for that is not there.
    let refused =
      "performance.getEntriesByType('resource').filter((each) => each.responseStatus >= 400)"
    #expect(try browser.value("\(refused).map((each) => each.name).join()") == "")
    try browser.value("document.querySelector('[data-fk=\"stop:A\"]').focus()")
    try browser.press("Enter")
    try browser.wait(until: "document.querySelector('dialog[open]')")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('.at-work')")
    #expect(try item("A", in: scene).status == "BLOCKED")
    try undo(in: browser)
    try browser.wait(until: "document.querySelector('#panel .state-PENDING')")
    // A row that a person took names the person.
    try browser.value("location.hash = '#/table?row=P'")
    try browser.wait(until: "document.querySelector('#panel [data-fk=\"pick:P\"]')")
    try browser.value("document.querySelector('#panel [data-fk=\"pick:P\"]').click()")
    try browser.wait(until: "document.querySelector('.at-work')?.textContent.includes('@board')")
    #expect(try browser.value("document.querySelector('[data-fk=\"stop:P\"]')") == .null)
    server.end()
  }

  @Test(arguments: [(1400, true), (390, false)])
  func `two attempts stand beside each other, on a phone below each other`(
    _ width: Int, _ isBeside: Bool
  ) throws {
    let scene = try Scene(
      worktreesOf: [worktreeRow("A", criteria: "file: second", notes: "approval=done")],
      working: "[ ! -e out/first ] || echo two > second; echo one > out/first")
    for minute in [1, 10] {
      _ = try scene.worktreeTick(minute)
      try scene.awaitWorkers()
    }
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene, width: width)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "document.querySelector('#panel .tab .count')")
    try browser.value("document.querySelector('[data-fk=\"tab:attempts\"]').click()")
    try browser.wait(until: "document.querySelector('[data-fk=\"compare\"]')")
    try browser.value("document.querySelector('[data-fk=\"compare\"]').click()")
    let files =
      "[...document.querySelectorAll('.side-by-side')].map((side) => side.querySelectorAll('.diff-file').length).join()"
    try browser.wait(until: "\(files) === '2,3'")
    #expect(
      try browser.value(
        "[...document.querySelectorAll('.report')].every((report) => report.textContent.includes('[REPORT A]'))"
      ) == true)
    let texts =
      "[...document.querySelectorAll('.side-by-side dl')].map((facts) => facts.textContent)"
    #expect(try browser.value("\(texts)[0].includes('RETRY')") == true)
    #expect(try browser.value("\(texts)[1].includes('PASS')") == true)
    let places =
      "[...document.querySelectorAll('.side-by-side')].map((side) => side.getBoundingClientRect())"
    #expect(try browser.value("\(places)[0].right <= \(places)[1].left") == .bool(isBeside))
    #expect(try browser.value("\(places)[0].bottom <= \(places)[1].top") == .bool(!isBeside))
    try browser.value(
      """
      (() => {
        const choice = document.querySelector('[data-fk="side:0"]');
        choice.value = choice.options[1].value;
        choice.dispatchEvent(new Event('change'));
      })()
      """)
    try browser.wait(until: "\(files) === '3,3'")
    server.end()
  }

  @Test func `an approval is of what the dialog shows, and of nothing that came later`() throws {
    let scene = try Scene(worktreesOf: [worktreeRow("A", notes: "approval=done")])
    _ = try scene.worktreeTick(1)
    try scene.awaitWorkers()
    let server = try ServerProcess(of: scene)
    let browser = try openBoard(scene)
    try browser.value("location.hash = '#/table?row=A'")
    try browser.wait(until: "document.querySelector('#panel-title')")
    try browser.value("document.querySelector('#panel-title').focus()")
    try browser.press("a")
    try browser.wait(until: "document.querySelector('.decision')")
    let shown = try browser.value("document.querySelector('.decision').textContent").stringValue
    let commit = scene.git("git rev-parse orch/A").prefix(10)
    #expect(shown?.contains("\(commit)A: attempt 1") == true, "\(shown ?? "")")
    #expect(
      try browser.value("document.querySelectorAll('.decision .met').length") == 1,
      "\(shown ?? "")")
    try scene.orch("edit", "A", "--task", "another task").check()
    try browser.press("Control+Enter")
    try browser.wait(
      until: "document.querySelector('dialog[open] .problem')?.textContent.includes(': Task.')")
    #expect(try item("A", in: scene).status == "BLOCKED")
    try browser.press("Control+Enter")
    try browser.wait(until: "!document.querySelector('dialog[open]')")
    #expect(try item("A", in: scene).status == "DONE")
    server.end()
  }
}
