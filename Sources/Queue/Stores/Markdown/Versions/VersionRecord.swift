import Table
import Text

/// The form in which an entry of the journal records the written bytes.
enum VersionRecord: Equatable, Sendable {
  /// The edits relative to the version of the previous entry, in the order of their offsets.
  case patch([Edit])
  /// The file was not a queue, so the version is that of the previous entry.
  case unchanged
  /// The version is a file in `.orch/versions`, because the difference is large.
  case file
}

extension [Edit] {
  /// One edit from the first to the last difference of two UTF-8 texts.
  init(from old: QueueBytes, to new: QueueBytes) {
    self = old.withBytes { old in new.withBytes { Self(from: old, to: $0) } }
  }

  private init(from old: UnsafeRawBufferPointer, to new: UnsafeRawBufferPointer) {
    var start = zip(old, new).prefix { $0 == $1 }.count
    while start > 0, old.continuesScalar(at: start) || new.continuesScalar(at: start) { start -= 1 }
    let longest = Swift.min(old.count, new.count) - start
    var end = zip(old.reversed(), new.reversed()).prefix(longest).prefix { $0 == $1 }.count
    while end > 0, old.continuesScalar(at: old.count - end) { end -= 1 }
    let (range, text) = (start..<(old.count - end), new[start..<(new.count - end)])
    self = range.isEmpty && text.isEmpty ? [] : [Edit(range: range, replacement: [UInt8](text))]
  }

  /// The largest number of bytes in a patch. For larger edits the version gets a file.
  private static var longestPatch: Int { 64 << 10 }

  /// Whether a journal line can contain the edits. They must have few bytes, and JSON must be able
  /// to store them as text.
  var fitsJournalLine: Bool {
    reduce(0) { $0 + $1.replacement.count } <= Self.longestPatch
      && allSatisfy { String(validating: $0.replacement, as: UTF8.self) != nil }
  }

  /// Changes `bytes` to the next version.
  ///
  /// - Returns: `false` if the edits do not fit the bytes.
  func apply(to bytes: inout [UInt8]) -> Bool {
    var end = bytes.count
    for edit in reversed() {
      guard edit.range.lowerBound >= 0, edit.range.upperBound <= end else { return false }
      bytes.replaceSubrange(edit.range, with: edit.replacement)
      end = edit.range.lowerBound
    }
    return true
  }

  /// `[[offset, removed, "text"], …]`
  var json: JSONValue {
    .array(
      map {
        [
          .integer($0.range.lowerBound), .integer($0.range.count),
          .string(String(decoding: $0.replacement, as: UTF8.self)),
        ]
      })
  }

  init?(_ json: JSONValue?) {
    guard let values = json?.arrayValue else { return nil }
    let edits = values.compactMap { value -> Edit? in
      guard let parts = value.arrayValue, parts.count == 3, let offset = parts[0].integerValue,
        let removed = parts[1].integerValue, let text = parts[2].stringValue
      else { return nil }
      let (end, overflows) = offset.addingReportingOverflow(removed)
      guard removed >= 0, !overflows else { return nil }
      return Edit(range: offset..<end, replacement: [UInt8](text.utf8))
    }
    guard edits.count == values.count else { return nil }
    self = edits
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func continuesScalar(at offset: Int) -> Bool {
    offset < count && self[offset] & 0xC0 == 0x80
  }
}
