import Foundation
import Host
import Model
import TestSupport

@testable import Door

/// A run log in a folder of its own.
struct LogScene {
  static let run = RunLog.Run(command: "pick", traceID: "t")
  static let end = RunLog.End(exitCode: 0, itemID: nil, error: nil, durationMilliseconds: 10)

  let folder: String
  var limit: RunLog.Limit

  var log: RunLog { RunLog(path: "\(folder)/runs.jsonl", limit: limit) }

  /// Writes the two lines of a run, and says whether the log was rotated before.
  @discardableResult
  func run(_ command: String) throws -> RunLog.Rotation {
    let run = RunLog.Run(command: command, traceID: "t")
    let time = 1_769_850_000_123_000_000
    let rotation = try log.start(run, at: time, zone: .fixed(32400))
    try log.end(run, Self.end, at: time, zone: .fixed(32400))
    return rotation
  }

  /// Each file with the commands of the runs that end in it: `runs.jsonl: a b`.
  var files: [String] {
    get throws {
      try Directory.names(in: folder).sorted().map { name in
        let commands = try contents(of: "\(folder)/\(name)").split(separator: "\n")
          .filter { $0.contains("run_end") }
          .compactMap { $0.firstMatch(of: /"command":"(.*?)"/).map { String($0.1) } }
        return "\(name): \(commands.joined(separator: " "))"
      }
    }
  }
}

/// Runs `body` with a log that is full after so many bytes.
func withLog(
  bytes: Int = 1, keep: Int = 3, _ body: (LogScene) throws -> Void
) throws {
  try withTemporaryDirectory { folder in
    try body(LogScene(folder: folder, limit: .init(bytes: bytes, keep: keep)))
  }
}

/// Lines of run logs, as our own programs write them.
func startLine(_ command: String = "pick") -> String {
  #"{"ts_kst":"2026-01-31T18:00:00+09:00","ts_epoch_ms":1769850000123,"event":"run_start","#
    + #""trace_id":"t","command":"\#(command)"}"#
}

/// A run that ended; `duration` is what stands in the line.
func endLine(
  _ command: String = "pick", to status: String? = nil, exitCode: Int = 0, duration: String = "10"
) -> String {
  #"{"ts_kst":"2026-01-31T18:00:00+09:00","ts_epoch_ms":1769850000123,"event":"run_end","#
    + #""trace_id":"t","command":"\#(command)","exit_code":\#(exitCode),"status":"ok","#
    + #""item_id":null,"duration_ms":\#(duration)"#
    + (status.map { #","to":"\#($0)""# } ?? "") + "}"
}
