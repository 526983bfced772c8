import Prose

/// A request as scalars, with what in it is not to be read as words, and its lines.
struct RequestText {
  let marked: MarkedText
  /// For each scalar where the outermost span that it stands in begins; -1 outside all.
  private let spanStarts: [Int]
  /// The spans that stand in no other, by where they begin.
  private let outer: [Int: Span]
  let lines: [RequestLine]

  var scalars: [Unicode.Scalar] { marked.scalars }

  init(_ text: String) {
    let marked = MarkedText(text)
    var starts = [Int](repeating: -1, count: marked.scalars.count)
    var outer: [Int: Span] = [:]
    var end = 0
    for span in marked.spans where span.range.lowerBound >= end {
      for index in span.range { starts[index] = span.range.lowerBound }
      outer[span.range.lowerBound] = span
      end = span.range.upperBound
    }
    self.marked = marked
    self.spanStarts = starts
    self.outer = outer
    lines = RequestLine.lines(of: marked) { starts[$0] == $0 ? outer[$0] : nil }
  }

  /// The span that begins at `index` and stands in no other.
  func span(at index: Int) -> Span? {
    index < spanStarts.count && spanStarts[index] == index ? outer[index] : nil
  }

  /// Whether the scalar at `index` stands in a span that begins before it.
  func isInside(_ index: Int) -> Bool {
    index < spanStarts.count && spanStarts[index] >= 0 && spanStarts[index] < index
  }

  func isBlank(_ index: Int) -> Bool { index >= scalars.count || scalars[index].isBlank }

  /// `range` without the blanks at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, scalars[start].isBlank { start += 1 }
    while end > start, scalars[end - 1].isBlank { end -= 1 }
    return start..<end
  }
}
