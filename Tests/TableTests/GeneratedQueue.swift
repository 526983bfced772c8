import Model
import TestSupport

/// A queue file in a random style: line ends, padding, order of the columns,
/// columns of the owner's, outer pipes, text around the table.
struct GeneratedQueue {
  struct Style {
    let columns: [String]
    let hasFirstPipe, hasLastPipe: Bool
    let lineEnd: String
    let endsWithLineEnd: Bool
    let indentation: String
    let padding: Padding
  }

  enum Padding: CaseIterable { case none, blanks, aligned, wild }

  let style: Style
  let prefix, suffix: String
  let lines: [String]

  var text: String { prefix + tableText + suffix }

  /// The table, with the line end of its last row where it has one.
  var tableText: String {
    lines.joined(separator: style.lineEnd) + (style.endsWithLineEnd ? style.lineEnd : "")
  }

  init(using random: inout SeededGenerator) {
    let style = Style(using: &random)
    self.style = style
    prefix = random.pick(["", "\u{FEFF}", "# 큐\n\n", "text\r\n\r\n", "```\n| x |\n```\n"])
    suffix =
      style.endsWithLineEnd
      ? random.pick(["", "\n", "\r\n\r\nthe end", "\n| a | b |\n", "## x\n"]) : ""
    let rows = (0..<Int.random(in: 0...5, using: &random)).map { number in
      style.columns.map { random.cell($0, number: number) }
    }
    lines = style.written([style.columns, style.columns.map { _ in "---" }] + rows, using: &random)
  }
}

extension GeneratedQueue.Style {
  init(using random: inout SeededGenerator) {
    var columns = Column.allCases.map(\.name)
    if Bool.random(using: &random) { columns.shuffle(using: &random) }
    for name in ["after", "Team", "링크"] where Int.random(in: 0..<3, using: &random) == 0 {
      columns.insert(name, at: Int.random(in: 0...columns.count, using: &random))
    }
    // What begins a row without a pipe, an id and a status are safe from beginning a list.
    let isSafeFirst = columns[0] == "id" || columns[0] == "status"
    self.columns = columns
    hasFirstPipe = !isSafeFirst || Int.random(in: 0..<4, using: &random) > 0
    hasLastPipe = Int.random(in: 0..<4, using: &random) > 0
    lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    endsWithLineEnd = Int.random(in: 0..<5, using: &random) > 0
    indentation = random.pick(["", "", " ", "   "])
    padding = GeneratedQueue.Padding.allCases.randomElement(using: &random) ?? .none
  }

  /// The rows as lines of the file.
  func written(_ rows: [[String]], using random: inout SeededGenerator) -> [String] {
    let widths = columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let isOpen = column == 0 && !hasFirstPipe || column == row.count - 1 && !hasLastPipe
        return padded(isOpen && cell.isEmpty ? "-" : cell, widths[column], using: &random)
      }
      let content = cells.joined(separator: "|") + (hasLastPipe ? "|" : "")
      return indentation + (hasFirstPipe ? "|" + content : content.drop { " \t".contains($0) })
    }
  }

  private func padded(
    _ cell: String, _ width: Int, using random: inout SeededGenerator
  ) -> String {
    switch padding {
    case .none: cell.hasSuffix("\\") || cell.isEmpty ? cell + " " : cell
    case .blanks: " \(cell) "
    case .aligned: " \(cell)" + String(repeating: " ", count: width - cell.count + 1)
    case .wild: random.pick([" ", "", "\t", "   "]) + cell + random.pick([" ", "  ", " \t"])
    }
  }
}

extension SeededGenerator {
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  /// Text of one line, rich in what cells, Markdown and notes give a meaning to.
  mutating func text() -> String {
    let words = [
      "a", "로그", "e\u{301}", "👩‍👧", "|", "\\", "/", "-", "=", "#", "`", "<!--", "after=Z", "\u{200B}",
      "=======", "\u{301}", "n", "b c", "b\tc", "failure=x", "1.",
    ]
    let count = Int.random(in: 0...4, using: &self)
    return (0..<count).map { _ in pick(words) }.joined(separator: pick(["", " "]))
  }

  /// A cell of a whole row, escaped.
  mutating func cell(_ column: String, number: Int) -> String {
    switch column {
    case "id": "ID-\(number)"
    case "status": pick(Status.allCases).rawValue
    case "priority": pick(["P0", "P1", "P2", "P7"])
    case "owner_session": pick(["-", "s1", ""])
    case "started_at_kst", "due_at_kst": pick(["-", "2026-01-31 18:00", "soon", ""])
    case "after": pick(["-", "ID-0", "ID-0, ID-1", ""])
    default: text().unicodeScalars.map { $0 == "|" ? #"\|"# : String($0) }.joined()
    }
  }
}
