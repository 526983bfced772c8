import Text

/// A place where one task may end and another begin.
struct Joint: Equatable {
  /// If several kinds are next to each other, as in `, and then`, a later kind wins over an earlier
  /// one.
  enum Kind: Int, Comparable {
    case comma
    /// `、`, which occurs only inside lists.
    case enumeration
    /// A slash between blanks.
    case slash
    /// The end of a sentence.
    case stop
    /// "and", 및.
    case conjunction
    case semicolon, arrow, then

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  var kind: Kind
  var tokens: Range<Int>
  /// The scalars that are removed if the joint divides the text.
  var range: Range<Int>
  /// Whether the joint is more than a single conjunction.
  var hasComma = false

  /// Whether the joint divides the text whatever is around it.
  var isStrong: Bool { kind >= .semicolon }
  /// Whether the text after the joint is to be done after the text before it.
  var isSequence: Bool { kind >= .arrow }
  /// Whether the joint is a single conjunction, which may also join the words of one task.
  var isPair: Bool { kind == .conjunction && !hasComma }

  /// This joint and the joint directly after it, as one.
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

  /// Adds a joint. If it is adjacent to the last one, merges the two.
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
      // `fetch().then()` is not a word of the sentence, and the last word joins nothing.
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

/// 후, 뒤 and 다음 after an action: `변경 후`, `추가한 다음`, `백업 한 뒤`. After actions of users, and before a
/// span of time, they only state when something happens: `로그인 후 30분`.
struct KoreanThen {
  let tokens: [Token]

  /// The joint that ends with the word at `index`. It includes the "한" of `추가한 다음`, so that only
  /// the noun of the action is left.
  func joint(at index: Int) -> Joint? {
    guard index > 0, index + 1 < tokens.count, KoreanWords.then.contains(tokens[index].text) else {
      return nil
    }
    let (word, last, next) = (tokens[index], tokens[index - 1], tokens[index + 1])
    guard last.isWord, !next.isMark || next.kind == .mark(.comma),
      !KoreanWords.notBehindThen.contains(next.text), !next.text.hasSuffix("는"),
      next.text.unicodeScalars.first?.digit == nil
    else { return nil }
    var joint = Joint(kind: .then, tokens: index..<index + 1, range: word.range)
    let isAfter = word.text.hasPrefix("후")
    if ["그런", "그"].contains(last.text) && !isAfter
      || last.text == "한" && index > 1 && isAction(at: index - 2)
    {
      joint.tokens = index - 1..<index + 1
      joint.range = last.range.lowerBound..<word.range.upperBound
    } else if last.text.hasSuffix("한") {
      guard isAction(String(last.text.dropLast()), at: index - 1) else { return nil }
      joint.range = last.range.upperBound - 1..<word.range.upperBound
    } else if !KoreanWords.past.contains(last.text) {
      guard isAfter, isAction(at: index - 1) else { return nil }
    }
    return joint
  }

  private func isAction(at index: Int) -> Bool { isAction(tokens[index].text, at: index) }

  /// Whether the request asks for the action `noun` at `index`. An action of users is a request
  /// only if the text names its object.
  private func isAction(_ noun: String, at index: Int) -> Bool {
    let before = index > 0 ? tokens[index - 1].text : ""
    if before.hasSuffix("을") || before.hasSuffix("를") { return true }
    guard !KoreanWords.events.contains(noun),
      !before.isEmpty || !KoreanWords.operations.contains(noun)
    else { return false }
    let scalars = noun.unicodeScalars
    return KoreanWords.actions.ends(noun) || scalars.last == "화" && scalars.count > 2
  }
}
