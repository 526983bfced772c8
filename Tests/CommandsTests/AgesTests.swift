import Model
import Testing
import Text

@testable import Runner

@Suite struct AgesTests {
  private let ages = Ages(at: QueueTime("2026-01-31 18:00", offset: 9 * 3600)!)

  @Test(arguments: [
    ("2026-01-31 15:00", "3 h", "2026-01-31 15:00 (3 h)"),
    ("2026-01-31 18:00", "now", "2026-01-31 18:00 (now)"),
    ("2026-01-31 18:05", "in 5 min", "2026-01-31 18:05 (in 5 min)"),
    ("2026-02-30 15:00", "2026-02-30 15:00", "2026-02-30 15:00"),
    ("yesterday", "yesterday", "yesterday"), ("soon\u{1B}", #"soon\u{1B}"#, #"soon\u{1B}"#),
  ])
  func `a start is shown as an age, or unchanged`(_ start: String, age: String, dated: String) {
    #expect(ages.text(since: start) == age)
    #expect(ages.dated(since: start) == dated)
  }

  struct Due: CustomTestStringConvertible {
    let due: String?
    let status: Status
    let text: String?
    var dated: String?
    var color: Paint.Color?
    var testDescription: String { "\(due ?? "-") \(status)" }
  }

  @Test(arguments: [
    Due(due: nil, status: .pending, text: nil),
    Due(
      due: "2026-02-01 12:00", status: .pending, text: "in 18 h",
      dated: "2026-02-01 12:00 (in 18 h)"),
    Due(due: "2026-01-31 18:00", status: .pending, text: "now", dated: "2026-01-31 18:00 (now)"),
    Due(
      due: "2026-01-31 17:59", status: .pending, text: "1 min late",
      dated: "2026-01-31 17:59 (1 min late)", color: .red),
    Due(
      due: "2026-01-31 15:00", status: .inProgress, text: "3 h late",
      dated: "2026-01-31 15:00 (3 h late)", color: .red),
    Due(
      due: "2026-01-29 18:00", status: .blocked, text: "2 d late",
      dated: "2026-01-29 18:00 (2 d late)", color: .red),
    Due(
      due: "2026-01-31 15:00", status: .done, text: "3 h ago", dated: "2026-01-31 15:00 (3 h ago)"),
    Due(
      due: "2026-01-31 15:00", status: .failed, text: "3 h ago",
      dated: "2026-01-31 15:00 (3 h ago)"),
    Due(due: "Friday\u{1B}", status: .pending, text: #"Friday\u{1B}"#, dated: #"Friday\u{1B}"#),
  ])
  func `what is due is late only while it is unfinished`(_ due: Due) {
    let item = QueueItem(
      id: "A", status: due.status, priority: .p1, task: "t", successCriteria: "c", dueAt: due.due)
    #expect(ages.due(item) == due.text)
    #expect(ages.datedDue(item) == due.dated)
    #expect(ages.dueColor(item) == due.color)
  }

  @Test func `the marks differ, and are one ASCII character each`() {
    let marks = Status.allCases.map(\.mark)
    #expect(marks == [".", ">", "+", "x", "!"])
  }
}
