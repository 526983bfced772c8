import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

@Suite struct JournalTests {
  /// An entry whose line is `length` bytes long, or a little longer than the
  /// shortest.
  private func entry(_ sequence: Int, length: Int = 0) -> JournalEntry {
    var entry = JournalEntryTests.entry
    entry.sequence = sequence
    let missing = max(0, length - entry.line.count)
    entry.author = Author(
      command: "pick", traceID: "trace-1" + String(repeating: "x", count: missing), actor: "s1")
    return entry
  }

  private func withJournal(
    _ text: [UInt8] = [], _ body: (String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/journal.jsonl"
      try FileDescriptor(opening: path, for: .creating(permissions: 0o600)).write(text, at: 0)
      try body(path)
    }
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    let descriptor = try FileDescriptor(opening: path, for: .reading)
    return try descriptor.read(descriptor.status().identity.size, at: 0)
  }

  private func opened(_ path: String) throws -> (last: Int?, next: Int, isTorn: Bool) {
    let journal = try Journal(opening: path)
    return (journal.last?.sequence, journal.nextSequence, journal.droppedTornLine)
  }

  @Test func `an empty journal begins with entry 1`() throws {
    try withJournal { (path) throws in
      #expect(try opened(path) == (nil, 1, false))
    }
  }

  @Test func `what is appended is the last entry, for this command and the next`() throws {
    try withJournal { (path) throws in
      var journal = try Journal(opening: path)
      try journal.append([entry(1)])
      try journal.append([entry(2), entry(3)])
      #expect(journal.last?.sequence == 3)
      #expect(journal.lastOffset == entry(1).line.count + entry(2).line.count)
      #expect(journal.size == journal.lastOffset + entry(3).line.count)
      #expect(try opened(path) == (3, 4, false))
      #expect(try bytes(path) == entry(1).line + entry(2).line + entry(3).line)
    }
  }

  @Test func `appending nothing changes nothing`() throws {
    try withJournal(entry(1).line) { (path) throws in
      var journal = try Journal(opening: path)
      try journal.append([])
      #expect(journal.last?.sequence == 1)
      #expect(try bytes(path) == entry(1).line)
    }
  }

  @Test func `the last entry is taken back, and the one before it counts`() throws {
    try withJournal(entry(1).line + entry(2).line) { (path) throws in
      var journal = try Journal(opening: path)
      try journal.removeLast()
      #expect(journal.last?.sequence == 1)
      #expect(try bytes(path) == entry(1).line)
      try journal.removeLast()
      #expect(journal.last == nil)
      #expect(try bytes(path) == [])
    }
  }

  @Test func `what is appended after one was taken back takes its place`() throws {
    try withJournal(entry(1).line) { (path) throws in
      var journal = try Journal(opening: path)
      try journal.append([entry(2, length: 500)])
      try journal.removeLast()
      try journal.append([entry(2)])
      #expect(try bytes(path) == entry(1).line + entry(2).line)
    }
  }

  struct Damage: CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout [UInt8]) -> Void
  }

  @Test(arguments: [
    Damage(testDescription: "torn in the middle") { $0.removeLast(40) },
    Damage(testDescription: "without its line end") { $0.removeLast() },
    Damage(testDescription: "with another checksum") { $0[$0.count - 5] ^= 1 },
    Damage(testDescription: "zeros, as a power loss leaves them") { line in
      line = Array(repeating: 0, count: line.count)
    },
    Damage(testDescription: "text by hand") { $0 = Array("hello\n".utf8) },
  ])
  func `a torn last line is dropped`(_ damage: Damage) throws {
    var last = entry(3).line
    damage.change(&last)
    let whole = entry(1).line + entry(2).line
    try withJournal(whole + last) { (path) throws in
      #expect(try opened(path) == (2, 3, true))
      #expect(try bytes(path) == whole)
      #expect(try opened(path) == (2, 3, false))
    }
  }

  @Test func `unreadable lines stay, but for a torn last one`() throws {
    let strange = entry(1).line + entry(2).line + Array("by hand\nby hand too\n".utf8)
    try withJournal(strange + Array("{torn".utf8)) { (path) throws in
      #expect(try opened(path) == (2, 3, true))
      #expect(try bytes(path) == strange)
    }
  }

  @Test(arguments: [4095, 4096, 4097, 16_384, 65_536, 65_537, 300_000])
  func `a long line is found, whether it is the last or not`(_ length: Int) throws {
    let long = entry(2, length: length).line
    #expect(long.count == length)
    try withJournal(entry(1).line + long) { (path) throws in
      #expect(try opened(path) == (2, 3, false))
      var journal = try Journal(opening: path)
      try journal.append([entry(3)])
      #expect(try opened(path) == (3, 4, false))
      try journal.removeLast()
      try journal.removeLast()
      #expect(journal.last?.sequence == 1)
    }
  }

  @Test(arguments: [4095, 4096, 65_537])
  func `a long line that is alone is found`(_ length: Int) throws {
    try withJournal(entry(1, length: length).line) { (path) throws in
      #expect(try opened(path) == (1, 2, false))
    }
  }

  @Test func `what could not be read again is not written`() throws {
    let last = entry(1 << 62 - 1).line
    try withJournal(last) { (path) throws in
      let error = #expect(throws: SystemError.self) {
        var journal = try Journal(opening: path)
        try journal.append([entry(1 << 62)])
      }
      #expect(error?.description == "cannot use \(path): it is not a whole journal")
      #expect(try bytes(path) == last)
      #expect(try opened(path) == (1 << 62 - 1, 1 << 62, false))
    }
  }

  @Test func `there has to be a journal`() throws {
    try withTemporaryDirectory { folder in
      let error = #expect(throws: SystemError.self) { _ = try Journal(opening: "\(folder)/none") }
      #expect(error?.description == "cannot write \(folder)/none: No such file or directory")
    }
  }
}

extension JournalTests {
  private static let displaced = FileIdentity(device: 66, inode: 8, size: 290, modified: 1)
  private static let other = FileIdentity(device: 66, inode: 8, size: 291, modified: 2)

  private func accounts(
    _ path: String, for identity: FileIdentity, of sequence: Int
  ) throws -> Bool {
    try Journal(opening: path).recordsIdentity(identity, ofGeneration: sequence)
  }

  @Test func `a generation is accounted for by the entry that displaced it`() throws {
    try withJournal(entry(1).line + entry(2).line) { (path) throws in
      for sequence in [1, 2] {
        #expect(try accounts(path, for: Self.displaced, of: sequence))
        #expect(try !accounts(path, for: Self.other, of: sequence))
      }
      #expect(try !accounts(path, for: Self.displaced, of: 3))
    }
  }

  @Test func `a generation is accounted for by the entry of the save that was found there`() throws
  {
    var found = entry(2)
    found.identity = Self.other
    try withJournal(entry(1).line + found.line) { (path) throws in
      #expect(try accounts(path, for: Self.other, of: 1))
    }
  }
}
