/// A pipe table of a document.
struct MarkdownTable {
  let header: [String]
  let rows: [[String]]

  var lines: [String] {
    let marks = header.map { _ in "---" }
    return ([header, marks] + rows).map(Self.line)
  }

  private static func line(_ cells: [String]) -> String {
    "|" + cells.map { $0.isEmpty ? " |" : " \(escaped($0)) |" }.joined()
  }

  /// A pipe in a cell would end it, also within code.
  private static func escaped(_ cell: String) -> String {
    cell.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}
