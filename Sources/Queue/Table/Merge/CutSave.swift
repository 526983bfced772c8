extension QueueVersion {
  /// Whether a full disk may have cut this version. It cuts a save at a multiple of the unit in
  /// which disks give space to files, which is 4096 bytes.
  package var mayBeCut: Bool { bytes.count.isMultiple(of: 4096) }

  /// This save together with the end of `base`, from which it was edited, if a full disk may have
  /// cut it: it ends within or behind a line of `base`, and has none of the lines that follow
  /// there. `nil` for any other save.
  package func withEnd(of base: QueueDocument) -> QueueVersion? {
    guard mayBeCut, let document else { return nil }
    let (saved, old) = (bytes.array, base.bytes.array)
    let lines = saved.split(separator: .newline).filter(\.hasText)
    let oldLines = old.split(separator: .newline).filter(\.hasText)
    guard let last = lines.last,
      let place = oldLines.lastIndex(of: last) ?? place(of: lines.suffix(2), in: oldLines)
    else { return nil }
    let (known, missing) = (Set(lines), oldLines[(place + 1)...])
    // The blank lines at the end of the save are in both, too.
    let blanks = saved[last.endIndex...]
    let rest = old[(oldLines[place].startIndex + last.count)...]
    guard rest.dropFirst(blanks.count).hasText, rest.starts(with: blanks),
      missing.allSatisfy({ !known.contains($0) })
    else { return nil }
    let whole = QueueVersion(QueueBytes(saved + rest.dropFirst(blanks.count)))
    // A row that was edited and moved up is not missing.
    let rows = whole.document?.entries.dropFirst(document.rowCount)
    return rows?.allSatisfy { !$0.problems.contains(.repeatedID) } ?? false ? whole : nil
  }

  /// The place of a line of which only the beginning was saved: behind the line above it.
  private func place(of end: ArraySlice<ArraySlice<UInt8>>, in lines: [ArraySlice<UInt8>]) -> Int? {
    guard end.count == 2, let above = end.first, let last = end.last,
      last.endIndex == bytes.count, let place = lines.lastIndex(of: above),
      place + 1 < lines.count, lines[place + 1].starts(with: last)
    else { return nil }
    return place + 1
  }
}

extension ArraySlice<UInt8> {
  fileprivate var hasText: Bool { contains { !$0.isBlank && $0 != .carriageReturn } }
}
