/// Calls its argument with 0 and with 1, in any order or at the same time, and
/// returns when both calls have returned.
public typealias Halves = @Sendable (_ body: @Sendable (Int) -> Void) -> Void

/// What one pass over a file finds: that it is text, where the table is, and an
/// entry of each row.
///
/// A big file is looked at in two halves, cut where a line begins.
public struct DocumentScan {
  let header: TableHeader
  var entries: [RowEntry]
  let tableEnd: Int

  public static let oneAfterTheOther: Halves = { body in
    body(0)
    body(1)
  }

  /// From this size on, bytes.
  private static let smallestHalved = 1 << 20

  init(_ bytes: QueueBytes, _ halves: Halves) throws(DocumentError) {
    let located = Result { () throws(DocumentError) in try TableLocator.locate(in: bytes) }
    var (part, rest) = Self.parts(of: bytes, header: try? located.get(), halves)
    try part.checkText(bytes)
    try rest?.checkText(bytes)
    header = try located.get()
    if let error = part.error { throw error }
    // A table that ended in the first part does not go on in the second.
    if let rest, part.tableEnd == rest.start {
      if let error = rest.error { throw error }
      part.entries += rest.entries
      part.tableEnd = rest.tableEnd
    }
    rest = nil
    (entries, tableEnd) = (part.entries, part.tableEnd)
  }

  private static func parts(
    of bytes: QueueBytes, header: TableHeader?, _ halves: Halves
  ) -> (FilePart, FilePart?) {
    let start = header?.delimiters.line.end ?? bytes.count
    guard bytes.count >= smallestHalved,
      let middle = bytes.raw.line(from: max(start, bytes.count / 2))?.end, middle < bytes.count
    else { return (FilePart(bytes, 0..<bytes.count, header: header, rowsFrom: start), nil) }
    let found = Found()
    halves { half in
      found.set(
        half,
        half == 0
          ? FilePart(bytes, 0..<middle, header: header, rowsFrom: start)
          : FilePart(bytes, middle..<bytes.count, header: header, rowsFrom: middle))
    }
    return found.take()
  }

  /// `@unchecked`: each half sets its own, and both are taken when both are set.
  private final class Found: @unchecked Sendable {
    private var first: FilePart?
    private var second: FilePart?

    func set(_ half: Int, _ part: FilePart) {
      if half == 0 { first = part } else { second = part }
    }

    /// Gives the parts away, so that the first one's entries can grow in place.
    func take() -> (FilePart, FilePart?) {
      defer { (first, second) = (nil, nil) }
      guard let first else { preconditionFailure("halves did not call its body with 0") }
      return (first, second)
    }
  }
}
