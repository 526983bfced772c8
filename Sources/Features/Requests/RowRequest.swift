package import Door
package import Model
import Text
package import Worktrees

/// A change of rows that a program asks for, with the members of the request's object.
package struct RowRequest {
  private let body: Body
  private let queue: TaskQueue
  private let caller: Caller

  package init(_ body: Body, to queue: TaskQueue, as caller: Caller) {
    (self.body, self.queue, self.caller) = (body, queue, caller)
  }

  package static let editing: [BodyMember] = [.objects("changed")]
  package static let answering: [BodyMember] = [
    .text("text", isRequired: true), .number("question", in: 1...(.max)), .text("digest"),
  ]
  package static let cancelling: [BodyMember] = [.text("reason")]

  package struct Added {
    package let rows: [QueueItem]
    /// Whether an earlier request with the key added the rows.
    package let isRepetition: Bool
    package let notices: [RowNotice]
  }

  /// Adds the row, with a key only once.
  package func add(key: RequestKey?) throws -> Added {
    let brief = body.text("brief")
    return try NewRow(body).apply(to: queue) { row in
      let (rows, isRepetition): ([QueueItem], Bool)
      if let key {
        let added = try queue.add(row, brief: brief, key: key, as: caller)
        (rows, isRepetition) = (added.rows, added.isRepetition)
      } else {
        rows = try queue.add(row, brief: brief, as: caller).changes.compactMap(\.after)
        isRepetition = false
      }
      return Added(
        rows: rows, isRepetition: isRepetition, notices: rows.flatMap(row.notices))
    }
  }

  /// Changes fields of a row from the texts that the caller saw.
  package func edit(_ id: String, _ changes: FieldChanges) throws -> EditedRow {
    try changedFields(of: id).apply(to: queue) {
      try queue.edit(id, changes, as: caller)
    }
  }

  /// Decides about the row's content with the given digest, or, without a digest, about its content
  /// when it began to wait.
  package func reply(_ kind: Transition.Reply.Kind, to id: String) throws -> Decision {
    var reply = Transition.Reply(id: id, kind)
    reply.digest = body.text("digest")
    reply.isUnseen = kind == .approve
    return try queue.perform(.reply(reply), as: caller)
  }

  /// Answers the question of a row.
  package func answer(_ id: String) throws -> Decision {
    try reply(.answer(body.requiredText("text"), question: body.number("question")), to: id)
  }

  package func change(_ id: String, by change: RowsChange) throws -> Decision {
    guard let result = try queue.change(.ids([id]), by: change, as: caller).first else {
      throw Problem.refused(.notFound(id))
    }
    do { return try result.outcome.get() } catch { throw Problem.refused(error) }
  }

  /// Cancels a row, and ends its worker.
  package func cancel(_ id: String) throws -> Decision {
    try change(id, by: .cancel(reason: body.text("reason")))
  }

  /// The fields of an edit, whose form was checked.
  private func changedFields(of id: String) throws -> RowFields {
    let changes = (body["changed"]?.arrayValue ?? []).compactMap(\.objectValue)
    var fields = RowFields(
      ofRow: id, named: changes.compactMap { $0["field"]?.stringValue })
    for change in changes {
      guard let name = change["field"]?.stringValue, let field = EditableField(named: name),
        let value = try fields.read(name, { try field.checked(change["to"]?.stringValue ?? "") })
      else { continue }
      if field == .worker { fields.worker = value }
      if field == .repository { fields.repository = value }
      if field == .after { fields.after = Dependencies.ids(in: value) }
    }
    return fields
  }
}
