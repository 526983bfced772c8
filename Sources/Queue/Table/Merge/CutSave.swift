extension QueueVersion {
  /// Whether a full disk may have cut this version. It cuts a save at a multiple of the unit in
  /// which disks give space to files, which is 4096 bytes.
  package var mayBeCut: Bool { bytes.count.isMultiple(of: 4096) }

  /// This save together with the end of `base`, from which it was edited, if a full disk may have
  /// cut it exactly at the end of a line: its last line is a line of `base`, and it has none of the
  /// lines that follow there. `nil` for any other save.
  package func withEnd(of base: QueueDocument) -> QueueVersion? {
    guard mayBeCut, let document, document.endsWithLineEnd else { return nil }
    let (saved, old) = (bytes.array, base.bytes.array)
    let lines = saved.split(separator: .newline).filter(\.hasText)
    let oldLines = old.split(separator: .newline).filter(\.hasText)
    guard let last = lines.last, let place = oldLines.lastIndex(of: last) else { return nil }
    let (known, missing) = (Set(lines), oldLines[(place + 1)...])
    // The blank lines at the end of the save are in both, too.
    let (blanks, rest) = (saved[last.endIndex...], old[oldLines[place].endIndex...])
    guard !missing.isEmpty, missing.allSatisfy({ !known.contains($0) }), rest.starts(with: blanks)
    else { return nil }
    let whole = QueueVersion(QueueBytes(saved + rest.dropFirst(blanks.count)))
    // A row that was edited and moved up is not missing.
    let rows = whole.document?.entries.dropFirst(document.rowCount)
    return rows?.allSatisfy { !$0.problems.contains(.repeatedID) } ?? false ? whole : nil
  }
}

extension ArraySlice<UInt8> {
  fileprivate var hasText: Bool { contains { !$0.isBlank && $0 != .carriageReturn } }
}
