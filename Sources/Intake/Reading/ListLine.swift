import Prose

/// A line of a request as the outline reads it: lines with several entries are taken apart.
struct ListLine {
  let line: RequestLine
  /// `nil` for a line that begins no entry.
  let marker: ListMarker?
  /// What stands behind the marker.
  let text: Range<Int>
}

/// Finds the entries, also where one line holds several: `1) a 2) b`.
struct ListLineReader {
  private let text: RequestText
  private let markers: ListMarkerReader
  private let firstMarkers: [ListMarker?]

  init(_ text: RequestText) {
    self.text = text
    markers = ListMarkerReader(scalars: text.scalars)
    let markers = markers
    firstMarkers = text.lines.map {
      $0.isFence || $0.isBlank ? nil : markers.marker(at: $0.range.lowerBound)
    }
  }

  func lines() -> [ListLine] {
    let isLone = firstMarkers.count { $0 != nil } <= 1
    return text.lines.indices.flatMap { row in
      let line = text.lines[row]
      guard let first = firstMarkers[row] else { return introduced(line, isLone) }
      return entries(of: line, from: line.range.lowerBound, first, isLone, before: row + 1)
    }
  }

  /// A line without a marker at its start: an introduction may stand before the first.
  private func introduced(_ line: RequestLine, _ isLone: Bool) -> [ListLine] {
    let whole = [ListLine(line: line, marker: nil, text: line.range)]
    guard !line.isBlank, !line.isFence, let colon = colon(in: line) else { return whole }
    var start = colon + 1
    while start < line.range.upperBound, text.isBlank(start) { start += 1 }
    guard let first = markers.marker(at: start), first.number ?? 1 == 1 else { return whole }
    let rest = RequestLine(range: start..<line.range.upperBound, indent: line.indent)
    let entries = entries(of: rest, from: start, first, true, before: nil)
    guard entries.count > 1 else { return whole }
    let introduction = RequestLine(range: line.range.lowerBound..<colon + 1, indent: line.indent)
    return [ListLine(line: introduction, marker: nil, text: introduction.range)] + entries
  }

  private func colon(in line: RequestLine) -> Int? {
    line.range.first { index in
      (text.scalars[index] == ":" || text.scalars[index] == "\u{FF1A}")
        && !text.isInside(index) && text.span(at: index) == nil
        && markers.marker(at: afterBlanks(index + 1, line)) != nil
    }
  }

  private func afterBlanks(_ index: Int, _ line: RequestLine) -> Int {
    var index = index
    while index < line.range.upperBound, text.isBlank(index) { index += 1 }
    return index
  }

  /// The entries of a line that begins with `first`. The marker of the next line, whose number
  /// is `row`, tells whether `2.` is to come there.
  private func entries(
    of line: RequestLine, from start: Int, _ first: ListMarker, _ isLone: Bool, before row: Int?
  ) -> [ListLine] {
    var marker = first
    var begin = first.end
    var entries: [ListLine] = []
    let next = row.flatMap { firstMarkers.indices.contains($0) ? firstMarkers[$0] : nil }
    var index = first.end
    while index < line.range.upperBound {
      if text.isBlank(index - 1), let found = follower(of: marker, at: index, isLone, next) {
        entries.append(ListLine(line: line, marker: marker, text: text.trimmed(begin..<index)))
        marker = found
        begin = found.end
        index = found.end
      } else {
        index += 1
      }
    }
    let last = begin..<max(begin, line.range.upperBound)
    return entries + [ListLine(line: line, marker: marker, text: text.trimmed(last))]
  }

  private func follower(
    of marker: ListMarker, at index: Int, _ isLone: Bool, _ next: ListMarker?
  ) -> ListMarker? {
    guard !text.isInside(index), let found = markers.marker(at: index), found.style == marker.style
    else { return nil }
    switch found.style {
    case .bullet(let sign):
      let isDash = sign == "-" || sign == "*" || sign == "+"
      return text.isBlank(found.end) && (isLone || !isDash) ? found : nil
    case .box: return found
    case .dotted, .closed, .enclosed, .comma, .circled:
      guard let number = marker.number, found.number == number + 1 else { return nil }
      return next?.style == found.style && next?.number == found.number ? nil : found
    }
  }
}
