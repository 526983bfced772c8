import Host
import Model
import Testing

@testable import QueueStore
@testable import Stores

@Suite struct JournalEntryTests {
  static let before = QueueItem(
    id: "ORCH-7", priority: .p1, task: "say \"hi\"", successCriteria: nil,
    notes: Notes("é / touches=src"))

  static var entry: JournalEntry {
    var after = before
    after.status = .inProgress
    after.ownerSession = "s1"
    after.startedAt = "2026-01-31 18:00"
    return JournalEntry(
      sequence: 41, time: "2026-01-31T18:00:00+09:00",
      author: Author(command: "pick", traceID: "trace-1", actor: "s1"),
      head: "ref: refs/heads/main", row: RowChange(ItemChange(.done, before: before, after: after)),
      identity: FileIdentity(
        device: 66, inode: UInt64.max, size: 300, modified: 1_769_850_000_123_456_789),
      endsWithLineEnd: true, hasTextAfterTable: false,
      displaced: FileIdentity(device: 66, inode: 8, size: 290, modified: 1))
  }

  struct Form: CustomTestStringConvertible {
    let testDescription: String
    let entry: JournalEntry
    let line: String
  }

  private static func external() -> JournalEntry {
    var entry = entry
    entry.author = Author(command: "external_edit", traceID: "trace-1", actor: "external")
    entry.head = nil
    entry.row = nil
    entry.displaced = nil
    return entry
  }

  private static func added() -> JournalEntry {
    var entry = entry
    entry.row = RowChange(ItemChange(.added, before: nil, after: before))
    entry.inPlace = .begun
    return entry
  }

  /// Two rows at once, one of which is claimed, and the claim of the other is over.
  private static func several() -> JournalEntry {
    var entry = entry
    entry.author = Author(command: "dispatch", traceID: "trace-1", actor: "s1")
    entry.row = nil
    entry.rows = [
      RowChange(id: "A", before: ["status": "PENDING"], after: ["status": "IN_PROGRESS"]),
      RowChange(id: "B", before: ["status": "DONE"], after: ["status": "FAILED"]),
    ]
    let lease = Lease(owner: "s1", expiresAt: 1_769_853_600, hasHeartbeat: true)
    entry.claims = [
      ClaimChange(
        id: "A",
        claim: Claim(
          number: 7, nonce: "3fa92c", madeAt: 1_769_850_000, lease: lease, streak: .lost(1))),
      ClaimChange(id: "B", claim: nil),
    ]
    entry.lastClaim = LastClaim(sequence: 41, number: 7)
    return entry
  }

  @Test(arguments: [
    Form(
      testDescription: "several rows", entry: several(),
      line: #"{"seq":41,"ts":"2026-01-31T18:00:00+09:00","trace":"trace-1","#
        + #""head":"ref: refs/heads/main","command":"dispatch","actor":"s1","id":null,"#
        + #""before":{},"after":{},"#
        + #""identity":{"dev":"66","ino":"18446744073709551615","size":300,"#
        + #""mtime_ns":1769850000123456789},"line_end":true,"text_after":false,"#
        + #""displaced":{"dev":"66","ino":"8","size":290,"mtime_ns":1},"#
        + #""rows":[{"id":"A","before":{"status":"PENDING"},"after":{"status":"IN_PROGRESS"}},"#
        + #"{"id":"B","before":{"status":"DONE"},"after":{"status":"FAILED"}}],"#
        + #""claims":{"A":{"number":7,"nonce":"3fa92c","made_at":1769850000,"lost":1,"#
        + #""lease":{"owner":"s1","expires_at":1769853600,"heartbeat":true}},"B":null},"#
        + #""claimed":{"seq":41,"number":7},"crc":"60829cd8"}"#),
    Form(
      testDescription: "a claim", entry: entry,
      line: #"{"seq":41,"ts":"2026-01-31T18:00:00+09:00","trace":"trace-1","#
        + #""head":"ref: refs/heads/main","command":"pick","actor":"s1","id":"ORCH-7","#
        + #""before":{"status":"PENDING","owner_session":"-","started_at_kst":"-"},"#
        + #""after":{"status":"IN_PROGRESS","owner_session":"s1","#
        + #""started_at_kst":"2026-01-31 18:00"},"#
        + #""identity":{"dev":"66","ino":"18446744073709551615","size":300,"#
        + #""mtime_ns":1769850000123456789},"line_end":true,"text_after":false,"#
        + #""displaced":{"dev":"66","ino":"8","size":290,"mtime_ns":1},"crc":"e18d871f"}"#),
    Form(
      testDescription: "a save by another program", entry: external(),
      line: #"{"seq":41,"ts":"2026-01-31T18:00:00+09:00","trace":"trace-1","head":null,"#
        + #""command":"external_edit","actor":"external","id":null,"before":{},"after":{},"#
        + #""identity":{"dev":"66","ino":"18446744073709551615","size":300,"#
        + #""mtime_ns":1769850000123456789},"line_end":true,"text_after":false,"#
        + #""displaced":null,"crc":"2f075e6d"}"#),
    Form(
      testDescription: "a row added in place", entry: added(),
      line: #"{"seq":41,"ts":"2026-01-31T18:00:00+09:00","trace":"trace-1","#
        + #""head":"ref: refs/heads/main","command":"pick","actor":"s1","id":"ORCH-7","#
        + #""before":{},"after":{"id":"ORCH-7","status":"PENDING","priority":"P1","#
        + #""task":"say \"hi\"","notes":"é / touches=src"},"#
        + #""identity":{"dev":"66","ino":"18446744073709551615","size":300,"#
        + #""mtime_ns":1769850000123456789},"line_end":true,"text_after":false,"#
        + #""displaced":{"dev":"66","ino":"8","size":290,"mtime_ns":1},"#
        + #""in_place":"begun","crc":"8355efb1"}"#),
  ])
  func `an entry is one line with its checksum last`(_ form: Form) {
    #expect(String(decoding: form.entry.line, as: UTF8.self) == form.line + "\n")
  }

  @Test func `a number that no entry has is none`() {
    var entry = Self.entry
    entry.sequence = -1
    #expect(JournalEntry.parse(entry.line.dropLast()) == nil)
  }

  @Test func `a line reads back as what a rewrite needs`() throws {
    var entry = Self.entry
    // Unlike what a line without them is read as.
    (entry.endsWithLineEnd, entry.hasTextAfterTable) = (false, true)
    let parsed = try #require(JournalEntry.parse(entry.line.dropLast()))
    #expect(parsed.sequence == 41)
    #expect(parsed.identity == Self.entry.identity)
    #expect(!parsed.endsWithLineEnd && parsed.hasTextAfterTable)
    #expect(parsed.displaced == Self.entry.displaced)
    #expect(parsed.inPlace == nil)
    #expect(
      parsed.header
        == HistoryEntry(
          sequence: 41, time: "2026-01-31T18:00:00+09:00", traceID: "trace-1", command: "pick",
          actor: "s1",
          row: RowChange(
            id: "ORCH-7",
            before: ["status": "PENDING", "owner_session": "-", "started_at_kst": "-"],
            after: [
              "status": "IN_PROGRESS", "owner_session": "s1", "started_at_kst": "2026-01-31 18:00",
            ])))
    #expect(JournalEntry.parse(Self.added().line.dropLast())?.inPlace == .begun)
    let several = try #require(JournalEntry.parse(Self.several().line.dropLast()))
    #expect(
      several.claims == Self.several().claims && several.lastClaim == Self.several().lastClaim)
    #expect(several.historyEntries.map(\.id) == ["A", "B"] && several.header.id == nil)
  }

  @Test func `the line of a rewrite in place is written again when it has ended`() throws {
    var ended = Self.added()
    let identity = FileIdentity(device: 66, inode: 5, size: 6, modified: 7)
    let begun = try #require(JournalEntry.parse(ended.line.dropLast()))
    ended.inPlace = .ended
    ended.identity = identity
    #expect(begun.endedLine(leaving: identity) == ended.line)
  }

  @Test func `a line with any byte changed is none`() {
    let line = Array(Self.entry.line.dropLast())
    for index in line.indices {
      var changed = line
      changed[index] ^= 1
      #expect(JournalEntry.parse(changed[...]) == nil, "byte \(index)")
    }
  }

  @Test func `a line cut anywhere is none`() {
    let line = Array(Self.entry.line.dropLast())
    for end in line.indices {
      #expect(JournalEntry.parse(line[..<end]) == nil, "\(end) bytes")
    }
  }
}
