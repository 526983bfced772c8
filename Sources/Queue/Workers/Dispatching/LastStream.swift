import Host

/// The stream of the last line of a program, because this line tells why the program failed.
///
/// The order of writes to two pipes is unknown, and an ending program flushes its standard output
/// last. So lines that come on both pipes within a moment have no order.
struct LastStream: Sendable {
  private static let moment = Duration.milliseconds(10)

  /// Whether standard output has JSON lines, which are not for people and do not count.
  private let hasJSONLines: Bool
  private var outputLine = Line.empty
  private var lastOutput: Duration?
  private var lastErrors: Duration?

  private enum Line { case empty, counted, json }

  init(hasJSONLines: Bool) { self.hasJSONLines = hasJSONLines }

  /// The stream; `nil` if both streams had a line within a moment, or if neither had a line.
  var stream: Subprocess.Stream? {
    switch (lastOutput, lastErrors) {
    case (nil, nil): nil
    case (_, nil): .output
    case (nil, _): .errors
    case (let output?, let errors?) where output - errors >= Self.moment: .output
    case (let output?, let errors?) where errors - output >= Self.moment: .errors
    case (_?, _?): nil
    }
  }

  /// Reads bytes that came on a stream at a time of a monotonic clock.
  mutating func append(_ bytes: [UInt8], from stream: Subprocess.Stream, at time: Duration) {
    switch stream {
    case .errors: if bytes.contains(where: { !Self.isBlank($0) }) { lastErrors = time }
    case .output: if countsOutput(bytes) { lastOutput = time }
    }
  }

  /// Whether any of the bytes belong to a line that counts.
  private mutating func countsOutput(_ bytes: [UInt8]) -> Bool {
    guard hasJSONLines else { return bytes.contains { !Self.isBlank($0) } }
    var counts = false
    for byte in bytes {
      if byte == 10 || byte == 13 {
        outputLine = .empty
      } else if !Self.isBlank(byte) {
        if outputLine == .empty { outputLine = byte == UInt8(ascii: "{") ? .json : .counted }
        counts = counts || outputLine == .counted
      }
    }
    return counts
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
