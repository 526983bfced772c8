/// A queue file in an editor: its lines, and the edits of a person.
///
/// The buffer splits text at line feeds and pipes, and shares no code with the parser, which is
/// under test. No cell contains a pipe.
struct EditorBuffer: Equatable, Sendable {
  private(set) var lines: [String]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  var text: String { lines.joined(separator: "\n") }

  // MARK: The table

  /// The texts of a row by column; empty cells are left out.
  typealias Row = [String: String]

  struct Cell: Hashable, Sendable {
    let id: String
    let column: String
  }

  var columns: [String] { delimiters.map { cells(ofLine: $0 - 1) } ?? [] }

  /// The ids in the table's order; a repeated id occurs twice.
  var ids: [String] { rowLines.map { cells(ofLine: $0).first ?? "" } }

  /// The first row of each id.
  var rows: [String: Row] {
    let columns = columns
    let pairs = rowLines.map { line in
      let named = zip(columns, cells(ofLine: line)).filter { !["", "-"].contains($1) }
      let row = Dictionary(named) { $1 }
      return (row["id"] ?? "", row)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// The line of a row in the file.
  func line(of id: String) -> String? { rowLine(of: id).map { lines[$0] } }

  /// The cells of some columns, row by row. A row that was read while it was written may lack cells
  /// and is left out.
  func cells(in names: [String]) -> [Cell] {
    let count = columns.count
    return rowLines.flatMap { line in
      let texts = cells(ofLine: line)
      return texts.count == count ? names.map { Cell(id: texts[0], column: $0) } : []
    }
  }

  // MARK: Edits

  mutating func apply(_ edit: Edit) {
    switch edit {
    case .set(let text, let cell): change(cell) { _ in text }
    case .append(let text, let cell):
      // Notes are separated into segments.
      let separator = cell.column == "notes" ? " / " : " "
      change(cell) { ["", "-"].contains($0) ? text : $0 + separator + text }
    case .write(let text, aboveTable: true): lines.insert(contentsOf: [text, ""], at: 0)
    case .write(let text, aboveTable: false):
      if lines.last?.isEmpty == false { lines.append("") }
      lines += [text, ""]
    case .addRow(let row, let place):
      guard let delimiters else { return }
      lines.insert(Self.line(columns.map { row[$0] ?? "-" }), at: delimiters + 1 + place)
    case .move(let id, let place):
      guard let row = rowLine(of: id), let delimiters else { return }
      lines.insert(lines.remove(at: row), at: delimiters + 1 + place)
    case .remove(let id):
      if let row = rowLine(of: id) { lines.remove(at: row) }
    case .addColumn(let name):
      guard let delimiters else { return }
      lines[delimiters - 1] += " \(name) |"
      lines[delimiters] += "---|"
      for row in rowLines { lines[row] += " - |" }
    case .align:
      for row in rowLines {
        lines[row] = Self.line(
          cells(ofLine: row).map { $0 + String(repeating: " ", count: max(0, 30 - $0.count)) })
      }
    }
  }

  private mutating func change(_ cell: Cell, _ change: (String) -> String) {
    guard let row = rowLine(of: cell.id), let column = columns.firstIndex(of: cell.column) else {
      return
    }
    var texts = cells(ofLine: row)
    texts[column] = change(texts[column])
    lines[row] = Self.line(texts)
  }

  // MARK: Lines

  private static func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  private var delimiters: Int? {
    lines.indices.dropFirst().first { lines[$0].hasPrefix("|-") || lines[$0].hasPrefix("| -") }
  }

  private var rowLines: Range<Int> {
    guard let delimiters else { return 0..<0 }
    let first = delimiters + 1
    return first..<(lines[first...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex)
  }

  private func rowLine(of id: String) -> Int? {
    rowLines.first { cells(ofLine: $0).first == id }
  }

  private func cells(ofLine line: Int) -> [String] {
    lines[line].split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { cell in
        String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
  }
}
