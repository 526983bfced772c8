import JSON

/// What one line of a run log says, whichever tool wrote it.
enum RunLogLine: Equatable, Sendable {
  case start
  case end(RunEnd)
  /// A line that a crash tore, or one that is no event of a run.
  case foreign

  /// What a `run_end` says of its run; `nil` is a member that is absent, or no whole number.
  struct RunEnd: Equatable, Sendable {
    var command: String?
    var exitCode: Int?
    var durationMilliseconds: Int?
    /// Where a review let the row go.
    var routedTo: String?
  }
}

extension RunLogLine {
  /// Reads a line without its line end; `nil` for a blank one, which says nothing.
  init?(_ bytes: some Collection<UInt8>) {
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
    let object = (try? JSONValue(parsing: bytes))?.objectValue
    switch object?["event"]?.stringValue {
    case "run_start": self = .start
    case "run_end": self = .end(RunEnd(object ?? [:]))
    default: self = .foreign
    }
  }
}

extension RunLogLine.RunEnd {
  fileprivate init(_ object: JSONObject) {
    command = object["command"]?.stringValue
    exitCode = object["exit_code"]?.integerValue
    durationMilliseconds = object["duration_ms"]?.integerValue
    routedTo = object["to"]?.stringValue
  }
}
