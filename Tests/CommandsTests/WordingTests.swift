import Door
import Model
import Testing
import Text

@testable import Runner
@testable import Table

@Suite struct WordingTests {
  @Test(arguments: [
    (
      Finding.Severity.problem, Finding.Fact.emptyID,
      "Q.md:17:42: the id is empty; orch fmt --ids gives the row one [empty-id]"
    ),
    (
      .warning, .unknownDependency("A"),
      "Q.md:17:42: warning: waits for A, which does not exist [unknown-dependency]"
    ),
  ])
  func `a finding is placed as compilers place theirs`(
    _ severity: Finding.Severity, fact: Finding.Fact, text: String
  ) {
    let finding = Finding(fact, line: 17, column: 42)
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
