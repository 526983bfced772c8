import Foundation
import Gate
import Model
import Testing
import Text

/// The labelled reports of `Tests/Cases/contract`: each verdict, and each criterion that is not
/// met.
struct ContractCaseTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let id, row, criteria, report, expect, why: String
    let unmet: [Int]

    var testDescription: String { "\(id): \(why)" }

    init(_ value: JSONValue) throws {
      let object = try #require(value.objectValue)
      func text(_ key: String) throws -> String { try #require(object[key]?.stringValue) }
      id = try text("id")
      row = try text("task_id")
      criteria = try text("criteria")
      report = try text("report")
      expect = try text("expect")
      why = try text("why")
      unmet = try #require(object["unmet"]?.arrayValue).compactMap(\.integerValue)
    }
  }

  static func cases(_ file: String) -> [Case] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try? Data(contentsOf: tests.appending(path: "Cases/contract/\(file).jsonl"))
    return (bytes ?? Data()).split(separator: 0x0A)
      .compactMap { try? Case(JSONValue(parsing: Array($0))) }
  }

  @Test(arguments: ["shared", "forms"])
  func `each report is judged as it is labelled`(file: String) {
    let cases = Self.cases(file)
    #expect(cases.count >= 70)
    for one in cases {
      let result = Gate.evaluate(
        criteria: one.criteria, report: Report(reading: one.report, of: one.row))
      #expect(result.verdict.result.rawValue == one.expect, "\(one.testDescription)")
      #expect(result.verdict.unmet.map(\.number) == one.unmet, "\(one.testDescription)")
    }
  }

  /// What no report may pass with, whatever else it says.
  @Test func `a report that takes its claims back does not pass`() {
    for one in Self.cases("shared") where one.expect == "PASS" {
      let last = "\n[REPORT \(one.row)]\nStatus: PARTIAL\n"
      let result = Gate.evaluate(
        criteria: one.criteria, report: Report(reading: one.report + last, of: one.row))
      #expect(result.verdict.result == .retry, "\(one.testDescription)")
      let other = Gate.evaluate(
        criteria: one.criteria, report: Report(reading: one.report, of: "ANOTHER-1"))
      #expect(
        other.verdict.result != .pass || !one.report.contains("REPORT"), "\(one.testDescription)")
    }
  }
}
