import TestSupport
import Testing

@testable import Workers

/// Which of an agent's messages is its report.
@Suite struct SaidReportTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let messages: [String]
    /// The report; `nil` if there is none.
    var report: String?
  }

  private static let done = "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: swift test: 12 passed"
  private static let failed = "[REPORT A]\nStatus: FAILED\nCriteria:\n1. not met: no disk"

  @Test(arguments: [
    Case(testDescription: "no report", messages: ["I begin.", "All done."]),
    Case(testDescription: "the last message", messages: ["I begin.", done], report: done),
    Case(testDescription: "an earlier message", messages: [done, "All done."], report: done),
    Case(
      testDescription: "a summary with labels afterwards",
      messages: [done, "**Summary:** a greeting\n**Next steps:** none"], report: done),
    Case(
      testDescription: "the empty form afterwards",
      messages: [done, "The form was:\n[REPORT A]\nStatus: <DONE|FAILED>"], report: done),
    Case(
      testDescription: "a report of another row afterwards",
      messages: [done, "[REPORT B]\nStatus: FAILED"], report: done),
    Case(testDescription: "a later report", messages: [done, "No.", failed], report: failed),
    Case(
      testDescription: "a later report without a header",
      messages: [done, "Status: FAILED\nCriteria:\n1. not met: no disk"],
      report: "Status: FAILED\nCriteria:\n1. not met: no disk"),
    Case(
      testDescription: "news of the work",
      messages: ["Status: in progress", "Status: I wait for the build"]),
    Case(
      testDescription: "a test that fails afterwards",
      messages: [done, "I ran all tests again: 2 failed, 10 passed."]),
    Case(testDescription: "tests that fail", messages: [done, "Wait: the tests still fail."]),
    Case(
      testDescription: "what the work left alone",
      messages: [done, "I did not change the interface, and could not find another caller."],
      report: done),
    Case(testDescription: "words that take it back", messages: [done, "I take that back."]),
    Case(
      testDescription: "words in Korean that take it back", messages: [done, "앞의 보고를 철회합니다."]),
    Case(
      testDescription: "a report after one that was taken back",
      messages: [done, "I take that back.", failed], report: failed),
    Case(
      testDescription: "failures that were repaired",
      messages: [done, "I fixed 3 errors and 2 failing tests: 0 failed, 12 passed."], report: done),
    Case(
      testDescription: "words of the report itself",
      messages: [
        "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: the page lists the 3 failed jobs",
        "The page lists the 3 failed jobs.",
      ], report: "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: the page lists the 3 failed jobs"),
  ])
  func `the last report that was not taken back counts`(_ run: Case) {
    var said = SaidReport(of: "A")
    for message in run.messages { said.add(message) }
    #expect(said.report == run.report)
    #expect(said.text == run.report ?? run.messages.last)
    #expect(said.isTakenBack == (run.report == nil && run.messages.contains(Self.done)))
  }

  @Test func `the rest of a message that was cut belongs to it`() {
    var said = SaidReport(of: "A")
    said.add("[REPORT A]\nSta")
    #expect(said.report == nil)
    said.expectRest()
    said.add("tus: DONE\nCriteria:\n1. met: swift test: 2 fai")
    said.expectRest()
    said.add("led before, 0 failed now")
    let report =
      "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: swift test: 2 failed before, 0 failed now"
    #expect(said.report == report)
    // The text of the turn is the last part again.
    said.add(turn: "led before, 0 failed now")
    #expect(said.report == report)
  }
}
