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
    guard let last = lines.last else { return nil }
    let known = oldLines.lastIndex(where: Set(lines).contains)
    let rest = oldLines[(known.map { $0 + 1 } ?? 0)...]
    let isWhole = known.map { oldLines[$0] == last } ?? false
    guard let place = isWhole ? known : rest.firstIndex(where: { $0.starts(with: last) })
    else { return nil }
    // The blank lines at the end of the save are in both, too.
    let blanks = saved[last.endIndex...]
    let end = old[(oldLines[place].startIndex + last.count)...]
    guard end.dropFirst(blanks.count).hasText, end.starts(with: blanks) else { return nil }
    let whole = QueueVersion(QueueBytes(saved + end.dropFirst(blanks.count)))
    // A row that was edited and moved up is not missing.
    let rows = whole.document?.entries.dropFirst(document.rowCount)
    return rows?.allSatisfy { !$0.problems.contains(.repeatedID) } ?? false ? whole : nil
  }
}

extension ArraySlice<UInt8> {
  fileprivate var hasText: Bool { contains { !$0.isBlank && $0 != .carriageReturn } }
}
