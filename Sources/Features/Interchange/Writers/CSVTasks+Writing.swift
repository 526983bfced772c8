import Model
import Text

extension CSVTasks {
  private static let head = [
    "id", "status", "priority", "task", "success_criteria", "owner_session", "due_at", "after",
    "labels", "notes", "description",
  ]

  /// The rows under the names of a table's columns; `description` is the brief. Notes that only
  /// orch uses are left out.
  static func document(of rows: [ExportedRow]) -> [UInt8] {
    var output: [UInt8] = []
    CSVText.append(head, to: &output)
    for row in rows {
      let item = row.item
      let fields: [String?] = [
        item.id, item.status.rawValue, item.priority.text, item.task, item.successCriteria,
        item.ownerSession, item.dueAt, item.after.joined(separator: ","),
        Labels.text(item.labels), item.notes.prose, row.brief,
      ]
      CSVText.append(plain: fields.map { $0 ?? "" }, to: &output)
    }
    return output
  }
}
