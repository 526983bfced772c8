import Glibc

/// What `/proc/PID/stat` says of a process. Source: proc_pid_stat(5).
struct ProcessStatus: Equatable {
  /// `R`, `S`, `Z` and so on.
  let state: UInt8
  let parent: Int
  let session: Int
  /// When it started, in clock ticks since the machine did.
  let start: Int

  /// - Parameter line: the file's text. The name of the command, the second field, is in
  ///   brackets, and may itself hold brackets, spaces and line ends.
  init?(_ line: [UInt8]) {
    guard let name = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[(name + 1)...].split(separator: UInt8(ascii: " "))
    guard fields.count > Field.start.rawValue, let state = fields[Field.state.rawValue].first,
      let parent = Self.number(fields[Field.parent.rawValue]),
      let session = Self.number(fields[Field.session.rawValue]),
      let start = Self.number(fields[Field.start.rawValue])
    else { return nil }
    self.state = state
    self.parent = parent
    self.session = session
    self.start = start
  }

  /// - Returns: `nil` when there is no such process, as far as this one can see.
  static func read(of id: Int) throws(SystemError) -> ProcessStatus? {
    try ProcessTable.contents("\(id)/stat").flatMap { ProcessStatus($0) }
  }

  /// Whether nothing of it runs any more; its parent only has to notice.
  var hasEnded: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }

  /// Where a field stands behind the name.
  private enum Field: Int {
    case state = 0
    case parent = 1
    case session = 3
    case start = 19
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: field, as: UTF8.self))
  }
}
