/// Writes the merged file.
struct MergedText {
  private let merge: Merge
  private let columns: ColumnMerge
  private var output: [UInt8] = []
  private let lineEnd: [UInt8]
  /// The number of bytes that end the line that was written last.
  private var lastEnd = 0

  var bytes: QueueBytes { QueueBytes(output) }

  /// - Parameter endsLine: whether the last line has its line end.
  init(
    merge: Merge, columns: ColumnMerge, rows: [MergedRow], text: TextMerge, endsLine: Bool
  ) {
    self.merge = merge
    self.columns = columns
    let save = merge.save.document
    let header = save.header.cells.line
    lineEnd = save.bytes.array(header.contentEnd..<header.end)
    output.reserveCapacity(save.bytes.count + 4096)
    output += save.bytes.array(0..<save.textStart)
    write(text, \.linesBeforeTable)
    writeHeader()
    for row in rows { write(row) }
    write(text, \.linesAfterTable)
    if !endsLine { output.removeLast(lastEnd) }
  }

  // MARK: Lines

  private mutating func write(_ content: some Sequence<UInt8>, _ end: some Sequence<UInt8>) {
    output += content
    let count = output.count
    output += end
    if output.count == count { output += lineEnd }
    lastEnd = output.count - count
  }

  private mutating func write(_ line: Line, of document: QueueDocument, isOfSave: Bool) {
    let end = isOfSave ? line.contentEnd..<line.end : line.end..<line.end
    write(document.bytes.raw[line.content], document.bytes.raw[end])
  }

  private mutating func write(_ text: TextMerge, _ part: KeyPath<QueueDocument, [Line]>) {
    let documents = [merge.base, merge.save, merge.queue].map(\.document)
    let lines = documents.map { $0[keyPath: part] }
    let texts = zip(documents, lines).map { document, lines in
      lines.map { document.bytes.text($0.content) }
    }
    for choice in text.lines(base: texts[0], save: texts[1], queue: texts[2]) {
      let side = choice.side == .save ? 1 : 2
      write(lines[side][choice.line], of: documents[side], isOfSave: side == 1)
    }
  }

  // MARK: The table

  private mutating func writeHeader() {
    let (save, queue) = (merge.save.document.header, merge.queue.document.header)
    let isOfQueue =
      columns.isOfSave && columns.names == merge.queue.names
      && merge.save.hasHeader(of: merge.base) && !merge.save.hasHeader(of: merge.queue)
    for line in [\TableHeader.cells, \.delimiters] {
      if columns.isOfSave {
        let header = isOfQueue ? queue : save
        let document = isOfQueue ? merge.queue.document : merge.save.document
        write(header[keyPath: line].line, of: document, isOfSave: !isOfQueue)
      } else {
        let cells = save[keyPath: line]
        let end = merge.save.document.bytes.raw[cells.line.contentEnd..<cells.line.end]
        write(
          composed(cells, merge.save) { name in
            merge.queue.names.firstIndex(of: name).map {
              merge.queue.document.text(queue[keyPath: line], $0)
            } ?? "-"
          }.utf8, end)
      }
    }
  }

  private mutating func write(_ row: MergedRow) {
    let version = row.side == .save ? merge.save : merge.queue
    guard let number = version.row(row.key) else { return }
    let line = version.document.line(of: number)
    let isWhole = !version.document.entries[number].problems.contains(.cellCount)
    if !isWhole || row.cells == nil && columns.names == version.names {
      return write(line, of: version.document, isOfSave: row.side == .save)
    }
    let cells = LineCells(line, in: version.document.bytes.raw)
    let texts = row.cells ?? version.cells(row.key) ?? [:]
    let written = version.document.row(cells, version.names, texts: texts, in: columns.names)
    let end = row.side == .save ? line.contentEnd..<line.end : 0..<0
    write(written.utf8, version.document.bytes.raw[end])
  }

  /// A line of `save`'s header with the columns of the merged table.
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
  /// Keeps the text of `save`.
  case save

  /// A line of one of the versions.
  struct Choice: Equatable {
    let side: MergedRow.Side
    let line: Int
  }

  /// The lines of the merged text. If both sides changed the same part, the lines of `save` come
  /// first, followed by the new lines of `queue`.
  func lines(base: [String], save: [String], queue: [String]) -> [Choice] {
    let wholeSave = save.indices.map { Choice(side: .save, line: $0) }
    if self == .save || queue == base || queue == save { return wholeSave }
    if save == base { return queue.indices.map { Choice(side: .queue, line: $0) } }
    return Self.woven(base, save, queue)
  }

  private static func woven(
    _ base: [String], _ save: [String], _ queue: [String]
  ) -> [Choice] {
    let (inSave, inQueue) = (offsets(of: base, in: save), offsets(of: base, in: queue))
    var choices: [Choice] = []
    var (line, saveLine, queueLine) = (0, 0, 0)
    while true {
      let next = (line..<base.count).first { inSave[$0] != nil && inQueue[$0] != nil }
      let end = next ?? base.count
      let saveEnd = next.flatMap { inSave[$0] } ?? save.count
      let queueEnd = next.flatMap { inQueue[$0] } ?? queue.count
      choices += changed(
        base[line..<end], save[saveLine..<saveEnd], queue[queueLine..<queueEnd])
      guard let next else { return choices }
      choices.append(Choice(side: .save, line: saveEnd))
      (line, saveLine, queueLine) = (next + 1, saveEnd + 1, queueEnd + 1)
    }
  }

  /// The merged lines of a part that at least one side changed.
  private static func changed(
    _ base: ArraySlice<String>, _ save: ArraySlice<String>, _ queue: ArraySlice<String>
  ) -> [Choice] {
    let saveLines = save.indices.map { Choice(side: .save, line: $0) }
    if queue.elementsEqual(base) || queue.elementsEqual(save) { return saveLines }
    let queueLines = queue.indices.map { Choice(side: .queue, line: $0) }
    if save.elementsEqual(base) { return queueLines }
    // Blank lines are kept only together with the lines between them.
    let known = Set(save).union(base)
    let isNew = { (line: String) in !known.contains(line) }
    guard queue.contains(where: isNew) else { return saveLines }
    return saveLines + queueLines.filter { queue[$0.line].isEmpty || isNew(queue[$0.line]) }
  }

  /// The index of each old line among the new lines; `nil` for a removed line.
  private static func offsets(of old: [String], in new: [String]) -> [Int?] {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let rest = min(old.count, new.count) - start
    let end = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
    var offsets: [Int?] = (0..<start).map { $0 }
    let (oldMiddle, newMiddle) = (
      old[start..<(old.count - end)], new[start..<(new.count - end)]
    )
    offsets += middleOffsets(Array(oldMiddle), Array(newMiddle)).map { $0.map { $0 + start } }
    return offsets + (new.count - end..<new.count).map { $0 }
  }

  /// The largest number of lines in a rewritten part that is compared line by line. A longer part
  /// counts as one change, because the search for common lines would take minutes.
  private static let longest = 8000

  private static func middleOffsets(_ old: [String], _ new: [String]) -> [Int?] {
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
    var remaining = new.indices.filter { !added.contains($0) }.makeIterator()
    return old.indices.map { removed.contains($0) ? nil : remaining.next() }
  }
}
