import Foundation
import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text

@testable import Door
@testable import Interchange

/// What an import makes of tasks in a queue that has rows.
@Suite struct ImportTasksTests {
  private static func issue(
    _ id: String, _ title: String = "t", with more: JSONObject = [:]
  ) -> JSONValue {
    var issue: JSONObject = ["id": .string(id), "title": .string(title)]
    for (key, value) in more.members { issue[key] = value }
    return .object(issue)
  }

  private static func after(_ ids: String...) -> JSONObject {
    ["dependencies": .array(ids.map { ["depends_on_id": .string($0), "type": "blocks"] })]
  }

  /// Imports issues; a word for each row, and what is lost.
  private static func answer(_ queue: TaskQueue, _ issues: [JSONValue]) -> [String] {
    let text = issues.map(\.description).joined(separator: "\n")
    let reading = InterchangeForm.beads.read([ForeignFile(path: nil, bytes: Array(text.utf8))])
    do {
      let outcome = try queue.importTasks(reading, from: .beads, as: Caller())
      return outcome.rows.map { "\($0.key) \($0.id ?? "-") \($0.fate.rawValue)" }
        + outcome.losses.map(\.sentence.english)
    } catch {
      return [PlanScene.words(of: error)]
    }
  }

  /// A line for each row; none where the queue can't be read.
  private static func rows(_ queue: TaskQueue) -> [String] {
    guard let snapshot = try? queue.snapshot() else { return [] }
    return (0..<snapshot.rowCount).compactMap(snapshot.item(at:)).map {
      "\($0.id) \($0.status.rawValue) \($0.task ?? "-") \($0.after.joined(separator: ","))"
    }
  }

  private static let plainRow = "| A | PENDING | P1 | mine | c | - | - | - | - |"

  @Test func `an id that is taken gives the task the next one`() throws {
    try withTaskQueue([Self.plainRow]) { queue, folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/tasks", withIntermediateDirectories: true)
      try writeAged("of an old row", to: "\(folder)/tasks/B.md")
      try writeAged("of another one", to: "\(folder)/tasks/ORCH-001.md")
      let issues = [Self.issue("A"), Self.issue("B", with: Self.after("A")), Self.issue("a b")]
      #expect(
        Self.answer(queue, issues) == [
          "A ORCH-002 added", "B ORCH-003 added", "a b ORCH-004 added",
        ])
      #expect(
        Self.rows(queue) == [
          "A PENDING mine ", "ORCH-002 PENDING t ", "ORCH-003 PENDING t ORCH-002",
          "ORCH-004 PENDING t ",
        ])
      #expect(
        Self.answer(queue, issues) == [
          "A ORCH-002 unchanged", "B ORCH-003 unchanged", "a b ORCH-004 unchanged",
        ])
    }
  }

  @Test func `what is gone does not come again when its number is another task's`() throws {
    func answer(_ queue: TaskQueue, _ tasks: String...) throws -> [String] {
      let text = tasks.enumerated().map { "- [ ] T00\($0 + 1) \($1)\n" }.joined()
      let reading = InterchangeForm.speckit.read([
        ForeignFile(path: "l/tasks.md", bytes: Array(text.utf8))
      ])
      return try queue.importTasks(reading, from: .speckit, as: Caller()).rows
        .map { "\($0.key) \($0.id ?? "-") \($0.fate.rawValue)" }
    }
    try withTaskQueue([]) { queue, folder in
      _ = try answer(queue, "Send the mail", "Make the form")
      let path = "\(folder)/QUEUE.md"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let rest = text.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.contains("ORCH-001") }
      try writeAged(rest.joined(separator: "\n"), to: path)
      // A row that is there moves onto the number of the one that is gone.
      #expect(
        try answer(queue, "Make the form", "Send the mail")
          == ["l/T001 ORCH-002 unchanged", "l/T002 - gone"])
      for fate in ["added", "unchanged", "unchanged"] {
        #expect(
          try answer(queue, "Write the mail", "Send the mail", "Make the form")
            == ["l/T001 ORCH-003 \(fate)", "l/T002 - gone", "l/T003 ORCH-002 unchanged"])
      }
    }
  }

  @Test func `edges that come later are added, and a cycle with a row is cut`() throws {
    try withTaskQueue([Self.plainRow]) { queue, _ in
      #expect(
        Self.answer(queue, [Self.issue("B"), Self.issue("C")]) == ["B B added", "C C added"])
      let issues = [
        Self.issue("B", with: Self.after("C")), Self.issue("C", with: Self.after("D", "B")),
        Self.issue("D"),
      ]
      #expect(
        Self.answer(queue, issues) == [
          "B B changed", "C C changed", "D D added",
          "-:2: C: to wait for B would close a cycle, so the dependency is left out",
        ])
      #expect(
        Self.rows(queue) == [
          "A PENDING mine ", "B PENDING t C", "C PENDING t D", "D PENDING t ",
        ])
    }
  }

  @Test func `a second import alone may name tasks of the first one`() throws {
    try withTaskQueue([]) { queue, _ in
      #expect(Self.answer(queue, [Self.issue("x/1")]) == ["x/1 ORCH-001 added"])
      #expect(
        Self.answer(queue, [Self.issue("B", with: Self.after("x/1", "x/2"))]) == [
          "B B added",
          "-:1: B: it waits for x/2, which is not imported, so the dependency is left out",
        ])
      #expect(Self.rows(queue) == ["ORCH-001 PENDING t ", "B PENDING t ORCH-001"])
    }
  }

  @Test func `a row that can't be read is not added once more`() throws {
    try withTaskQueue(["| B | WHAT | P1 | t | c | - | - | - | source=beads:B |"]) { queue, _ in
      #expect(Self.answer(queue, [Self.issue("B")]) == ["B B unreadable"])
    }
  }

  @Test func `a task that is closed, and opened again, takes its row along`() throws {
    try withTaskQueue([]) { queue, _ in
      let (open, closed) = (Self.issue("B"), Self.issue("B", with: ["status": "closed"]))
      #expect(Self.answer(queue, [open]) == ["B B added"])
      #expect(Self.answer(queue, [closed]) == ["B B changed"])
      #expect(Self.rows(queue) == ["B DONE t "])
      #expect(Self.answer(queue, [open]) == ["B B changed"])
      #expect(Self.rows(queue) == ["B PENDING t "])
    }
  }

  /// Whatever the texts are, the queue says of all rows that nobody touched them.
  @Test func `the same again changes nothing`() throws {
    var random = SeededGenerator(seed: 5)
    let parts = [
      "a", " / ", "|", "\n", "\\", "after=B", "source=beads:x", "imported=0123456789abcdef",
      "cmd: x",
      "; ", "\"", "`", "-", " ", "\t", "\u{202E}", "버그", ": ", "**", "labels=x", "worker=y", ",",
    ]
    func text() -> JSONValue {
      .string(
        (0..<Int.random(in: 1..<7, using: &random))
          .compactMap { _ in parts.randomElement(using: &random) }.joined())
    }
    for _ in 0..<20 {
      let issues = (1...12).map { number in
        Self.issue(
          number % 4 == 0 ? "x/\(number)" : "b\(number)", "t",
          with: [
            "title": text(), "description": text(), "acceptance_criteria": text(),
            "notes": text(), "assignee": text(), "labels": .array([text(), text()]),
            "status": ["open", "closed", "blocked"].randomElement(using: &random) ?? "open",
            "dependencies": .array([["depends_on_id": .string("b\(number / 2)")]]),
          ])
      }
      try withTaskQueue([Self.plainRow]) { queue, _ in
        let first = Self.answer(queue, issues).filter { $0.hasSuffix(" added") }
        #expect(first.count == issues.count, "\(issues)")
        let rows = Self.rows(queue)
        let second = Self.answer(queue, issues).filter { $0.hasSuffix(" unchanged") }
        #expect(second.count == issues.count, "\(issues)")
        #expect(Self.rows(queue) == rows)
      }
    }
  }
}
