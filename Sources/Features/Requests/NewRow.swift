package import Door
package import Model
import Text

/// A new row of a request: its members are the options of `orch add`.
package struct NewRow {
  private let body: Body

  package init(_ body: Body) { self.body = body }

  package static let members: [BodyMember] = [
    .text("task", isRequired: true), .text("success_criteria"), .text("priority"), .text("id"),
    .text("due"), .text("not_before"), .text("notes"), .text("brief"), .texts("after"),
    .texts("labels"),
    .text("idempotency_key"),
    .number("max_attempts", in: 0...(.max)), .text("worker"), .text("timeout"), .text("repo"),
    .text("plan"),
    .text("approval"), .text("on_failure"),
  ]

  /// Adds the row to the queue.
  ///
  /// - Throws: `FieldFaults`, with all faults of the body.
  package func apply<Value>(
    to queue: TaskQueue, _ add: (Transition.NewItem) throws -> Value
  ) throws -> Value {
    var fields = RowFields(named: Self.members.map(\.name), body.faults)
    let item = try item(&fields)
    return try fields.apply(to: queue) { try add(item) }
  }

  private func item(_ fields: inout RowFields) throws -> Transition.NewItem {
    let priority = try fields.read("priority") { try body.text("priority").map(Priority.known) }
    var item = Transition.NewItem(
      id: body.text("id"), priority: priority ?? .p1, task: body.requiredText("task"),
      successCriteria: body.text("success_criteria") ?? "",
      notes: body.text("notes") ?? "", after: body.texts("after") ?? [],
      idempotencyKey: body.text("idempotency_key"),
      maxAttempts: body.number("max_attempts"))
    try fields.check("idempotency_key") {
      guard item.idempotencyKey.map(IdempotencyKey.isWellFormed) ?? true else {
        throw Problem.badMember("idempotency_key", Sentence("a key", "키"))
      }
    }
    item.labels = body.texts("labels") ?? []
    item.due = try fields.read("due") { try value("due", .dueAt) }
    item.deferral = try fields.read("not_before") { try value("not_before", .notBefore) }
    item.worker = try fields.read("worker") { try value("worker", .worker) }
    item.repository = try fields.read("repo") { try value("repo", .repository) }
    item.timeoutSeconds = try fields.read("timeout") { () -> Int? in
      guard let timeout = body.text("timeout") else { return nil }
      do throws(InvalidValue) { return try EditableField.timeout(timeout) } catch {
        throw Problem.invalidField(.timeout, text: timeout, error)
      }
    }
    item.plan = try fields.read("plan") { try value("plan", .plan) }
    item.approval = try fields.read("approval") { try choice("approval", Approval.self) }
    item.failurePolicy = try fields.read("on_failure") {
      try choice("on_failure", FailurePolicy.self)
    }
    (fields.newID, fields.after) = (item.id, item.after)
    (fields.worker, fields.repository) = (item.worker, item.repository)
    return item
  }

  private func value(_ name: String, _ field: EditableField) throws -> String? {
    try body.text(name).map(field.checked)
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(Problem) -> Choice? {
    guard let text = body.text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw .badChoice(name, text, Choice.allCases.map(\.rawValue))
    }
    return choice
  }
}

extension Priority {
  /// - Throws: if a request names a priority that is none of the known ones.
  package static func known(_ text: some StringProtocol) throws(Problem) -> Priority {
    if let priority = known.first(where: { $0.text == text }) { return priority }
    throw .badChoice("priority", String(text), known.map(\.text))
  }
}
