/// A line of the run log about the end of a run, as the Python tool writes it.
func runEnd(_ command: String, _ duration: Int, exitCode: Int = 0) -> String {
  #"{"command": "\#(command)", "duration_ms": \#(duration), "event": "run_end", "#
    + #""exit_code": \#(exitCode), "item_id": "ORCH-011", "status": "ok", "#
    + #""trace_id": "trace-a1b2c3d4e5f6", "ts_epoch_ms": 1770475841121, "#
    + #""ts_kst": "2026-02-07T23:50:41+09:00"}"#
}

extension Scene {
  static let log = "logs/orch_runs.jsonl"

  /// Writes a run log of these lines.
  func writeLog(_ lines: [String], to name: String = Scene.log) throws {
    try makeFolder("logs")
    try write(lines.map { $0 + "\n" }.joined(), to: name)
  }

  /// A queue of `rows`, and a run log of one row done and one that failed.
  convenience init(rows: [String], log: [String] = [runEnd("done", 100), runEnd("fail", 300)])
    throws
  {
    try self.init(file: queueText(rows))
    try writeLog(log)
  }
}
