import Host
import Model
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// The database follows the file, change by change.
@Suite struct MirroringTests {
  /// A command on the file, mirrored.
  @discardableResult
  private func command(
    _ transition: Transition, _ scene: MirrorScene, isMirrored: Bool = true
  ) throws -> [String] {
    let table = scene.table()
    let outcome = try table.perform(transition, context: scene.context())
    scene.file.fake.pass(.milliseconds(1000))
    guard isMirrored, outcome.isRecorded else { return [] }
    return try scene.database().mirror(table, context: scene.context()) { _ in }.texts
  }

  private func isConsistent(_ scene: MirrorScene) throws -> Bool {
    try scene.consistency().isConsistent
  }

  private static let rows = [QueueFixture.row("A"), QueueFixture.row("B")]

  @Test func `the first time all is imported, then the change alone`() throws {
    try withMirror(Self.rows) { scene in
      let first = try command(.pick(id: "A"), scene)
      #expect(first == ["added A", "added B"])
      #expect(
        try command(.finish(.init(id: "A", as: .done, notes: "n")), scene)
          == ["changed A status, notes"])
      #expect(
        try command(.add(.init(id: "C", priority: .p1, task: "t", successCriteria: "c")), scene)
          == ["added C"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `a row that a command moves is moved in the database`() throws {
    try withMirror(["A", "B", "C"].map { QueueFixture.row($0) }) { scene in
      try command(.pick(id: "A"), scene)
      try command(.move(["C"], to: .below("A")), scene, isMirrored: false)
      try command(.move(["B"], to: .top), scene)
      #expect(try scene.sql("SELECT id FROM queue_items ORDER BY rowid") == ["B", "A", "C"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `a row that a person moves is moved in the database`() throws {
    let lines = ["A", "B", "C", "D"].map { QueueFixture.row($0) }
    try withMirror(lines) { scene in
      try command(.pick(id: "A"), scene)
      let rows = try scene.file.text().split(separator: "\n").suffix(4).map(String.init)
      try scene.save(QueueFixture.text(rows[3], rows[0], rows[1], rows[2]))
      try command(.cancel(id: "A"), scene)
      #expect(try scene.sql("SELECT id FROM queue_items ORDER BY rowid") == ["D", "A", "B", "C"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `a row that was moved on both sides follows the table once they agree again`() throws {
    let lines = ["A", "B", "C", "D"].map { QueueFixture.row($0) }
    try withMirror(lines) { scene in
      try command(.move(["A"], to: .bottom), scene)
      try scene.perform(.move(["D"], to: .top))
      try command(.move(["D"], to: .bottom), scene)
      #expect(try isConsistent(scene))
      try scene.save(QueueFixture.text(lines[3], lines[1], lines[2], lines[0]))
      try command(.pick(id: "B"), scene)
      #expect(try scene.sql("SELECT id FROM queue_items ORDER BY rowid") == ["D", "B", "C", "A"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `a row that comes back is in its place in the database`() throws {
    try withMirror(["A", "B", "C"].map { QueueFixture.row($0) }) { scene in
      try command(.remove(["B"], force: false), scene)
      try command(.undo(id: "B"), scene)
      #expect(try isConsistent(scene))
      try command(.remove(["B", "C"], force: false), scene)
      try command(.undo(id: "C"), scene, isMirrored: false)
      try command(.undo(id: "B"), scene)
      #expect(try scene.sql("SELECT id FROM queue_items ORDER BY rowid") == ["A", "B", "C"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `the worker of a column is mirrored`() throws {
    let text = QueueFixture.text(Self.rows[0]).replacing("| notes |", with: "| notes | worker |")
      .replacing("|---|\n", with: "|---|---|\n").replacing("|  |\n", with: "|  | a |\n")
    try withQueue(text) { queue in
      var scene = MirrorScene(file: queue)
      scene.policy.namesWorkers = true
      #expect(try command(.pick(id: "A"), scene) == ["added A"])
      #expect(try scene.sql("SELECT notes FROM queue_items") == ["worker=a"])
      #expect(try command(.edit(.init(id: "A", [.worker: "b"])), scene) == ["changed A notes"])
      #expect(try scene.sql("SELECT notes FROM queue_items") == ["worker=b"])
      #expect(try scene.file.text().contains("|  | b |"))
      let isConsistent = try isConsistent(scene)
      #expect(isConsistent)
    }
  }

  @Test func `a row that a command removed goes, too`() throws {
    try withMirror(Self.rows) { scene in
      try command(.add(.init(id: "C", priority: .p1, task: "t", successCriteria: "c")), scene)
      try command(.undo(id: "C"), scene)
      #expect(try isConsistent(scene))
      #expect(try scene.sql("SELECT item_id FROM queue_mirror ORDER BY 1") == ["", "A", "B"])
    }
  }

  @Test func `only what changed is looked at while the file is as the mirror knows it`() throws {
    try withMirror(Self.rows) { scene in
      try command(.pick(id: "A"), scene)
      // A sign that an import of the whole file would take back.
      _ = try scene.sql("DELETE FROM queue_mirror WHERE item_id = 'B'")
      _ = try scene.sql("DELETE FROM queue_items WHERE id = 'B'")
      try command(.cancel(id: "A"), scene)
      #expect(try scene.sql("SELECT id FROM queue_items") == ["A"])
    }
  }

  @Test func `what happened unseen is made up for`() throws {
    try withMirror(Self.rows) { scene in
      try command(.pick(id: "A"), scene)
      try command(.cancel(id: "A"), scene, isMirrored: false)
      #expect(try command(.pick(id: "B"), scene).count == 2)
      #expect(try isConsistent(scene))
      // An editor saves.
      try scene.edit("| B | IN_PROGRESS | P1 | work |", "| B | IN_PROGRESS | P0 | mine |")
      #expect(
        try command(.release(id: "B", force: false), scene)
          == ["changed B status, priority, task, owner_session, started_at_kst"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `of two commands the later one's file counts, whichever mirrors first`() throws {
    try withMirror(Self.rows) { scene in
      try command(.pick(id: "A"), scene)
      let (first, second) = (scene.table(), scene.table())
      _ = try first.perform(.cancel(id: "A"), context: scene.context())
      _ = try second.perform(
        .finish(.init(id: "A", as: .done, notes: "n")), context: scene.context())
      for table in [second, first] {
        _ = try scene.database().mirror(table, context: scene.context()) { _ in }
      }
      #expect(try scene.sql("SELECT status FROM queue_items WHERE id = 'A'") == ["DONE"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `a row that went goes, whichever command mirrors that`() throws {
    try withMirror(Self.rows) { scene in
      try command(.add(.init(id: "C", priority: .p1, task: "t", successCriteria: "c")), scene)
      let (first, second) = (scene.table(), scene.table())
      _ = try first.perform(.undo(id: "C"), context: scene.context())
      _ = try second.perform(.pick(id: "A"), context: scene.context())
      let lines = ["changed A status, owner_session, started_at_kst"]
      for (table, lines) in [(second, lines), (first, [])] {
        let report = try scene.database().mirror(table, context: scene.context()) { _ in }
        #expect(report.texts == lines)
        #expect(try scene.sql("SELECT id FROM queue_items") == ["A", "B"])
      }
      #expect(try isConsistent(scene))
    }
  }

  @Test func `each event names the author of the change, whichever command mirrors it`() throws {
    try withMirror(Self.rows) { scene in
      try command(.pick(id: "A"), scene)
      _ = try scene.file.perform(.cancel(id: "A"), session: "s2")
      try command(.pick(id: "B"), scene)
      #expect(
        try scene.sql(
          """
          SELECT item_id, json_extract(payload_json, '$.actor') FROM queue_events
          ORDER BY event_id DESC LIMIT 2
          """) == ["B|s1", "A|s2"])
    }
  }

  @Test func `where the journal lacks entries the whole file is imported`() throws {
    try withMirror(Self.rows) { scene in
      try command(.add(.init(id: "C", priority: .p1, task: "t", successCriteria: "c")), scene)
      try command(.undo(id: "C"), scene, isMirrored: false)
      try command(.pick(id: "A"), scene, isMirrored: false)
      // What a compaction leaves.
      let journal = scene.file.sidecar.journal
      let last = try contents(of: journal).split(separator: "\n").last ?? ""
      try scene.file.save("\(last)\n", to: journal)
      try command(.pick(id: "B"), scene)
      #expect(try scene.sql("SELECT id FROM queue_items") == ["A", "B"])
      #expect(try isConsistent(scene))
    }
  }

  @Test func `an entry whose file is not swapped in yet is left to a later command`() throws {
    try withMirror(Self.rows) { scene in
      try command(.pick(id: "A"), scene)
      let table = scene.table()
      _ = try table.perform(.cancel(id: "A"), context: scene.context())
      var journal = try Journal(opening: scene.file.sidecar.journal)
      let last = journal.last
      var entry = JournalEntry(
        sequence: journal.nextSequence, time: scene.context().now.iso8601,
        author: Author(command: "cancel", traceID: "t", actor: "s2"),
        identity: try #require(last).identity, endsWithLineEnd: true, hasTextAfterTable: false)
      entry.identity.inode += 1
      entry.queueID = last?.queueID
      entry.row = RowChange(id: "B", before: [:], after: ["status": "BLOCKED"])
      try journal.append([entry])
      let report = try scene.database().mirror(table, context: scene.context()) { _ in }
      #expect(report.lines.map(\.id) == ["A"])
      #expect(
        try scene.sql(
          "SELECT json_extract(cells, '$.through') FROM queue_mirror WHERE item_id = ''")
          == ["\(entry.sequence - 1)"])
    }
  }

  @Test func `a command that changes nothing is not mirrored`() throws {
    try withMirror(Self.rows) { scene in
      try command(.pick(id: "A"), scene)
      let before = try scene.dump()
      try command(.pick(id: "A"), scene)
      #expect(try scene.dump() == before)
    }
  }

  @Test func `a row that the database changed is kept`() throws {
    try withMirror(Self.rows) { scene in
      try command(.pick(id: "A"), scene)
      try scene.perform(.cancel(id: "B"))
      #expect(
        try command(.pick(id: "B"), scene) == [
          "kept B status, owner_session, started_at_kst, notes"
        ])
    }
  }
}
