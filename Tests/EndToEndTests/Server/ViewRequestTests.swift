import TestSupport
import Testing
import Text

/// What the board asks for its history, its workers and its costs.
@Suite struct ViewRequestTests {
  private func answer(_ path: String, of server: ServerProcess) throws -> JSONObject {
    let (status, body) = try server.answer("GET", path)
    #expect(status == 200, "\(path): \(body)")
    return try JSONValue(parsing: Array(body.utf8)).objectValue ?? [:]
  }

  // MARK: History

  /// `A done work`, for each entry of a page; an entry without a row is `-`.
  private func lines(_ page: JSONObject) -> [String] {
    (page["entries"]?.arrayValue ?? []).compactMap(\.objectValue).map { entry in
      ["id", "kind", "task"].map { entry[$0]?.stringValue ?? "-" }.joined(separator: " ")
    }
  }

  /// A row is taken and done, and one fails and is deleted.
  private func happenings(_ kept: QueueKept) throws -> Scene {
    let scene = try Scene(kept, rows: [row("A", notes: "plan=p"), row("B", task: "gone")])
    try scene.addToken()
    for command in [
      ["pick", "A", "--owner-session", "w"],
      ["done", "A", "--owner-session", "w", "--notes", "ok"],
      ["fail", "B", "--notes", "no"], ["rm", "B"],
    ] { try scene.run(scene.orchPath, command).check() }
    return scene
  }

  @Test(arguments: QueueKept.allCases)
  func `the history is asked by kind, and names the task of each row`(_ kept: QueueKept) throws {
    let server = try ServerProcess(of: happenings(kept))
    for (query, expected) in [
      ("kind=done", ["A done work"]),
      ("kind=failed,removed", ["B failed gone", "B removed gone"]),
      ("who=w&kind=claimed", ["A claimed work"]),
      ("plan=p&kind=done", ["A done work"]),
      ("id=B&limit=1", ["B removed gone"]),
      ("who=w&limit=\(Int.max)", ["A claimed work", "A done work"]),
      ("kind=question", []),
    ] {
      #expect(lines(try answer("/v1/history?\(query)", of: server)) == expected, "\(query)")
    }
    let (status, body) = try server.answer("GET", "/v1/history?kind=finished")
    #expect(status == 400 && body.contains("'finished' is not a value of 'kind'"), "\(body)")
    server.end()
  }

  @Test func `pages meet without a gap, and keep a save together`() throws {
    let scene = try happenings(.inFile)
    try scene.write(
      scene.text("QUEUE.md") + row("D") + "\n" + row("E") + "\n", to: "QUEUE.md")
    try scene.orch("add", "after the save", "--id", "F", "--criteria", "c").check()
    let server = try ServerProcess(of: scene)
    let all = lines(try answer("/v1/history", of: server))
    for filter in ["", "&kind=added,removed"] {
      var (pages, before): ([[String]], String) = ([], "")
      while true {
        let page = try answer("/v1/history?limit=1\(filter)\(before)", of: server)
        pages.insert(lines(page), at: 0)
        guard page["older"]?.boolValue == true else { break }
        let first = page["entries"]?.arrayValue?.first?.objectValue?["seq"]?.integerValue
        before = "&before=\(try #require(first))"
      }
      let expected = all.filter {
        filter.isEmpty || $0.contains(" added ") || $0.contains(" removed ")
      }
      #expect(pages.flatMap(\.self) == expected, "\(filter)")
      #expect(pages.contains(["D added work", "E added work"]), "\(pages)")
    }
    server.end()
  }

  // MARK: Costs

  private static let ledger = [
    #""2026-01-30T12:00:00+09:00","id":"A","claim":1,"attempt":"a","worker":"claude""#,
    #""2026-01-31T12:00:00+09:00","id":"A","claim":2,"attempt":"b","worker":"codex""#,
    #""2026-01-31T13:00:00+09:00","id":"B","claim":1,"attempt":"c","worker":"codex""#,
  ].map {
    #"{"schema":1,"time":\#($0),"adapter":"claude","model":"m","session":null,"usage":null,"#
      + #""cost":{"usd":1.5,"source":"cli"}}"# + "\n"
  }.joined()

  @Test func `costs are asked by plan, and for the rows behind a bar`() throws {
    let scene = try Scene(rows: row("A", notes: "plan=p"), row("B"))
    try scene.addToken()
    try scene.orch("list").check()
    try scene.bash("mkdir -p .orch").check()
    try scene.write(Self.ledger, to: ".orch/costs.jsonl")
    let server = try ServerProcess(of: scene)
    for (query, expected) in [
      ("by=plan", ["p 2", "- 1"]),
      ("by=plan&since=2026-01-31", ["- 1", "p 1"]),
      ("by=day&until=2026-01-30", ["2026-01-30 1"]),
      ("by=row&since=2026-01-31&until=2026-01-31", ["A 1", "B 1"]),
      ("by=row&worker=codex", ["A 1", "B 1"]),
      ("by=row&worker=claude", ["A 1"]),
      ("by=row&plan=p&until=2026-01-30", ["A 1"]),
    ] {
      let groups = try answer("/v1/costs?\(query)", of: server)["groups"]?.arrayValue ?? []
      let found = groups.compactMap(\.objectValue).map {
        "\($0["name"]?.stringValue ?? "-") \($0["attempts"]?.integerValue ?? 0)"
      }
      #expect(found == expected, "\(query)")
    }
    server.end()
  }

  // MARK: Workers

  @Test func `a person ends the pause of a worker, and a program without the scope does not`()
    throws
  {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    try scene.addToken("reader", "read,submit")
    try scene.write(
      #"{"workers": {"odd": {"adapter": "simulated", "script": ["done"]}}}"#, to: "orch.json")
    try scene.bash("mkdir -p .orch/breakers").check()
    try scene.write(
      #"{"failures":1,"pauses":1,"class":"auth","reason":"no valid login","until":1,"trial_until":0}"#,
      to: ".orch/breakers/odd.json")
    let server = try ServerProcess(of: scene)
    for (name, token, status, text) in [
      ("odd", "reader", 403, "decide"), ("nobody", "token", 404, "nobody"),
      ("odd", "token", 200, #""class":"auth""#), ("odd", "token", 200, #""was":null"#),
    ] {
      let answer = try server.answer("POST", "/v1/workers/\(name)/resume", token: token)
      #expect(answer.status == status && answer.body.contains(text), "\(name): \(answer)")
    }
    server.end()
  }
}
