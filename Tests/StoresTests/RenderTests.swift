import Host
import Model
import StoreTestSupport
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

@Suite struct RenderTests {
  private static let rows = [QueueFixture.row("A", notes: "x"), QueueFixture.row("B")]

  /// A table that was imported, and what stands there after the rendering.
  private func rendered(
    _ rows: [String] = rows, _ body: (MirrorScene) throws -> Void
  ) throws {
    try withMirror(rows) { scene in
      try scene.migrate()
      try body(scene)
    }
  }

  @Test func `what the database changed is shown, and the rest stays byte for byte`() throws {
    try rendered { scene in
      try scene.save("\u{FEFF}" + scene.file.text() + "\nbelow\r\n| not | a row |\n")
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "ok")))
      try scene.perform(.add(.init(id: "C", priority: .p0, task: "t|u", successCriteria: "c")))
      let before = try scene.file.text()
      let report = try scene.render()
      #expect(report.rows == 3 && report.texts == ["changed A status, notes", "added C"])
      #expect(
        try scene.file.text()
          == before.changed(
            ("| A | PENDING |", "| A | DONE |"), ("| x |", "| ok |"),
            (
              Self.rows[1] + "\n",
              Self.rows[1] + "\n| C | PENDING | P0 | t/u | c | - | - | - |  |\n"
            )))
    }
  }

  @Test func `a row that was moved in the database is moved in the table`() throws {
    try rendered(["A", "B", "C"].map { QueueFixture.row($0) }) { scene in
      try scene.perform(.move(["C"], to: .top))
      try scene.perform(.finish(.init(id: "C", as: .done, notes: "ok")))
      try scene.render()
      #expect(try scene.table().document().ids == ["C", "A", "B"])
      // The order that a person gives the rows in the table stays.
      let rows = try scene.file.text().split(separator: "\n", omittingEmptySubsequences: false)
      let (a, b) = (rows.count - 3, rows.count - 2)
      try scene.save((rows[..<a] + [rows[b], rows[a]] + rows[(b + 1)...]).joined(separator: "\n"))
      try scene.perform(.cancel(id: "A"))
      try scene.render()
      #expect(try scene.table().document().ids == ["C", "B", "A"])
      #expect(try scene.sql(Self.order) == ["C", "B", "A"])
    }
  }

  private static let order = "SELECT id FROM queue_items ORDER BY rowid"

  @Test func `a row that was moved by hand is moved in the database, also a new one`() throws {
    let lines = ["A", "B", "C", "N"].map { QueueFixture.row($0) }
    try rendered(Array(lines[..<3])) { scene in
      try scene.save(QueueFixture.text(lines[2], lines[0], lines[3], lines[1]))
      try scene.render()
      #expect(try scene.sql(Self.order) == ["C", "A", "N", "B"])
      let events = try scene.events()
      #expect(events.contains("C|external_edit") && events.contains("N|external_edit"))
      #expect(try scene.table().document().ids == ["C", "A", "N", "B"])
    }
  }

  @Test func `if both moved a row, it gets its place in the database`() throws {
    let lines = ["A", "B", "C", "D"].map { QueueFixture.row($0) }
    try rendered(lines) { scene in
      try scene.perform(.move(["A"], to: .below("B")))
      try scene.save(QueueFixture.text(lines[3], lines[1], lines[2], lines[0]))
      try scene.render()
      for order in [try scene.sql(Self.order), try scene.table().document().ids] {
        #expect(order == ["D", "B", "A", "C"])
      }
    }
  }

  @Test func `a row that is unreadable in the table keeps its place on both sides`() throws {
    try rendered(["A", "B", "C"].map { QueueFixture.row($0) }) { scene in
      try scene.perform(.move(["C"], to: .top))
      try scene.edit("| C | PENDING |", "| C | WAITING |")
      let text = try scene.file.text()
      for _ in 0..<2 {
        try scene.render()
        #expect(try scene.file.text() == text)
        #expect(try scene.sql(Self.order) == ["C", "A", "B"])
      }
    }
  }

  @Test func `rows that were moved together in the database stay together`() throws {
    try rendered(["A", "B", "C", "D"].map { QueueFixture.row($0) }) { scene in
      try scene.perform(.move(["A", "B"], to: .bottom))
      try scene.render()
      #expect(try scene.table().document().ids == ["C", "D", "A", "B"])
    }
  }

  @Test func `a second time nothing changes`() throws {
    try rendered { scene in
      try scene.perform(.cancel(id: "A"))
      try scene.render()
      let (text, dump) = (try scene.file.text(), try scene.dump())
      let journal = try scene.file.journal()
      #expect(try scene.render().texts == [])
      #expect(try scene.file.text() == text)
      #expect(try scene.dump() == dump)
      #expect(try scene.file.journal() == journal)
      #expect(try scene.migrate().texts == [])
    }
  }

  @Test func `an edit by hand wins over what the database says`() throws {
    try rendered { scene in
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "ok")))
      try scene.edit(
        "| A | PENDING | P1 | work | it works | - | - | - | x |",
        "| A | PENDING | P0 | mine | by hand | - | - | soon | y |")
      let report = try scene.render()
      #expect(
        report.texts == [
          "changed A status", "taken A priority, task, success_criteria, due_at_kst, notes",
        ])
      #expect(
        try scene.file.text().contains("| A | DONE | P0 | mine | by hand | - | - | soon | y |"))
      #expect(
        try scene.sql("SELECT status, task, notes FROM queue_items WHERE id = 'A'")
          == ["DONE|mine|y"])
      let entry = try #require(try scene.database().history(of: "A").last)
      #expect(entry.command == "external_edit" && entry.actor == "external")
      #expect(entry.before["notes"] == "ok" && entry.after["notes"] == "y")
      #expect(try scene.render().texts == [])
    }
  }

  @Test func `status, owner and start are the database's alone`() throws {
    try rendered { scene in
      try scene.edit(
        "| B | PENDING | P1 | work | it works | - | - |",
        "| B | DONE | P1 | work | it works | me | 2026-01-01 00:00 |")
      #expect(
        try scene.render().texts == ["notTaken B status, owner_session, started_at_kst"])
      #expect(try scene.file.text().contains(Self.rows[1]))
      #expect(try scene.events() == ["A|migrated", "B|migrated"])
    }
  }

  @Test func `a row that was added by hand is taken as one that waits`() throws {
    try rendered { scene in
      try scene.save(scene.file.text() + QueueFixture.row("N", "DONE", owner: "me") + "\n")
      let report = try scene.render()
      #expect(report.rows == 3)
      #expect(report.texts == ["takenAsNew N", "notTaken N status, owner_session"])
      #expect(try scene.file.text().contains(QueueFixture.row("N")))
      #expect(try scene.sql("SELECT id, status FROM queue_items")[2] == "N|PENDING")
      #expect(try scene.events().last == "N|external_edit")
      #expect(try scene.render().texts == [])
    }
  }

  @Test func `a row that was deleted by hand comes back`() throws {
    try rendered { scene in
      try scene.edit(Self.rows[0] + "\n", "")
      #expect(try scene.render().texts == ["restored A"])
      #expect(try scene.file.text() == QueueFixture.text(Self.rows[0], Self.rows[1]))
    }
  }

  @Test func `a row that was deleted in the database goes, unless it was edited`() throws {
    try rendered { scene in
      _ = try scene.sql("DELETE FROM queue_items")
      try scene.edit("| B | PENDING | P1 | work |", "| B | PENDING | P1 | mine |")
      #expect(try scene.render().texts == ["removed A", "left B task"])
      #expect(try scene.render().texts == ["left B task"])
      try scene.edit("| mine |", "| work |")
      #expect(try scene.render().texts == ["removed B"])
      #expect(try scene.sql("SELECT item_id FROM queue_mirror") == [""])
    }
  }

  @Test func `the first time, what the table said goes to the history`() throws {
    try withMirror(Self.rows) { scene in
      try SQLiteStore.create(at: scene.path)
      try scene.perform(.add(.init(id: "A", priority: .p0, task: "t", successCriteria: "c")))
      let report = try scene.render()
      #expect(report.rows == 1)
      #expect(
        report.texts == ["changed A priority, task, success_criteria, notes", "removed B"])
      let history = try scene.table().history(of: nil)
      #expect(history.map(\.id) == ["A", "B"] && history.allSatisfy { $0.command == "render" })
      #expect(history[0].before["task"] == "work" && history[0].before["notes"] == "x")
      #expect(history[1].before["task"] == "work" && history[1].isRemoval)
      #expect(history[1].row?.place == .behind("A"))
      #expect(try scene.render().texts == [])
      // From now on a new row is an edit of the table.
      try scene.save(scene.file.text() + Self.rows[1] + "\n")
      #expect(try scene.render().texts == ["takenAsNew B"])
    }
  }

  @Test func `an empty database leaves an empty table, which people then fill`() throws {
    try withMirror([]) { scene in
      try SQLiteStore.create(at: scene.path)
      #expect(try scene.render().texts == [])
      try scene.save(scene.file.text() + Self.rows[0] + "\n")
      #expect(try scene.render().texts == ["takenAsNew A"])
    }
  }

  @Test func `a missing file is made`() throws {
    try rendered { scene in
      try Directory.remove(scene.file.path)
      let report = try scene.render()
      #expect(report.rows == 2 && report.texts == ["restored A", "restored B"])
      let table = QueueFixture.text(Self.rows[0], Self.rows[1].replacing("|  |", with: "| |"))
      #expect(try scene.file.text() == table)
    }
  }

  @Test func `another file is a copy, from which nothing is taken`() throws {
    try rendered { scene in
      let other = QueueScene(folder: scene.file.folder, path: scene.file.folder + "/OTHER.md")
      try other.save(QueueFixture.text(QueueFixture.row("A", task: "stale")), age: .seconds(60))
      let dump = try scene.dump()
      let copy = MarkdownStore(
        path: other.path, lockTimeout: .seconds(1), clock: scene.file.fake.clock)
      let report = try scene.database().render(
        into: copy, context: scene.context(), template: "", isCopy: true
      ) { _ in }
      #expect(report.texts == ["changed A task, notes", "added B"])
      #expect(try other.text() == QueueFixture.text(Self.rows[0], Self.rows[1]))
      #expect(try scene.dump() == dump)
      try other.save(QueueFixture.text(Self.rows[1], Self.rows[0]), age: .seconds(60))
      _ = try scene.database().render(
        into: copy, context: scene.context(), template: "", isCopy: true
      ) { _ in }
      #expect(try other.text() == QueueFixture.text(Self.rows[0], Self.rows[1]))
      #expect(try scene.dump() == dump)
    }
  }

  @Test func `rows that a table cannot have are passed over on both sides`() throws {
    try rendered(Self.rows + [QueueFixture.row("D", "WAITING")]) { scene in
      _ = try scene.sql("UPDATE queue_items SET status = 'ODD' WHERE id = 'B'")
      _ = try scene.sql(
        """
        INSERT INTO queue_items(id, status, priority, task, success_criteria, created_at,
        updated_at) VALUES('e e', 'PENDING', 'P1', 't', 'c', '-', '-')
        """)
      let before = try scene.file.text()
      let report = try scene.render()
      #expect(report.rows == 1 && report.texts == ["unreadable B", "unreadable e e"])
      #expect(try scene.file.text() == before)
      #expect(try scene.migrate().texts == ["unreadable B", "onlyInDatabase e e"])
    }
  }

  @Test func `a column of the table has what rows wait for`() throws {
    let text = QueueFixture.text(Self.rows[0], Self.rows[1])
      .replacing("| notes |", with: "| notes | after |")
      .replacing("|---|\n", with: "|---|---|\n").replacing(" |\n| B", with: " | B |\n| B")
      .replacing("|  |\n", with: "|  | - |\n")
    try withQueue(text) { queue in
      let scene = MirrorScene(file: queue)
      #expect(try scene.migrate().texts == ["added A", "added B"])
      #expect(try scene.sql("SELECT notes FROM queue_items") == ["x / after=B", ""])
      try scene.perform(.finish(.init(id: "A", as: .blocked, notes: "ok")))
      try scene.perform(
        .add(.init(id: "C", priority: .p1, task: "t", successCriteria: "c", after: ["A"])))
      _ = try scene.sql("UPDATE queue_items SET notes = 'after=C' WHERE id = 'B'")
      try scene.render()
      #expect(
        try scene.file.text().hasSuffix(
          """
          | A | BLOCKED | P1 | work | it works | - | - | - | ok | B |
          | B | PENDING | P1 | work | it works | - | - | - |  | C |
          | C | PENDING | P1 | t | c | - | - | - |  | A |

          """))
      #expect(try scene.render().texts == [])
      #expect(try scene.migrate().texts == [])
    }
  }

  @Test func `a column of the table has the workers of rows, where there are some by name`() throws
  {
    let text = QueueFixture.text(Self.rows[0], Self.rows[1])
      .replacing("| notes |", with: "| notes | worker |")
      .replacing("|---|\n", with: "|---|---|\n").replacing(" |\n| B", with: " | a |\n| B")
      .replacing("|  |\n", with: "|  | - |\n")
    try withQueue(text) { queue in
      var scene = MirrorScene(file: queue)
      // The column is the owner's own, until the settings have workers.
      try scene.migrate()
      #expect(try scene.sql("SELECT notes FROM queue_items") == ["x", ""])
      scene.policy.namesWorkers = true
      #expect(try scene.migrate().texts == ["changed A notes"])
      #expect(try scene.sql("SELECT notes FROM queue_items") == ["x / worker=a", ""])
      try scene.perform(.finish(.init(id: "A", as: .blocked, notes: "ok")))
      try scene.perform(.edit(.init(id: "B", [.worker: "b"])))
      #expect(try scene.render().texts == ["changed A status, notes", "changed B notes"])
      let shown = """
        | A | BLOCKED | P1 | work | it works | - | - | - | ok | a |
        | B | PENDING | P1 | work | it works | - | - | - |  | b |

        """
      #expect(try scene.file.text().hasSuffix(shown))
      #expect(try scene.render().texts == [])
      #expect(try scene.migrate().texts == [])
      try scene.edit("| ok | a |", "| ok | c |")
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "end", force: true)))
      #expect(try scene.render().texts == ["changed A status", "taken A notes"])
      #expect(try scene.sql("SELECT notes FROM queue_items")[0] == "end / worker=c")
      #expect(try scene.file.text().contains("| end | c |"))
      #expect(try scene.render().texts == [])
      #expect(try scene.migrate().texts == [])
    }
  }

  @Test func `claims of the database are the file's from then on`() throws {
    try rendered { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B"))
      try scene.perform(.finish(.init(id: "B", as: .done, notes: "ok")))
      try scene.render()
      let table = try #require(try scene.table().snapshot() as? MarkdownTable)
      #expect(table.claims["A"]?.token == "1-000000" && table.claims["A"]?.lease?.owner == "s1")
      #expect(table.claims["B"] == nil && table.nextClaimNumber == 3)
      #expect(try scene.render().texts == [])
      #expect(throws: StoreError.self) {
        try scene.table().perform(
          .release(id: "A", force: false), context: scene.context("s2"))
      }
    }
  }
}
