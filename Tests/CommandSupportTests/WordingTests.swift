import CommandLineKit
import QueueModel
import Testing

@testable import CommandSupport
@testable import QueueDocument

@Suite struct WordingTests {
  @Test(arguments: [
    (
      Finding.Severity.problem, Finding.Rule.unknownStatus,
      "Q.md:17:42: unknown status 'x' [unknown-status]"
    ),
    (
      .warning, .unreadableTime, "Q.md:17:42: warning: unknown status 'x' [unreadable-time]"
    ),
  ])
  func `a finding is placed as compilers place theirs`(
    _ severity: Finding.Severity, rule: Finding.Rule, text: String
  ) {
    let finding = Finding(rule, line: 17, column: 42, "unknown status 'x'")
    #expect(finding.severity == severity)
    #expect(finding.place(in: "Q.md") == text)
  }

  @Test(arguments: [
    (Status.pending, nil), (.inProgress, Paint.Color.blue), (.done, .green), (.failed, .red),
    (.blocked, .yellow),
  ])
  func `a status has its colour`(_ status: Status, color: Paint.Color?) {
    #expect(status.color == color)
  }
}
