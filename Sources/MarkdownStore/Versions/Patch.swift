import JSON
import QueueDocument

/// How one version of the file becomes the next: byte ranges and their replacements.
struct Patch: Equatable, Sendable {
  struct Piece: Equatable, Sendable {
    let offset: Int
    /// The number of bytes to remove.
    let removed: Int
    /// The UTF-8 text to insert.
    let text: [UInt8]
  }

  /// Ordered by offset; none overlaps another.
  let pieces: [Piece]

  /// The number of inserted bytes.
  var size: Int { pieces.reduce(0) { $0 + $1.text.count } }

  /// Whether all inserted bytes are valid UTF-8, so that JSON can carry them.
  var isText: Bool { pieces.allSatisfy { String(validating: $0.text, as: UTF8.self) != nil } }

  init(_ edits: [Edit]) {
    pieces = edits.map {
      Piece(offset: $0.range.lowerBound, removed: $0.range.count, text: $0.replacement)
    }
  }

  /// One piece from the first to the last difference of two UTF-8 texts.
  init(from old: UnsafeRawBufferPointer, to new: UnsafeRawBufferPointer) {
    var start = zip(old, new).prefix { $0 == $1 }.count
    while start > 0, old.continuesScalar(at: start) || new.continuesScalar(at: start) { start -= 1 }
    let longest = min(old.count, new.count) - start
    var end = zip(old.reversed(), new.reversed()).prefix(longest).prefix { $0 == $1 }.count
    while end > 0, old.continuesScalar(at: old.count - end) { end -= 1 }
    let (removed, added) = (old.count - start - end, new.count - start - end)
    let isSame = removed == 0 && added == 0
    pieces =
      isSame
      ? [] : [Piece(offset: start, removed: removed, text: Array(new[start..<(start + added)]))]
  }

  /// Makes `bytes` the next version.
  ///
  /// - Returns: `false` where the patch does not fit them.
  func apply(to bytes: inout [UInt8]) -> Bool {
    var end = bytes.count
    for piece in pieces.reversed() {
      guard piece.offset >= 0, piece.removed >= 0, piece.offset + piece.removed <= end else {
        return false
      }
      bytes.replaceSubrange(piece.offset..<(piece.offset + piece.removed), with: piece.text)
      end = piece.offset
    }
    return true
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func continuesScalar(at offset: Int) -> Bool {
    offset < count && self[offset] & 0xC0 == 0x80
  }
}

extension Patch {
  /// `[[offset, removed, "text"], …]`
  var json: JSONValue {
    .array(
      pieces.map {
        [
          .integer($0.offset), .integer($0.removed),
          .string(String(decoding: $0.text, as: UTF8.self)),
        ]
      })
  }

  init?(_ json: JSONValue?) {
    guard let values = json?.arrayValue else { return nil }
    let pieces = values.compactMap { value -> Piece? in
      guard let parts = value.arrayValue, parts.count == 3, let offset = parts[0].integerValue,
        let removed = parts[1].integerValue, let text = parts[2].stringValue
      else { return nil }
      return Piece(offset: offset, removed: removed, text: Array(text.utf8))
    }
    guard pieces.count == values.count else { return nil }
    self.pieces = pieces
  }
}

/// How an entry of the journal records the bytes that it wrote.
enum VersionRecord: Equatable, Sendable {
  /// By the difference to the entry before it.
  case patch(Patch)
  /// The file was no queue: the version is that of the entry before.
  case unchanged
  /// By a file in `.orch/versions`, because the difference is large.
  case file

  /// In bytes; a longer difference gets a file.
  static let longestPatch = 64 << 10
}
