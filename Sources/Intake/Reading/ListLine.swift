import Prose

/// A line of a request as an outline takes it: an entry of a list, or other text. One line of a
/// request may hold several: `Today: 1) build 2) test`.
struct ListLine {
  let indent: Int
  /// `nil` for what begins no entry.
  let marker: ListMarker?
  /// What stands behind the marker.
  let text: [Unicode.Scalar]

  static func lines(of request: [Unicode.Scalar]) -> [ListLine] {
    let lines = RequestLine.lines(of: request)
    let markers = lines.map { $0.text.beginsWithFence ? nil : ListMarker($0.text, at: 0) }
    let isLone = markers.count { $0 != nil } <= 1
    return lines.indices.flatMap { row in
      let line = LineOfEntries(line: lines[row], isLone: isLone)
      guard let marker = markers[row] else { return line.introduced }
      return line.entries(from: marker, next: row + 1 < lines.count ? markers[row + 1] : nil)
    }
  }
}

/// Takes a line apart at its markers.
private struct LineOfEntries {
  let line: RequestLine
  /// Whether no other line begins with a marker.
  let isLone: Bool
  private let marked: MarkedText

  init(line: RequestLine, isLone: Bool) {
    self.line = line
    self.isLone = isLone
    marked = MarkedText(line.text)
  }

  private func line(_ marker: ListMarker?, _ range: Range<Int>) -> ListLine {
    ListLine(indent: line.indent, marker: marker, text: line.text[range].trimmed)
  }

  /// The entries of a line that begins with `first`. The marker of the `next` line tells whether
  /// `2.` is to come there.
  func entries(from first: ListMarker, next: ListMarker?) -> [ListLine] {
    var (marker, entries) = (first, [ListLine]())
    for index in line.text.indices.dropFirst(first.end) where index >= marker.end {
      guard let found = self.marker(at: index), follows(found, marker),
        isLone || found.number != nil && found.number != next?.number
      else { continue }
      entries.append(line(marker, marker.end..<index))
      marker = found
    }
    return entries + [line(marker, marker.end..<line.text.count)]
  }

  private func follows(_ marker: ListMarker, _ last: ListMarker) -> Bool {
    marker.sign == last.sign && marker.number == last.number.map { $0 + 1 }
  }

  /// The marker of an entry that begins at `index`, behind a blank of the plain text.
  private func marker(at index: Int) -> ListMarker? {
    guard index == 0 || line.text[index - 1].isBlank && !marked.isMarked(index - 1),
      !line.text[index].isBlank
    else { return nil }
    return ListMarker(line.text, at: index)
  }

  /// A line without a marker at its start: it may introduce several entries behind it.
  var introduced: [ListLine] {
    let whole = [line(nil, line.text.indices)]
    guard !line.text.beginsWithFence,
      let start = line.text.indices.first(where: { opensList(at: $0) }),
      let first = marker(at: start)
    else { return whole }
    let entries = entries(from: first, next: nil)
    return entries.count > 1 ? [line(nil, 0..<start)] + entries : whole
  }

  /// Whether a first number stands there, or a bullet behind a colon.
  private func opensList(at index: Int) -> Bool {
    guard let marker = marker(at: index) else { return false }
    if marker.number == 1 { return true }
    let last = line.text[..<index].last { !$0.isBlank }
    return marker.isBullet && (last == ":" || last == "：")
  }
}
