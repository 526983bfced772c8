import Foundation
import TestSupport
import Testing

@Suite struct VerifyCommandTests {
  /// A database with the rows A, which is in progress, and B, which waits.
  private func scene() throws -> Scene {
    let scene = try Scene()
    try scene.orch("init", "--db", "q.db").check()
    for id in ["A", "B"] {
      try scene.orch(
        "add", "--db", "q.db", "--id", id, "--priority", "P1", "--task", "t", "--success-criteria",
        "c"
      ).check()
    }
    try scene.orch("pick", "--db", "q.db", "--owner-session", "w").check()
    return scene
  }

  private struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let sql: String
    let lines: [String]
    let isOK: Bool

    init(_ description: String, _ sql: String, isOK: Bool = false, _ lines: String...) {
      testDescription = description
      (self.sql, self.lines, self.isOK) = (sql, lines, isOK)
    }
  }

  private static let cases = [
    Case("all is well", "", isOK: true),
    Case(
      "a row changed without an event",
      "UPDATE queue_items SET status = 'DONE', notes = 'x'"
        + " WHERE id = 'B'",
      "B has status 'DONE' (logged 'PENDING'): changed without an event [changed-without-event]"),
    Case(
      "a row went without an event", "DELETE FROM queue_items WHERE id = 'B'",
      "B is in the event log, but no row has it: changed without an event [changed-without-event]"),
    Case(
      "the Python tool finished a row",
      """
      UPDATE queue_items SET status = 'DONE', notes = 'ok' WHERE id = 'A';
      INSERT INTO queue_events(item_id, event_type, payload_json, created_at)
      VALUES('A', 'done', '{"notes": "ok"}', '2026-01-31 18:01')
      """, isOK: true,
      "warning: A is DONE, and w has a lease on it [lease-on-finished]",
      "warning: A has status 'DONE' (logged 'IN_PROGRESS'): changed by a tool that logs no cells "
        + "[changed-by-others]"),
    Case(
      "an unknown status", "UPDATE queue_items SET status = 'WAITING' WHERE id = 'B'",
      "unknown status 'WAITING' of B: use PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED "
        + "[unknown-status]"),
    Case(
      "an ill-formed id",
      """
      INSERT INTO queue_items(id, status, priority, task, success_criteria, created_at, updated_at)
      VALUES('a/b', 'PENDING', 'P1', 't', 'c', '', '')
      """,
      "the id 'a/b' is ill-formed: use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, no "
        + "'..' [ill-formed-id]"),
    Case(
      "rows that wait for an unknown row, and for each other",
      """
      INSERT INTO queue_items(id, status, priority, task, success_criteria, notes, created_at,
        updated_at) VALUES ('C', 'PENDING', 'P1', 't', 'c', 'after=Z', '', ''),
        ('D', 'PENDING', 'P1', 't', 'c', 'after=E', '', ''),
        ('E', 'PENDING', 'P1', 't', 'c', 'after=D', '', '')
      """,
      "warning: C waits for Z, which does not exist [unknown-dependency]",
      "rows wait for each other: D -> E -> D [dependency-cycle]"),
    Case(
      "a claim with a number that was never given",
      "UPDATE queue_items SET claim_number = 9 WHERE id = 'A'",
      "the claim of A has number 9, but the last claim was number 1 [claim-number]"),
  ]

  @Test(arguments: cases)
  private func `each finding is a line, and a problem makes the status 1`(_ test: Case) throws {
    let scene = try scene()
    try scene.execute(test.sql)
    let before = try scene.query("SELECT * FROM queue_items, queue_events")
    let outcome = try scene.ops("verify", "--db", "q.db")
    let rows = try scene.query("SELECT count(*) FROM queue_items")[0]
    let events = try scene.query("SELECT count(*) FROM queue_events")[0]
    let end = test.isOK ? "verify ok \(scene.path("q.db")): \(rows) rows, \(events) events\n" : ""
    expect(
      outcome,
      is: Outcome(
        status: test.isOK ? 0 : 1, output: test.lines.map { "q.db: \($0)\n" }.joined() + end,
        errors: ""))
    try expect(scene.query("SELECT * FROM queue_items, queue_events"), is: before)
  }

  @Test func `json has the same`() throws {
    let scene = try scene()
    try scene.execute("UPDATE queue_items SET status = 'WAITING' WHERE id = 'B'")
    try expect(
      scene.ops("verify", "--db", "q.db", "--json"),
      is: Outcome(
        status: 1,
        output: """
          {"ok":false,"checked":[{"kind":"database","path":"\(scene.path("q.db"))","rows":2,\
          "events":3,"problems":[{"file":"q.db","line":null,"column":null,"end_column":null,\
          "severity":"problem",\
          "rule":"unknown-status","message":"unknown status 'WAITING' of B: use PENDING, IN_PROGRESS, \
          DONE, FAILED, BLOCKED","id":"B"}]}]}

          """, errors: ""))
  }
}
