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
