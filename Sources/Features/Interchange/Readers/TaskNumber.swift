/// The number before a task's text, such as `1.`, `1.2` or `3.4b`.
struct TaskNumber {
  /// The number without the dot at its end.
  let text: String
  let rest: ArraySlice<UInt8>

  /// - Parameter text: the text after the box. The result is `nil` if it does not begin with a
  ///   number, or begins as in "3 files".
  init?(_ text: ArraySlice<UInt8>) {
    let isBold = text.rest(behind: "**") != nil
    let start = text.rest(behind: "**") ?? text
    var end = start.startIndex
    var isDotted = false
    while end < start.endIndex, start[end].isDigit {
      end = start[end...].drop(while: \.isDigit).startIndex
      guard end + 1 < start.endIndex, start[end] == UInt8(ascii: "."), start[end + 1].isDigit
      else { break }
      isDotted = true
      end += 1
    }
    guard end > start.startIndex else { return nil }
    let letters = start[end...].prefix(while: \.isLetter).prefix(3)
    if isDotted { end = letters.endIndex }
    var rest = start[end...]
    if let next = rest.first, next == UInt8(ascii: ".") || next == UInt8(ascii: ")") {
      rest = rest.dropFirst()
      isDotted = true
    }
    self.text = start[start.startIndex..<end].text
    guard isDotted else { return nil }
    if isBold, let behind = rest.rest(behind: "**") {
      rest = behind
    } else if isBold {
      // The bold text continues after the number.
      guard rest.first?.isBlank ?? true else { return nil }
      self.rest = ArraySlice(Array("**".utf8) + rest.trimmed)
      return
    }
    guard rest.first?.isBlank ?? true else { return nil }
    self.rest = rest.trimmed
  }

  /// The number of the task that contains this one: `1.2` for `1.2.3`; `nil` for `1`.
  static func parent(of number: String) -> String? {
    number.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(number[..<$0]) }
  }
}

/// The key of a task for which its form has no id. Each import computes the same key for the same
/// text.
enum TextKey {
  /// 16 hexadecimal digits of FNV-1a.
  static func of(_ text: String) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
