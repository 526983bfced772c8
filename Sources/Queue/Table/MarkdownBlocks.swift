/// Finds the lines that may belong to a table: lines outside code fences and HTML comments. Source:
/// GFM 0.29, sections 4.5 and 4.6.
struct MarkdownBlocks {
  private enum State {
    case text
    case fence(marker: UInt8, length: Int)
    case comment
  }

  private var state = State.text

  /// Whether a table may begin in the next line, `line`.
  mutating func admits(_ line: Line, in bytes: UnsafeRawBufferPointer) -> Bool {
    switch state {
    case .fence(let marker, let length):
      if Self.closesFence(line, marker: marker, length: length, in: bytes) { state = .text }
      return false
    case .comment:
      if let end = Self.find("-->", from: line.start, to: line.contentEnd, in: bytes) {
        state = Self.opensComment(end + 3, line.contentEnd, in: bytes) ? .comment : .text
      }
      return false
    case .text:
      if let fence = Self.fence(line, in: bytes) {
        state = .fence(marker: fence.marker, length: fence.length)
        return false
      }
      if Self.opensComment(line.start, line.contentEnd, in: bytes) {
        state = .comment
        return false
      }
      return true
    }
  }

  static func fence(
    _ line: Line, in bytes: UnsafeRawBufferPointer
  ) -> (marker: UInt8, length: Int)? {
    let content = bytes.trimmed(line.content)
    guard content.lowerBound - line.start <= 3, let marker = content.first.map({ bytes[$0] }),
      marker == UInt8(ascii: "`") || marker == UInt8(ascii: "~")
    else { return nil }
    let run = content.prefix { bytes[$0] == marker }
    guard run.count >= 3 else { return nil }
    let hasBacktick = content[run.endIndex...].contains { bytes[$0] == UInt8(ascii: "`") }
    return marker == UInt8(ascii: "`") && hasBacktick ? nil : (marker, run.count)
  }

  private static func closesFence(
    _ line: Line, marker: UInt8, length: Int, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let content = bytes.trimmed(line.content)
    return content.lowerBound - line.start <= 3 && content.count >= length
      && content.allSatisfy { bytes[$0] == marker }
  }

  /// Whether a comment begins between two offsets but does not end there. Code spans contain no
  /// comments.
  private static func opensComment(
    _ start: Int, _ end: Int, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    var offset = start
    while offset < end {
      if bytes[offset] == UInt8(ascii: "`") {
        offset = endOfCodeSpan(offset, end, in: bytes)
      } else if bytes.starts(with: "<!--", at: offset), offset + 4 <= end {
        guard let close = find("-->", from: offset + 2, to: end, in: bytes) else { return true }
        offset = close + 3
      } else {
        offset += 1
      }
    }
    return false
  }

  private static func endOfCodeSpan(
    _ start: Int, _ end: Int, in bytes: UnsafeRawBufferPointer
  ) -> Int {
    func run(_ from: Int) -> Int { (from..<end).prefix { bytes[$0] == UInt8(ascii: "`") }.count }
    let length = run(start)
    var offset = start + length
    while offset < end {
      let found = run(offset)
      if found == length { return offset + found }
      offset += max(found, 1)
    }
    return start + length
  }

  private static func find(
    _ text: StaticString, from start: Int, to end: Int, in bytes: UnsafeRawBufferPointer
  ) -> Int? {
    let last = end - text.utf8CodeUnitCount
    guard start <= last else { return nil }
    return (start...last).first { bytes.starts(with: text, at: $0) }
  }
}
