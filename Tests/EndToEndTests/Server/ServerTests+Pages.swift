import TestSupport
import Testing
import Text

// Rows in pages.

extension ServerTests {
  /// Which rows a page has, and where the next one begins.
  @Test(
    arguments: [
      ("limit=2", "A B", 5, "1:B"), ("limit=2&cursor=1:B", "C D", nil, "3:D"),
      ("limit=2&cursor=3:D", "E", nil, nil), ("limit=9", "A B C D E", 5, nil),
      ("limit=2&sort=-table", "E D", 5, "3:D"),
      ("limit=2&sort=-table&cursor=3:D", "C B", nil, "1:B"),
      ("limit=2&sort=priority", "C A", 5, "0:A"),
      ("limit=1&sort=priority&cursor=0:A", "B", nil, "1:B"),
      ("limit=1&status=PENDING,BLOCKED", "A", 4, "0:A"),
      // The last row of the page before is not among those that are asked for any more, or has moved.
      ("limit=9&status=DONE&cursor=0:A", "B", nil, nil),
      ("limit=9&status=BLOCKED&cursor=0:A", "E", nil, nil), ("cursor=99:C", "D E", nil, nil),
      ("id=E&id=B&id=X", "E B", nil, nil), ("id=D", "D", nil, nil),
    ] as [(String, String, Int?, String?)])
  func `rows come in pages`(_ query: String, _ ids: String, _ total: Int?, _ next: String?) throws {
    let scene = try Scene(
      rows: row("A"), row("B", "DONE"), row("C", "PENDING", "P0"), row("D", notes: "after=B,C"),
      row("E", "BLOCKED"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let answer = try server.answer("GET", "/v1/rows?\(query)")
    #expect(answer.status == 200, "\(answer)")
    let items = try member("items", of: answer.body)?.arrayValue ?? []
    let found = items.compactMap { $0.objectValue?["id"]?.stringValue }
    #expect(found.joined(separator: " ") == ids)
    #expect(try member("total", of: answer.body) == total.map { .integer($0) })
    #expect(try member("next_cursor", of: answer.body)?.stringValue == next)
    let done = try member("done", of: answer.body)?.arrayValue ?? []
    #expect(done == (found.contains("D") ? [.string("B")] : []))
    server.end()
  }

  @Test func `rows that are added or deleted shift no page`() throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    #expect(try server.answer("GET", "/v1/rows?limit=2").body.contains(#""next_cursor":"1:B""#))
    try scene.orch("rm", "A").check()
    try scene.orch("add", "D", "--criteria", "c").check()
    let rest = try server.answer("GET", "/v1/rows?limit=2&cursor=1:B")
    let items = try member("items", of: rest.body)?.arrayValue ?? []
    #expect(items.count == 2 && items.first?.objectValue?["id"]?.stringValue == "C")
    try scene.orch("rm", "B").check()
    let gone = try server.answer("GET", "/v1/rows?limit=2&cursor=1:B")
    #expect(gone.status == 400 && gone.body.contains(#""code":"bad_cursor""#), "\(gone)")
    server.end()
  }

  @Test func `an archived row that was done is done for the rows of a page`() throws {
    let scene = try Scene(
      rows: row("A", "DONE", owner: "w", started: "2025-12-01 09:00"), row("B"))
    try scene.addToken()
    try scene.ops("gc", "--older-than", "30d").check()
    try scene.orch("add", "later", "--id", "C", "--criteria", "c", "--after", "A").check()
    let server = try ServerProcess(of: scene)
    let page = try server.answer("GET", "/v1/rows?limit=9").body
    #expect(try member("total", of: page) == 2 && member("done", of: page) == ["A"], "\(page)")
    server.end()
  }

  @Test func `a row that can't be read is in no page, and ends none`() throws {
    let scene = try Scene(rows: row("A"), row(""), row("B"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let first = try server.answer("GET", "/v1/rows?limit=1").body
    #expect(try member("total", of: first) == 2 && member("next_cursor", of: first) == "0:A")
    let rest = try server.answer("GET", "/v1/rows?limit=1&cursor=0:A").body
    #expect(try member("next_cursor", of: rest) == nil)
    let items = try member("items", of: rest)?.arrayValue ?? []
    #expect(items.compactMap { $0.objectValue?["id"]?.stringValue } == ["B"])
    server.end()
  }

  @Test func `a long answer keeps no other request waiting`() throws {
    let scene = try Scene(file: queueText((1...60_000).map { row("R\($0)", task: "task \($0)") }))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    // How often another client is answered while one reads all rows.
    let output = try scene.bash(
      """
      (curl -sS -m 60 -o /dev/null -H "Authorization: Bearer $(cat token)" \
        \(server.address)/v1/rows; : > finished) &
      until [ -e finished ]; do
        curl -sS -m 60 -o /dev/null \(server.address)/health/live && [ ! -e finished ] && echo answered
      done
      wait
      """)
    // A server that waits for the long answer gives one before it and one after it.
    #expect(output.output.split(separator: "\n").count > 4, "\(output)")
    server.end()
  }
}
