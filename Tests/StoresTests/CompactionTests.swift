import Door
import Host
import Model
import Runner
import TestSupport
import Testing
import Text

@testable import QueueStore
@testable import Stores

/// The journal keeps at least 200 entries and seven days; what is older moves to
/// the history of its year.
@Suite struct CompactionTests {
  private static let day = 86400
  private static let today = 1_769_850_000

  /// The line of entry `sequence`, written `daysAgo`, about `length` bytes long.
  private func line(_ sequence: Int, daysAgo: Int, length: Int) -> String {
    let time = QueueTime(epochSeconds: Self.today - daysAgo * Self.day, offset: 32400)
    var entry = JournalEntryTests.entry
    entry.sequence = sequence
    entry.time = time.iso8601
    // The rest of the line is 490 bytes.
    entry.author = Author(
      command: "pick", traceID: String(repeating: "x", count: length - 490), actor: "s1")
    return String(decoding: entry.line, as: UTF8.self)
  }

  /// A queue whose journal holds entries of these ages, in days.
  private func withJournal(
    of ages: [Int], length: Int = 900, _ body: (QueueScene) throws -> Void
  ) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let lines = ages.enumerated().map { index, age in
        line(index + 1, daysAgo: age, length: length)
      }
      try write(lines.joined(), scene)
      try Directory.remove(scene.sidecar.generations + "/1")
      try body(scene)
    }
  }

  private func days(_ age: Int, _ count: Int) -> [Int] { Array(repeating: age, count: count) }

  private func write(_ text: String, _ scene: QueueScene) throws {
    let descriptor = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
    try descriptor.truncate(to: 0)
    try descriptor.write(text)
  }

  /// The numbers of the entries in one of the sidecar's files, as it has them.
  private func numbers(_ scene: QueueScene, _ name: String) throws -> [Int] {
    try contents(of: "\(scene.sidecar.folder)/\(name)").split(separator: "\n")
      .map { try #require(JournalEntry.parse(ArraySlice($0.utf8))).sequence }
  }

  private func histories(_ scene: QueueScene) throws -> [String] {
    try scene.names(in: scene.sidecar.folder).filter { $0.hasPrefix("history") }
  }

  /// What the next command records: the file that stands there is not the one
  /// that the made-up entries left.
  private static let recorded = 2

  @Test func `entries of nine days ago move, and the last 200 stay`() throws {
    try withJournal(of: days(9, 300)) { scene in
      let outcome = try scene.perform(.pick(id: "A"))
      #expect(
        outcome.warnings.texts == [
          StoreNotice.file(.takenAsItIs, queue: "QUEUE.md").sentence.english
        ])
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...102))
      #expect(try numbers(scene, "journal.jsonl") == Array(103...302))
      #expect(try scene.store().history(of: nil).map(\.sequence) == Array(1...302))
      #expect(
        try FileStatus(of: "\(scene.sidecar.folder)/history-2026.jsonl").permissions
          == FileStatus(of: scene.sidecar.journal).permissions)
    }
  }

  @Test func `entries of the last seven days stay, however many`() throws {
    try withJournal(of: days(9, 50) + days(6, 350)) { scene in
      try scene.perform(.pick(id: "A"))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...50))
      #expect(try numbers(scene, "journal.jsonl") == Array(51...402))
    }
  }

  struct Kept: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var count = 300
    var length = 900
    var daysAgo = 9
  }

  @Test(arguments: [
    Kept(testDescription: "a journal of less than 256 KB", length: 850),
    Kept(testDescription: "less than a day's entries too old", daysAgo: 7),
    Kept(testDescription: "no more than 200 entries", count: 190, length: 1500),
  ])
  func `nothing moves from`(_ kept: Kept) throws {
    try withJournal(of: days(kept.daysAgo, kept.count), length: kept.length) { scene in
      let inode = try FileStatus(of: scene.sidecar.journal).identity.inode
      try scene.perform(.pick(id: "A"))
      #expect(try histories(scene) == [])
      #expect(try numbers(scene, "journal.jsonl") == Array(1...kept.count + Self.recorded))
      #expect(try FileStatus(of: scene.sidecar.journal).identity.inode == inode)
    }
  }

  @Test func `each year has a history of its own`() throws {
    // 2026-01-31 less 31 days is the last of December.
    try withJournal(of: days(31, 60) + days(9, 240)) { scene in
      try scene.perform(.pick(id: "A"))
      #expect(try histories(scene) == ["history-2025.jsonl", "history-2026.jsonl"])
      #expect(try numbers(scene, "history-2025.jsonl") == Array(1...60))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(61...102))
      #expect(try scene.store().history(of: nil).map(\.sequence) == Array(1...302))
    }
  }

  @Test func `what moves later is appended`() throws {
    try withJournal(of: days(9, 300), length: 1500) { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B"))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...103))
      #expect(try numbers(scene, "journal.jsonl") == Array(104...303))
    }
  }

  @Test func `a crash between the two files doubles nothing`() throws {
    try withJournal(of: days(9, 300), length: 1500) { scene in
      let journal = try contents(of: scene.sidecar.journal)
      try scene.perform(.pick(id: "A"))
      let added = try contents(of: scene.sidecar.journal).split(separator: "\n").suffix(2)
      try write(journal + added.map { $0 + "\n" }.joined(), scene)
      #expect(try scene.store().history(of: nil).map(\.sequence) == Array(1...302))
      try scene.perform(.pick(id: "B"))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...103))
      #expect(try numbers(scene, "journal.jsonl") == Array(104...303))
    }
  }

  @Test func `a journal from a backup doubles nothing`() throws {
    try withJournal(of: days(9, 300), length: 1500) { scene in
      let path = scene.sidecar.history(year: "2026")
      let newer = (1...250).map { line($0, daysAgo: 9, length: 1500) }
      try NewFile.create(path, text: newer.joined())
      // A command of another copy of the queue had the same number.
      let other = line(60, daysAgo: 10, length: 1400)
      let journal = (51...350).map { $0 == 60 ? other : line($0, daysAgo: 9, length: 1500) }
      try write(journal.joined(), scene)
      try scene.perform(.pick(id: "A"))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...250) + [60])
      #expect(try contents(of: path) == newer.joined() + other)
      #expect(try numbers(scene, "journal.jsonl") == Array(153...352))
      #expect(try scene.store().history(of: nil).count == 353)
      try scene.perform(.pick(id: "B"))
      #expect(try contents(of: path) == newer.joined() + other)
      #expect(try numbers(scene, "journal.jsonl") == Array(154...353))
    }
  }

  @Test func `entries move in their order, also where the clock was set back`() throws {
    // A month ago the clock was ahead for some entries, and the history ends with one of them.
    try withJournal(of: days(10, 30) + days(9, 1) + days(20, 300), length: 1500) { scene in
      let path = scene.sidecar.history(year: "2026")
      try NewFile.create(
        path,
        text: (1...31).map {
          line($0, daysAgo: $0 == 31 ? 9 : 10, length: 1500)
        }.joined())
      try scene.perform(.pick(id: "A"))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...133))
      #expect(try numbers(scene, "journal.jsonl") == Array(134...333))
      #expect(try scene.store().history(of: nil).map(\.sequence) == Array(1...333))
    }
  }

  @Test func `a history that a crash cut short is completed`() throws {
    try withJournal(of: days(9, 300)) { scene in
      let path = scene.sidecar.history(year: "2026")
      let torn = line(2, daysAgo: 9, length: 900).prefix(400)
      try NewFile.create(path, text: line(1, daysAgo: 9, length: 900) + torn)
      try scene.perform(.pick(id: "A"))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...102))
    }
  }

  @Test func `an oldest line of more than 64 KB is no hindrance`() throws {
    try withJournal(of: days(9, 300)) { scene in
      let rest = try contents(of: scene.sidecar.journal).split(separator: "\n").dropFirst()
      let long = line(1, daysAgo: 9, length: 70_000)
      try write(long + rest.map { $0 + "\n" }.joined(), scene)
      try scene.perform(.pick(id: "A"))
      #expect(try numbers(scene, "history-2026.jsonl") == Array(1...102))
    }
  }
}
