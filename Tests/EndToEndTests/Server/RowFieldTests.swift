import TestSupport
import Testing
import Text

/// `POST /v1/rows` and `PATCH /v1/rows/ID` name all fields that are wrong, and change nothing then.
@Suite struct RowFieldTests {
  /// A request, and the status, the code and the faulty fields of its answer.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var method = "POST"
    var path = "/v1/rows"
    let body: String
    let status: Int
    let code: String
    var fields: [String] = []
    /// What the answer says to a person.
    var says = ""
  }

  static let cases = [
    Case(
      testDescription: "each of a new row",
      body: #"""
        {"nope": 1, "task": " ", "due": "soon", "not_before": "later", "priority": "P9", \#
        "timeout": "1y", "after": ["X"], "max_attempts": "many", "id": "A", "plan": "a b", \#
        "idempotency_key": "a|b", "approval": "maybe", "on_failure": "cry", "labels": "web"}
        """#,
      status: 400, code: "usage",
      fields: [
        "task", "priority", "id", "due", "not_before", "after", "labels", "idempotency_key",
        "max_attempts", "timeout", "plan", "approval", "on_failure", "nope",
      ], says: "'soon' can't be used here"),
    Case(
      testDescription: "what only the queue knows",
      body: #"{"task": "x", "worker": "nobody", "repo": "web", "after": ["A", "X"]}"#,
      status: 404, code: "not_found", fields: ["after", "worker", "repo"],
      says: "choose a row of the queue"),
    Case(
      testDescription: "an id that is taken", body: #"{"task": "x", "id": "A"}"#, status: 409,
      code: "already_exists", fields: ["id"], says: "none for the next free one"),
    Case(
      testDescription: "a new row that waits for itself",
      body: #"{"task": "x", "id": "N", "after": ["N"]}"#, status: 409, code: "dependency_cycle",
      fields: ["after"], says: "leave one of them out"),
    Case(
      testDescription: "each of an edit", method: "PATCH", path: "/v1/rows/A",
      body: #"""
        {"changed": [{"field": "due_at_kst", "from": null, "to": "soon"}, \#
        {"field": "task", "from": "work", "to": "-"}, {"field": "after", "from": null, "to": "B"}, \#
        {"field": "notes", "from": null, "to": "fine"}, \#
        {"field": "worker", "from": null, "to": "nobody"}, \#
        {"field": "priority", "from": "P1", "to": "P9"}]}
        """#,
      status: 400, code: "usage", fields: ["due_at_kst", "task", "after", "worker", "priority"],
      says: "it must not be empty"),
    Case(
      testDescription: "a row that waits for a row that waits for it", method: "PATCH",
      path: "/v1/rows/A", body: #"{"changed": [{"field": "after", "from": null, "to": "B"}]}"#,
      status: 409, code: "dependency_cycle", fields: ["after"]),
    Case(
      testDescription: "a row that is not there", method: "PATCH", path: "/v1/rows/X",
      body: #"{"changed": [{"field": "notes", "from": null, "to": "fine"}]}"#, status: 404,
      code: "not_found"),
    Case(
      testDescription: "a field that was changed meanwhile", method: "PATCH", path: "/v1/rows/A",
      body: #"{"changed": [{"field": "task", "from": "other work", "to": "x"}]}"#, status: 409,
      code: "changed_since"),
  ]

  @Test(arguments: QueueKept.allCases)
  func `all faulty fields are named, and nothing is changed`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, rows: [row("A"), row("B", notes: "after=A")])
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let before = try scene.orch("list").output
    for test in Self.cases {
      let answer = try server.answer(test.method, test.path, "-d '\(test.body)'")
      let json = try JSONValue(parsing: Array(answer.body.utf8))
      let error = try #require(json.objectValue?["error"]?.objectValue, "\(test): \(answer)")
      let faults = (error["fields"]?.arrayValue ?? []).compactMap(\.objectValue)
      #expect(answer.status == test.status, "\(test): \(answer)")
      #expect(error["code"]?.stringValue == test.code, "\(test): \(answer)")
      #expect(faults.compactMap { $0["field"]?.stringValue } == test.fields, "\(test): \(answer)")
      let words = faults.filter { $0["field"]?.stringValue != "nope" }
        .flatMap { [$0["message"]?.stringValue ?? "", $0["hint"]?.stringValue ?? ""] }
        .joined(separator: "\n")
      #expect(words.contains(test.says), "\(test): \(words)")
      #expect(!words.contains("due_at") && !words.contains("'priority'"), "\(test): \(words)")
      #expect(try scene.orch("list").output == before, "\(test)")
    }
    server.end()
  }

  @Test func `a repeated request is answered though its id is taken by then`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let request = #"-H 'Idempotency-Key: one' -d '{"task": "x", "id": "N", "after": ["A"]}'"#
    #expect(try server.answer("POST", "/v1/rows", request).status == 201)
    #expect(try server.answer("POST", "/v1/rows", request).status == 200)
    server.end()
  }

  @Test func `the message of a row is what a worker is sent`() throws {
    let scene = try Scene(rows: row("A", task: "work / hard", criteria: "file: a.md"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let answer = try server.answer("GET", "/v1/rows/A/message")
    let message = try JSONValue(parsing: Array(answer.body.utf8)).objectValue?["message"]
    #expect(answer.status == 200)
    #expect(try message?.stringValue == scene.orch("task", "A").output)
    #expect(try server.answer("GET", "/v1/rows/X/message").status == 404)
    server.end()
  }
}
