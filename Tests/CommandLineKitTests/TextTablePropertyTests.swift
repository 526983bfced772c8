import CommandLineKit
import TestSupport
import Testing
import TextWidth

/// What holds of every table, shown on tables that chance made.
@Suite struct TextTablePropertyTests {
  private static let words = [
    "a", "task", "완료", "대기열", "👩‍💻", "🇰🇷", "e\u{301}", "漢字", "✅", "…", "IN_PROGRESS",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...9, using: &random)).map { _ in words.randomElement(using: &random)! }
      .joined(separator: Bool.random(using: &random) ? " " : "")
  }

  private static func table(_ random: inout SeededGenerator) -> TextTable {
    let count = Int.random(in: 1...8, using: &random)
    let columns = (0..<count).map { column in
      TextTable.Column(
        text(&random), Bool.random(using: &random) ? .left : .right,
        minimum: Bool.random(using: &random) ? Int.random(in: 1...30, using: &random) : nil,
        // At most four columns stay, which 20 columns have room for.
        dropOrder: column % 2 == 1 || Bool.random(using: &random)
          ? Int.random(in: 0...9, using: &random) : nil,
        gap: Int.random(in: 1...3, using: &random))
    }
    var table = TextTable(columns)
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      table.append(columns.map { _ in TextTable.Cell(text(&random), .red) })
    }
    return table
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `no line is wider than the terminal, or ends with a space`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let table = Self.table(&random)
    for width in [20, 21, 24, 33, 40, 60, 80, 200] {
      let text = table.rendered(width: width, paint: Paint(isOn: false))
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(DisplayWidth.of(String(line)) <= width, "seed \(seed), width \(width): \(line)")
        #expect(line.last != " ", "seed \(seed), width \(width): \(line)")
      }
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `colours change no line`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let table = Self.table(&random)
    let painted = table.rendered(width: 60, paint: Paint(isOn: true))
    let bare = ["\u{1B}[31m", "\u{1B}[1m", "\u{1B}[0m"].reduce(painted) {
      $0.replacing($1, with: "")
    }
    #expect(bare == table.rendered(width: 60, paint: Paint(isOn: false)))
  }
}
