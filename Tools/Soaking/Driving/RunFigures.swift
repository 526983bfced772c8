import Host
import JSON

/// What the run log tells of a soak.
public struct RunFigures: Equatable, Sendable {
  /// Runs that ended, by their command.
  public internal(set) var runs: [String: Int] = [:]
  /// Runs that ended with the status of a lock that was not to be had.
  public internal(set) var locked = 0

  /// No line of the log is longer.
  private static let longest = 1 << 16

  init(reading path: String) throws(SystemError) {
    let log = try FileDescriptor(opening: path, for: .reading)
    var figures = RunFigures()
    try log.visitLines(upTo: try log.status().identity.size, longest: Self.longest) { line in
      switch line {
      case .bytes(let bytes): figures.take(Array(bytes))
      case .tooLong: break
      }
    }
    self = figures
  }

  init() {}

  private mutating func take(_ line: [UInt8]) {
    guard let run = (try? JSONValue(parsing: line))?.objectValue, run["event"] == "run_end",
      let command = run["command"]?.stringValue
    else { return }
    runs[command, default: 0] += 1
    if run["exit_code"] == 75 { locked += 1 }
  }
}
