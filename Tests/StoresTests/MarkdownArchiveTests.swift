import Host
import Model
import StoreTestSupport
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Rows of a queue file that go to its archive.
@Suite struct MarkdownArchiveTests {
  private static let archiveTitle = "# Archive of QUEUE.md\n\n"

  private func archive(_ scene: QueueScene) -> String { "\(scene.folder)/QUEUE-archive.md" }

  private func rule(_ scene: QueueScene) -> ArchiveRule {
    let now = scene.context().now
    return ArchiveRule(
      endedBefore: QueueTime(epochSeconds: now.epochSeconds - 30 * 86400, offset: 32400), now: now)
  }

  @discardableResult
  private func collect(_ scene: QueueScene, isDryRun: Bool = false) throws -> [String] {
    try scene.store().archive(rule(scene), context: scene.context(), isDryRun: isDryRun) { _ in }
      .value.ids
  }

  private func pass(days: Int, _ scene: QueueScene) {
    scene.fake.pass(.milliseconds(days * 86_400_000))
  }

  private func finish(_ id: String, _ scene: QueueScene, notes: String = "n") throws {
    try scene.perform(.finish(.init(id: id, as: .done, notes: notes, force: true)))
  }

  /// What a crash leaves between the two halves.
  private func copyOnly(_ ids: [String], _ scene: QueueScene) throws {
    let document = try scene.store().document()
    try scene.save(
      Self.archiveTitle + document.headerText + "\n", to: archive(scene), age: .milliseconds(9999))
    _ = try scene.store().store(at: archive(scene))
      .perform(
        ArchiveOperation(
          context: scene.context(), rows: ids.compactMap { document.deletion(of: $0) }), { _ in })
  }

  @Test func `a row goes when its status was set long ago, whatever its start says`() throws {
    try withQueue(threeRows) { (scene) throws in
      try finish("A", scene)
      pass(days: 20, scene)
      try finish("B", scene)
      pass(days: 11, scene)
      #expect(try collect(scene, isDryRun: true) == ["A"])
      #expect(try scene.names(in: scene.folder) == [".orch", "QUEUE.md"])
      #expect(try collect(scene) == ["A"])
      let row = "| A | DONE | P1 | work | it works | - | - | - | n |\n"
      #expect(try contents(of: archive(scene)) == Self.archiveTitle + QueueFixture.header + row)
      #expect(try scene.text().contains("| A |") == false)
      #expect(try scene.journal().last == "3 s1 A went")
      pass(days: 40, scene)
      #expect(try collect(scene) == ["B"])
    }
  }

  @Test func `without a history the start counts, and without a start the row stays`() throws {
    let rows = [
      "| A | DONE | P1 | t | c | w | 2025-01-01 09:00 | - | n |",
      "| B | FAILED | P1 | t | c | w | 2026-01-31 09:00 | - | n |",
      "| C | DONE | P1 | t | c | w | - | - | n |",
      "| D | DONE | P1 | t | c | w | 2025-01-01 09:00 | - | idempotency_key=k |",
    ]
    try withQueue(QueueFixture.text(rows[0], rows[1], rows[2], rows[3])) { (scene) throws in
      #expect(try collect(scene) == ["A"])
      #expect(try scene.text() == QueueFixture.text(rows[1], rows[2], rows[3]))
    }
  }

  @Test func `a restored row stays until it is old again`() throws {
    try withQueue(threeRows) { (scene) throws in
      try finish("A", scene)
      let before = try scene.text()
      pass(days: 31, scene)
      try collect(scene)
      try scene.perform(.restore(id: "A"))
      #expect(try scene.text() == before)
      #expect(try collect(scene) == [])
      try finish("A", scene, notes: "better")
      pass(days: 31, scene)
      #expect(try collect(scene) == ["A"])
      #expect(
        try contents(of: archive(scene)).hasSuffix(
          "| A | DONE | P1 | work | it works | - | - | - | better |\n"))
    }
  }

  @Test func `undo brings back the rows that went`() throws {
    try withQueue(threeRows) { (scene) throws in
      try finish("A", scene)
      pass(days: 31, scene)
      try finish("B", scene)
      try collect(scene)
      try scene.perform(.undo(id: nil))
      #expect(try scene.journal()[2] == "3 s1 A went")
      #expect(try scene.journal().last?.hasPrefix("4 s1 A id > A, status > DONE") == true)
    }
  }

  @Test func `after a crash between copying and removing the next run does the rest`() throws {
    try withQueue(threeRows) { (scene) throws in
      try finish("A", scene)
      try finish("B", scene)
      pass(days: 31, scene)
      try copyOnly(["A", "B"], scene)
      let copied = try contents(of: archive(scene))
      #expect(copied.contains("| A | DONE |") && copied.contains("| B | DONE |"))
      #expect(try collect(scene) == ["A", "B"])
      #expect(try contents(of: archive(scene)) == copied)
      #expect(try scene.text() == QueueFixture.text(QueueFixture.row("X")))
    }
  }

  @Test func `a row that was changed after it was copied stays`() throws {
    try withQueue(threeRows) { (scene) throws in
      try finish("A", scene)
      try finish("B", scene)
      pass(days: 31, scene)
      let document = try scene.store().document()
      let rows = ["A", "B"].compactMap { document.deletion(of: $0) }
      var ends = RowEnds(zone: .fixed(32400))
      for entry in try scene.store().history(of: nil) { ends.note(StatusChange(entry)) }
      let work = RemoveOperation(
        context: scene.context(), rule: rule(scene), ends: ends, rows: rows)
      try scene.save(
        scene.text().changed(("| A | DONE | P1 | work |", "| A | DONE | P1 | other |")),
        age: .milliseconds(9999))
      #expect(try scene.store().perform(work, { _ in }).value == ["B"])
      #expect(try scene.text().contains("| A | DONE | P1 | other |"))
    }
  }

  private static let owned = """
    | id | status | priority | task | success_criteria | owner_session | started_at_kst | \
    due_at_kst | notes | team |
    |---|---|---|---|---|---|---|---|---|---|
    | A | DONE | P1 | t | c | w | 2025-01-01 09:00 | - | n | red \\| blue |

    """

  @Test func `the owner's own columns go along`() throws {
    try withQueue(Self.owned) { (scene) throws in
      #expect(try collect(scene) == ["A"])
      #expect(try contents(of: archive(scene)) == Self.archiveTitle + Self.owned)
    }
  }

  @Test func `an archive that lacks a column of the owner's gets no row`() throws {
    try withQueue(Self.owned) { (scene) throws in
      let text = Self.archiveTitle + QueueFixture.header
      try scene.save(text, to: archive(scene), age: .milliseconds(9999))
      #expect(throws: StoreError.missingColumns(path: archive(scene), ["team"])) {
        try collect(scene)
      }
      #expect(try contents(of: archive(scene)) == text)
      #expect(try scene.text() == Self.owned)
    }
  }
}
