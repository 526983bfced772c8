/// A key, or a combination with control.
public enum Key: Equatable, Sendable {
  case up, down, left, right, pageUp, pageDown, home, end
  case enter, escape, backspace, delete
  /// The beginning and the end of a pasted text. The characters of the text come as keys between
  /// these two.
  case pasteBegin, pasteEnd
  /// A letter that is pressed together with the control key, such as `L`.
  case control(Character)
  case character(Character)
}

/// Decodes keys from the bytes of a terminal, which may arrive in pieces of any length.
public struct KeyDecoder: Sendable {
  private var pending: [UInt8] = []

  public init() {}

  /// Whether the bytes so far may be the beginning of a key. An escape character is such a
  /// beginning, but may also be the whole key.
  public var hasPartialKey: Bool { !pending.isEmpty }

  /// Adds bytes, and returns the keys that are complete now. Unknown sequences and invalid UTF-8
  /// are skipped.
  public mutating func keys(_ bytes: [UInt8]) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while !pending.isEmpty {
      switch KeyParser(pending).first {
      case .incomplete: return keys
      case .found(let key, let count):
        keys += [key].compactMap(\.self)
        pending.removeFirst(count)
      }
    }
    return keys
  }

  /// Ends a partial key when no more bytes follow. A single escape character becomes the escape
  /// key, and any other beginning is dropped.
  public mutating func flush() -> [Key] {
    defer { pending.removeAll() }
    return pending == [KeyParser.escape] ? [.escape] : []
  }
}

/// Finds the first key in the bytes of a terminal.
struct KeyParser {
  enum Found: Equatable {
    /// The bytes may be the beginning of a key.
    case incomplete
    /// The key, or `nil` for bytes that are to be skipped.
    case found(Key?, count: Int)
  }

  static let escape: UInt8 = 0x1B
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var first: Found {
    guard let first = bytes.first else { return .incomplete }
    switch first {
    case Self.escape: return sequence
    case 0x0A, 0x0D: return .found(.enter, count: 1)
    case 0x08, 0x7F: return .found(.backspace, count: 1)
    case 1...0x1A: return .found(.control(Character(Unicode.Scalar(first + 0x40))), count: 1)
    case 0..<0x20: return .found(nil, count: 1)
    default: return character
    }
  }

  // MARK: Text

  private var character: Found {
    guard let length = Self.length(from: bytes[0]) else { return .found(nil, count: 1) }
    let rest = bytes.dropFirst().prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
    if rest.count < length - 1 {
      return bytes.count == rest.count + 1 ? .incomplete : .found(nil, count: rest.count + 1)
    }
    let text = String(validating: bytes.prefix(length), as: UTF8.self)
    return .found(text?.first.map(Key.character), count: length)
  }

  /// The number of bytes of a UTF-8 character, determined from its first byte.
  private static func length(from first: UInt8) -> Int? {
    switch first {
    case 0x20..<0x7F: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }

  // MARK: Sequences

  /// The largest number of bytes that a terminal sends for a key.
  private static let longest = 32

  private var sequence: Found {
    guard bytes.count > 1 else { return .incomplete }
    switch bytes[1] {
    case UInt8(ascii: "["): return controlSequence
    case UInt8(ascii: "O"):
      return bytes.count < 3 ? .incomplete : .found(Self.letters[bytes[2]], count: 3)
    // The escape key was pressed twice.
    case Self.escape: return .found(.escape, count: 1)
    // A character that was pressed together with Alt.
    default:
      switch KeyParser(Array(bytes.dropFirst())).first {
      case .incomplete: return .incomplete
      case .found(_, let count): return .found(nil, count: count + 1)
      }
    }
  }

  private var controlSequence: Found {
    let parameters = bytes.dropFirst(2).prefix { (0x20...0x3F).contains($0) }
    guard let last = bytes.dropFirst(2 + parameters.count).first else {
      return bytes.count < Self.longest ? .incomplete : .found(nil, count: bytes.count)
    }
    let count = 3 + parameters.count
    guard last == UInt8(ascii: "~") else { return .found(Self.letters[last], count: count) }
    let number = parameters.prefix { $0 != UInt8(ascii: ";") }
    return .found(Self.numbers[String(decoding: number, as: UTF8.self)], count: count)
  }

  private static let letters: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "M"): .enter,
  ]

  private static let numbers: [String: Key] = [
    "1": .home, "7": .home, "3": .delete, "4": .end, "8": .end, "5": .pageUp, "6": .pageDown,
    "200": .pasteBegin, "201": .pasteEnd,
  ]
}
