import Host
import Model
import StoreTestSupport
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

@Suite struct MigrateTests {
  private static let rows = [
    QueueFixture.row("A", task: "a | b", notes: "x / max_attempts=5 / review_attempts=1"),
    QueueFixture.row("B", "DONE", "P3", notes: "after=A / y"),
  ].map { $0.replacing("a | b", with: "a \\| b") }

  @Test func `a table is imported in its order, with an event a row`() throws {
    try withMirror(Self.rows) { scene in
      let report = try scene.migrate()
      #expect(report.rows == 2 && !report.hasConflicts)
      #expect(report.texts == ["added A", "added B"])
      #expect(
        try scene.sql(
          """
          SELECT id, status, priority, task, success_criteria, owner_session, started_at_kst,
            due_at_kst, notes, created_at, updated_at, attempt_count, max_attempts,
            idempotency_key, last_error FROM queue_items ORDER BY rowid
          """) == [
            "A|PENDING|P1|a | b|it works|-|-|-|x|2026-01-31 18:00|2026-01-31 18:00|1|5||",
            "B|DONE|P3|work|it works|-|-|-|y / after=A|2026-01-31 18:00|2026-01-31 18:00|0|3||",
          ])
      #expect(try scene.events() == ["A|migrated", "B|migrated"])
      #expect(
        try scene.sql("SELECT payload_json FROM queue_events WHERE item_id = 'B'") == [
          #"{"actor":"s1","after":{"id":"B","notes":"y / after=A","priority":"P3","#
            + #""status":"DONE","success_criteria":"it works","task":"work"},"before":{},"#
            + #""command":"migrate","trace_id":"trace-1","ts":"2026-01-31T18:00:00+09:00"}"#
        ])
    }
  }

  @Test func `a second time nothing changes`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      let before = try scene.dump()
      let report = try scene.migrate()
      #expect(report.rows == 2 && report.texts == [])
      #expect(try scene.dump() == before)
      #expect(
        try scene.file.text() == QueueFixture.text() + Self.rows.joined(separator: "\n") + "\n")
    }
  }

  @Test func `an edit of the table is imported, and reported`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try scene.edit("| x / max_attempts=5", "| z / max_attempts=6")
      #expect(try scene.migrate().texts == ["changed A notes, max_attempts"])
      let payload = try scene.sql("SELECT payload_json FROM queue_events ORDER BY event_id DESC")[0]
      #expect(payload.contains(#""after":{"max_attempts":"6","notes":"z"}"#))
      #expect(payload.contains(#""before":{"max_attempts":"5","notes":"x"}"#))
    }
  }

  @Test func `the order of the table is imported, but for rows that the database moved`() throws {
    let lines = ["A", "B", "C", "D"].map { QueueFixture.row($0) }
    try withMirror(lines) { scene in
      try scene.migrate()
      _ = try scene.table().perform(.move(["D"], to: .top), context: scene.context())
      scene.file.fake.pass(.milliseconds(1000))
      let moved = try scene.consistency()
      #expect(moved.moved == ["D"] && !moved.isConsistent)
      try scene.migrate()
      let order = "SELECT id FROM queue_items ORDER BY rowid"
      #expect(try scene.sql(order) == ["D", "A", "B", "C"])
      #expect(try scene.consistency().isConsistent)
      try scene.perform(.move(["B"], to: .top))
      try scene.migrate()
      try scene.migrate()
      #expect(try scene.sql(order) == ["B", "D", "A", "C"])
      try scene.render()
      #expect(try scene.table().document().ids == ["B", "D", "A", "C"])
      try scene.perform(.move(["A"], to: .top))
      try scene.migrate(force: true)
      #expect(try scene.sql(order) == ["B", "D", "A", "C"])
    }
  }

  @Test func `a row that the database changed is kept until it is forced`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try scene.perform(.cancel(id: "A"))
      try scene.edit("| B | DONE", "| B | FAILED")
      let report = try scene.migrate()
      #expect(report.rows == 2 && report.hasConflicts)
      #expect(report.texts == ["kept A status, notes", "changed B status"])
      #expect(try scene.sql("SELECT status FROM queue_items") == ["BLOCKED", "FAILED"])
      #expect(try scene.migrate().texts == ["kept A status, notes"])
      #expect(try scene.migrate(force: true).texts == ["changed A status, notes"])
      #expect(
        try scene.sql("SELECT status, notes FROM queue_items") == [
          "PENDING|x", "FAILED|y / after=A",
        ])
    }
  }

  @Test func `a row that went from the database stays away until it is forced`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      _ = try scene.sql("DELETE FROM queue_items WHERE id = 'B'")
      let report = try scene.migrate()
      #expect(report.rows == 1 && report.texts == ["gone B"] && report.hasConflicts)
      #expect(try scene.migrate(force: true).texts == ["added B"])
      #expect(try scene.migrate().texts == [])
    }
  }

  @Test func `what neither has is forgotten`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      _ = try scene.sql("DELETE FROM queue_items WHERE id = 'B'")
      try scene.edit(Self.rows[1] + "\n", "")
      #expect(try scene.migrate().texts == [])
      #expect(try scene.sql("SELECT item_id FROM queue_mirror ORDER BY 1") == ["", "A"])
      // A row that is brought back counts as new.
      try scene.save(scene.file.text() + Self.rows[1] + "\n")
      #expect(try scene.migrate().texts == ["added B"])
    }
  }

  @Test func `a row that only the database has is kept, and named`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try scene.perform(.add(.init(id: "C", priority: .p0, task: "t", successCriteria: "c")))
      try scene.edit(Self.rows[0] + "\n", "")
      let report = try scene.migrate()
      #expect(report.rows == 1 && !report.hasConflicts)
      #expect(report.texts == ["onlyInDatabase A", "onlyInDatabase C"])
    }
  }

  @Test func `malformed rows are left out`() throws {
    let rows =
      Self.rows + [
        QueueFixture.row("C", "WAITING"), QueueFixture.row("D"), QueueFixture.row("D"),
        QueueFixture.row("e e"),
      ]
    try withMirror(rows) { scene in
      let database = scene.database()
      var warnings = StoreWarnings()
      let report = try database.migrate(
        from: scene.table(), context: scene.context(), force: true
      ) { warnings = $0 }
      #expect(report.texts == ["added A", "added B"])
      #expect(warnings.malformedRows?.count == 4)
      #expect(try scene.migrate().texts == [])
    }
  }

  @Test func `what holds for all rows is no row's own, also when it changes`() throws {
    try withMirror(Self.rows) { scene in
      var scene = scene
      try scene.migrate()
      scene.policy.maxAttempts = 7
      #expect(try scene.migrate().texts == [])
      #expect(try scene.sql("SELECT max_attempts FROM queue_items") == ["5", "3"])
      try scene.edit("| after=A / y |", "| after=A / y / max_attempts=3 |")
      #expect(try scene.migrate().texts == [])
      try scene.edit("| after=A / y / max_attempts=3 |", "| after=A / y |")
      #expect(try scene.migrate().texts == ["changed B max_attempts"])
      #expect(try scene.sql("SELECT max_attempts FROM queue_items") == ["5", "7"])
    }
  }

  @Test func `a claim goes along, and numbers only grow`() throws {
    try withMirror([QueueFixture.row("A"), QueueFixture.row("B")]) { scene in
      _ = try scene.table().perform(.pick(id: "A"), context: scene.context())
      let claims = "SELECT claim_number, claim_nonce, lease_owner FROM queue_items WHERE id = 'A'"
      try scene.migrate()
      #expect(try scene.sql(claims) == ["1|000000|s1"])
      let before = try scene.dump()
      try scene.migrate()
      #expect(try scene.dump() == before)
      try scene.perform(.pick(id: "B"), session: "s2")
      #expect(try scene.sql("SELECT claim_number FROM queue_items WHERE id = 'B'") == ["2"])
      #expect(throws: StoreError.self) {
        try scene.perform(.release(id: "A", force: false), session: "s2")
      }
      try scene.perform(.release(id: "A", force: false))
    }
  }

  @Test func `a claim on a row that both know goes along`() throws {
    try withMirror([QueueFixture.row("A")]) { scene in
      try scene.migrate()
      _ = try scene.table().perform(.pick(id: "A"), context: scene.context())
      #expect(try scene.migrate().texts == ["changed A status, owner_session, started_at_kst"])
      #expect(try scene.sql("SELECT claim_number, lease_owner FROM queue_items") == ["1|s1"])
      #expect(try scene.sql("SELECT value FROM queue_meta") == ["1"])
    }
  }
}
