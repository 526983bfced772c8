import JSON
import QueueModel

/// A labelled case of the reviewer gate: a report with claims, or prose without any.
struct ReviewCase {
  let id: String
  /// The row that reports; `nil` for prose, which names none.
  let row: String?
  let criteria: String
  let report: String
  let expect: Verdict.Word
  /// The criteria that are not met, counting from 0.
  let missing: [Int]

  init?(_ value: JSONValue) {
    guard let object = value.objectValue, let id = object["id"]?.stringValue,
      let criteria = object["criteria"]?.stringValue, let report = object["report"]?.stringValue,
      let expect = object["expect"]?.stringValue.flatMap(Verdict.Word.init(rawValue:)),
      let missing = object["missing"]?.arrayValue?.compactMap(\.integerValue)
        ?? object["unmet"]?.arrayValue?.compactMap(\.integerValue).map({ $0 - 1 })
    else { return nil }
    self.id = id
    row = object["task_id"]?.stringValue
    self.criteria = criteria
    self.report = report
    self.expect = expect
    self.missing = missing
  }
}
