/// Replaces the secrets of known shapes in a stream of bytes by marks such as
/// `[redacted:github-token]`.
///
/// The output does not depend on how the input was divided, and a second pass does not change it.
/// Bytes that are not UTF-8 pass unchanged. The time is linear in the input; of an unfinished line
/// at most 4096 bytes are held back.
///
/// A secret without a known shape, or one that a program splits or encodes, is not found, unless
/// its value is known.
public struct Redactor: Sendable {
  private var known: ValueFilter
  /// The undecided bytes, after as many bytes as the scanner looks back at.
  private var buffer: [UInt8] = []
  private var scanner = SecretScanner()
  /// The end of the last line in the buffer.
  private var lineEnd = 0

  /// - Parameter values: secrets to be replaced, too, whatever their shape.
  public init(removing values: SecretValues = SecretValues([])) { known = ValueFilter(values) }

  /// Adds the next bytes of the stream, and returns those that are decided.
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

  /// Returns the rest at the end of the stream, and resets the redactor.
  public mutating func finish() -> [UInt8] {
    defer { self = Redactor(removing: known.values) }
    buffer += known.filter([], isLast: true)
    return scan(to: buffer.count, isLast: true)
  }

  /// A whole text without its secrets.
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

  /// Drops the scanned bytes from time to time: to do so each time would cost as much as a scan.
  private mutating func forget() {
    let count = scanner.cursor - SecretScanner.memory
    guard count >= SecretScanner.reach else { return }
    buffer.removeFirst(count)
    lineEnd = max(0, lineEnd - count)
    scanner.forget(count)
  }
}
