/// Replaces the secrets of known shapes in a stream of bytes by marks such as
/// `[redacted:github-token]`.
///
/// What comes out does not depend on how the input was cut, and does not change when it goes
/// through a second time. Bytes that are no UTF-8 pass as they are. It takes one pass, time in
/// proportion to the input, and of a line that is not finished it keeps at most
/// 4096 bytes back: a decision never looks further.
///
/// Nothing here is certain: a secret that has no shape, or that a program splits or encodes,
/// is not seen.
public struct Redactor: Sendable {
  /// What is not decided yet, and before it as much as the scanner may look back at.
  private var buffer: [UInt8] = []
  private var scanner = SecretScanner()
  /// Behind the last line break in the buffer.
  private var lineEnd = 0

  public init() {}

  /// Takes the next bytes of the stream, and gives what is decided by now.
  public mutating func redact(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    if let last = bytes.lastIndex(where: \.isLineBreak) {
      lineEnd = buffer.count + (last - bytes.startIndex) + 1
    }
    buffer += bytes
    return scan(to: max(lineEnd, buffer.count - SecretScanner.reach), isLast: false)
  }

  /// Gives the rest, at the end of the stream. The redactor is then as new.
  public mutating func finish() -> [UInt8] {
    defer { self = Redactor() }
    return scan(to: buffer.count, isLast: true)
  }

  /// A whole text without its secrets.
  public static func redacted(_ text: String) -> String {
    var redactor = Redactor()
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
