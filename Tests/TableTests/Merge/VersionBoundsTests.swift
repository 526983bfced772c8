import Model
import TestSupport
import Testing

@testable import Table

/// The search rebuilds and parses only versions that may be near: that changes what it costs, not
/// what it finds.
@Suite struct VersionBoundsTests {
  /// How often something happens, in a hundred writes.
  struct Ways: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// A command puts a former text back, byte for byte.
    var returns = 0
    /// An editor saves an older text, which is merged.
    var saves = 0
    /// Another branch is checked out.
    var checkouts = 0
    /// Lines outside of the table change.
    var lines = 0
    /// What the journal says of a row is not what was written.
    var liesOfJournal = 0
  }

  static let ways = [
    Ways(testDescription: "commands alone"),
    Ways(testDescription: "texts that return", returns: 30),
    Ways(testDescription: "saves", saves: 25, lines: 20),
    Ways(testDescription: "all at once", returns: 15, saves: 15, checkouts: 6, lines: 10),
    Ways(testDescription: "a journal that lacks changes", saves: 10, liesOfJournal: 20),
  ]

  @Test(arguments: ways, 0..<60 as Range<UInt64>)
  func `the base is the one that a comparison with all versions finds`(
    _ ways: Ways, seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    func happens(_ share: Int) -> Bool { Int.random(in: 0..<100, using: &random) < share }
    var rows = (0..<12).map { QueueFixture.row("A-\($0)") }
    var (texts, below) = ([Self.text(rows)], "")
    var history = RecordedHistory(texts[0])
    for change in 1...30 {
      if happens(ways.returns), let former = texts.suffix(6).randomElement(using: &random) {
        rows = Self.rows(of: former)
      } else {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          Self.edit(&rows, "command \(change)", using: &random)
        }
      }
      if happens(ways.lines) { below = "\nline \(change)\n" }
      if happens(ways.checkouts) {
        history.head = history.head == "main" ? "other" : "main"
        texts.append(Self.text(rows) + below)
        try history.save(texts[change])
      } else if happens(ways.saves) {
        let base = Int.random(in: texts.indices.suffix(5), using: &random)
        var saved = Self.rows(of: texts[base])
        Self.edit(&saved, "typed", using: &random)
        texts.append(Self.text(saved) + below)
        try history.save(texts[change], base: base)
      } else {
        texts.append(Self.text(rows) + below)
        try history.command(texts[change], isRecordedWrong: happens(ways.liesOfJournal))
      }
    }
    var saved = Self.rows(of: try #require(texts.randomElement(using: &random)))
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      Self.edit(&saved, "typed", using: &random)
    }
    let save = Self.text(saved) + (happens(50) ? below : "")
    let found = try #require(try history.base(of: save))
    let nearest = found.nearestIfOther?.sequence ?? found.sequence
    #expect(try nearest == history.nearestOfAll(to: save), "\(ways) \(seed)")
  }

  @Test func `few versions are loaded of a long history`() throws {
    var rows = (0..<20).map { QueueFixture.row("A-\($0)") }
    var history = RecordedHistory(Self.text(rows))
    var old = ""
    for change in 0..<500 {
      rows[change % 5] = QueueFixture.row("A-\(change % 5)", notes: "change \(change)")
      if change == 250 { old = Self.text(rows) }
      try history.command(Self.text(rows))
    }
    let loads = Counter()
    let save = old.replacing(
      "| A-9 | PENDING | P1 | work |", with: "| A-9 | PENDING | P1 | typed |")
    #expect(save != old)
    let base = try history.base(of: save) { _ in loads.count += 1 }
    #expect(base?.sequence == 251)
    #expect(loads.count < 10, "\(loads.count)")
  }

  private final class Counter { var count = 0 }

  private static func rows(of text: String) -> [String] {
    text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("| A-") }
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
    case 1 where rows.count > 3: rows.remove(at: index)
    case 2: rows[index] = QueueFixture.row(id, "DONE", notes: "\(word) \(number)")
    case 3: rows[index] = QueueFixture.row(id, "DONE", owner: "w\(number % 3)")
    case 4: rows[index] = QueueFixture.row(id)
    default: rows[index] = QueueFixture.row(id, task: "\(word) \(number)")
    }
  }
}
