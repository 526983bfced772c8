public import QueueModel

// Rows that change together.

extension QueueDocument {
  /// The edits that carry out `changes`, each of another row, and touch nothing else:
  /// what they would do one after the other.
  ///
  /// - Returns: edits in the order of their places, none overlapping another.
  public func edits(for changes: [ItemChange]) -> [Edit] {
    if changes.count == 1 { return edits(for: changes[0]) }
    let tail = openTail(for: changes)
    let edits = changes.flatMap(edits).filter {
      $0.range.upperBound <= tail?.range.lowerBound ?? .max
    }
    // Rows that come at one place keep their order, and come before the row that stands there.
    let ordered = edits.enumerated().sorted { left, right in
      let (first, second) = (left.element.range, right.element.range)
      if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
      return first.isEmpty == second.isEmpty ? left.offset < right.offset : first.isEmpty
    }
    return ordered.map(\.element) + [tail].compactMap(\.self)
  }

  /// Where the file ends with a row and no line end, and that row goes: what stands
  /// behind the last row that stays, for that one ends the file now.
  private func openTail(for changes: [ItemChange]) -> Edit? {
    guard let last = entries.indices.last, !line(of: last).hasLineEnd else { return nil }
    let gone = Set(changes.filter { $0.after == nil }.compactMap { row(of: $0.id) })
    guard gone.contains(last) else { return nil }
    let kept = entries.indices.last { !gone.contains($0) }
    let end = kept.map { line(of: $0) } ?? header.delimiters.line
    let come = changes.filter { $0.before == nil }.compactMap { change in
      change.after.map { newRow(for: $0, change.origin) }
    }
    let behind = come.filter { $0.place > kept ?? -1 }.enumerated().sorted {
      ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
    }
    let lineEnd = bytes.text(end.contentEnd..<end.end)
    return Edit(
      range: end.contentEnd..<bytes.raw.count,
      replacement: behind.flatMap { Array((lineEnd + $0.element.text).utf8) })
  }
}
