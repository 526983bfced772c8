import Host
import QueueModel
import TestSupport
import Testing

@testable import QueueStorage

/// What happened, from the journal and the yearly histories.
@Suite struct HistoryTests {
  private func line(_ sequence: Int, _ id: String, trace: String = "t") -> String {
    var entry = JournalEntryTests.entry
    entry.sequence = sequence
    entry.author = Author(command: "pick", traceID: trace, actor: "s1")
    var item = JournalEntryTests.before
    item.id = id
    entry.row = RowChange(ItemChange(before: nil, after: item))
    return String(decoding: entry.line, as: UTF8.self)
  }

  private func withFiles(
    _ files: [(String, String)], _ body: (JournalHistory) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let sidecar = Sidecar(forQueueAt: "\(folder)/QUEUE.md")
      try Directory.create(sidecar.folder, permissions: 0o700)
      for (name, text) in files { try NewFile.create("\(sidecar.folder)/\(name)", text: text) }
      try body(JournalHistory(sidecar: sidecar))
    }
  }

  private func entries(_ history: JournalHistory, of id: String? = nil) throws -> [String] {
    try history.entries(of: id).map { "\($0.sequence) \($0.id ?? "-") \($0.traceID)" }
  }

  @Test func `histories come before the journal, in the order of the numbers`() throws {
    try withFiles([
      ("history-2026.jsonl", line(3, "B")), ("journal.jsonl", line(4, "A") + line(5, "C")),
      ("history-2025.jsonl", line(1, "A") + line(2, "B")),
    ]) { (history) throws in
      #expect(try entries(history) == ["1 A t", "2 B t", "3 B t", "4 A t", "5 C t"])
      #expect(try entries(history, of: "A") == ["1 A t", "4 A t"])
      #expect(try entries(history, of: "Z") == [])
    }
  }

  @Test func `an entry that stands in both is told once`() throws {
    try withFiles([
      ("history-2026.jsonl", line(1, "A") + line(2, "A")),
      ("journal.jsonl", line(2, "A") + line(3, "A")),
    ]) { (history) throws in
      #expect(try entries(history) == ["1 A t", "2 A t", "3 A t"])
    }
  }

  @Test func `lines that are torn or none are passed over`() throws {
    try withFiles([
      ("journal.jsonl", line(1, "A") + "hello\n\n" + line(2, "A") + line(3, "A").dropLast(9)),
      ("history-2026.txt", line(8, "A")), ("history.jsonl", line(9, "A")),
    ]) { (history) throws in
      #expect(try entries(history) == ["1 A t", "2 A t"])
    }
  }

  @Test func `reading changes no file`() throws {
    let torn = line(1, "A") + "{"
    try withFiles([("journal.jsonl", torn)]) { history in
      _ = try history.entries(of: nil)
      #expect(try contents(of: history.sidecar.journal) == torn)
    }
  }

  @Test func `without a folder, or a journal in it, nothing happened`() throws {
    try withFiles([]) { (history) throws in
      #expect(try entries(history) == [])
      #expect(
        try JournalHistory(sidecar: Sidecar(forQueueAt: "/none/QUEUE.md")).entries(of: nil) == [])
    }
  }
}
