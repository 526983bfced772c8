/// The bytes of a queue file, in memory of any owner.
///
/// `@unchecked`: the owner of the memory guarantees that the bytes never change.
public struct QueueBytes: @unchecked Sendable {
  package let raw: UnsafeRawBufferPointer
  private let owner: any AnyObject & Sendable

  /// Uses memory that `owner` keeps unchanged as long as it exists.
  public init(_ raw: UnsafeRawBufferPointer, ownedBy owner: any AnyObject & Sendable) {
    self.raw = raw
    self.owner = owner
  }

  /// Copies `bytes`.
  public init(_ bytes: some Collection<UInt8>) {
    let copy = Copy(bytes)
    self.init(UnsafeRawBufferPointer(copy.memory), ownedBy: copy)
  }

  public var count: Int { raw.count }

  /// Calls `body` with the bytes, which are valid only during the call.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(owner) {} }
    return try body(raw)
  }

  package var array: [UInt8] { withBytes { Array($0) } }

  package func array(_ range: Range<Int>) -> [UInt8] { Array(raw[range]) }

  package func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: raw[range]), as: UTF8.self)
  }

  /// Calls `body` with the result of `edits` in pieces, in order. A piece is an unchanged range,
  /// which is not copied, or a replacement.
  package func withPieces<Failure: Error>(
    applying edits: [Edit], _ body: ([UnsafeRawBufferPointer]) throws(Failure) -> Void
  ) throws(Failure) {
    // The pieces with replacements point into this array.
    let copy = QueueBytes(edits.flatMap(\.replacement))
    var pieces: [UnsafeRawBufferPointer] = []
    var (offset, copied) = (0, 0)
    for edit in edits {
      pieces.append(UnsafeRawBufferPointer(rebasing: raw[offset..<edit.range.lowerBound]))
      let end = copied + edit.replacement.count
      pieces.append(UnsafeRawBufferPointer(rebasing: copy.raw[copied..<end]))
      (offset, copied) = (edit.range.upperBound, end)
    }
    pieces.append(UnsafeRawBufferPointer(rebasing: raw[offset...]))
    defer { withExtendedLifetime((copy, self)) {} }
    try body(pieces)
  }

  /// The result of `edits`.
  package func applying(_ edits: [Edit]) -> [UInt8] {
    var result: [UInt8] = []
    withPieces(applying: edits) { pieces in
      for piece in pieces { result.append(contentsOf: piece) }
    }
    return result
  }
}

/// `@unchecked`: only the initializer writes the bytes.
private final class Copy: @unchecked Sendable {
  let memory: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: some Collection<UInt8>) {
    memory = .allocate(capacity: bytes.count)
    _ = memory.initialize(from: bytes)
  }

  deinit { memory.deallocate() }
}

extension UInt8 {
  package static let newline = UInt8(ascii: "\n")
  package static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let pipe = UInt8(ascii: "|")
  static let backslash = UInt8(ascii: "\\")

  var isBlank: Bool { self == .space || self == .tab }
}

extension UnsafeRawBufferPointer {
  /// The part of `range` without blanks at its ends.
  @inline(__always)
  package func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// The part of a cell without blanks of any kind at its ends. A character that people see as a
  /// blank is not a part of the text.
  @inline(__always)
  package func trimmedCell(_ range: Range<Int>) -> Range<Int> {
    let plain = trimmed(range)
    if plain.isEmpty || self[plain.lowerBound] < 0xC2 && self[plain.upperBound - 1] < 0x80 {
      return plain
    }
    return withoutOddBlanks(plain)
  }

  private func withoutOddBlanks(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while true {
      let (start, end) = (range.lowerBound, range.upperBound)
      let first = oddBlankLength(at: start, before: end)
      if first > 0 {
        range = trimmed(start + first..<end)
        continue
      }
      let last = [2, 3].first {
        end - $0 >= start && oddBlankLength(at: end - $0, before: end) == $0
      }
      guard let last else { return range }
      range = trimmed(start..<end - last)
    }
  }

  /// The length of a scalar that is a blank other than a plain space; 0 for any other scalar. The
  /// function works on bytes, because it runs for each row that is not in English. It must agree
  /// with `Unicode.Scalar.isOddBlank`.
  private func oddBlankLength(at offset: Int, before end: Int) -> Int {
    guard offset + 2 <= end else { return 0 }
    let second = self[offset + 1]
    if self[offset] == 0xC2 { return second == 0xA0 ? 2 : 0 }
    guard offset + 3 <= end else { return 0 }
    let third = self[offset + 2]
    let isBlank =
      switch self[offset] {
      case 0xE1: second == 0x9A && third == 0x80
      case 0xE2:
        second == 0x80 && (0x80...0x8D ~= third || third == 0xAF)
          || second == 0x81 && (third == 0x9F || third == 0xA0)
      case 0xE3: second == 0x80 && third == 0x80
      case 0xEF: second == 0xBB && third == 0xBF
      default: false
      }
    return isBlank ? 3 : 0
  }

  /// Whether both have the same bytes. Eight bytes are compared in one step, because a merge
  /// compares whole tables with many versions.
  package func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    var offset = 0
    while offset + 8 <= count {
      let word = loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if word != other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
      offset += 8
    }
    while offset < count {
      if self[offset] != other[offset] { return false }
      offset += 1
    }
    return true
  }

  /// The bytes up to 16 bytes after the end of `range`. A scan of `range` stops there, and does not
  /// continue to the next match, which may be megabytes away.
  func around(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[..<Swift.min(range.upperBound + 16, count)])
  }

  /// Whether the byte at `offset` is a pipe that ends a cell of the line.
  @inline(__always)
  func separates(_ offset: Int, in line: Range<Int>) -> Bool {
    self[offset] == .pipe && (offset == line.lowerBound || self[offset - 1] != .backslash)
  }

  /// Whether a trimmed cell is empty, or `-`.
  @inline(__always)
  func isNone(_ cell: Range<Int>) -> Bool {
    cell.isEmpty || cell.count == 1 && self[cell.lowerBound] == UInt8(ascii: "-")
  }

  @inline(__always)
  func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    text.utf8CodeUnitCount == range.count && starts(with: text, at: range.lowerBound)
  }

  @inline(__always)
  func starts(with text: StaticString, at offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset + length <= count else { return false }
    for index in 0..<length where self[offset + index] != text.utf8Start[index] { return false }
    return true
  }
}
