/// The rule for a row's id: `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, case-sensitive, without `..`.
///
/// Only such an id may become a file name, an argument or part of a message.
public enum ItemID {
  public static let maximumLength = 64

  /// The rule in words, for messages.
  public static let rule = "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, no '..'"

  public static func isWellFormed(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { isWellFormed(UnsafeRawBufferPointer($0)) }
  }

  public static func isWellFormed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard (1...maximumLength).contains(bytes.count), isLetterOrDigit(bytes[0]) else { return false }
    var previous: UInt8 = 0
    for byte in bytes {
      guard mayContain(byte) else { return false }
      if byte == UInt8(ascii: "."), previous == byte { return false }
      previous = byte
    }
    return true
  }

  /// Whether an id may contain the byte, though perhaps not at every place.
  @inline(__always)
  public static func mayContain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: isLetterOrDigit(byte)
    }
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}

/// The ids that `add` generates: `ORCH-001`, `ORCH-002`, …, or with another prefix.
public enum NumberedID {
  public static let usualPrefix = "ORCH"
  /// In bytes.
  public static let longestPrefix = 16

  /// Whether the text may be a prefix: letters and digits, a letter first.
  public static func isPrefix(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    return (1...longestPrefix).contains(bytes.count) && isLetter(bytes[0])
      && bytes.allSatisfy {
        isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }

  /// The prefix and the number of an id of this form; `nil` for any other id.
  public static func parts(of id: String) -> (prefix: String, number: Int)? {
    guard let dash = id.utf8.firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let prefix = String(id[..<dash])
    guard isPrefix(prefix) else { return nil }
    return number(of: id.utf8, prefix: prefix).map { (prefix, $0) }
  }

  /// The number of an id with the prefix; `nil` for any other id.
  public static func number(
    of id: some Collection<UInt8>, prefix: String = usualPrefix
  ) -> Int? {
    let found = id.withContiguousStorageIfAvailable { number(ofBytes: $0, prefix) }
    return found ?? Array(id).withUnsafeBufferPointer { number(ofBytes: $0, prefix) }
  }

  /// Not generic, because a table calls it for each of its rows from another module.
  private static func number(ofBytes id: UnsafeBufferPointer<UInt8>, _ prefix: String) -> Int? {
    let start = prefix.utf8.count + 1
    guard (1...longest).contains(id.count - start), id[start - 1] == UInt8(ascii: "-"),
      id.starts(with: prefix.utf8)
    else { return nil }
    var number = 0
    for digit in id[start...] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
  }

  /// The most digits of a number. JSON keeps it exactly.
  private static let longest = 15

  /// The id with the next number above `number`.
  ///
  /// - Parameters:
  ///   - number: the highest number that is in use or was in use; becomes that of the new id.
  ///   - isTaken: whether a row has an id; called only for one whose number is too long to count.
  package static func next(
    after number: inout Int, prefix: String, isTaken: (String) throws -> Bool
  ) rethrows -> String {
    while true {
      number += 1
      let id = id(number: number, prefix: prefix)
      if try Self.number(of: id.utf8, prefix: prefix) != nil || !isTaken(id) { return id }
    }
  }

  /// The id with `number`, at least three digits wide.
  public static func id(number: Int, prefix: String = usualPrefix) -> String {
    let digits = String(number)
    return prefix + "-" + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }
}

/// The label of a worker that orch starts: `orch-` and its row's id, such as `orch-rel-1` for
/// `REL-1`, of the form `[a-z][a-z0-9_-]{0,63}`.
///
/// Ids get the same label if they differ only in case, in characters that a label can't contain, or
/// beyond its length. Source: `docs/dispatch.md`, "Spawners".
public enum WorkerLabel {
  /// In bytes.
  public static let maximumLength = 64

  public static func label(for id: String) -> String {
    let bytes = "orch-\(id)".utf8.prefix(maximumLength).map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        byte
      default: UInt8(ascii: "-")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension QueueItem {
  var label: String { WorkerLabel.label(for: id) }
}

/// The rule for an idempotency key, which marks rows as the same work. A key must fit as one word
/// into a notes cell and a line of a log.
public enum IdempotencyKey {
  /// The maximum length of a key, in bytes of UTF-8.
  public static let maximumLength = 200

  public static func isWellFormed(_ text: String) -> Bool {
    (1...maximumLength).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "|" }
      && text.escaped == text
  }
}
