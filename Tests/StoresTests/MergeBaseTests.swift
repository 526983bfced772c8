import Host
import Model
import Table
import TestSupport
import Testing
import Text

@testable import QueueStore
@testable import Stores

/// Which version a save was edited from. Version 0 is the queue as orch found it.
@Suite struct MergeBaseTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The number of the entry that left the version.
    let origin: Int?
    /// What happens, and what is saved then.
    let play: @Sendable (QueueScene) throws -> String
  }

  private static func type(_ text: String, into task: String, of queue: String) -> String {
    queue.changed(("| \(task) | PENDING | P1 | work |", "| \(task) | PENDING | P1 | \(text) |"))
  }

  private static func finish(_ scene: QueueScene, _ id: String, _ notes: String) throws {
    try scene.perform(.finish(.init(id: id, as: .done, notes: notes)))
  }

  private static let refused = Transition.pick(id: "none")

  static let cases = [
    Case(testDescription: "the newest, and a cell", origin: 1) { scene in
      try scene.perform(.pick(id: "A"))
      return type("typed", into: "B", of: try scene.text())
    },
    Case(testDescription: "an old copy, and a cell", origin: 0) { scene in
      try scene.perform(.pick(id: "A"))
      return type("typed", into: "B", of: threeRows)
    },
    Case(testDescription: "one between", origin: 1) { scene in
      try scene.perform(.pick(id: "A"))
      let between = try scene.text()
      try finish(scene, "A", "ok")
      try scene.perform(.cancel(id: "X"))
      return type("typed", into: "B", of: between)
    },
    Case(testDescription: "of two that are equally near, the older", origin: 0) { scene in
      try scene.perform(.pick(id: "A"))
      return try scene.text().split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("| A |") }.joined(separator: "\n")
    },
    Case(testDescription: "a save with a command's note is based on it", origin: 2) { scene in
      try scene.perform(.pick(id: "A"))
      try finish(scene, "A", "ok")
      return threeRows.changed(
        (
          "| A | PENDING | P1 | work | it works | - | - | - |  |",
          "| A | PENDING | P1 | work | it works | - | - | - | ok |"
        ))
    },
    Case(testDescription: "a save with a command's row is based on it", origin: 1) { scene in
      try scene.perform(.add(.init(id: "N", priority: .p0, task: "t", successCriteria: "c")))
      return try scene.text().changed(
        ("| N | PENDING | P0 | t | c |", "| N | PENDING | P2 | u | c |"))
    },
    Case(testDescription: "a save with a command's row below the table is based on it", origin: 2) {
      scene in
      try scene.perform(.pick(id: "A"))
      try finish(scene, "A", "ok")
      let lines = try scene.text().split(separator: "\n", omittingEmptySubsequences: false)
      let row = lines.filter { $0.hasPrefix("| A |") }
      return (lines.filter { !$0.hasPrefix("| A |") } + row).joined(separator: "\n") + "\n"
    },
    Case(testDescription: "a save with a pipe typed into a command's row is based on it", origin: 1)
    {
      scene in
      try scene.perform(.add(.init(id: "N", priority: .p0, task: "t", successCriteria: "c")))
      return try scene.text().changed(("| P0 | t | c |", "| P0 | t | u | c |"))
    },
    Case(testDescription: "a save with a pipe typed into a row at work is based on it", origin: 1) {
      scene in
      try scene.perform(.pick(id: "A"))
      return try scene.text().changed(
        ("| A | IN_PROGRESS | P1 | work |", "| A | IN_PROGRESS | P1 | work | more |"))
    },
    Case(testDescription: "the text outside decides between the same cells", origin: 1) { scene in
      try scene.save("Above.\n\n" + threeRows)
      scene.fake.pass(.milliseconds(1000))
      try scene.perform(.pick(id: "A"))
      try scene.save(threeRows)
      scene.fake.pass(.milliseconds(1000))
      try scene.perform(.pick(id: "B"))
      return try "Above.\n\n" + scene.text().changed((pickedB.1, pickedB.0))
    },
    Case(testDescription: "what came back to be as it was counts from then on", origin: 2) {
      scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.release(id: "A", force: false))
      return type("typed", into: "B", of: threeRows)
    },
    Case(testDescription: "a save that goes on from a save", origin: 2) { scene in
      try scene.leaveOwnFile()
      try scene.save(type("typed", into: "B", of: threeRowsLeft), age: .milliseconds(60))
      _ = try? scene.perform(refused)
      try scene.perform(.pick(id: "A"))
      return threeRowsLeft
    },
    Case(testDescription: "what was left on another branch is none", origin: 2) { scene in
      try Directory.create(scene.folder + "/.git", permissions: 0o700)
      try scene.save("ref: refs/heads/main\n", to: scene.folder + "/.git/HEAD")
      try scene.perform(.pick(id: "A"))
      try scene.save("ref: refs/heads/other\n", to: scene.folder + "/.git/HEAD")
      try scene.save(threeRowsLeft, age: .milliseconds(60))
      _ = try? scene.perform(refused)
      return type("typed", into: "B", of: threeRows.changed(pickedA))
    },
    Case(testDescription: "unknown where the versions were removed", origin: nil) { scene in
      try scene.perform(.pick(id: "A"))
      try Directory.remove(scene.sidecar.versions + "/0")
      return threeRows
    },
  ]

  @Test(arguments: cases)
  func `the origin of a save`(_ test: Case) throws {
    try withQueue(threeRows) { scene in
      let save = try test.play(scene)
      let found = try origin(of: save, in: scene)
      let story = try scene.journal().joined(separator: "\n")
      #expect(found?.sequence == test.origin, "\(story)")
    }
  }

  private func origin(of save: String, in scene: QueueScene) throws -> MergeBase? {
    let files = VersionFiles(sidecar: scene.sidecar)
    let journal = try Journal(opening: scene.sidecar.journal)
    guard let history = try VersionHistory(journal, files) else { return nil }
    let identity = FileIdentity(device: 0, inode: 0, size: save.utf8.count, modified: 0)
    return try MergeBaseFinder(history, branch: GitHead.position(above: scene.folder)?.branch)
      .base(of: QueueDocument(QueueBytes(save.utf8)), in: identity, isAtPath: true)
  }

  @Test func `what was added to a file that stood there goes on from it`() throws {
    try withQueue(threeRows) { scene in
      let editor = try FileDescriptor(opening: scene.path, for: .appending)
      try scene.perform(.pick(id: "A"))
      try editor.write(QueueFixture.row("N") + "\n")
      try editor.setModified(scene.fake.now - 600_000_000)
      _ = try? scene.perform(Self.refused)
      #expect(
        try scene.text() == threeRows.changed(pickedA) + QueueFixture.row("N") + "\n")
      #expect(try scene.journalEntries().dropFirst().first?.mergeBase == 0)
    }
  }

  @Test func `versions that are removed begin again with the next change`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      try Directory.remove(scene.sidecar.versions + "/0")
      try scene.perform(.pick(id: "B"))
      #expect(try scene.names(in: scene.sidecar.versions) == ["1"])
      try scene.save(threeRows.changed(pickedA), age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      #expect(try scene.perform(.cancel(id: "X")).warnings.texts.count == 1)
      #expect(try scene.text().contains(pickedB.1))
    }
  }

  @Test func `a save that comes before that is taken as it is, and that is said`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      try Directory.remove(scene.sidecar.versions + "/0")
      try scene.save(threeRows, age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      #expect(
        try scene.perform(.pick(id: "B")).warnings.texts == [
          "no earlier version of QUEUE.md is known: the file is accepted, and its history begins here"
        ])
      #expect(try scene.text() == threeRows.changed(pickedB))
    }
  }

  @Test func `what an older orch left is kept by the next change`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      try forgetVersions(in: scene)
      #expect(try scene.perform(.pick(id: "B")).warnings.texts == [])
      #expect(try scene.names(in: scene.sidecar.versions) == ["1"])
      try scene.save(threeRows.changed(pickedA), age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      #expect(try scene.perform(.cancel(id: "X")).warnings.texts.count == 1)
      #expect(try scene.text().contains(pickedB.1))
    }
  }

  /// Makes of the journal one as an older orch wrote it.
  private func forgetVersions(in scene: QueueScene) throws {
    let line = try contents(of: scene.sidecar.journal)
    var object = try #require(JSONValue(parsing: Array(line.utf8)).objectValue)
    object["patch"] = nil
    object["base"] = nil
    object["crc"] = nil
    let journal = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
    try journal.truncate(to: 0)
    try journal.write(JournalEntry.line(of: object), at: 0)
    try Directory.remove(scene.sidecar.versions + "/0")
  }
}
