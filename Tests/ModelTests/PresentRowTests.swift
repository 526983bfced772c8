import Model
import Testing

/// Which entries of an id are of the row that has it now.
@Suite struct PresentRowTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// The commands, with the task that they removed or added, if any.
    let entries: [(command: String, was: String?, task: String?)]
    /// How many of the last entries are of the row.
    let count: Int
  }

  @Test(arguments: [
    Case(testDescription: "one row", entries: [("add", nil, "t"), ("edit", nil, nil)], count: 2),
    Case(
      testDescription: "added again",
      entries: [("add", nil, "t"), ("rm", "t", nil), ("add", nil, "t")],
      count: 1),
    Case(
      testDescription: "restored",
      entries: [("add", nil, "t"), ("rm", "t", nil), ("restore", nil, "t")], count: 3),
    Case(
      testDescription: "cut and pasted",
      entries: [("add", nil, "t"), ("external_edit", "t", nil), ("external_edit", nil, "t")],
      count: 3),
    Case(
      testDescription: "other work was typed under the id",
      entries: [("add", nil, "t"), ("external_edit", "t", nil), ("external_edit", nil, "u")],
      count: 1),
    Case(testDescription: "its addition is not known", entries: [("edit", nil, nil)], count: 1),
  ])
  func `an earlier row with the id is other work`(_ example: Case) {
    let history = example.entries.map { command, was, task in
      func cells(_ task: String?) -> [String: String] {
        task.map { ["id": "A", "task": $0, "success_criteria": "c"] } ?? [:]
      }
      return HistoryEntry(
        sequence: 1, time: "", traceID: "", command: command, actor: "a",
        row: RowChange(id: "A", before: cells(was), after: cells(task)))
    }
    #expect(history.ofPresentRow == history.suffix(example.count))
  }
}
