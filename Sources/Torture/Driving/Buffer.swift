/// What an editor shows: the file as it was when it was loaded, and what was typed since.
///
/// It is edited as a person does, by lines and pipes; the parser under test has no part in it.
struct Buffer: Equatable {
  private var lines: [Substring]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  var text: String { lines.joined(separator: "\n") }

  /// A cell that somebody may type into.
  struct Place: Hashable {
    let id: String
    let column: String
  }

  /// The cells of some columns, row by row.
  func places(in columns: [String]) -> [Place] {
    guard let header else { return [] }
    return rows.flatMap { row in
      let texts = cells(ofLine: row)
      return texts.count == header.count ? columns.map { Place(id: texts[0], column: $0) } : []
    }
  }

  /// Types behind what a cell says; notes are segments.
  mutating func type(_ text: String, into place: Place) {
    guard let column = header?.firstIndex(of: place.column),
      let row = rows.first(where: { cells(ofLine: $0).first == place.id })
    else { return }
    var texts = cells(ofLine: row)
    let separator = place.column == "notes" ? " / " : " "
    let isEmpty = texts[column].isEmpty || texts[column] == "-"
    texts[column] = isEmpty ? text : texts[column] + separator + text
    lines[row] = Self.line(texts)
  }

  /// Adds a row that waits to be picked.
  mutating func addRow(_ id: String, task: String) {
    guard let header, let last = rows.last ?? delimiters else { return }
    let known = ["id": id, "status": "PENDING", "priority": "P1", "task": task]
    lines.insert(Self.line(header.map { known[$0] ?? "-" }), at: last + 1)
  }

  /// Writes a paragraph at the end.
  mutating func add(paragraph text: String) {
    if lines.last?.isEmpty == false { lines.append("") }
    lines += [Substring(text), ""]
  }

  /// Adds a column behind the last one.
  mutating func addColumn(_ name: String) {
    guard let delimiters else { return }
    lines[delimiters - 1] += " \(name) |"
    lines[delimiters] += "---|"
    for row in rows { lines[row] += " - |" }
  }

  private static func line(_ cells: [String]) -> Substring {
    Substring("| \(cells.joined(separator: " | ")) |")
  }

  private var header: [String]? {
    delimiters.map { cells(ofLine: $0 - 1) }
  }

  private var delimiters: Int? {
    lines.indices.dropFirst().first { lines[$0].hasPrefix("|-") || lines[$0].hasPrefix("| -") }
  }

  private var rows: Range<Int> {
    guard let delimiters else { return 0..<0 }
    let first = delimiters + 1
    let end = lines[first...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
    return first..<end
  }

  /// Nothing in the table has a pipe of its own.
  private func cells(ofLine line: Int) -> [String] {
    lines[line].split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { cell in
        String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
  }
}
