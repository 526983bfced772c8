import Prose

/// A line of a request, without the blanks around it. A code fence belongs to the line that it
/// begins in, however many lines it has.
struct RequestLine {
  let text: [Unicode.Scalar]
  /// The columns of blanks before it; a tab counts as four.
  let indent: Int

  static func lines(of request: [Unicode.Scalar]) -> [RequestLine] {
    var fences = MarkedText(request).spans.filter { $0.kind == .fence }[...]
    var lines: [RequestLine] = []
    var (start, index) = (0, 0)
    while index < request.count {
      if let fence = fences.first, index >= fence.range.lowerBound {
        index = fence.range.upperBound
        fences.removeFirst()
        continue
      }
      if request[index].isLineBreak {
        lines.append(RequestLine(request[start..<index]))
        start = index + 1
      }
      index += 1
    }
    return lines + [RequestLine(request[start...])]
  }

  private init(_ line: ArraySlice<Unicode.Scalar>) {
    indent = line.prefix { $0.isBlank }.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
    text = line.trimmed
  }
}

extension BidirectionalCollection<Unicode.Scalar> {
  /// Without the blanks around it.
  var trimmed: [Unicode.Scalar] {
    let rest = drop { $0.isBlank }
    guard let end = rest.lastIndex(where: { !$0.isBlank }) else { return [] }
    return Array(rest[...end])
  }

  var beginsWithFence: Bool { starts(with: "```".unicodeScalars) }
}

extension String {
  init(_ scalars: some Sequence<Unicode.Scalar>) {
    self.init(String.UnicodeScalarView(scalars))
  }
}
