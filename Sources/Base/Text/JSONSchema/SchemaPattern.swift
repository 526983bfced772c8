/// A pattern of a JSON Schema: the part of the regular expressions of ECMA-262 that schemas use.
///
/// Letters, `.`, classes, `\d \w \s` and their opposites, `^`, `$`, groups, `|`, quantifiers, and
/// lookaheads. There are no references to groups, no lookbehinds and no lazy quantifiers.
struct SchemaPattern: Equatable, Sendable {
  private let root: Node

  /// A text or pattern for which matching would take too long.
  struct TooComplex: Error {}

  fileprivate indirect enum Node: Equatable, Sendable {
    case one(CharacterSet)
    case sequence([Node])
    case choice([Node])
    case repeated(Node, ClosedRange<Int>)
    case start, end
    case ahead(Node, isNegated: Bool)
  }

  fileprivate struct CharacterSet: Equatable, Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      ranges.contains { $0.contains(scalar.value) } != isNegated
    }
  }

  /// - Returns: `nil` for an expression outside this part.
  init?(_ text: String) {
    var parser = Parser(scalars: Array(text.unicodeScalars))
    guard let node = parser.choice(), parser.isAtEnd else { return nil }
    root = node
  }

  /// Whether a part of the text matches.
  func matches(_ text: String) throws(TooComplex) -> Bool {
    var matcher = Matcher(scalars: Array(text.unicodeScalars))
    for start in 0...matcher.scalars.count {
      let isFound = matcher.match(root, at: start, depth: 0) { _, _ in true }
      if matcher.isTooComplex { throw TooComplex() }
      if isFound { return true }
    }
    return false
  }
}

// MARK: Matching

/// Tries the ways to match, the longest first.
private struct Matcher {
  let scalars: [Unicode.Scalar]
  private(set) var isTooComplex = false
  private var steps = 0

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private static let mostSteps = 2_000_000
  private static let greatestDepth = 1000

  typealias Rest = (inout Matcher, Int) -> Bool

  mutating func match(
    _ node: SchemaPattern.Node, at place: Int, depth: Int, then rest: Rest
  ) -> Bool {
    steps += 1
    if steps > Self.mostSteps || depth > Self.greatestDepth { isTooComplex = true }
    if isTooComplex { return false }
    switch node {
    case .one(let set):
      return place < scalars.count && set.contains(scalars[place]) && rest(&self, place + 1)
    case .start: return place == 0 && rest(&self, place)
    case .end: return place == scalars.count && rest(&self, place)
    case .sequence(let nodes): return match(nodes[...], at: place, depth: depth + 1, then: rest)
    case .choice(let nodes):
      return nodes.contains { match($0, at: place, depth: depth + 1, then: rest) }
    case .ahead(let node, let isNegated):
      let isFound = match(node, at: place, depth: depth + 1) { _, _ in true }
      return isFound != isNegated && !isTooComplex && rest(&self, place)
    case .repeated(.one(let set), let counts):
      return match(set, counts, at: place, then: rest)
    case .repeated(let node, let counts):
      return match(node, counts, at: place, depth: depth + 1, then: rest)
    }
  }

  private mutating func match(
    _ nodes: ArraySlice<SchemaPattern.Node>, at place: Int, depth: Int, then rest: Rest
  ) -> Bool {
    guard let first = nodes.first else { return rest(&self, place) }
    let others = nodes.dropFirst()
    return match(first, at: place, depth: depth) { matcher, place in
      matcher.match(others, at: place, depth: depth + 1, then: rest)
    }
  }

  /// Characters are counted in a loop, because a text may be long.
  private mutating func match(
    _ set: SchemaPattern.CharacterSet, _ counts: ClosedRange<Int>, at place: Int, then rest: Rest
  ) -> Bool {
    var end = place
    while end < scalars.count, end - place < counts.upperBound, set.contains(scalars[end]) {
      end += 1
    }
    while end - place >= counts.lowerBound {
      if rest(&self, end) { return true }
      steps += 1
      if isTooComplex || end == place { return false }
      end -= 1
    }
    return false
  }

  private mutating func match(
    _ node: SchemaPattern.Node, _ counts: ClosedRange<Int>, at place: Int, depth: Int,
    then rest: Rest
  ) -> Bool {
    if counts.upperBound > 0 {
      let left = max(0, counts.lowerBound - 1)...max(0, counts.upperBound - 1)
      let isMatched = match(node, at: place, depth: depth) { matcher, next in
        // An empty repetition adds nothing.
        if next == place, counts.lowerBound == 0 { return false }
        return matcher.match(node, left, at: next, depth: depth + 1, then: rest)
      }
      if isMatched { return true }
    }
    return counts.lowerBound == 0 && !isTooComplex && rest(&self, place)
  }
}

// MARK: Parsing

private struct Parser {
  let scalars: [Unicode.Scalar]
  private var place = 0
  private var depth = 0

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private static let greatestDepth = 50

  var isAtEnd: Bool { place == scalars.count }

  private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[place] }

  private mutating func take(_ text: String) -> Bool {
    guard scalars[place...].starts(with: text.unicodeScalars) else { return false }
    place += text.unicodeScalars.count
    return true
  }

  mutating func choice() -> SchemaPattern.Node? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.greatestDepth else { return nil }
    var choices: [SchemaPattern.Node] = []
    repeat {
      guard let sequence = sequence() else { return nil }
      choices.append(sequence)
    } while take("|")
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private mutating func sequence() -> SchemaPattern.Node? {
    var nodes: [SchemaPattern.Node] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      guard let atom = atom(), let node = quantified(atom) else { return nil }
      nodes.append(node)
    }
    return .sequence(nodes)
  }

  private mutating func quantified(_ atom: SchemaPattern.Node) -> SchemaPattern.Node? {
    let counts: ClosedRange<Int>
    if take("*") {
      counts = 0...Int.max
    } else if take("+") {
      counts = 1...Int.max
    } else if take("?") {
      counts = 0...1
    } else if take("{") {
      guard let found = self.counts() else { return nil }
      counts = found
    } else {
      return atom
    }
    switch atom {
    case .start, .end, .ahead: return nil
    case .one, .sequence, .choice, .repeated: break
    }
    // A lazy or a second quantifier.
    if let next, "*+?{".unicodeScalars.contains(next) { return nil }
    return .repeated(atom, counts)
  }

  private mutating func counts() -> ClosedRange<Int>? {
    guard let least = number() else { return nil }
    if take("}") { return least...least }
    guard take(",") else { return nil }
    if take("}") { return least...Int.max }
    guard let most = number(), least <= most, take("}") else { return nil }
    return least...most
  }

  private mutating func number() -> Int? {
    let digits = scalars[place...].prefix { ("0"..."9").contains($0) }
    guard (1...4).contains(digits.count) else { return nil }
    place += digits.count
    return digits.reduce(0) { $0 * 10 + Int($1.value - 0x30) }
  }

  private mutating func atom() -> SchemaPattern.Node? {
    if take("^") { return .start }
    if take("$") { return .end }
    if take(".") { return .one(.init(ranges: Self.lineEnds, isNegated: true)) }
    if take("[") { return characterClass().map { .one($0) } }
    if take("(") {
      let isNegated = take("?!")
      let isAhead = isNegated || take("?=")
      if !isAhead, !take("?:"), next == "?" { return nil }
      guard let inner = choice(), take(")") else { return nil }
      return isAhead ? .ahead(inner, isNegated: isNegated) : inner
    }
    if next == "\\" { return escape().map { .one($0) } }
    guard let scalar = next, !"*+?{})]".unicodeScalars.contains(scalar) else { return nil }
    place += 1
    return .one(.init(ranges: [scalar.value...scalar.value]))
  }

  private static let lineEnds: [ClosedRange<UInt32>] = [0xA...0xA, 0xD...0xD, 0x2028...0x2029]

  private mutating func characterClass() -> SchemaPattern.CharacterSet? {
    var set = SchemaPattern.CharacterSet(isNegated: take("^"))
    while !take("]") {
      guard let first = classItem() else { return nil }
      guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
        set.ranges += first
        continue
      }
      place += 1
      guard let last = classItem(), let low = first.only, let high = last.only, low <= high else {
        return nil
      }
      set.ranges.append(low...high)
    }
    return set
  }

  private mutating func classItem() -> [ClosedRange<UInt32>]? {
    guard let scalar = next else { return nil }
    if scalar == "\\" {
      guard let set = escape(), !set.isNegated else { return nil }
      return set.ranges
    }
    place += 1
    return [scalar.value...scalar.value]
  }

  private static let letters: [Unicode.Scalar: SchemaPattern.CharacterSet] = [
    "d": .init(ranges: [0x30...0x39]),
    "w": .init(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]),
    "s": .init(ranges: [
      0x9...0xD, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
      0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]),
    "n": .init(ranges: [0xA...0xA]), "r": .init(ranges: [0xD...0xD]),
    "t": .init(ranges: [0x9...0x9]), "f": .init(ranges: [0xC...0xC]),
    "v": .init(ranges: [0xB...0xB]),
  ]

  private mutating func escape() -> SchemaPattern.CharacterSet? {
    place += 1
    guard let scalar = next else { return nil }
    place += 1
    if let set = Self.letters[scalar] { return set }
    if let opposite = scalar.properties.lowercaseMapping.unicodeScalars.first,
      opposite != scalar, let set = Self.letters[opposite], "dws".unicodeScalars.contains(opposite)
    {
      return .init(ranges: set.ranges, isNegated: true)
    }
    if scalar == "u" || scalar == "x" {
      let digits = scalars[place...].prefix(scalar == "u" ? 4 : 2)
      guard digits.count == (scalar == "u" ? 4 : 2), digits.allSatisfy(\.isASCII),
        let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
      else { return nil }
      place += digits.count
      return .init(ranges: [value...value])
    }
    // `\b`, references and classes of properties are not part of it.
    guard scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
      return nil
    }
    return .init(ranges: [scalar.value...scalar.value])
  }
}

extension [ClosedRange<UInt32>] {
  /// The only value.
  fileprivate var only: UInt32? {
    count == 1 && self[0].lowerBound == self[0].upperBound ? self[0].lowerBound : nil
  }
}
