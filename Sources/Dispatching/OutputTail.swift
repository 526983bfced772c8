/// The end of what a program said, and its first and last line.
public struct OutputTail: Sendable {
  private let limit: Int
  private var bytes: [UInt8] = []
  private var isWhole = true

  /// - Parameter limit: how many bytes are kept.
  public init(limit: Int = 1 << 20) { self.limit = limit }

  public mutating func append(_ more: [UInt8]) {
    bytes += more
    // Not each time: moving the bytes down costs as much as there are.
    guard bytes.count > limit * 2 else { return }
    bytes.removeFirst(bytes.count - limit)
    isWhole = false
  }

  /// What is kept as text; what is no UTF-8 becomes U+FFFD.
  public var text: String { String(decoding: bytes.suffix(limit), as: UTF8.self) }

  /// The first line that says something, without blanks around it; `nil` where none does, or
  /// where there was too much to keep it.
  public var firstLine: String? { isWhole ? lines.first { !$0.isEmpty } : nil }

  /// The last line that says something.
  public var lastLine: String? { lines.last { !$0.isEmpty } }

  private var lines: some BidirectionalCollection<String> {
    bytes.split { $0 == 10 || $0 == 13 }.lazy.map { line in
      let blanks: Set<UInt8> = [9, 11, 12, 32]
      let start = line.firstIndex { !blanks.contains($0) } ?? line.endIndex
      let end = line.lastIndex { !blanks.contains($0) }.map(line.index(after:)) ?? start
      return String(decoding: line[start..<end], as: UTF8.self)
    }
  }
}
