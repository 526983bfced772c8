import QueueDocument
import QueueModel
import TestSupport
import Testing

@testable import TableMerge

/// The search parses only versions that may be near: that changes what it costs, not what it finds.
@Suite struct VersionDriftTests {
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `the base is the one that a comparison with all versions finds`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var rows = (0..<30).map { QueueFixture.row("A-\($0)") }
    var texts = [Self.text(rows)]
    var history = RecordedHistory(texts[0])
    for change in 1...12 {
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        Self.edit(&rows, "command \(change)", using: &random)
      }
      texts.append(Self.text(rows))
      try history.command(texts[change])
    }
    var saved = texts[Int.random(in: texts.indices, using: &random)]
      .split(separator: "\n").map(String.init).filter { $0.hasPrefix("| A-") }
    for _ in 0..<Int.random(in: 0...10, using: &random) {
      Self.edit(&saved, "typed", using: &random)
    }
    let save = try QueueDocument(QueueBytes(Self.text(saved).utf8))
    let table = SavedTable(save, last: nil)
    let writes = CommandTexts(history.writes)
    let distances = try texts.enumerated().map { sequence, text in
      try table.distance(from: QueueDocument(QueueBytes(text.utf8)), writes, after: sequence)
    }
    let nearest = try #require(distances.min())
    let base = try #require(try history.base(of: Self.text(saved))).version
    #expect(distances[base.sequence] == nearest)
    // No two commands leave the same bytes here.
    #expect(base.sequence == distances.firstIndex(of: nearest))
  }

  private static func text(_ rows: [String]) -> String {
    QueueFixture.header + rows.map { $0 + "\n" }.joined()
  }

  /// Changes, adds or removes a row.
  private static func edit(
    _ rows: inout [String], _ word: String, using random: inout SeededGenerator
  ) {
    let number = Int.random(in: 0..<1_000_000, using: &random)
    let index = Int.random(in: rows.indices, using: &random)
    let id = String(rows[index].split(separator: " ")[1])
    switch Int.random(in: 0..<10, using: &random) {
    case 0: rows.append(QueueFixture.row("A-\(number)", task: word))
    case 1: rows.remove(at: index)
    case 2: rows[index] = QueueFixture.row(id, "DONE", notes: "\(word) \(number)")
    default: rows[index] = QueueFixture.row(id, task: "\(word) \(number)")
    }
  }
}
