import Host
public import JSON

extension CommandContext {
  public func print(_ line: String) throws(CommandError) {
    try write(Array(line.utf8) + [10])
  }

  public func print(_ json: JSONValue) throws(CommandError) {
    var bytes: [UInt8] = []
    json.write(to: &bytes)
    bytes.append(10)
    try write(bytes)
  }

  /// Writes a text that has its line ends.
  public func write(_ text: String) throws(CommandError) { try write(Array(text.utf8)) }

  /// Writes bytes as they are.
  public func write(_ bytes: [UInt8]) throws(CommandError) {
    try telling { () throws(SystemError) in try console.output.write(bytes) }
  }

  /// Hands what was printed to the system.
  public func flush() throws(CommandError) {
    try telling { () throws(SystemError) in try console.output.flush() }
  }

  /// A reader that has seen enough (`orch list | head`) is no error.
  private func telling(_ body: () throws(SystemError) -> Void) throws(CommandError) {
    do { try body() } catch {
      if !error.isBrokenPipe { throw .output(error) }
    }
  }
}
