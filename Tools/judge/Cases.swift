import Host
import Model
import Text

/// The labelled cases of one file, which are all of one subject.
struct CaseSet {
  let file: String
  let reviews: [ReviewCase]
  let intakes: [IntakeCase]

  /// `nil` for a file that cannot be read, has no lines, or has a line that is not a case.
  init?(reading file: String) {
    guard let bytes = try? FileDescriptor(opening: file, for: .reading).readWhole() else {
      return nil
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let objects = lines.compactMap { (try? JSONValue(parsing: $0))?.objectValue }
    let reviews = objects.compactMap(ReviewCase.init)
    let intakes = objects.compactMap(IntakeCase.init)
    let areReviews = reviews.count == lines.count
    guard !lines.isEmpty, areReviews || intakes.count == lines.count else { return nil }
    self.file = file
    self.reviews = areReviews ? reviews : []
    self.intakes = areReviews ? [] : intakes
  }
}

/// A labelled case of the reviewer gate: a report with claims, or prose without any.
struct ReviewCase {
  let id: String
  /// The row of the report; `nil` for prose, which names no row.
  let row: String?
  let criteria: String
  let report: String
  let expected: Verdict.Result
  /// The criteria that are not met, counting from 0.
  let missing: [Int]

  init?(_ object: JSONObject) {
    guard let id = object["id"]?.stringValue, let criteria = object["criteria"]?.stringValue,
      let report = object["report"]?.stringValue,
      let expected = object["expect"]?.stringValue.flatMap(Verdict.Result.init(rawValue:)),
      let missing = object["missing"]?.arrayValue?.compactMap(\.integerValue)
        ?? object["unmet"]?.arrayValue?.compactMap(\.integerValue).map({ $0 - 1 })
    else { return nil }
    (self.id, row, self.criteria) = (id, object["task_id"]?.stringValue, criteria)
    (self.report, self.expected, self.missing) = (report, expected, missing)
  }
}

/// A labelled case of the intake.
struct IntakeCase {
  let id: String
  let request: String
  let items: [String]
  let isOrdered: Bool

  init?(_ object: JSONObject) {
    guard let id = object["id"]?.stringValue, let request = object["request"]?.stringValue,
      let items = object["items"]?.arrayValue, let isOrdered = object["ordered"]?.boolValue
    else { return nil }
    (self.id, self.request, self.isOrdered) = (id, request, isOrdered)
    self.items = items.compactMap(\.stringValue)
  }
}
