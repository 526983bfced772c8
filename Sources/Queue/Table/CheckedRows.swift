import Model

/// Which rows of a version had no finding of their own, so that the next version need not look for
/// one in the rows that are the same.
package struct CheckedRows: Sendable {
  let document: QueueDocument
  /// By the places of the rows.
  let clean: [Bool]
}

/// The rows at the beginning and at the end of a table that an earlier version has, too.
struct KnownRows {
  private let earlier: CheckedRows
  private let prefix: Int
  private let suffix: Int
  private let count: Int

  /// - Returns: `nil` if what other rows say has changed, by which the same row may have a finding: its
  ///   header, or the ids.
  init?(of document: QueueDocument, in earlier: CheckedRows) {
    let old = earlier.document
    guard document.headerText == old.headerText else { return nil }
    let shorter = min(document.entries.count, old.entries.count)
    func isSame(_ row: Int, _ oldRow: Int) -> Bool {
      document.content(ofRow: row, hasBytesOf: oldRow, in: old)
    }
    let prefix = (0..<shorter).first { !isSame($0, $0) } ?? shorter
    var suffix = 0
    while suffix < shorter - prefix,
      isSame(document.entries.count - 1 - suffix, old.entries.count - 1 - suffix)
    { suffix += 1 }
    let changed = prefix..<(document.entries.count - suffix)
    guard changed.count == old.entries.count - suffix - prefix,
      changed.allSatisfy({ document.idText(ofRow: $0) == old.idText(ofRow: $0) })
    else { return nil }
    (self.earlier, self.prefix, self.suffix) = (earlier, prefix, suffix)
    count = document.entries.count
  }

  func isClean(_ row: Int) -> Bool {
    (row < prefix || row >= count - suffix) && earlier.clean[row]
  }
}

extension QueueDocument {
  fileprivate func content(
    ofRow row: Int, hasBytesOf oldRow: Int, in old: QueueDocument
  ) -> Bool {
    let (mine, others) = (entries[row].content, old.entries[oldRow].content)
    return UnsafeRawBufferPointer(rebasing: bytes.raw[mine]).isSame(
      as: UnsafeRawBufferPointer(rebasing: old.bytes.raw[others]))
  }
}
