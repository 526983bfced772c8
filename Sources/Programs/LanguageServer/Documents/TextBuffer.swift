/// The text of a document as an editor has it: UTF-8, with the offset of each line.
///
/// A line ends with `\n`, `\r\n` or `\r`, as the protocol says. In the table of a queue only `\n` and
/// `\r\n` end one.
struct TextBuffer: Sendable {
  private(set) var bytes: [UInt8]
  /// The offsets at which lines begin.
  private var starts: [Int]
  let encoding: PositionEncoding

  init(_ text: String, _ encoding: PositionEncoding) {
    bytes = Array(text.utf8)
    starts = [0] + Self.starts(in: bytes, 0..<bytes.count)
    self.encoding = encoding
  }

  var lineCount: Int { starts.count }

  /// The offsets behind the line ends that end within a range.
  private static func starts(in bytes: [UInt8], _ range: Range<Int>) -> [Int] {
    bytes.withUnsafeBufferPointer { bytes in
      var starts: [Int] = []
      for offset in range {
        let byte = bytes[offset]
        guard byte == 10 || byte == 13 else { continue }
        if byte == 13, offset + 1 < bytes.count, bytes[offset + 1] == 10 { continue }
        starts.append(offset + 1)
      }
      return starts
    }
  }

  // MARK: Places

  /// The line with the byte at `offset`, from 0.
  func line(at offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line without its end. A line behind the last one is empty.
  func content(ofLine line: Int) -> Range<Int> {
    guard line < starts.count else { return bytes.count..<bytes.count }
    let start = starts[line]
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    if line + 1 < starts.count {
      if end > start, bytes[end - 1] == 10 { end -= 1 }
      if end > start, bytes[end - 1] == 13 { end -= 1 }
    }
    return start..<end
  }

  /// The offset of a position. One behind the end of its line is at its end, and one within a
  /// character is before it.
  func offset(of position: Position) -> Int {
    let content = content(ofLine: position.line)
    var (offset, rest) = (content.lowerBound, position.character)
    while offset < content.upperBound {
      let units = encoding.units(ofScalarBeginningWith: bytes[offset])
      if rest < units { break }
      rest -= units
      offset += PositionEncoding.utf8.units(ofScalarBeginningWith: bytes[offset])
    }
    return offset
  }

  func offsets(of range: Range<Position>) -> Range<Int> {
    let start = offset(of: range.lowerBound)
    return start..<max(start, offset(of: range.upperBound))
  }

  func position(of offset: Int) -> Position {
    let line = line(at: offset)
    let start = starts[line]
    if encoding == .utf8 { return Position(line: line, character: offset - start) }
    let units = bytes[start..<offset].reduce(0) { sum, byte in
      // Bytes that continue a scalar count nothing.
      byte & 0xC0 == 0x80 ? sum : sum + encoding.units(ofScalarBeginningWith: byte)
    }
    return Position(line: line, character: units)
  }

  func positions(of range: Range<Int>) -> Range<Position> {
    position(of: range.lowerBound)..<position(of: range.upperBound)
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Changes

  mutating func replace(_ range: Range<Position>, with text: String) {
    replace(offsets(of: range), with: Array(text.utf8))
  }

  mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
    // A `\r` before the range may become half of a line end, or no longer be.
    let before = max(0, range.lowerBound - 1)
    let kept = line(at: before) + 1
    let behind = starts.count == kept ? kept : max(kept, line(at: range.upperBound) + 1)
    let difference = new.count - range.count
    bytes.replaceSubrange(range, with: new)
    let changed = Self.starts(in: bytes, before..<(range.lowerBound + new.count))
    for index in behind..<starts.count { starts[index] += difference }
    starts.replaceSubrange(kept..<behind, with: changed)
  }
}
