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
  return """
    {"id":"\(id)","status":"\(status)","priority":"\(priority)","task":"\(task)",\
    "success_criteria":"\(criteria)","owner_session":\(quoted(owner)),\
    "started_at_kst":\(quoted(started)),"due_at_kst":\(quoted(due)),"notes":\(quoted(notes)),\
    "after":[\(after)],"attempt_count":\(attempts),\
    "max_attempts":\(maxAttempts.map(String.init) ?? "null"),"idempotency_key":\(quoted(key)),\
    "lease_owner":\(quoted(lease?.owner)),\
    "lease_expires_at":\(lease.map { String($0.end) } ?? "null"),"line":\(line)}
    """
}
