/// Replaces the secrets of known shapes in a stream of bytes by marks such as
/// `[redacted:github-token]`.
///
/// The output does not depend on how the input was divided, and a second pass does not change it.
/// Bytes that are not UTF-8 pass unchanged. The time is linear in the input. At most 4096 bytes of
/// an unfinished line are held back.
///
/// A secret without a known shape is not found, and neither is a secret that a program splits or
/// encodes. A secret whose value is known is always found.
public struct Redactor: Sendable {
  private var known: ValueFilter
  /// The undecided bytes. They follow decided bytes, which the scanner may look back at.
  private var buffer: [UInt8] = []
  private var scanner = SecretScanner()
  /// The end of the last line in the buffer.
  private var lineEnd = 0

  /// - Parameter values: known secrets, which are replaced whatever their shape is.
  public init(removing values: SecretValues = SecretValues([])) { known = ValueFilter(values) }

  /// Adds the next bytes of the stream, and returns the bytes whose redaction is decided.
  public mutating func redact(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    if known.values.isEmpty { return add(bytes) }
    return add(known.filter(bytes)[...])
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    if let last = bytes.lastIndex(where: \.isLineBreak) {
      lineEnd = buffer.count + (last - bytes.startIndex) + 1
    }
    buffer += bytes
    return scan(to: max(lineEnd, buffer.count - SecretScanner.reach), isLast: false)
  }

  /// Ends the stream: returns the remaining bytes, and resets the redactor.
  public mutating func finish() -> [UInt8] {
    defer { self = Redactor(removing: known.values) }
    buffer += known.filter([], isLast: true)
    return scan(to: buffer.count, isLast: true)
  }

  /// A whole text with its secrets replaced by marks.
  public static func redacted(
    _ text: String, removing values: SecretValues = SecretValues([])
  ) -> String {
    var redactor = Redactor(removing: values)
    var output = redactor.redact(Array(text.utf8)[...])
    output += redactor.finish()
    return String(decoding: output, as: UTF8.self)
  }

  private mutating func scan(to limit: Int, isLast: Bool) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(max(0, limit - scanner.cursor))
    scanner.scan(buffer, to: limit, isLast: isLast, into: &output)
    forget()
    return output
  }

  /// Drops the scanned bytes from time to time. Dropping them after each scan would take as long as
  /// the scan.
  private mutating func forget() {
    let count = scanner.cursor - SecretScanner.memory
    guard count >= SecretScanner.reach else { return }
    buffer.removeFirst(count)
    lineEnd = max(0, lineEnd - count)
    scanner.forget(count)
  }
}
