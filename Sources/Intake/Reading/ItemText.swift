import Prose

/// The text of an item: on one line, without what joins it to others and the punctuation at its
/// end.
struct ItemText: Equatable {
  private(set) var text: String
  /// Whether a word that was taken away says that it follows what stands before it.
  let isSequel: Bool

  /// `nil` where nothing is left.
  init?(_ scalars: some Collection<Unicode.Scalar>) {
    // Blanks and line breaks are one blank.
    let line = Array(scalars.split(whereSeparator: \.isBlank).joined(separator: [" "]))
    let start = TextStart(line)
    let end = line.lastIndex { !$0.isBlank && !Self.trailing.contains($0) } ?? -1
    guard start.index <= end else { return nil }
    text = String(line[start.index...end].trimmed)
    isSequel = start.isSequel
  }

  private static let trailing = Set(".!?,;。！？…，、；．".unicodeScalars)

  /// Takes in an entry below this, which is the first there or not.
  mutating func append(_ entry: ItemText, isFirst: Bool) {
    if isFirst, text.last == ":" || text.last == "：" { text.removeLast() }
    text += (isFirst ? ": " : ", ") + entry.text
  }
}

/// Where a text goes on behind the words that join it to what stood before: "and", 그리고, затем,
/// and behind the opener "First" of a first step.
struct TextStart {
  private(set) var index = 0
  /// Whether they say that it is to be done after what stood before.
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
    // `First name` is no step.
    let isStep = OpeningVerb(tokens, isFirst: false, isJapanese: false).form != .none
    if next.kind == .mark(.comma) { index = next.range.upperBound }
    if isStep { index = next.range.lowerBound }
  }
}
