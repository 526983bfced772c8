import Text

/// A line of a request, without the blanks around it. A code fence belongs to the line in which it
/// begins, even if it has several lines.
struct RequestLine {
  let text: [Unicode.Scalar]
  /// The columns of blanks before the line. A tab counts as four columns.
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

/// The text of an item, on one line, without joining words at its start and punctuation at its end.
struct ItemText: Equatable {
  private(set) var text: String
  /// Whether a removed word states that the item follows the text before it.
  let isSequel: Bool

  /// The text; `nil` if nothing is left.
  init?(_ scalars: some Collection<Unicode.Scalar>) {
    // A run of blanks and line breaks becomes one blank.
    let line = Array(scalars.split(whereSeparator: \.isBlank).joined(separator: [" "]))
    let start = TextStart(line)
    let end = line.lastIndex { !$0.isBlank && !Self.trailing.contains($0) } ?? -1
    guard start.index <= end else { return nil }
    text = String(line[start.index...end].trimmed)
    isSequel = start.isSequel
  }

  private static let trailing = Set(".!?,;。！？…，、；．".unicodeScalars)

  /// Appends an entry below this one.
  mutating func append(_ entry: ItemText, isFirst: Bool) {
    if isFirst, text.last == ":" || text.last == "：" { text.removeLast() }
    text += (isFirst ? ": " : ", ") + entry.text
  }
}

/// The end of the joining words at the start of a text: "and", 그리고, затем, and "First" in a first
/// step.
struct TextStart {
  private(set) var index = 0
  /// Whether the words state that the task follows the text before it.
  private(set) var isSequel = false

  init(_ text: [Unicode.Scalar]) {
    let marked = MarkedText(Array(text.prefix(60)))
    var tokens = Tokenizer.tokens(marked)[...]
    if let joint = JointReader.joints(marked, Array(tokens)).first, joint.tokens.lowerBound == 0,
      joint.kind != .arrow
    {
      index = joint.range.upperBound
      isSequel = joint.isSequence
      tokens = tokens.dropFirst(joint.tokens.count)
    }
    guard let first = tokens.popFirst(), ["first", "firstly"].contains(first.text),
      let next = tokens.first
    else { return }
    // `First name` is not a step.
    let isStep = OpeningVerb(tokens, isFirst: false, isJapanese: false).form != .none
    if next.kind == .mark(.comma) { index = next.range.upperBound }
    if isStep { index = next.range.lowerBound }
  }
}
