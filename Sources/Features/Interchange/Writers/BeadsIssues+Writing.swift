import Gate
import Model
import Text

extension BeadsIssues {
  /// The issue types of Beads, except the default.
  private static let types = ["bug", "feature", "epic", "chore"]

  /// The rows as issues, one per line.
  static func document(of rows: [ExportedRow]) -> [UInt8] {
    var output: [UInt8] = []
    for row in rows {
      JSONValue.object(issue(row)).write(to: &output)
      output.append(UInt8(ascii: "\n"))
    }
    return output
  }

  private static func issue(_ row: ExportedRow) -> JSONObject {
    let item = row.item
    let type = item.labels.first(where: types.contains)
    let labels = item.labels.filter { $0 != type }
    var issue: JSONObject = [
      "id": .string(item.id), "title": .string(item.task ?? item.id),
      "status": .string(status(item.status)),
      "priority": .integer(min(item.priority.rank, 2)),
      "issue_type": .string(type ?? "task"),
    ]
    if let brief = row.brief { issue["description"] = .string(brief) }
    if let criteria = item.successCriteria {
      let lines = Checklist(criteria).items.joined(separator: "\n")
      issue["acceptance_criteria"] = .string(lines)
    }
    if !item.notes.prose.isEmpty { issue["notes"] = .string(item.notes.prose) }
    if let owner = item.ownerSession { issue["assignee"] = .string(owner) }
    if !labels.isEmpty { issue["labels"] = .array(labels.map { .string($0) }) }
    if !item.after.isEmpty {
      issue["dependencies"] = .array(
        item.after.map { other in
          [
            "issue_id": .string(item.id), "depends_on_id": .string(other), "type": "blocks",
          ]
        })
    }
    return issue
  }

  private static func status(_ status: Status) -> String {
    switch status {
    case .pending: "open"
    case .inProgress: "in_progress"
    case .done: "closed"
    case .failed, .blocked: "blocked"
    }
  }
}
