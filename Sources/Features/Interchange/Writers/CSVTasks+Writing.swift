import Model
import Text

extension CSVTasks {
  private static let head = [
    "id", "status", "priority", "task", "success_criteria", "owner_session", "due_at",
    "not_before", "after", "labels", "notes", "description",
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
        item.ownerSession, item.dueAt, item.notBefore, item.after.joined(separator: ","),
        Labels.text(item.labels), item.notes.prose, row.brief,
      ]
      CSVText.append(plain: fields.map { $0 ?? "" }, to: &output)
    }
    return output
  }

  /// The fields of a row that neither a column nor the notes have, although they decide about the
  /// work.
  ///
  /// - Parameter policy: the policy of the queue. A database keeps its limit of attempts with each
  ///   row.
  static func missing(of item: QueueItem, _ policy: Policy) -> [String] {
    var fields = [EditableField.touches, .plan, .approval, .onFailure].filter {
      $0.text(of: item, policy) != nil
    }
    if ![nil, policy.maxAttempts].contains(item.maxAttempts) { fields.append(.maxAttempts) }
    if item.fieldCells[.worker] != nil { fields.append(.worker) }
    return fields.map(\.rawValue) + (item.awaitedPlans.isEmpty ? [] : ["after_plan"])
  }
}
