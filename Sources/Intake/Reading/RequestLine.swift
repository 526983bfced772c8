import Prose

/// A line of a request, trimmed. A code fence is one line, whatever it holds.
struct RequestLine {
  let range: Range<Int>
  /// The columns of blanks before it; a tab counts as four.
  let indent: Int
  /// Whether it begins with a code fence.
  let isFence: Bool

  var isBlank: Bool { range.isEmpty }

  static func lines(of text: MarkedText, spanAt: (Int) -> Span?) -> [RequestLine] {
    let scalars = text.scalars
    var lines: [RequestLine] = []
    var (start, index) = (0, 0)
    while index < scalars.count {
      if let span = spanAt(index), span.kind == .fence || span.isCode(ofOneParagraph: text) {
        index = span.range.upperBound
        continue
      }
      if scalars[index].isLineBreak {
        lines.append(RequestLine(start..<index, scalars, spanAt))
        let isPair =
          scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
        start = index + (isPair ? 2 : 1)
        index = start
      } else {
        index += 1
      }
    }
    return lines + [RequestLine(start..<scalars.count, scalars, spanAt)]
  }

  private init(_ whole: Range<Int>, _ scalars: [Unicode.Scalar], _ spanAt: (Int) -> Span?) {
    var (start, end, indent) = (whole.lowerBound, whole.upperBound, 0)
    while start < end, scalars[start].isBlank {
      indent += scalars[start] == "\t" ? 4 : 1
      start += 1
    }
    while end > start, scalars[end - 1].isBlank { end -= 1 }
    range = start..<end
    self.indent = indent
    isFence = start < end && spanAt(start)?.kind == .fence
  }

  init(range: Range<Int>, indent: Int) {
    self.range = range
    self.indent = indent
    isFence = false
  }
}

extension Span {
  /// Code may go on in the next line; a stray backtick that finds another one far below is none.
  fileprivate func isCode(ofOneParagraph text: MarkedText) -> Bool {
    guard kind == .code else { return false }
    var index = range.lowerBound
    while index < range.upperBound {
      if text.scalars[index].isLineBreak {
        var next = index + 1
        while next < range.upperBound, text.scalars[next] == " " || text.scalars[next] == "\t" {
          next += 1
        }
        if next < range.upperBound, text.scalars[next].isLineBreak { return false }
        if ListMarker.opens(text.scalars, at: next) { return false }
      }
      index += 1
    }
    return true
  }
}
