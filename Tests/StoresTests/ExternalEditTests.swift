import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// An external edit between two commands is merged and recorded.
@Suite struct ExternalEditTests {
  struct Edit: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let perform: @Sendable (QueueScene, String) throws -> Void
  }

  static let edits = [
    Edit(testDescription: "written in place") { try $0.save($1, age: .milliseconds(60)) },
    Edit(testDescription: "renamed over") { try $0.saveByRename($1, age: .milliseconds(60)) },
  ]

  @Test(arguments: edits)
  func `a save between two commands is an entry of its own`(_ edit: Edit) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let saved = "Dear agents,\n\n" + threeRowsLeft
      try edit.perform(scene, saved)
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == saved.changed(pickedA))
      #expect(
        try scene.journal() == [
          "1 s1 X status > BLOCKED, notes > cancelled_by_operator", "2 external",
          "3 s1 A status > IN_PROGRESS, owner_session > s1, started_at_kst > 2026-01-31 18:00",
        ])
    }
  }

  @Test func `the entry names its recorder, and the file`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save("Dear agents,\n\n" + threeRowsLeft, age: .milliseconds(60))
      let identity = try FileStatus(of: scene.path).identity
      try scene.perform(.pick(id: "A"))
      let line = try contents(of: scene.sidecar.journal).split(separator: "\n")[1]
      let entry = try #require(JournalEntry.parse(ArraySlice(line.utf8)))
      #expect(
        entry.header
          == HistoryEntry(
            sequence: 2, time: "2026-01-31T18:00:01+09:00", traceID: "trace-1",
            command: "external_edit", actor: "external", row: nil))
      #expect(entry.identity == identity)
      #expect(entry.displaced == nil)
    }
  }

  @Test(arguments: [false, true])
  func `a file with the bytes that orch left is no save`(_ isNew: Bool) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      if isNew {
        try scene.saveByRename(threeRowsLeft, age: .milliseconds(60))
      } else {
        try scene.save(threeRowsLeft, age: .milliseconds(60))
      }
      scene.fake.pass(.milliseconds(2000))
      #expect(!scene.store().hasUnrecordedEdit)
      #expect(try scene.store().verify().problems == [])
      #expect(try !scene.store().recordExternalEdits(scene.context()) { _ in }.isRecorded)
      #expect(try scene.perform(.pick(id: "A")).warnings.texts == [])
      #expect(try scene.journal().map { $0.prefix(5) } == ["1 s1 ", "2 s1 "])
      #expect(
        try scene.journalEntries().last?.identity == FileStatus(of: scene.path).identity)
    }
  }

  @Test func `a file with the bytes of an older version is a save`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      let older = try scene.text()
      try scene.leaveOwnFile()
      try scene.save(older, age: .milliseconds(60))
      scene.fake.pass(.milliseconds(2000))
      #expect(scene.store().hasUnrecordedEdit)
      #expect(try scene.perform(.pick(id: "B")).warnings.texts.count == 1)
      #expect(try scene.journal().map { $0.prefix(5) } == ["1 s1 ", "2 s1 ", "3 ext", "4 s1 "])
    }
  }

  @Test func `a generation with the bytes that it had is no save, and goes`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save(threeRows, to: scene.sidecar.generations + "/1")
      #expect(try scene.perform(.pick(id: "A")).warnings.texts == [])
      #expect(try scene.journal().map { $0.prefix(5) } == ["1 s1 ", "2 s1 "])
      #expect(try scene.names(in: scene.sidecar.generations) == ["2"])
    }
  }

  @Test func `a generation with the bytes of another version is a save`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      try scene.save(threeRows, to: scene.sidecar.generations + "/2")
      try scene.perform(.pick(id: "B"))
      let commands = try scene.journalEntries().map(\.header.command)
      #expect(commands == ["test", "test", "external_edit", "test"])
    }
  }

  @Test func `the first command on an existing file warns of nothing`() throws {
    try withQueue(threeRows) { (scene) throws in
      #expect(try scene.perform(.pick(id: "A")).warnings.texts == [])
      #expect(try scene.journal().map { $0.prefix(5) } == ["1 s1 "])
    }
  }

  @Test func `a save that leaves nothing to do is recorded anyway`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save(
        threeRowsLeft.changed(("| A | PENDING |", "| A | DONE |")), age: .milliseconds(60))
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "")))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 exte"])
      try scene.perform(.pick(id: "B"))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 exte", "3 s1 B"])
    }
  }

  @Test func `every byte that a transition does not change stays`() throws {
    let row = "|  B |PENDING|P1 | tab\there  | \\| | - | - |-|n  |\r\n"
    let text =
      "\u{FEFF}# Queue\r\n\r\n" + QueueFixture.header
      + QueueFixture.row("A") + "\n" + row + "\r\n| id | not this table |\r\nno line end"
    try withQueue(text) { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B"))
      #expect(
        try scene.text().utf8.elementsEqual(
          text.changed(
            pickedA,
            (row, "|  B |IN_PROGRESS|P1 | tab\there  | \\| | s1 | 2026-01-31 18:00 |-|n  |\r\n")
          ).utf8))
    }
  }
}
