import TestSupport
import Testing
import Text

/// `POST /v1/changes`: one change to rows that a person chose, all of them or none.
@Suite struct RowChangeTests {
  private static let rows = [
    row("A", notes: "read first"), row("B"), row("C", notes: "after=B"), row("D", "DONE"),
    row("F", "FAILED"),
  ]

  /// A body, the status and the words of the answer, and the rows that are not as before.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let body: String
    var status = 200
    let answer: String
    var rows: [String] = []
  }

  static let cases = [
    Case(
      testDescription: "take", body: #"{"change": "pick", "ids": ["A"]}"#,
      answer: #""to":"IN_PROGRESS""#,
      rows: ["A IN_PROGRESS"]),
    Case(
      testDescription: "a row that waits is not taken", body: #"{"change": "pick", "ids": ["C"]}"#,
      status: 409, answer: #""code":"waits""#),
    Case(
      testDescription: "take two", body: #"{"change": "pick", "ids": ["B", "A"]}"#,
      answer: #""to":"IN_PROGRESS""#, rows: ["A IN_PROGRESS", "B IN_PROGRESS"]),
    Case(
      testDescription: "take all or none", body: #"{"change": "pick", "ids": ["A", "C"]}"#,
      status: 409, answer: #""code":"waits""#),
    Case(
      testDescription: "assign two",
      body: #"{"change": "assign", "ids": ["A", "B"], "to": "bob"}"#,
      answer: #""owner_session":"bob""#, rows: ["A IN_PROGRESS", "B IN_PROGRESS"]),
    Case(
      testDescription: "assign to no worker of the settings",
      body: #"{"change": "assign", "ids": ["A", "B"], "worker": "nobody"}"#, status: 400,
      answer: #""code":"unknown_worker""#),
    Case(
      testDescription: "assign two to a worker",
      body: #"{"change": "assign", "ids": ["A", "B"], "worker": "sim"}"#,
      answer: #""worker":"sim""#),
    Case(
      testDescription: "assign to nobody", body: #"{"change": "assign", "ids": ["A"]}"#,
      status: 400, answer: "the body has no 'to'"),
    Case(
      testDescription: "finish two, with a note",
      body: #"{"change": "done", "ids": ["A", "B", "A"], "notes": "by hand"}"#,
      answer: #""notes":"read first / by hand""#, rows: ["A DONE", "B DONE"]),
    Case(
      testDescription: "all or none", body: #"{"change": "done", "ids": ["A", "D", "nobody"]}"#,
      status: 404, answer: #""code":"not_found""#),
    Case(
      testDescription: "fail needs a reason",
      body: #"{"change": "fail", "ids": ["A"], "notes": " "}"#,
      status: 400, answer: "the body has no 'notes'"),
    Case(
      testDescription: "block", body: #"{"change": "block", "ids": ["A"], "notes": "no key"}"#,
      answer: #""to":"BLOCKED""#, rows: ["A BLOCKED"]),
    Case(
      testDescription: "retry", body: #"{"change": "retry", "ids": ["F"]}"#,
      answer: #""to":"PENDING""#,
      rows: ["F PENDING"]),
    Case(
      testDescription: "reopen needs a reason", body: #"{"change": "reopen", "ids": ["D"]}"#,
      status: 400, answer: "the body has no 'notes'"),
    Case(
      testDescription: "reopen",
      body: #"{"change": "reopen", "ids": ["D"], "notes": "not yet"}"#,
      answer: #""to":"PENDING""#, rows: ["D PENDING"]),
    Case(
      testDescription: "what is not done is not reopened",
      body: #"{"change": "reopen", "ids": ["A", "D"], "notes": "not yet"}"#, status: 409,
      answer: #""code":"#),
    Case(
      testDescription: "move two", body: #"{"change": "move", "ids": ["F", "C"], "to": "top"}"#,
      answer: #""id":"C""#),
    Case(
      testDescription: "move needs one place",
      body: #"{"change": "move", "ids": ["A"], "above": "B", "to": "top"}"#, status: 400,
      answer: "'move' needs one place"),
    Case(
      testDescription: "delete two", body: #"{"change": "rm", "ids": ["A", "D"]}"#,
      answer: #""to":null"#, rows: ["A gone", "D gone"]),
    Case(
      testDescription: "a row for which another waits stays",
      body: #"{"change": "rm", "ids": ["A", "B"]}"#, status: 409, answer: #""code":"#),
    Case(
      testDescription: "no change of this name", body: #"{"change": "finish", "ids": ["A"]}"#,
      status: 400,
      answer: "use one of pick, done, fail, block, assign, release, cancel, retry, reopen, move, rm"
    ),
    Case(
      testDescription: "no rows", body: #"{"change": "done", "ids": []}"#, status: 400,
      answer: "the body has no 'ids'"),
  ]

  private func statuses(in scene: Scene) throws -> [String: String] {
    let lines = try scene.orch("list").output.split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let cells = line.split(separator: "\t")
        return (String(cells[0]), String(cells[1]))
      })
  }

  @Test(arguments: QueueKept.allCases)
  func `what is asked for is done as a whole, and taken back as a whole`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(kept, rows: Self.rows)
    try scene.write(
      #"{"workers": {"sim": {"adapter": "simulated", "script": ["done"]}}}"#, to: "orch.json")
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let before = try statuses(in: scene)
    for test in Self.cases {
      let (status, body) = try server.answer("POST", "/v1/changes", "-d '\(test.body)'")
      #expect(status == test.status && body.contains(test.answer), "\(test): \(status) \(body)")
      var expected = before
      for row in test.rows {
        let words = row.split(separator: " ").map(String.init)
        expected[words[0]] = words[1] == "gone" ? nil : words[1]
      }
      #expect(try statuses(in: scene) == expected, "\(test)")
      guard status == 200 else { continue }
      let (undone, _) = try server.answer("POST", "/v1/undo", "-d '{}'")
      // A claim that nobody works on can be given back, and is not undone.
      let claimed = test.rows.filter { $0.hasSuffix("IN_PROGRESS") }.map { "\"\($0.prefix(1))\"" }
      if !claimed.isEmpty {
        #expect(undone == 409, "\(test)")
        let rows = claimed.joined(separator: ",")
        let back = #"{"change": "release", "ids": [\#(rows)], "force": true}"#
        #expect(try server.answer("POST", "/v1/changes", "-d '\(back)'").status == 200)
      } else {
        #expect(undone == 200, "\(test)")
      }
      #expect(try statuses(in: scene) == before, "\(test)")
    }
    server.end()
  }

  @Test func `a row that is as wanted already is in the answer, too`() throws {
    let scene = try Scene(file: queueText(Self.rows))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    func statuses(after body: String) throws -> [String] {
      let answer = try server.answer("POST", "/v1/changes", "-d '\(body)'").body
      let value = try JSONValue(parsing: Array(answer.utf8)).objectValue?["changes"]?.arrayValue
      return (value ?? []).compactMap(\.objectValue).map { change in
        let names = ["id", "from", "to"].map { change[$0]?.stringValue ?? "-" }
        return names.joined(separator: " ")
      }
    }
    let cancel = #"{"change": "cancel", "ids": ["A"]}"#
    #expect(try statuses(after: cancel) == ["A PENDING BLOCKED"])
    #expect(try statuses(after: cancel) == ["A BLOCKED BLOCKED"])
    let pick = #"{"change": "pick", "ids": ["B"]}"#
    #expect(try statuses(after: pick) == ["B PENDING IN_PROGRESS"])
    server.end()
  }

  @Test func `who may not decide changes nothing`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken("token", "read,submit")
    let server = try ServerProcess(of: scene)
    let body = #"{"change": "done", "ids": ["A"]}"#
    #expect(try server.answer("POST", "/v1/changes", "-d '\(body)'").status == 403)
    let found = try server.answer("GET", "/v1/doctor")
    #expect(found.status == 200 && found.body.contains(#"{"checks":[{"name":"queue","state":"ok""#))
    #expect(try scene.orch("list").output == "A\tPENDING\tP1\twork\n")
    server.end()
  }

  @Test func `lint names the same rule and place in a file as the command`() throws {
    let scene = try Scene(
      rows: row("A"), row("B", "WAITING"), row("C", notes: "after=A, Z"), "| D | PENDING |")
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let command = try scene.orch("lint", "--json")
    #expect(command.output.contains(#""rule":"cell-count""#))
    #expect(command.output.contains(#""message":"waits for Z, which does not exist"#))
    try expect(
      server.answer("GET", "/v1/lint").body, is: command.output)
    server.end()
  }

  @Test func `a row is split into steps, and one that nobody has is given to somebody`() throws {
    let scene = try Scene(rows: row("A"), row("B", "DONE"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let split = try server.answer(
      "POST", "/v1/rows/A/split", #"-d '{"tasks": ["one", " ", "two"], "in_sequence": true}'"#)
    #expect(split.status == 201 && split.body.contains(#""ids":["ORCH-001","ORCH-002"]"#))
    #expect(try scene.text().contains("after=ORCH-001,ORCH-002"))
    let empty = try server.answer("POST", "/v1/rows/A/split", #"-d '{"tasks": [" "]}'"#)
    #expect(empty.status == 400 && empty.body.contains("the body has no 'tasks'"))
    let done = try server.answer("POST", "/v1/rows/B/split", #"-d '{"tasks": ["one"]}'"#)
    #expect(done.status == 409 && done.body.contains(#""code":"wrong_state""#))
    let body = #"{"change": "assign", "ids": ["ORCH-001"], "to": "bob"}"#
    let given = try server.answer("POST", "/v1/changes", "-d '\(body)'")
    #expect(given.status == 200 && given.body.contains(#""owner_session":"bob""#), "\(given)")
    let history = try scene.orch("history", "--id", "ORCH-001").output
    #expect(history.split(separator: "\n").last?.contains("assign\ttoken:token\t") == true)
    // One that waits is not given away.
    let waits = try server.answer(
      "POST", "/v1/changes", "-d '\(body.replacing("-001", with: "-002"))'")
    #expect(waits.status == 409 && waits.body.contains(#""code":"waits""#), "\(waits)")
    server.end()
  }
}
