import QueueDocument
import QueueModel

/// Writes a merged file.
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
    let page = merge.page.document
    let header = page.header.cells.line
    lineEnd = page.bytes.array(header.contentEnd..<header.end)
    output.reserveCapacity(page.bytes.count + 4096)
    output += page.bytes.array(0..<page.textStart)
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

  private mutating func write(_ line: Line, of document: QueueDocument, isOfPage: Bool) {
    let end = isOfPage ? line.contentEnd..<line.end : line.end..<line.end
    write(document.bytes.raw[line.content], document.bytes.raw[end])
  }

  private mutating func removeLastLineEnd() {
    if output.last == .newline { output.removeLast() }
    if output.last == .carriageReturn { output.removeLast() }
  }

  private mutating func write(_ text: TextMerge, _ part: KeyPath<QueueDocument, [Line]>) {
    let documents = [merge.origin, merge.page, merge.other].map(\.document)
    let lines = documents.map { $0[keyPath: part] }
    let texts = zip(documents, lines).map { document, lines in
      lines.map { document.bytes.text($0.content) }
    }
    for choice in text.lines(origin: texts[0], page: texts[1], other: texts[2]) {
      let side = choice.side == .page ? 1 : 2
      write(lines[side][choice.line], of: documents[side], isOfPage: side == 1)
    }
  }

  // MARK: The table

  private mutating func writeHeader() {
    let (page, other) = (merge.page.document.header, merge.other.document.header)
    let isOthers =
      columns.isOfPage && columns.names == merge.other.names
      && merge.page.hasHeader(of: merge.origin) && !merge.page.hasHeader(of: merge.other)
    for line in [\TableHeader.cells, \.delimiters] {
      if columns.isOfPage {
        let header = isOthers ? other : page
        let document = isOthers ? merge.other.document : merge.page.document
        write(header[keyPath: line].line, of: document, isOfPage: !isOthers)
      } else {
        let cells = page[keyPath: line]
        let end = merge.page.document.bytes.raw[cells.line.contentEnd..<cells.line.end]
        write(
          composed(cells, merge.page) { name in
            merge.other.names.firstIndex(of: name).map {
              merge.other.document.text(other[keyPath: line], $0)
            } ?? "-"
          }.utf8, end)
      }
    }
  }

  private mutating func write(_ row: MergedRow) {
    let version = row.side == .page ? merge.page : merge.other
    guard let number = version.row(row.key) else { return }
    let line = version.document.line(of: number)
    let isWhole = !version.document.entries[number].problems.contains(.cellCount)
    if !isWhole || row.cells == nil && columns.names == version.names {
      return write(line, of: version.document, isOfPage: row.side == .page)
    }
    let cells = LineCells(line, in: version.document.bytes.raw)
    let texts = row.cells ?? version.cells(row.key) ?? [:]
    let written = version.document.row(cells, version.names, saying: texts, in: columns.names)
    let end = row.side == .page ? line.contentEnd..<line.end : 0..<0
    write(written.utf8, version.document.bytes.raw[end])
  }

  /// A line of the page's header with the merged table's columns.
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
  /// What both sides changed is kept.
  case both
  /// Only what the page says is.
  case page

  /// A line of one of the versions.
  struct Choice: Equatable {
    let side: MergedRow.Side
    let line: Int
  }

  /// The lines of the merged text. Where both sides changed one place, the page's lines come
  /// first, then those of the other that are not there yet.
  func lines(origin: [String], page: [String], other: [String]) -> [Choice] {
    let wholePage = page.indices.map { Choice(side: .page, line: $0) }
    if self == .page || other == origin || other == page { return wholePage }
    if page == origin { return other.indices.map { Choice(side: .other, line: $0) } }
    return Self.woven(origin, page, other)
  }

  private static func woven(
    _ origin: [String], _ page: [String], _ other: [String]
  ) -> [Choice] {
    let (inPage, inOther) = (places(of: origin, in: page), places(of: origin, in: other))
    var choices: [Choice] = []
    var (line, pageLine, otherLine) = (0, 0, 0)
    while true {
      let next = (line..<origin.count).first { inPage[$0] != nil && inOther[$0] != nil }
      let end = next ?? origin.count
      let pageEnd = next.flatMap { inPage[$0] } ?? page.count
      let otherEnd = next.flatMap { inOther[$0] } ?? other.count
      choices += changed(
        origin[line..<end], page[pageLine..<pageEnd], other[otherLine..<otherEnd])
      guard let next else { return choices }
      choices.append(Choice(side: .page, line: pageEnd))
      (line, pageLine, otherLine) = (next + 1, pageEnd + 1, otherEnd + 1)
    }
  }

  /// The lines of one place that at least one side changed.
  private static func changed(
    _ origin: ArraySlice<String>, _ page: ArraySlice<String>, _ other: ArraySlice<String>
  ) -> [Choice] {
    let pageLines = page.indices.map { Choice(side: .page, line: $0) }
    if other.elementsEqual(origin) || other.elementsEqual(page) { return pageLines }
    let otherLines = other.indices.map { Choice(side: .other, line: $0) }
    if page.elementsEqual(origin) { return otherLines }
    // Blank lines are there for what stands between them.
    let known = Set(page).union(origin)
    let isNew = { (line: String) in !known.contains(line) }
    guard other.contains(where: isNew) else { return pageLines }
    return pageLines + otherLines.filter { other[$0.line].isEmpty || isNew(other[$0.line]) }
  }

  /// Where each of the old lines is in the new ones; `nil` for one that is gone.
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

  /// From this many lines on, that a place of such a size was rewritten counts as one change:
  /// to search it through would take minutes.
  private static let longest = 8000

  private static func middlePlaces(_ old: [String], _ new: [String]) -> [Int?] {
    guard !old.isEmpty, !new.isEmpty, old.count + new.count < longest else {
      return old.map { _ in nil }
    }
    var (gone, come) = (Set<Int>(), Set<Int>())
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): gone.insert(offset)
      case .insert(let offset, _, _): come.insert(offset)
      }
    }
    var kept = new.indices.filter { !come.contains($0) }.makeIterator()
    return old.indices.map { gone.contains($0) ? nil : kept.next() }
  }
}
