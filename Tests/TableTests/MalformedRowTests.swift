import Door
import Model
import Table
import Testing
import Text

@Suite struct MalformedRowTests {
  struct Row: CustomTestStringConvertible {
    let testDescription, row: String
    /// `line:column: message [rule]`.
    let findings: [String]
    var isReadable = false
  }

  private static let statuses = "PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED"

  @Test(arguments: [
    Row(
      testDescription: "a cell too few", row: "| A | PENDING | P1 | t | c | - | - | - |",
      findings: ["3:41: expected 9 cells, found 8 [cell-count]"]),
    Row(
      testDescription: "a pipe in a cell", row: "| A | PENDING | P1 | 로그 | a | c | - | - | - | n |",
      findings: [
        "3:46: expected 9 cells, found 10: a pipe inside a cell is written \\| [cell-count]"
      ]),
    Row(
      testDescription: "glued text", row: "See above.",
      findings: ["3:11: expected 9 cells, found 1 [cell-count]"]),
    Row(
      testDescription: "an unknown status", row: "| A | WAITING | P1 | t | c | - | - | - | |",
      findings: ["3:7: unknown status 'WAITING': use \(statuses) [unknown-status]"]),
    Row(
      testDescription: "no status", row: "| A | | P1 | t | c | - | - | - | |",
      findings: ["3:7: unknown status '': use \(statuses) [unknown-status]"]),
    Row(
      testDescription: "a deceptive status", row: "| A | DO\u{200B}NE | P1 | t | c | - | - | - | |",
      findings: [
        #"3:7: unknown status 'DO\u{200B}NE': use \#(statuses) [unknown-status]"#,
        "3:9: invisible or bidirectional character \\u{200B}: "
          + "what people see is not what agents get [deceptive-character]",
      ]),
    Row(
      testDescription: "no id", row: "|  | PENDING | P1 | t | c | - | - | - | |",
      findings: ["3:4: the id is empty; orch fmt --ids gives the row one [empty-id]"]),
    Row(
      testDescription: "a hyphen for an id", row: "| - | PENDING | P1 | t | c | - | - | - | |",
      findings: ["3:3: the id is empty; orch fmt --ids gives the row one [empty-id]"]),
    Row(
      testDescription: "no id and no status", row: "| - | x | P1 | t | c | - | - | - | |",
      findings: [
        "3:3: the id is empty; orch fmt --ids gives the row one [empty-id]",
        "3:7: unknown status 'x': use \(statuses) [unknown-status]",
      ]),
    Row(
      testDescription: "an ill-formed id",
      row: #"| a\|b/작업 | PENDING | P1 | t | c | - | - | - | |"#,
      findings: [
        #"3:3: the id 'a\|b/작업' is ill-formed: \#(ItemID.rule) [ill-formed-id]"#
      ], isReadable: true),
    Row(
      testDescription: "a deceptive id", row: "| A\u{202E} | PENDING | P1 | t | c | - | - | - | |",
      findings: [
        #"3:3: the id 'A\u{202E}' is ill-formed: \#(ItemID.rule) [ill-formed-id]"#,
        "3:4: invisible or bidirectional character \\u{202E}: "
          + "what people see is not what agents get [deceptive-character]",
      ], isReadable: true),
  ])
  func `each problem is named at its place`(_ row: Row) throws {
    let queue = try document(queue(row.row))
    #expect(queue.lint().map(\.text) == row.findings)
    #expect(queue.firstProblem?.text == row.findings[0])
    #expect(queue.firstProblem?.severity == .problem)
    #expect(queue.malformedRowCount == 1)
    #expect((queue.item(at: 0) != nil) == row.isReadable)
    #expect(queue.status(at: 0) == (row.isReadable ? .pending : nil))
    queue.visit(.pending) { item in
      Issue.record("\(item.id) was shown")
      return .more
    }
  }

  @Test(arguments: ["| Z | x=1", "| Z=1 |", "Z=1"])
  func `a cell that a line lacks is empty`(_ line: String) throws {
    let short = try document(queue(row("A"), line, row("B")))
    #expect(short.otherIDs.isEmpty && short.labels(ofRow: 1) == [])
    #expect(short.renaming(try document(queue(row("A")))).items.map(\.id) == ["A"])
  }

  @Test func `repeated ids name each other's lines`() throws {
    let queue = try document("# Q\n" + queue(row("A"), row("a"), row("A"), row("B"), row("A")))
    func text(_ line: Int, _ others: String) -> String {
      "\(line):3: the id 'A' is also in line \(others): give one of the rows another id (orch "
        + "edit A --line 8 --id NEW) [repeated-id]"
    }
    #expect(queue.lint().map(\.text) == [text(4, "6, 8"), text(6, "4, 8"), text(8, "4, 6")])
    #expect(queue.malformedRowCount == 3)
  }

  @Test func `findings come in the order of their places`() throws {
    let bad = "| A | x | P9 | t | c | - | soon | - | |"
    let queue = try document(queue(bad, row("B"), "|", bad))
    #expect(
      queue.lint().map { "\($0.line):\($0.column) \($0.rule.rawValue)" } == [
        "3:3 repeated-id", "3:7 unknown-status", "3:11 unknown-priority", "3:28 unreadable-time",
        "5:2 cell-count", "6:3 repeated-id", "6:7 unknown-status", "6:11 unknown-priority",
        "6:28 unreadable-time",
      ])
    #expect(queue.firstProblem?.rule == .repeatedID)
  }

  @Test func `a whole queue has no findings`() throws {
    let queue = try document(queue(row("A"), row("B", notes: "after=A")))
    #expect(queue.lint() == [])
    #expect(queue.firstProblem == nil)
    #expect(queue.malformedRowCount == 0)
  }

  @Test func `each rule has a name and a severity`() {
    let problems = Finding.Rule.allCases.filter { $0.severity == .problem }
    #expect(
      problems.map(\.rawValue) == [
        "cell-count", "unknown-status", "empty-id", "ill-formed-id", "repeated-id",
        "dependency-cycle", "bad-brief", "unknown-worker", "unknown-repository",
      ])
  }
}

extension Finding {
  /// As `lint` prints it, without the file.
  var text: String { "\(line):\(column): \(sentence.english) [\(rule.rawValue)]" }
}
