import TestSupport
import Testing
import Text

extension ServerTests {
  @Test func `a plan is answered with its cost limit and its warnings`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(#"{"budget": {"usd_per_row": 2}}"#, to: "orch.json")
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let plan = #"{"plan": "p", "title": "t", "tasks": [{"id": "a", "task": "one"}]}"#
    let (status, body) = try server.answer("POST", "/v1/plans", "-d '\(plan)'")
    #expect(status == 201 && body.contains(#""cost_limit_usd":2.0,"#), "\(body)")
    let answer = try JSONValue(parsing: Array(body.utf8)).objectValue
    let warnings = answer?["warnings"]?.arrayValue ?? []
    #expect(warnings.count == 1 && "\(warnings)".contains("without criteria"), "\(body)")
    server.end()
  }

  @Test func `a new version of a plan weakens no row of others`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken("token", "read,submit")
    try scene.addToken("other", "read,submit")
    let server = try ServerProcess(of: scene)
    func apply(_ tasks: String, as token: String) throws -> String {
      let plan = #"{"plan": "p", "title": "t", "tasks": [\#(tasks)]}"#
      let (status, body) = try server.answer("POST", "/v1/plans", token: token, "-d '\(plan)'")
      let error = try JSONValue(parsing: Array(body.utf8)).objectValue?["error"]?.objectValue
      return "\(status) \(error?["message"]?.stringValue ?? "")"
    }
    let strict = #"{"id": "a", "task": "one", "criteria": ["all cases pass"]}"#
    let weak = #"{"id": "a", "task": "one", "criteria": ["it is fine"]}"#
    let second = #"{"id": "b", "task": "two", "criteria": ["it works"]}"#
    #expect(try apply(strict, as: "token") == "201 ")
    #expect(
      try apply(weak, as: "other")
        == "403 a token without the scope 'decide' can't change success_criteria of p.a")
    #expect(
      try apply(second, as: "other")
        == "403 a token without the scope 'decide' can't cancel another row: p.a")
    #expect(try apply("\(strict), \(second)", as: "other") == "201 ")
    #expect(try apply("\(weak), \(second)", as: "token") == "201 ")
    #expect(try apply(weak, as: "other") == "201 ")
    let rows = try scene.orch("list", "--all", "--json").output
    #expect(rows.contains("it is fine") && rows.contains("no longer in plan p"), "\(rows)")
    server.end()
  }

  @Test func `a token for another queue is not told that the server is ready`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    try scene.orch("init", "--path", "other").check()
    let added = try scene.orch(
      "token", "add", "other", "--scope", "read", "--queue", "other/QUEUE.md")
    try scene.write(added.output, to: "other-token")
    let (status, body) = try server.answer("GET", "/health/ready", token: "other-token")
    #expect(status == 404 && body.contains("no_queue"), "\(body)")
    server.end()
  }
}
