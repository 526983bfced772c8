import Door
import Model
import Text

/// A row of `POST /v1/rows`: its members are the options of `orch add`.
struct NewRow {
  private let body: Body

  init(_ body: Body) { self.body = body }

  static let members: [BodyMember] = [
    .text("task", isRequired: true), .text("success_criteria"), .text("priority"), .text("id"),
    .text("due"), .text("not_before"), .text("notes"), .text("brief"), .texts("after"),
    .texts("labels"),
    .text("idempotency_key"),
    .number("max_attempts", in: 0...(.max)), .text("worker"), .text("timeout"), .text("repo"),
    .text("plan"),
    .text("approval"), .text("on_failure"),
  ]

  func item() throws -> Transition.NewItem {
    var item = Transition.NewItem(
      id: body.text("id"), priority: try body.text("priority").map { try .known($0) } ?? .p1,
      task: body.requiredText("task"),
      successCriteria: body.text("success_criteria") ?? "",
      notes: body.text("notes") ?? "", after: body.texts("after") ?? [],
      idempotencyKey: body.text("idempotency_key"),
      maxAttempts: body.number("max_attempts"))
    if let key = item.idempotencyKey, !IdempotencyKey.isWellFormed(key) {
      throw RequestError.badMember("idempotency_key", Sentence("a key", "키"))
    }
    item.labels = body.texts("labels") ?? []
    if let due = body.text("due") {
      item.due = try value(due, .dueAt)
    }
    if let start = body.text("not_before") { item.deferral = try value(start, .notBefore) }
    if let worker = body.text("worker") { item.worker = try value(worker, .worker) }
    if let repository = body.text("repo") {
      item.repository = try value(repository, .repository)
    }
    if let timeout = body.text("timeout") {
      do throws(InvalidValue) { item.timeoutSeconds = try EditableField.timeout(timeout) } catch {
        throw Problem.invalidField(.timeout, text: timeout, error)
      }
    }
    if let plan = body.text("plan") { item.plan = try value(plan, .plan) }
    item.approval = try choice("approval", Approval.self)
    item.failurePolicy = try choice("on_failure", FailurePolicy.self)
    return item
  }

  private func value(_ text: String, _ field: EditableField) throws -> String {
    do throws(InvalidValue) { return try field.value(text) } catch {
      throw Problem.invalidField(field, text: text, error)
    }
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(RequestError) -> Choice? {
    guard let text = body.text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      throw .badParameter(name, text, known[0], known.dropFirst().joined(separator: ", "))
    }
    return choice
  }
}
