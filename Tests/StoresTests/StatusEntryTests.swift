import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// What the figures read of a line, against the whole entry.
@Suite struct StatusEntryTests {
  @Test func `a line says of the status what its entry says`() throws {
    var random = SeededGenerator(seed: 21)
    var counts: [Bool: Int] = [:]
    for number in 1...2000 {
      let line = Self.entry(number, using: &random).line.dropLast()
      let bytes = Array(line)
      let found = try #require(bytes.withUnsafeBytes { StatusEntry($0) })
      let parsed = try #require(JournalEntry.parse(line))
      #expect(found.sequence == parsed.sequence)
      #expect(found.seconds == QueueTime(iso8601: parsed.time)?.epochSeconds)
      #expect(found.changes == parsed.historyEntries.map(StatusChange.init))
      for change in found.changes { counts[change.status != nil, default: 0] += 1 }
    }
    #expect(counts.values.allSatisfy { $0 > 100 } && counts.count == 2, "\(counts)")
  }

  @Test func `a line with another byte is none`() {
    var random = SeededGenerator(seed: 22)
    for number in 1...300 {
      var bytes = Array(Self.entry(number, using: &random).line.dropLast())
      let place = Int.random(in: bytes.indices, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      #expect(bytes.withUnsafeBytes { StatusEntry($0) == nil }, "\(place)")
      #expect(!bytes.withUnsafeBytes(JournalEntry.isSealed))
      let short = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
      #expect(short.withUnsafeBytes { StatusEntry($0) == nil })
    }
  }

  private static func entry(
    _ number: Int, using random: inout SeededGenerator
  ) -> JournalEntry {
    func one<Element>(_ elements: [Element]) -> Element {
      elements[Int.random(in: elements.indices, using: &random)]
    }
    var entry = JournalEntryTests.entry
    entry.sequence = number
    entry.time = one([
      "2026-01-31T18:00:00+09:00", "2026-01-31T18:00:59-03:30", "2026-02-30T18:00:00+09:00", "then",
      "a \"quoted\" time", "",
    ])
    entry.author = Author(
      command: one(["pick", "done", "add", "merge", "queue_id", "a\"b"]), traceID: "t", actor: "s")
    var rows: [RowChange] = []
    for _ in 0..<one([0, 1, 1, 1, 2]) {
      var cells = ["notes": one(["x", "{\"status\":\"DONE\"}", "\\", "한글 \"}]"])]
      if Bool.random(using: &random) {
        cells["status"] = one(["PENDING", "DONE", "IN_PROGRESS", "none", "D\"ONE"])
      }
      let id = one(["A", "ORCH-1", "a\"b", "큐-1"])
      if one([true, false, false]) { cells["id"] = id }
      var row = RowChange(
        id: id, before: one([[:], ["status": "PENDING"], ["id": id]]), after: cells)
      if one([true, false, false]) { row.failure = one([.timeout, .rateLimit]) }
      if one([true, false, false]) {
        row.findings = ReportFindings(
          verdict: one([
            nil, Verdict(.pass, reasons: [], unmet: [], coveredChecks: 1, totalChecks: 1),
          ]))
      }
      rows.append(row)
    }
    (entry.row, entry.rows) = rows.count == 1 ? (rows[0], []) : (nil, rows)
    entry.undoes = one([nil, nil, number - 1])
    return entry
  }
}
