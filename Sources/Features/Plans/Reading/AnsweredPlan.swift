import Text

/// Finds the JSON of a plan in the answer of a model. It may be in a code block, in an unclosed
/// code block, or between sentences.
public enum AnsweredPlan {
  /// The JSON, or the text that is closest to it. The model gets the mistakes in that text.
  public static func json(in answer: String) -> [UInt8] {
    let whole = trimmed(Array(answer.utf8)[...])
    let bytes = withoutThoughts(whole)
    let found = [trimmed(bytes), fenced(bytes), braced(bytes)].filter { !$0.isEmpty }
    return found.first { isObject($0) } ?? found.first { $0.first == brace } ?? found.first ?? []
  }

  private static let brace = UInt8(ascii: "{")

  private static func isObject(_ bytes: [UInt8]) -> Bool {
    bytes.first == brace && (try? JSONValue(parsing: bytes))?.objectValue != nil
  }

  /// Some models print their reasoning first.
  private static func withoutThoughts(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let end = Array("</think>".utf8)
    guard bytes.starts(with: Array("<think>".utf8)), bytes.count >= end.count else {
      return bytes[...]
    }
    for place in 0...bytes.count - end.count
    where bytes[place] == end[0] && bytes[place..<place + end.count].elementsEqual(end) {
      return bytes[(place + end.count)...]
    }
    return bytes[...]
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    let start = bytes.drop(while: isBlank)
    guard let end = start.lastIndex(where: { !isBlank($0) }) else { return [] }
    return Array(start[...end])
  }

  /// The text after the first fence, up to the next fence or the end.
  private static func fenced(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard let fence = fence(in: bytes) else { return [] }
    // A word such as `json` follows the fence.
    guard let start = bytes[fence...].firstIndex(of: brace) else { return [] }
    let rest = bytes[start...]
    return trimmed(rest[..<(self.fence(in: rest) ?? rest.endIndex)])
  }

  private static func fence(in bytes: ArraySlice<UInt8>) -> Int? {
    let mark = UInt8(ascii: "`")
    var count = 0
    for place in bytes.indices {
      count = bytes[place] == mark ? count + 1 : 0
      if count == 3 { return place - 2 }
    }
    return nil
  }

  /// The text from the first brace to the last one.
  private static func braced(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard let start = bytes.firstIndex(of: brace),
      let end = bytes.lastIndex(of: UInt8(ascii: "}")), start < end
    else { return [] }
    return Array(bytes[start...end])
  }
}
