import Host
import Model
import TestSupport
import Testing

@testable import QueueStore

/// What happens while a rendering runs, or cuts it short.
@Suite struct RenderInterruptedTests {
  private static let rows = [QueueFixture.row("A", notes: "n0"), QueueFixture.row("B")]

  @Test func `a save that arrives meanwhile is part of it`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try scene.perform(.cancel(id: "B"))
      let queue = scene.file
      queue.fake.whenAsked {
        try queue.save(queue.text().replacing("n0", with: "typed"), age: .milliseconds(60))
        return true
      }
      try scene.render()
      try scene.render()
      #expect(try scene.file.text().contains("| typed |"))
      #expect(try scene.sql("SELECT notes FROM queue_items WHERE id = 'A'") == ["typed"])
      #expect(try scene.file.text().contains("| B | BLOCKED |"))
    }
  }

  @Test func `a rendering that the database did not record is no edit`() throws {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try scene.perform(.finish(.init(id: "A", as: .failed(isPermanent: false), notes: "n1")))
      let dump = try scene.dump()
      try scene.render()
      try takeBack(scene, to: dump)
      // The database goes on; a person adds to what was rendered.
      try scene.perform(
        .finish(.init(id: "A", as: .failed(isPermanent: false), notes: "n2", force: true)))
      try scene.edit("| B | PENDING | P1 | work |", "| B | PENDING | P1 | mine |")
      let report = try scene.render()
      #expect(report.texts == ["changed A notes", "taken B task"])
      #expect(try scene.file.text().contains("| n2 |"))
      #expect(try scene.render().texts == [])
    }
  }

  @Test func `a database that cannot record a rendering is reported, and the next one repairs it`()
    throws
  {
    try withMirror(Self.rows) { scene in
      try scene.migrate()
      try scene.perform(.cancel(id: "A"))
      _ = try scene.sql(
        """
        CREATE TRIGGER full BEFORE INSERT ON queue_mirror
        BEGIN SELECT RAISE(ABORT, 'full'); END
        """)
      do {
        try scene.render()
        Issue.record("it was recorded")
      } catch StoreError.renderedUnrecorded {}
      #expect(try scene.file.text().contains("| A | BLOCKED |"))
      _ = try scene.sql("DROP TRIGGER full")
      #expect(try scene.render().texts == [])
      #expect(try scene.migrate().texts == [])
    }
  }

  /// Brings the mirror to where it was: as if the transaction had not been committed.
  private func takeBack(_ scene: MirrorScene, to dump: [String]) throws {
    _ = try scene.sql("DELETE FROM queue_mirror")
    for line in dump where line.hasPrefix("|{") || line.contains("|{\"id\"") {
      let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
      _ = try scene.sql(
        "INSERT INTO queue_mirror VALUES('\(parts[0])', '\(parts[1].replacing("'", with: "''"))')")
    }
    #expect(try scene.dump() == dump)
  }
}
