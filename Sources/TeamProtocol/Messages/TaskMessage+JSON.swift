public import JSON
import QueueModel

extension TaskMessage {
  /// The contents of `text` for programs: `{"id","worker","project","task","criteria":[{"n","text",
  /// "checked"}],"brief","notes","due","inputs":[{"id","status","changes","files"}],"previous",
  /// "failure","questions":[{"question","answer"}],"queue","attempt","budget":{"soft","hard"},
  /// "report_schema"}`; what is absent is null.
  public var json: JSONValue {
    [
      "id": .string(item.id), "worker": JSONValue(worker?.escaped),
      "project": JSONValue(Self.passage(project, limit: Self.projectLimit)),
      "task": .string(Self.cell(item.task ?? "-")),
      "criteria": .array(
        criteria.enumerated().map { place, text in
          [
            "n": .integer(place + 1), "text": .string(Self.cell(text)),
            "checked": .bool(isChecked(text)),
          ]
        }), "brief": JSONValue(Self.passage(brief, limit: Self.briefLimit)),
      "notes": JSONValue(notes), "due": JSONValue(item.dueAt?.escaped),
      "inputs": .array(sentInputs.map(\.json)), "previous": previousReview ?? .null,
      "failure": failure?.json ?? .null,
      "questions": .array(
        answers.map {
          [
            "question": JSONValue(Self.passage($0.question, limit: Self.answerLimit)),
            "answer": JSONValue(Self.passage($0.answer, limit: Self.answerLimit)),
          ]
        }), "queue": .string(queue.escaped), "attempt": JSONValue(claimToken),
      "budget": ["soft": .integer(softLimit), "hard": .integer(hardLimit)],
      "report_schema": reportSchema,
    ]
  }

  /// `{"sent_back","limit","unmet":[{"n","criterion","reason"}],"reasons"}`
  private var previousReview: JSONValue? {
    guard let previous, previous.result == .retry else { return nil }
    return [
      "sent_back": previous.attempt.map { .integer($0.number) } ?? .null,
      "limit": previous.attempt.map { .integer($0.limit) } ?? .null,
      "unmet": .array(
        previous.unmet.map {
          [
            "n": .integer($0.number), "criterion": .string(Self.cell($0.criterion)),
            "reason": JSONValue(Self.passage($0.reason, limit: Self.answerLimit)),
          ]
        }), "reasons": .array(previous.reasons.map { .string(Self.cell($0)) }),
    ]
  }

  /// A JSON Schema of the JSON form of a report of this row. Source: `docs/routing.md`, "Reports".
  private var reportSchema: JSONValue {
    let text: JSONValue = ["type": "string"]
    let texts: JSONValue = ["type": "array", "items": text]
    let claim: JSONValue = [
      "type": "object", "required": ["n", "met", "evidence"], "additionalProperties": false,
      "properties": [
        "n": ["type": "integer", "minimum": 1, "maximum": .integer(max(1, criteria.count))],
        "met": ["type": "boolean"], "evidence": text,
      ],
    ]
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
      "required": ["report", "status", "criteria"], "additionalProperties": false,
      "properties": [
        "report": ["const": .string(item.id)],
        "status": ["enum": ["done", "partial", "failed", "blocked", "question"]], "reason": text,
        "question": text,
        "criteria": [
          "type": "array", "minItems": .integer(criteria.count),
          "maxItems": .integer(criteria.count), "items": claim,
        ], "files": texts, "diff_summary": texts, "validation": texts, "risks": texts,
        "next": texts, "context_sha256": text,
      ],
    ]
  }
}

extension TaskMessage.Failure {
  /// `{"class","attempt","reason","output"}`
  fileprivate var json: JSONValue {
    [
      "class": .string(failureClass.rawValue), "attempt": JSONValue(claimToken),
      "reason": JSONValue(reason.map { TaskMessage.cell($0) }),
      "output": JSONValue(TaskMessage.passage(output, limit: TaskMessage.answerLimit)),
    ]
  }
}

extension TaskMessage.Input {
  fileprivate var json: JSONValue {
    var room = TaskMessage.inputLimit
    func sent(_ texts: [String]) -> JSONValue {
      var cells: [JSONValue] = []
      for text in texts where room > 0 {
        cells.append(.string(TaskMessage.cell(text, limit: room)))
        room -= text.utf8.count
      }
      return .array(cells)
    }
    return [
      "id": .string(id), "status": .string(status.rawValue), "changes": sent(changes),
      "files": sent(files),
    ]
  }
}
