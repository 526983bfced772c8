import JSON
import ReviewerGate

/// A labelled case of the reviewer gate.
struct ReviewCase {
  let id: String
  let criteria: String
  let report: String
  let expect: Verdict
  let missing: [Int]

  init?(_ value: JSONValue) {
    guard let object = value.objectValue, let id = object["id"]?.stringValue,
      let criteria = object["criteria"]?.stringValue, let report = object["report"]?.stringValue,
      let expect = object["expect"]?.stringValue.flatMap(Verdict.init(rawValue:)),
      let missing = object["missing"]?.arrayValue
    else { return nil }
    self.id = id
    self.criteria = criteria
    self.report = report
    self.expect = expect
    self.missing = missing.compactMap(\.integerValue)
  }
}
