/// The members of a JSON object, found in its text without making a value of each member.
///
/// Only quotes and brackets are examined, and a member is parsed when a caller asks for it. So this
/// type is for texts that are known to be JSON, such as lines with a checksum. In an invalid text,
/// members may not be found.
public struct JSONMembers: Sendable {
  /// The text in UTF-8.
  public let bytes: [UInt8]
  private let members: [Member]

  /// The offsets of a member in the text; the key is without its quotes. Offsets have 32 bits
  /// because a program may keep many texts.
  private struct Member {
    private let keyStart, keyEnd, valueStart, valueEnd: UInt32

    init(key: Range<Int>, value: Range<Int>) {
      (keyStart, keyEnd) = (UInt32(key.lowerBound), UInt32(key.upperBound))
      (valueStart, valueEnd) = (UInt32(value.lowerBound), UInt32(value.upperBound))
    }

    var key: Range<Int> { Int(keyStart)..<Int(keyEnd) }
    var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
  }

  /// - Parameter bytes: at most 4 GB.
  /// - Returns: `nil` if the text is not an object.
  public init?(of bytes: [UInt8]) {
    if bytes.count > UInt32.max { return nil }
    var members: [Member] = []
    members.reserveCapacity(24)
    let isObject = bytes.withUnsafeBytes { bytes in
      Self.scan(bytes) { members.append(Member(key: $0, value: $1)) }
    }
    if !isObject { return nil }
    (self.bytes, self.members) = (bytes, members)
  }

  /// Passes the key and the value of each member of an object to `visit`, as they are written. The
  /// key is passed without its quotes.
  ///
  /// - Returns: `false` if the text is not an object. Some members may have been passed even then.
  @discardableResult
  public static func visit(
    _ bytes: UnsafeRawBufferPointer,
    _ visit: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
  ) -> Bool {
    scan(bytes) { key, value in
      visit(
        UnsafeRawBufferPointer(rebasing: bytes[key]), UnsafeRawBufferPointer(rebasing: bytes[value])
      )
    }
  }

  /// The text of a value that is a string; `nil` if the value is not a string.
  public static func text(of value: UnsafeRawBufferPointer) -> String? {
    guard value.count > 1, value[0] == UInt8(ascii: "\"") else { return nil }
    let content = value[1..<(value.count - 1)]
    return content.contains(UInt8(ascii: "\\"))
      ? (try? JSONValue(parsing: value))?.stringValue : String(decoding: content, as: UTF8.self)
  }

  /// The value as a whole number; `nil` if the value is not a whole number, or has more than 62
  /// bits.
  public static func integer(of value: UnsafeRawBufferPointer) -> Int? {
    let isNegative = value.first == UInt8(ascii: "-")
    let digits = value.dropFirst(isNegative ? 1 : 0)
    guard 1...19 ~= digits.count else { return nil }
    // Numbers of up to 19 digits fit into `UInt64`.
    var number: UInt64 = 0
    for digit in digits {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
      number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
    guard number < 1 << 62 else { return nil }
    return isNegative ? -Int(number) : Int(number)
  }

  private static func scan(
    _ bytes: UnsafeRawBufferPointer, _ visit: (_ key: Range<Int>, _ value: Range<Int>) -> Void
  ) -> Bool {
    var scanner = JSONScanner(bytes)
    guard scanner.skip(UInt8(ascii: "{")) else { return false }
    if scanner.skip(UInt8(ascii: "}")) { return scanner.isAtEnd }
    repeat {
      scanner.skipBlanks()
      guard let key = scanner.string(), scanner.skip(UInt8(ascii: ":")) else { return false }
      scanner.skipBlanks()
      guard let value = scanner.value() else { return false }
      visit((key.lowerBound + 1)..<(key.upperBound - 1), value)
    } while scanner.skip(UInt8(ascii: ","))
    return scanner.skip(UInt8(ascii: "}")) && scanner.isAtEnd
  }

  /// The value of the first member with this key.
  public subscript(key: StaticString) -> JSONValue? {
    range(of: key).flatMap { try? JSONValue(parsing: bytes[$0]) }
  }

  /// The text of a member that is a string.
  public func text(_ key: StaticString) -> String? { range(of: key).flatMap(text(at:)) }

  /// The texts in a member that is an object, by key. If a key occurs twice, the last text counts.
  public func texts(_ key: StaticString) -> [String: String] {
    guard let range = range(of: key) else { return [:] }
    return bytes.withUnsafeBytes { bytes in
      let object = UnsafeRawBufferPointer(rebasing: bytes[range])
      func text(_ range: Range<Int>) -> String? {
        Self.text(of: UnsafeRawBufferPointer(rebasing: object[range]))
      }
      var texts: [String: String] = [:]
      let isObject = Self.scan(object) { key, value in
        let quotedKey = (key.lowerBound - 1)..<(key.upperBound + 1)
        guard let key = text(quotedKey), let text = text(value) else { return }
        // Most objects have up to three texts.
        if texts.isEmpty { texts.reserveCapacity(3) }
        texts[key] = text
      }
      return isObject ? texts : [:]
    }
  }

  /// Passes the text of each element of a member that is an array to `visit`. The memory does not
  /// grow with the number of elements.
  public func visitElements(of key: StaticString, _ visit: (ArraySlice<UInt8>) -> Void) {
    guard let range = range(of: key) else { return }
    bytes.withUnsafeBytes { bytes in
      var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: bytes[range]))
      guard scanner.skip(UInt8(ascii: "[")) else { return }
      repeat {
        scanner.skipBlanks()
        guard let element = scanner.value() else { return }
        let start = range.lowerBound
        visit(self.bytes[(start + element.lowerBound)..<(start + element.upperBound)])
      } while scanner.skip(UInt8(ascii: ","))
    }
  }

  /// The text of the string at `range`; `nil` if the value is not a string.
  private func text(at range: Range<Int>) -> String? {
    bytes.withUnsafeBytes { Self.text(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The value of a member that is a whole number.
  public func integer(_ key: StaticString) -> Int? {
    range(of: key).flatMap { range in
      bytes.withUnsafeBytes { Self.integer(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
  }

  /// An object of those members that have one of these keys.
  public func object(of keys: [StaticString]) -> JSONObject {
    var object = JSONObject()
    for key in keys {
      if let value = self[key] { object[key.description] = value }
    }
    return object
  }

  /// The text of a member's value.
  public func bytes(of key: StaticString) -> ArraySlice<UInt8>? {
    range(of: key).map { bytes[$0] }
  }

  public func contains(_ key: StaticString) -> Bool { range(of: key) != nil }

  /// The range of a member's value in `bytes`.
  private func range(of key: StaticString) -> Range<Int>? {
    let length = key.utf8CodeUnitCount
    return bytes.withUnsafeBufferPointer { bytes in
      members.first { member in
        guard member.key.count == length else { return false }
        return (0..<length).allSatisfy { bytes[member.key.lowerBound + $0] == key.utf8Start[$0] }
      }?.value
    }
  }
}

extension JSONMembers: Equatable {
  public static func == (left: JSONMembers, right: JSONMembers) -> Bool {
    left.bytes == right.bytes
  }
}
