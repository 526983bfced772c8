/// What somebody's editor shows of a queue, edited by lines and pipes, without the code under
/// test. No cell has a pipe of its own.
struct InterleavingBuffer: Sendable {
  private(set) var lines: [String]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  var text: String { lines.joined(separator: "\n") }

  typealias Row = [String: String]

  /// What each row says, by id and column; cells that say nothing are left out.
  var rows: [String: Row] {
    let names = columns
    let pairs = rowLines.map { line in
      let named = zip(names, cells(line)).filter { !["", "-"].contains($1) }
      let row = Dictionary(named) { $1 }
      return (row["id"] ?? "", row)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// The ids in the table's order; one that stands twice is there twice.
  var ids: [String] { rowLines.map { cells($0).first ?? "" } }

  var columns: [String] { delimiters.map { cells($0 - 1) } ?? [] }

  /// The line of a row, as it is written.
  func line(of id: String) -> String? { rowLine(id).map { lines[$0] } }

  // MARK: What people do

  mutating func type(_ text: String?, into column: String, of id: String) {
    guard let row = rowLine(id), let place = columns.firstIndex(of: column) else { return }
    var cells = cells(row)
    cells[place] = text ?? "-"
    lines[row] = Self.line(cells)
  }

  mutating func addRow(_ row: Row, at place: Int) {
    guard let delimiters else { return }
    lines.insert(Self.line(columns.map { row[$0] ?? "-" }), at: delimiters + 1 + place)
  }

  mutating func remove(_ id: String) {
    if let row = rowLine(id) { lines.remove(at: row) }
  }

  mutating func move(_ id: String, to place: Int) {
    guard let row = rowLine(id), let delimiters else { return }
    let line = lines.remove(at: row)
    lines.insert(line, at: delimiters + 1 + place)
  }

  mutating func addColumn(_ name: String) {
    guard let delimiters else { return }
    lines[delimiters - 1] += " \(name) |"
    lines[delimiters] += "---|"
    for row in rowLines { lines[row] += " - |" }
  }

  /// Pads all cells to the same width.
  mutating func align() {
    for row in rowLines {
      lines[row] = Self.line(
        cells(row).map { $0 + String(repeating: " ", count: 30 - min(30, $0.count)) })
    }
  }

  mutating func write(_ text: String, aboveTable: Bool) {
    if aboveTable {
      lines.insert(contentsOf: [text, ""], at: 0)
    } else {
      if lines.last?.isEmpty == false { lines.append("") }
      lines += [text, ""]
    }
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

  private func rowLine(_ id: String) -> Int? { rowLines.first { cells($0).first == id } }

  private func cells(_ line: Int) -> [String] {
    lines[line].split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { cell in
        String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
  }
}
