// Big files are scanned in two halves at the same time. Without this file, and the argument in
// `QueueVersion`, they are scanned in one.

/// Calls its argument with 0 and with 1, in any order or at the same time, and returns when both
/// calls have returned.
public typealias ParallelFor = @Sendable (_ body: @Sendable (Int) -> Void) -> Void

extension QueueDocument {
  /// Parses a whole file; a big one in two halves.
  public init(_ bytes: QueueBytes, parallelFor: ParallelFor) throws(DocumentError) {
    try self.init(bytes, DocumentScan(bytes, parallelFor))
  }
}

extension DocumentScan {
  /// Smaller files are scanned in one part. In bytes.
  private static let smallestHalved = 1 << 20

  fileprivate init(_ bytes: QueueBytes, _ parallelFor: ParallelFor) throws(DocumentError) {
    try self.init(bytes) { header in
      let start = header?.delimiters.line.end ?? bytes.count
      guard bytes.count >= Self.smallestHalved,
        let middle = bytes.raw.line(from: max(start, bytes.count / 2))?.end, middle < bytes.count
      else { return (ScannedPart(bytes, 0..<bytes.count, header: header), nil) }
      let halves = Halves()
      parallelFor { half in
        let range = half == 0 ? 0..<middle : middle..<bytes.count
        halves.set(half, ScannedPart(bytes, range, header: header))
      }
      return halves.remove()
    }
  }
}

/// `@unchecked`: each call sets its own half, and both are read when both calls have returned.
private final class Halves: @unchecked Sendable {
  private var first: ScannedPart?
  private var second: ScannedPart?

  func set(_ half: Int, _ part: ScannedPart) {
    if half == 0 { first = part } else { second = part }
  }

  /// Keeps no reference, so that the first half's entries can grow in place.
  func remove() -> (ScannedPart, ScannedPart?) {
    defer { (first, second) = (nil, nil) }
    guard let first else { preconditionFailure("halves did not call its body with 0") }
    return (first, second)
  }
}
