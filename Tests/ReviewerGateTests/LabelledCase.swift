import Foundation
import JSON
import ReviewerGate
import Testing

/// A labelled case of `Tests/Cases/review`.
struct LabelledCase {
  let id: String
  let criteria: String
  let report: String
  let expect: Verdict
  let missing: [Int]

  init(_ value: JSONValue) throws {
    let object = try #require(value.objectValue)
    id = try #require(object["id"]?.stringValue)
    criteria = try #require(object["criteria"]?.stringValue)
    report = try #require(object["report"]?.stringValue)
    expect = try #require(object["expect"]?.stringValue.flatMap(Verdict.init(rawValue:)))
    missing = try #require(object["missing"]?.arrayValue).compactMap(\.integerValue)
  }

  static func all(in file: String) throws -> [LabelledCase] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: tests.appending(path: "Cases/review/\(file)"))
    return try bytes.split(separator: 0x0A).map { try LabelledCase(JSONValue(parsing: $0)) }
  }

  static let files = [
    "shared.jsonl", "more.jsonl", "held_out.jsonl", "measured.jsonl", "traps.jsonl",
  ]
}
