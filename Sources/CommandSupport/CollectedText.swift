import Host

/// A stream that keeps what a command says, for a program that shows it in its own place.
public final class CollectedText: TextSink {
  private var bytes: [UInt8] = []

  public init() {}

  public var isTerminal: Bool { false }
  public var width: Int? { nil }
  public func write(_ bytes: [UInt8]) { self.bytes += bytes }
  public func flush() {}

  /// What was written so far, line by line.
  public var lines: [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

extension Console {
  /// What a command prints nobody sees; what it tells people goes to `told`.
  public static func collecting(_ told: CollectedText) -> Console {
    Console(output: CollectedText(), errors: told)
  }
}
