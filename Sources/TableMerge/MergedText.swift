import QueueDocument
import QueueModel

/// Writes the merged file.
struct MergedText {
  private let merge: Merge
  private let columns: ColumnMerge
  private var output: [UInt8] = []
  private let lineEnd: [UInt8]

  var bytes: QueueBytes { QueueBytes(output) }

  /// - Parameter endsLine: whether the last line has its line end.
  init(
    merge: Merge, columns: ColumnMerge, rows: [MergedRow], text: TextMerge, endsLine: Bool
  ) {
    self.merge = merge
    self.columns = columns
    let primary = merge.primary.document
    let header = primary.header.cells.line
    lineEnd = primary.bytes.array(header.contentEnd..<header.end)
    output.reserveCapacity(primary.bytes.count + 4096)
    output += primary.bytes.array(0..<primary.textStart)
    write(text, \.linesBeforeTable)
    writeHeader()
    for row in rows { write(row) }
    write(text, \.linesAfterTable)
    if !endsLine { removeLastLineEnd() }
  }

  // MARK: Lines

  private mutating func write(_ content: some Sequence<UInt8>, _ end: some Sequence<UInt8>) {
    output += content
    let count = output.count
    output += end
    if output.count == count { output += lineEnd }
  }

  private mutating func write(_ line: Line, of document: QueueDocument, isOfPrimary: Bool) {
    let end = isOfPrimary ? line.contentEnd..<line.end : line.end..<line.end
    write(document.bytes.raw[line.content], document.bytes.raw[end])
  }

  private mutating func removeLastLineEnd() {
    if output.last == .newline { output.removeLast() }
    if output.last == .carriageReturn { output.removeLast() }
  }

  private mutating func write(_ text: TextMerge, _ part: KeyPath<QueueDocument, [Line]>) {
    let documents = [merge.base, merge.primary, merge.other].map(\.document)
    let lines = documents.map { $0[keyPath: part] }
    let texts = zip(documents, lines).map { document, lines in
      lines.map { document.bytes.text($0.content) }
    }
    for choice in text.lines(base: texts[0], primary: texts[1], other: texts[2]) {
      let side = choice.side == .primary ? 1 : 2
      write(lines[side][choice.line], of: documents[side], isOfPrimary: side == 1)
    }
  }

  // MARK: The table

  private mutating func writeHeader() {
    let (primary, other) = (merge.primary.document.header, merge.other.document.header)
    let isOthers =
      columns.isOfPrimary && columns.names == merge.other.names
      && merge.primary.hasHeader(of: merge.base) && !merge.primary.hasHeader(of: merge.other)
    for line in [\TableHeader.cells, \.delimiters] {
      if columns.isOfPrimary {
        let header = isOthers ? other : primary
        let document = isOthers ? merge.other.document : merge.primary.document
        write(header[keyPath: line].line, of: document, isOfPrimary: !isOthers)
      } else {
        let cells = primary[keyPath: line]
        let end = merge.primary.document.bytes.raw[cells.line.contentEnd..<cells.line.end]
        write(
          composed(cells, merge.primary) { name in
            merge.other.names.firstIndex(of: name).map {
              merge.other.document.text(other[keyPath: line], $0)
            } ?? "-"
          }.utf8, end)
      }
    }
  }

  private mutating func write(_ row: MergedRow) {
    let version = row.side == .primary ? merge.primary : merge.other
    guard let number = version.row(row.key) else { return }
    let line = version.document.line(of: number)
    let isWhole = !version.document.entries[number].problems.contains(.cellCount)
    if !isWhole || row.cells == nil && columns.names == version.names {
      return write(line, of: version.document, isOfPrimary: row.side == .primary)
    }
    let cells = LineCells(line, in: version.document.bytes.raw)
    let texts = row.cells ?? version.cells(row.key) ?? [:]
    let written = version.document.row(cells, version.names, texts: texts, in: columns.names)
    let end = row.side == .primary ? line.contentEnd..<line.end : 0..<0
    write(written.utf8, version.document.bytes.raw[end])
  }

  /// A line of `primary`'s header with the columns of the merged table.
  private func composed(
    _ cells: LineCells, _ version: TableVersion, _ added: (String) -> String
  ) -> String {
    let texts = columns.names.map { name in
      version.names.firstIndex(of: name).map { version.document.bytes.text(cells[$0]) }
        ?? version.document.padded(added(name), like: cells)
    }
    return version.document.line(of: texts, like: cells, isClosed: true)
  }
}

/// A three-way merge of text by lines.
enum TextMerge {
  /// Keeps the changes of both sides.
  case both
  /// Keeps the text of `primary`.
  case primary

  /// A line of one of the versions.
  struct Choice: Equatable {
    let side: MergedRow.Side
    let line: Int
  }

  /// The lines of the merged text. Where both sides changed the same place, the lines of `primary`
  /// come first, then the new lines of the other.
  func lines(base: [String], primary: [String], other: [String]) -> [Choice] {
    let wholePrimary = primary.indices.map { Choice(side: .primary, line: $0) }
    if self == .primary || other == base || other == primary { return wholePrimary }
    if primary == base { return other.indices.map { Choice(side: .other, line: $0) } }
    return Self.woven(base, primary, other)
  }

  private static func woven(
    _ base: [String], _ primary: [String], _ other: [String]
  ) -> [Choice] {
    let (inPrimary, inOther) = (places(of: base, in: primary), places(of: base, in: other))
    var choices: [Choice] = []
    var (line, primaryLine, otherLine) = (0, 0, 0)
    while true {
      let next = (line..<base.count).first { inPrimary[$0] != nil && inOther[$0] != nil }
      let end = next ?? base.count
      let primaryEnd = next.flatMap { inPrimary[$0] } ?? primary.count
      let otherEnd = next.flatMap { inOther[$0] } ?? other.count
      choices += changed(
        base[line..<end], primary[primaryLine..<primaryEnd], other[otherLine..<otherEnd])
      guard let next else { return choices }
      choices.append(Choice(side: .primary, line: primaryEnd))
      (line, primaryLine, otherLine) = (next + 1, primaryEnd + 1, otherEnd + 1)
    }
  }

  /// The lines of one place that at least one side changed.
  private static func changed(
    _ base: ArraySlice<String>, _ primary: ArraySlice<String>, _ other: ArraySlice<String>
  ) -> [Choice] {
    let primaryLines = primary.indices.map { Choice(side: .primary, line: $0) }
    if other.elementsEqual(base) || other.elementsEqual(primary) { return primaryLines }
    let otherLines = other.indices.map { Choice(side: .other, line: $0) }
    if primary.elementsEqual(base) { return otherLines }
    // Blank lines count only with the lines between them.
    let known = Set(primary).union(base)
    let isNew = { (line: String) in !known.contains(line) }
    guard other.contains(where: isNew) else { return primaryLines }
    return primaryLines + otherLines.filter { other[$0.line].isEmpty || isNew(other[$0.line]) }
  }

  /// The index of each old line among the new ones; `nil` for a removed one.
  private static func places(of old: [String], in new: [String]) -> [Int?] {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let rest = min(old.count, new.count) - start
    let end = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
    var places: [Int?] = (0..<start).map { $0 }
    let (oldMiddle, newMiddle) = (
      old[start..<(old.count - end)], new[start..<(new.count - end)]
    )
    places += middlePlaces(Array(oldMiddle), Array(newMiddle)).map { $0.map { $0 + start } }
    return places + (new.count - end..<new.count).map { $0 }
  }

  /// A rewritten place of more lines counts as one change: a search for the common lines would take
  /// minutes.
  private static let longest = 8000

  private static func middlePlaces(_ old: [String], _ new: [String]) -> [Int?] {
    guard !old.isEmpty, !new.isEmpty, old.count + new.count < longest else {
      return old.map { _ in nil }
    }
    var (removed, added) = (Set<Int>(), Set<Int>())
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var kept = new.indices.filter { !added.contains($0) }.makeIterator()
    return old.indices.map { removed.contains($0) ? nil : kept.next() }
  }
}
