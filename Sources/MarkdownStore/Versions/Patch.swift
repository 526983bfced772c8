import JSON
import QueueDocument

/// How one version of the file becomes the next: bytes that take the place of others.
struct Patch: Equatable, Sendable {
  struct Piece: Equatable, Sendable {
    let offset: Int
    /// How many bytes go.
    let removed: Int
    /// UTF-8, what comes in their place.
    let text: [UInt8]
  }

  /// In the order of their places, none overlapping another.
  let pieces: [Piece]

  /// The bytes that come.
  var size: Int { pieces.reduce(0) { $0 + $1.text.count } }

  /// Whether JSON can tell it.
  var isText: Bool { pieces.allSatisfy { String(validating: $0.text, as: UTF8.self) != nil } }

  init(_ edits: [Edit]) {
    pieces = edits.map {
      Piece(offset: $0.range.lowerBound, removed: $0.range.count, text: $0.replacement)
    }
  }

  /// What stands between the first and the last difference of two texts in UTF-8.
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

  /// Makes the next version of `bytes`, where they lie.
  ///
  /// - Returns: `false` where they are not what the patch was made for.
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

/// How an entry of the journal tells the bytes that it left.
enum VersionRecord: Equatable, Sendable {
  /// By what changed since the entry before it.
  case patch(Patch)
  /// It left no queue: what was there before still is.
  case unchanged
  /// By a file of their own, for they have little in common with those before.
  case kept

  /// Bytes that a line of the journal may carry; more make a file of their own.
  static let longestPatch = 64 << 10
}
