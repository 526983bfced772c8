/// A document written by hand, but for what stands between marks.
///
/// A part begins with the line `<!-- generated: NAME -->` and ends with the line
/// `<!-- end -->`.
struct MarkedDocument {
  let path: String
  let text: String

  /// The text with the part of each table written anew.
  ///
  /// - Throws: ``ReferenceError`` when a table has no place, or marks do not pair.
  func filled(with tables: [ReferenceTable]) throws(ReferenceError) -> String {
    var lines: [String] = []
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var missing = tables
    while let line = rest.popFirst() {
      lines.append(String(line))
      guard let name = Self.name(in: line) else { continue }
      guard let table = tables.first(where: { $0.rawValue == name }) else {
        throw .unknownPart(name, path: path)
      }
      guard let end = rest.firstIndex(of: Self.end) else { throw .openPart(name, path: path) }
      lines += table.lines
      rest = rest[end...]
      missing.removeAll { $0 == table }
    }
    if let table = missing.first { throw .missingPart(table.rawValue, path: path) }
    return lines.joined(separator: "\n")
  }

  private static let begin = "<!-- generated: "
  private static let end: Substring = "<!-- end -->"

  private static func name(in line: Substring) -> String? {
    guard line.hasPrefix(begin), line.hasSuffix(" -->") else { return nil }
    return String(line.dropFirst(begin.count).dropLast(" -->".count))
  }
}
