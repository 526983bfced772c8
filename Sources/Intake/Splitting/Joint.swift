import Prose

/// A place where one task may end and another begin.
struct Joint: Equatable {
  /// The later ones prevail over those before them where several stand together: `, and then`.
  enum Kind: Int, Comparable {
    case comma
    /// `、`, which stands within lists only.
    case enumeration
    /// Between blanks.
    case slash
    /// The end of a sentence.
    case stop
    /// "and", 및
    case conjunction
    case semicolon, arrow, then

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  var kind: Kind
  /// The tokens that it is made of.
  var tokens: Range<Int>
  /// The scalars that go with it where it divides.
  var range: Range<Int>
  /// Whether it is more than a conjunction alone.
  var hasComma = false

  /// Whether it divides whatever stands around it.
  var isStrong: Bool { kind >= .semicolon }
  /// Whether what stands behind it is to be done after what stands before.
  var isSequence: Bool { kind >= .arrow }
  /// Whether it is a conjunction alone, which may join the words of one task.
  var isPair: Bool { kind == .conjunction && !hasComma }

  /// This and one that follows at once, as one.
  func joined(with next: Joint) -> Joint {
    Joint(
      kind: max(kind, next.kind), tokens: tokens.lowerBound..<next.tokens.upperBound,
      range: range.lowerBound..<next.range.upperBound, hasComma: true)
  }
}

/// Finds the places of a text where one task may end and another begin.
struct JointReader {
  let text: MarkedText
  let tokens: [Token]
  private var joints: [Joint] = []

  static func joints(_ text: MarkedText, _ tokens: [Token]) -> [Joint] {
    var reader = JointReader(text: text, tokens: tokens)
    for index in tokens.indices { reader.take(index) }
    return reader.joints
  }

  private init(text: MarkedText, tokens: [Token]) { (self.text, self.tokens) = (text, tokens) }

  private mutating func take(_ index: Int) {
    if index > 0, tokens[index - 1].endsSentence {
      let range = tokens[index - 1].range.upperBound..<tokens[index].range.lowerBound
      add(Joint(kind: .stop, tokens: index..<index, range: range))
    }
    if let joint = joint(at: index) { add(joint) }
  }

  /// Joints that follow each other at once are one.
  private mutating func add(_ joint: Joint) {
    if let last = joints.last, last.tokens.upperBound >= joint.tokens.lowerBound {
      joints[joints.count - 1] = last.joined(with: joint)
    } else {
      joints.append(joint)
    }
  }

  private func joint(at index: Int) -> Joint? {
    let token = tokens[index]
    var joint = Joint(kind: .comma, tokens: index..<index + 1, range: token.range)
    switch token.kind {
    case .literal, .parenthesis: return nil
    case .mark(.arrow) where ValueChange(text: text, tokens: tokens).stands(at: index): return nil
    case .mark(let kind): joint.kind = kind
    case .word:
      if let then = KoreanThen(tokens: tokens).joint(at: index) { return then }
      // `fetch().then()` is no word of the sentence, and the last one joins nothing.
      let start = token.range.lowerBound
      guard let kind = Self.words[token.text], token.end == nil,
        index == 0 || index + 1 < tokens.count && text.scalars[start - 1] != "."
      else { return nil }
      joint.kind = kind
      joint.hasComma = ["그리고", "а", "также"].contains(token.text)
      if index + 1 < tokens.count, tokens[index + 1].text == "나서" {
        joint.kind = .then
        joint.tokens = index..<index + 2
        joint.range = start..<tokens[index + 1].range.upperBound
      }
    }
    return joint
  }

  private static let words: [String: Joint.Kind] = [
    "and": .conjunction, "및": .conjunction, "그리고": .conjunction, "и": .conjunction,
    "а": .conjunction, "также": .conjunction, "then": .then, "затем": .then, "потом": .then,
  ]
}
