import TestSupport
import Testing
import Text

// Boards of a queue that others change meanwhile, in real browsers.

extension BoardTests {
  @Test func `two people, an editor and a daemon work on one queue, and nothing is lost`() throws {
    let scene = try Scene(
      rows: row("A"), row("B"), row("C"), row("D"), row("E"), row("F"),
      row("W1", notes: "worker=sim"), row("W2", notes: "worker=sim"))
    try scene.write(
      #"{"workers": {"sim": {"adapter": "simulated", "script": ["done"]}}}"#, to: "orch.json")
    try scene.trust()
    let buffer = try scene.text()
    let server = try ServerProcess(of: scene)
    let ann = try openBoard(scene, by: "ann")
    let bob = try openBoard(scene, by: "bob")
    func isIn(_ status: String, _ id: String) -> String {
      "document.querySelector('.column[data-status=\"\(status)\"] [data-row=\"\(id)\"]')"
    }
    func press(_ key: String, on id: String, in browser: Chromium) throws {
      try browser.value("document.querySelector('[data-fk=\"card:\(id)\"]').focus()")
      try browser.press(key)
    }
    for browser in [ann, bob] {
      try browser.press("g", "b")
      try browser.wait(until: isIn("PENDING", "W2"))
    }
    // The rows of people count as well.
    let daemon = try DaemonProcess(of: scene, "--max-workers", "8")
    try press("t", on: "A", in: ann)
    try press("t", on: "B", in: bob)
    try ann.wait(until: isIn("IN_PROGRESS", "A"))
    try bob.wait(until: isIn("IN_PROGRESS", "B"))
    try press("t", on: "D", in: ann)
    try press("Delete", on: "C", in: bob)
    try ann.wait(until: isIn("IN_PROGRESS", "D"))
    try bob.wait(until: "!" + isIn("PENDING", "C"))
    // The buffer is as old as the queue was before any of this.
    let typed = ["D", "E", "W1"].reduce(buffer) {
      $0.replacing(
        "| \($1) | PENDING | P1 | work |", with: "| \($1) | PENDING | P1 | typed \($1) |")
    }
    try scene.write(typed)
    for browser in [ann, bob] {
      let isTyped = ["D", "E"].map {
        "document.querySelector('[data-row=\"\($0)\"]')?.textContent.includes('typed \($0)')"
      }
      try browser.wait(until: isTyped.joined(separator: " && "))
      try browser.wait(until: isIn("IN_PROGRESS", "A") + " && " + isIn("IN_PROGRESS", "B"))
      try browser.wait(until: "!document.querySelector('[data-row=\"C\"]')")
      try browser.wait(
        until: "!document.querySelector('.column:not([data-status=DONE]) [data-row^=W]')")
    }
    _ = daemon.end()
    server.end()
    try expect(
      scene.orch("list").output,
      is: """
        A\tIN_PROGRESS\tP1\twork
        B\tIN_PROGRESS\tP1\twork
        D\tIN_PROGRESS\tP1\ttyped D
        E\tPENDING\tP1\ttyped E
        F\tPENDING\tP1\twork
        W1\tDONE\tP1\ttyped W1
        W2\tDONE\tP1\twork

        """)
    let history = try scene.orch("history").output.split(separator: "\n").map {
      $0.split(separator: "\t").dropFirst().prefix(3).joined(separator: " ")
    }
    for entry in ["A pick ann@board", "B pick bob@board", "C rm bob@board", "D pick ann@board"] {
      #expect(history.contains(entry), "\(history)")
    }
    // Without the worker, whom the rows of people do not need.
    try scene.bash("rm orch.json").check()
    try expect(scene.orch("lint").output, is: "")
    #expect(try scene.ops("verify").status == 0)
  }
}
