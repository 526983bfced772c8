import TestSupport

/// A queue file with a title; `rows` are whole lines, the first of them line 5.
func queueText(_ rows: [String]) -> String {
  "# Queue\n\n" + QueueFixture.header + rows.map { $0 + "\n" }.joined()
}

func queueText(_ rows: String...) -> String { queueText(rows) }

/// One row, as a command writes it.
func row(
  _ id: String, _ status: String = "PENDING", _ priority: String = "P1", task: String = "work",
  criteria: String = "it works", owner: String = "-", started: String = "-", due: String = "-",
  notes: String = ""
) -> String {
  let cells = [id, status, priority, task, criteria, owner, started, due]
  return "| \(cells.joined(separator: " | ")) | \(notes.isEmpty ? "" : notes + " ")|"
}

/// A row as `--json` prints it.
func itemJSON(
  _ id: String, _ status: String = "PENDING", _ priority: String = "P1", task: String = "work",
  criteria: String = "it works", owner: String? = nil, started: String? = nil, due: String? = nil,
  notes: String? = nil, after: String = "", attempts: Int = 0, maxAttempts: Int? = nil,
  key: String? = nil, lease: (owner: String, end: Int)? = nil, line: Int
) -> String {
  func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
  func iso8601(_ name: String, _ text: String?) -> String {
    text.map { "\"\(name)\":\"\($0.replacing(" ", with: "T")):00+09:00\"," } ?? ""
  }
  return """
    {"id":"\(id)","status":"\(status)","priority":"\(priority)","task":"\(task)",\
    "success_criteria":"\(criteria)","owner_session":\(quoted(owner)),\
    "started_at_kst":\(quoted(started)),"due_at_kst":\(quoted(due)),"notes":\(quoted(notes)),\
    \(iso8601("started_at", started))\(iso8601("due_at", due))\
    "after":[\(after)],"attempt_count":\(attempts),\
    "max_attempts":\(maxAttempts.map(String.init) ?? "null"),"idempotency_key":\(quoted(key)),\
    "lease_owner":\(quoted(lease?.owner)),\
    "lease_expires_at":\(lease.map { String($0.end) } ?? "null"),"line":\(line)}
    """
}

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
