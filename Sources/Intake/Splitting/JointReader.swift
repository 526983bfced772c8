import Prose

/// Finds the places of a text where one task may end and another begin.
struct JointReader {
  let text: RequestText
  let tokens: [Token]
  private(set) var joints: [Joint] = []

  init(_ text: RequestText, _ tokens: [Token]) {
    self.text = text
    self.tokens = tokens
    var index = 0
    while index < tokens.count {
      if index > 0, let line = line(before: index) { add(line) }
      let joint = joint(at: index)
      if let joint { add(joint) }
      index = max(index + 1, joint?.tokens.upperBound ?? 0)
    }
  }

  private mutating func add(_ joint: Joint) {
    if let last = joints.last, last.tokens.upperBound == joint.tokens.lowerBound {
      joints[joints.count - 1] = last.joined(with: joint)
    } else {
      joints.append(joint)
    }
  }

  func word(_ index: Int) -> String {
    tokens.indices.contains(index) && tokens[index].kind == .word ? tokens[index].text : ""
  }

  func make(
    _ tokens: Range<Int>, _ kind: Joint.Kind, _ strength: Joint.Strength,
    isSequence: Bool = false, isConjunction: Bool = false
  ) -> Joint {
    let start = self.tokens[tokens.lowerBound].range.lowerBound
    let end = self.tokens[tokens.upperBound - 1].range.upperBound
    return Joint(
      tokens: tokens, scalars: start..<end, strength: strength, isSequence: isSequence,
      isConjunction: isConjunction, kind: kind)
  }

  private func joint(at index: Int) -> Joint? {
    switch tokens[index].kind {
    case .literal, .parenthesis: nil
    case .mark: mark(at: index)
    case .word: word(at: index)
    }
  }

  private func mark(at index: Int) -> Joint? {
    let own = index..<index + 1
    switch tokens[index].text {
    case ",", "\u{FF0C}": return make(own, .comma, .weak)
    case "\u{3001}", "\u{FF64}":
      var joint = make(own, .comma, .weak)
      joint.isEnumeration = true
      return joint
    case ";", "\u{FF1B}": return make(own, .semicolon, .strong)
    case "/": return make(own, .slash, .middle)
    case "然后", "然後", "それから": return make(own, .then, .strong, isSequence: true)
    default:
      return ValueChange(text: text, tokens: tokens).stands(at: index)
        ? nil : make(own, .arrow, .strong, isSequence: true)
    }
  }

  // MARK: Lines

  /// The end of a line before the token at `index`.
  private func line(before index: Int) -> Joint? {
    let (start, end) = (tokens[index - 1].range.upperBound, tokens[index].range.lowerBound)
    guard start < end, text.scalars[start..<end].contains(where: \.isLineBreak),
      !isFence(index), !(index == 1 && isFence(0)),
      !Self.unfinished.contains(word(index - 1)) || tokens[index - 1].endsSentence
    else { return nil }
    return Joint(
      tokens: index..<index, scalars: start..<end, strength: .strong, kind: .line)
  }

  /// Words that no task ends with.
  private static let unfinished: WordList = """
    the a an of to for with by from into and or in at as that which our your its their 및 и 또는
    """

  private func isFence(_ index: Int) -> Bool {
    tokens[index].kind == .literal
      && text.span(at: tokens[index].range.lowerBound)?.kind == .fence
  }
}
