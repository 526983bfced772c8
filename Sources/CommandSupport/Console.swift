public import Host

/// Where a command's text goes.
public protocol TextSink: AnyObject {
  var isTerminal: Bool { get }
  /// Columns, or `nil` when nobody knows.
  var width: Int? { get }
  func write(_ bytes: [UInt8]) throws(SystemError)
  func flush() throws(SystemError)
}

extension StandardStream: TextSink {}

/// Standard input, output and error of one command.
public struct Console {
  public let output: any TextSink
  public let errors: any TextSink
  /// Reads standard input to its end, or to the first byte beyond a limit.
  let input: (_ limit: Int) throws(SystemError) -> [UInt8]

  public init(
    output: any TextSink, errors: any TextSink,
    input: @escaping (Int) throws(SystemError) -> [UInt8] = StandardInput.read(limit:)
  ) {
    self.output = output
    self.errors = errors
    self.input = input
  }

  public func print(_ line: String) throws(SystemError) {
    try output.write(Array(line.utf8) + [10])
  }

  /// Tells people something beside the result; that it can't be told is not an
  /// error of the command.
  func tell(_ line: String) {
    try? errors.write(Array(line.utf8) + [10])
    try? errors.flush()
  }
}
