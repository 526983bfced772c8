// Searches for possible near misses without parsing the notes, because most rows have none.

extension Notes {
  /// Whether a segment begins like a key and a sign but may not be control. Most rows have no such
  /// segment, and this is called for every row that waits, so it allocates nothing.
  var mayHaveNearMiss: Bool {
    var text = text
    return text.withUTF8 { bytes in
      var place = 0
      while place < bytes.count {
        while place < bytes.count, bytes[place].isBlank || bytes.isSeparator(at: place) {
          place += 1
        }
        let start = place
        while place < bytes.count, !bytes.isSeparator(at: place) { place += 1 }
        if bytes.isCandidate(start..<place) { return true }
      }
      return false
    }
  }
}

extension Notes.ControlKey {
  /// The keys that may precede a colon.
  fileprivate static let withColon = allCases.filter(\.isTyped).map { Array($0.rawValue.utf8) }
  /// The keys for which every value without a blank is control.
  fileprivate static let withAnyWord = allCases.filter {
    ![.approval, .onFailure, .plan, .retryNotBefore, .notBefore].contains($0)
  }.map { Array($0.rawValue.utf8) }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a slash or pipe stands alone at this index.
  fileprivate func isSeparator(at place: Int) -> Bool {
    guard self[place] == UInt8(ascii: "/") || self[place] == UInt8(ascii: "|") else { return false }
    return (place == 0 || self[place - 1].isBlank)
      && (place + 1 == count || self[place + 1].isBlank)
  }

  fileprivate func isCandidate(_ segment: Range<Int>) -> Bool {
    if self[segment].contains(where: { $0 >= 0x80 }) { return hasSignBehindLetter(segment) }
    var place = segment.lowerBound
    while place < segment.upperBound, self[place].isOfKey { place += 1 }
    let name = segment.lowerBound..<place
    guard (2...20).contains(name.count) else { return false }
    while place < segment.upperBound, self[place].isBlank { place += 1 }
    guard place < segment.upperBound else { return false }
    func isOne(of keys: [[UInt8]]) -> Bool { keys.contains { self[name].elementsEqual($0) } }
    switch self[place] {
    case UInt8(ascii: ":"): return isOne(of: Notes.ControlKey.withColon)
    case UInt8(ascii: "="):
      var end = segment.upperBound
      while self[end - 1].isBlank { end -= 1 }
      let value = self[(place + 1)..<end]
      return !isOne(of: Notes.ControlKey.withAnyWord) || place > name.upperBound
        || value.contains { $0.isBlank || $0 == UInt8(ascii: "=") }
    default: return false
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a sign of control follows an ASCII letter or a full-width letter.
  private func hasSignBehindLetter(_ segment: Range<Int>) -> Bool {
    guard let letter = self[segment].firstIndex(where: { $0.isOfKey || $0 == 0xEF }) else {
      return false
    }
    return Notes.hasSign(self[letter..<segment.upperBound])
  }
}

extension Notes {
  /// Whether a text has the sign of a key, of any width.
  static func hasSign(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { hasSign($0[...]) }
  }

  fileprivate static func hasSign(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    // A range of integers avoids `indices` of the slice, whose generic type each process would have
    // to instantiate.
    (bytes.startIndex..<bytes.endIndex).contains { place in
      switch bytes[place] {
      case UInt8(ascii: "="), UInt8(ascii: ":"): true
      case 0xEF: bytes[place...].dropFirst().prefix(2).isSignBehindEF
      default: false
      }
    }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Whether these bytes complete U+FF1D, U+FF1A, U+FE66 or U+FE55, which look like `=` and `:`.
  fileprivate var isSignBehindEF: Bool {
    elementsEqual([0xBC, 0x9D]) || elementsEqual([0xBC, 0x9A]) || elementsEqual([0xB9, 0xA6])
      || elementsEqual([0xB9, 0x95])
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  fileprivate var isOfKey: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
