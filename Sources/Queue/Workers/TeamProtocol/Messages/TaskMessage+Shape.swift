public import Model
public import Text

/// The contents of `text` for programs; a missing value is null.
extension TaskMessage: Shaped {
  public static var shapeName: StaticString { "task --format json" }
  public static func shape(_ fields: inout Fields<TaskMessage>) {
    fields.add("id", \.item.id)
    fields.add("worker", \.worker?.escaped, "the worker for the task")
    fields.add("project", { passage($0.project, limit: projectLimit) }, "the text of `ORCH.md`")
    fields.add("task") { cell($0.item.task ?? "-") }
    fields.add(
      "criteria",
      { message in
        message.criteria.enumerated().map { place, text in
          NumberedCriterion(number: place + 1, text: cell(text), isChecked: message.isChecked(text))
        }
      }, "the criteria for the judgement of the report")
    fields.add("brief", { passage($0.brief, limit: briefLimit) }, "the text of `tasks/ID.md`")
    fields.add("notes", \.notes, "the notes of people")
    fields.add("due", \.item.dueAt?.escaped, "when it is due")
    fields.add(
      "inputs", { Array($0.sentInputs) }, "the rows for which this one waited, with their changes")
    fields.add(
      "previous",
      { $0.previous.flatMap { $0.result == .retry ? PreviousReview(verdict: $0) : nil } },
      "why the last report was sent back")
    fields.add("failure", \.failure, "how the last attempt failed without a report")
    fields.add(
      "questions",
      {
        $0.answers.map {
          AnsweredQuestion(
            question: passage($0.question, limit: answerLimit),
            answer: passage($0.answer, limit: answerLimit))
        }
      }, "the questions of workers, with the answers")
    fields.add("queue", \.queue.escaped, "the queue, from the project root")
    fields.add("attempt", \.claimToken, "the token of the row's claim")
    fields.add(
      "budget",
      { Limits(soft: $0.softLimit, hard: $0.hardLimit) }, "the tokens of the conversation")
    fields.add("report_schema", \.reportSchema, "a JSON Schema of the report")
  }

  /// A JSON Schema for the JSON form of a report on this row. Source: `docs/routing.md`, "Reports".
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

// MARK: Objects in the message

/// A criterion of a row, by the number with which reports and verdicts name it.
public struct NumberedCriterion: Shaped {
  private let number: Int
  private let text: String
  private let isChecked: Bool

  /// - Parameters:
  ///   - number: from 1.
  ///   - isChecked: whether orch itself checks the criterion.
  public init(number: Int, text: String, isChecked: Bool) {
    (self.number, self.text, self.isChecked) = (number, text, isChecked)
  }

  public static var shapeName: StaticString { "criterion" }
  public static func shape(_ fields: inout Fields<NumberedCriterion>) {
    fields.add("n", \.number, "the criterion's number, from 1")
    fields.add("text", \.text, "the criterion")
    fields.add("checked", \.isChecked, "whether orch itself checks the criterion")
  }
}

extension TaskMessage.Input: Shaped {
  public static var shapeName: StaticString { "input" }
  public static func shape(_ fields: inout Fields<TaskMessage.Input>) {
    fields.add("id", \.id)
    fields.add("status", \.status.rawValue)
    fields.add("changes", \.sent.changes, "the changes in the row's report")
    fields.add("files", \.sent.files, "the files that its report names")
  }

  /// The changes and files for which there is room.
  private var sent: (changes: [String], files: [String]) {
    var room = TaskMessage.inputLimit
    func sent(_ texts: [String]) -> [String] {
      var cells: [String] = []
      for text in texts where room > 0 {
        cells.append(TaskMessage.cell(text, limit: room))
        room -= text.utf8.count
      }
      return cells
    }
    let changes = sent(changes)
    return (changes, sent(files))
  }
}

private struct PreviousReview: Shaped {
  let verdict: Verdict

  static var shapeName: StaticString { "previous review" }
  static func shape(_ fields: inout Fields<PreviousReview>) {
    fields.add("sent_back", \.verdict.attempt?.number, "how many reports were sent back")
    fields.add("limit", \.verdict.attempt?.limit, "how many reports may be sent back")
    fields.add(
      "unmet", { $0.verdict.unmet.map { UnmetCriterion(sent: $0) } },
      "the criteria that were not met")
    fields.add("reasons", { $0.verdict.reasons.map { TaskMessage.cell($0.code) } }, "why")
  }
}

/// A criterion that is not met.
public struct UnmetCriterion: Shaped {
  private let number: Int
  private let criterion: String
  private let reason: String?

  public init(_ unmet: Verdict.Unmet) {
    (number, criterion, reason) = (unmet.number, unmet.criterion, unmet.reason)
  }

  fileprivate init(sent unmet: Verdict.Unmet) {
    number = unmet.number
    criterion = TaskMessage.cell(unmet.criterion)
    reason = TaskMessage.passage(unmet.reason, limit: TaskMessage.answerLimit)
  }

  public static var shapeName: StaticString { "unmet criterion" }
  public static func shape(_ fields: inout Fields<UnmetCriterion>) {
    fields.add("n", \.number, "the criterion's number, from 1")
    fields.add("criterion", \.criterion)
    fields.add("reason", \.reason, "why it is not met")
  }
}

extension TaskMessage.Failure: Shaped {
  public static var shapeName: StaticString { "failed attempt" }
  public static func shape(_ fields: inout Fields<TaskMessage.Failure>) {
    fields.add("class", \.failureClass.rawValue, "the class of the failure")
    fields.add("attempt", \.claimToken, "the token of the attempt's claim")
    fields.add("reason", { $0.reason.map { TaskMessage.cell($0) } }, "what happened")
    fields.add(
      "output",
      { TaskMessage.passage($0.output, limit: TaskMessage.answerLimit) },
      "the end of the worker's output")
  }
}

private struct AnsweredQuestion: Shaped {
  let question, answer: String?

  static var shapeName: StaticString { "answered question" }
  static func shape(_ fields: inout Fields<AnsweredQuestion>) {
    fields.add("question", \.question, "the question of a worker")
    fields.add("answer", \.answer, "the answer of a person")
  }
}

private struct Limits: Shaped {
  let soft, hard: Int

  static var shapeName: StaticString { "budget" }
  static func shape(_ fields: inout Fields<Limits>) {
    fields.add("soft", \.soft, "the tokens above which the report is to be summarized")
    fields.add("hard", \.hard, "the tokens above which the row is stopped")
  }
}
