/// Secrets whose values are known, such as the values of variables that were passed to a program.
/// The values are found in plain text, in the encodings of URLs and JSON, and in base64. In base64
/// a value is found even as a part of a longer encoded text. A slash may be escaped by a backslash,
/// as some encoders of JSON do, and the colour of a terminal may change within a value.
public struct SecretValues: Sendable {
  private var patterns: [Pattern] = []
  /// For each byte, the indices of the patterns that may begin with this byte.
  private var byFirst = [[Int]](repeating: [], count: 256)

  public var isEmpty: Bool { patterns.isEmpty }

  /// A form in which a value may appear in a text: the value itself, or its base64 in either
  /// alphabet.
  private struct Pattern: Equatable {
    let bytes: [UInt8]
    let isBase64: Bool
  }

  /// The shortest length of a value. Shorter values are hardly secrets, and occur in many texts.
  public static let shortest = 8

  /// - Parameter values: the values. Values with fewer than eight characters are ignored.
  public init(_ values: [String]) {
    for value in Set(values.map(\.trimmed)) where !Self.isTooShort(value) {
      let bytes = Array(value.utf8)
      add(Pattern(bytes: bytes, isBase64: false))
      add(Pattern(bytes: bytes.inJSON, isBase64: false))
      // The value may begin at any of the three bytes of a group.
      for offset in 0..<3 { add(Pattern(bytes: bytes.base64(at: offset), isBase64: true)) }
    }
    // Longer patterns come first, because a longer pattern may begin with a shorter one.
    patterns.sort { $0.bytes.count > $1.bytes.count }
    for (place, pattern) in patterns.enumerated() {
      let first = pattern.bytes[0]
      for byte in Set([first, Self.percent, first == 32 ? Self.plus : first, first.otherBase64]) {
        byFirst[Int(byte)].append(place)
      }
    }
  }

  /// Whether a value is too short to be looked for.
  public static func isTooShort(_ value: String) -> Bool {
    value.trimmed.unicodeScalars.count < shortest
  }

  private mutating func add(_ pattern: Pattern) {
    if !patterns.contains(pattern) { patterns.append(pattern) }
  }

  private static let percent = UInt8(ascii: "%")
  private static let plus = UInt8(ascii: "+")

  /// The result of a search at one index of a text.
  enum Found: Equatable {
    case none
    /// A secret begins at the index, and ends at `end`.
    case secret(end: Int)
    /// The bytes begin like a secret, and further bytes are missing.
    case undecided
  }

  func look(at start: Int, in bytes: [UInt8], isLast: Bool) -> Found {
    for place in byFirst[Int(bytes[start])] {
      for isURL in [false, true] {
        switch match(patterns[place], at: start, in: bytes, isURL: isURL) {
        case .none: continue
        case .secret(let end): return .secret(end: end)
        case .undecided where isLast: continue
        case .undecided: return .undecided
        }
      }
    }
    return .none
  }

  private func match(
    _ pattern: Pattern, at start: Int, in bytes: [UInt8], isURL: Bool
  ) -> Found {
    var place = start
    for wanted in pattern.bytes {
      while place > start, place < bytes.count, bytes[place] == Self.escape {
        switch Self.lookAtColour(at: place, in: bytes) {
        case .none: return .none
        case .secret(let end) where end - start > Self.longest + pattern.bytes.count: return .none
        case .secret(let end): place = end
        case .undecided: return .undecided
        }
      }
      guard place < bytes.count else { return .undecided }
      var found = bytes[place]
      var next = place + 1
      if isURL, found == Self.percent {
        guard place + 1 < bytes.count else { return .undecided }
        guard let high = bytes[place + 1].hexDigit else { return .none }
        guard place + 2 < bytes.count else { return .undecided }
        guard let low = bytes[place + 2].hexDigit else { return .none }
        found = high << 4 | low
        next = place + 3
      } else if isURL, found == Self.plus, wanted == 32 {
        found = 32
      } else if found == Self.backslash, wanted == Self.slash {
        guard place + 1 < bytes.count else { return .undecided }
        found = bytes[place + 1]
        next = place + 2
      }
      guard found == wanted || pattern.isBase64 && found.otherBase64 == wanted else { return .none }
      place = next
    }
    return .secret(end: place)
  }

  private static let escape: UInt8 = 0x1B
  private static let slash = UInt8(ascii: "/")
  private static let backslash = UInt8(ascii: "\\")
  /// The most bytes of colours within a value.
  private static let longest = 1024
  /// The most bytes of one colour.
  private static let longestColour = 32

  /// Finds the end of a control sequence of a terminal: `ESC [ 0 1 ; 3 1 m`.
  private static func lookAtColour(at start: Int, in bytes: [UInt8]) -> Found {
    guard start + 1 < bytes.count else { return .undecided }
    guard bytes[start + 1] == UInt8(ascii: "[") else { return .none }
    for place in start + 2..<start + longestColour {
      guard place < bytes.count else { return .undecided }
      if (0x40...0x7E).contains(bytes[place]) { return .secret(end: place + 1) }
      guard (0x20...0x3F).contains(bytes[place]) else { return .none }
    }
    return .none
  }
}

/// Replaces known secrets in a stream of bytes. The output does not depend on how the input was
/// divided; only bytes with which a secret may begin are held back.
struct ValueFilter: Sendable {
  let values: SecretValues
  private var buffer: [UInt8] = []

  init(_ values: SecretValues) { self.values = values }

  mutating func filter(_ bytes: ArraySlice<UInt8>, isLast: Bool = false) -> [UInt8] {
    if values.isEmpty { return Array(bytes) }
    buffer += bytes
    var output: [UInt8] = []
    output.reserveCapacity(buffer.count)
    var place = 0
    scan: while place < buffer.count {
      switch values.look(at: place, in: buffer, isLast: isLast) {
      case .none:
        output.append(buffer[place])
        place += 1
      case .secret(let end):
        output += SecretKind.variable.mark
        place = end
      case .undecided: break scan
      }
    }
    buffer.removeFirst(place)
    return output
  }
}

extension UInt8 {
  /// The character of the other alphabet of base64 with the same value. Source: RFC 4648,
  /// section 5.
  fileprivate var otherBase64: UInt8 {
    switch self {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "-"): UInt8(ascii: "+")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    case UInt8(ascii: "_"): UInt8(ascii: "/")
    default: self
    }
  }

  fileprivate var hexDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension [UInt8] {
  /// The bytes with the escapes of a JSON string.
  fileprivate var inJSON: [UInt8] {
    flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): Array("\\n".utf8)
      case UInt8(ascii: "\r"): Array("\\r".utf8)
      case UInt8(ascii: "\t"): Array("\\t".utf8)
      default: [byte]
      }
    }
  }

  /// The base64 characters that only these bytes determine, if `offset` other bytes of the same
  /// group of three come before them.
  fileprivate func base64(at offset: Int) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let bytes = Array(repeating: 0, count: offset) + self
    func bit(_ place: Int) -> Int { Int(bytes[place / 8] >> UInt8(7 - place % 8)) & 1 }
    let characters = (offset * 8 + 5) / 6..<bytes.count * 8 / 6
    return characters.map { character in
      alphabet[(0..<6).reduce(0) { $0 << 1 | bit(character * 6 + $1) }]
    }
  }
}

extension String {
  /// The text without blanks at its beginning and end. A file with a secret often has such blanks.
  fileprivate var trimmed: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    let bytes = Array(utf8)
    guard let start = bytes.firstIndex(where: { !isBlank($0) }),
      let end = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[start...end], as: UTF8.self)
  }
}
