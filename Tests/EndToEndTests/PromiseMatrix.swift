/// The tables of `docs/testing.md`: promises, and the tests that hold them.
struct PromiseMatrix {
  struct Row {
    /// Words of the document, as they stand there.
    let quote: String
    /// What holds it, as Markdown.
    let holders: String

    /// What stands between backticks: tests, commands, options.
    var references: [String] {
      holders.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
  }

  /// A section of a document, as a heading names it: `README.md: Install it`.
  struct Section {
    let title: String
    var filters: [String] = []
    var rows: [Row] = []
  }

  var sections: [Section] = []

  init(_ text: String) {
    var isIn = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("## ") {
        isIn = line.contains(".md: ")
        if isIn { sections.append(Section(title: String(line.dropFirst(3)))) }
      } else if isIn, let filter = Self.filter(in: line) {
        sections[sections.count - 1].filters.append(filter)
      } else if isIn, line.hasPrefix("| \"") {
        sections[sections.count - 1].rows.append(Self.row(line))
      }
    }
  }

  /// What a command line gives to `swift test --filter`.
  static func filter(in line: Substring) -> String? {
    line.firstMatch(of: /swift test .*--filter '([^']+)'/).map { String($0.output.1) }
  }

  private static func row(_ line: Substring) -> Row {
    let cells = line.split(separator: " | ", maxSplits: 1)
    let holders = cells.count == 2 ? cells[1].dropLast(2) : ""
    let words = cells[0].split(separator: "\"", omittingEmptySubsequences: false)
    return Row(
      quote: PromiseDocument.plain(words.dropFirst().dropLast().joined(separator: "\"")),
      holders: String(holders))
  }
}
