import Model
import Table
import Testing

/// A document as the rules see it.
@Suite struct QueueTableTests {
  @Test func `a row is found by its id`() throws {
    let queue = try document(queue(row("A"), row("a"), row("ORCH-1")))
    #expect(
      try ["A", "a", "ORCH-1", "B", "", "-"].map { try queue.item($0)?.line } == [
        3, 4, 5, nil, nil, nil,
      ])
    #expect(["A", "B", ""].map(queue.contains) == [true, false, false])
  }

  /// Rows for which no item has to be made.
  @Test(arguments: [
    ("one like most", queue(row("A")), true),
    ("a sign in its task", queue(row("A", "x=y")), true),
    ("a sign in its notes", queue(row("A", notes: "x / worker=y")), false),
    ("an escaped pipe", queue(row("A", #"x\|y"#)), false),
    ("a tab", queue(row("A", "x\ty")), false),
    ("no worker of its own", withColumn("Worker", "-"), true),
    ("a worker of its own", withColumn("Worker", "w"), false),
    ("notes before the task", withColumn("Notes", "worker=w"), false),
  ])
  func `a plain row`(_ name: String, _ text: String, _ isPlain: Bool) throws {
    let document = try document(text)
    #expect((document.plainRow(at: 0) != nil) == isPlain)
  }

  /// A queue of one row whose first column is this one.
  private static func withColumn(_ name: String, _ cell: String) -> String {
    let names = [name] + names.filter { $0 != name.lowercased() }
    let cells = names.map { name in
      switch name {
      case names[0]: cell
      case "id": "A"
      case "status": "PENDING"
      default: "-"
      }
    }
    return [names, names.map { _ in "---" }, cells]
      .map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  @Test func `a repeated id is refused with the lines of all`() throws {
    let queue = try document(queue(row("A"), row("B"), row("A"), "| A | DONE |", row("C")))
    #expect(throws: Refusal.repeatedID("A", lines: [3, 5, 6])) { try queue.item("A") }
    #expect(try queue.item("C")?.line == 7)
    #expect(queue.status(of: "A") == nil)
    #expect(queue.contains("A"))
  }

  @Test func `a malformed row is refused with its line and problem`() throws {
    let queue = try document(queue("| A | x | P1 | t | c | - | - | - | |", "| B | DONE |"))
    let status = Refusal.malformedRow("A", line: 3, problem: .unknownStatus("x"))
    #expect(throws: status) { try queue.item("A") }
    let count = Refusal.malformedRow("B", line: 4, problem: .cellCount(expected: 9, found: 2))
    #expect(throws: count) { try queue.item("B") }
    #expect(["A", "B"].map(queue.status) == [nil, nil])
    #expect(["A", "B"].map(queue.contains) == [true, true])
  }

  @Test(arguments: ["a|b", "로그", "a b", "../etc", "A\u{202E}", "e\u{301}", #"a\|b"#])
  func `a row with an ill-formed id is finished, and never picked`(_ id: String) throws {
    let row = row(id.replacing("|", with: "\\|"))
    let queue = try document(queue(row))
    #expect(try queue.item(id)?.id == id)
    #expect(queue.status(of: id) == .pending)
    let done = try queue.changing(id) { $0.status = .done }
    #expect(done.isSame(header + row.replacing("PENDING", with: "DONE") + "\n"))
    let context = TransitionContext(session: "s", now: QueueTime(epochSeconds: 0, offset: 0))
    #expect(try Transition.pick(id: nil).decide(in: queue, context: context) == .unchanged)
    #expect(throws: Refusal.illFormedID(id)) {
      try Transition.pick(id: id).decide(in: queue, context: context)
    }
  }

  @Test func `a repeated id with a pipe is refused with its lines`() throws {
    let queue = try document(queue(row(#"a\|b"#), row(#"a\|b"#)))
    #expect(throws: Refusal.repeatedID("a|b", lines: [3, 4])) { try queue.item("a|b") }
  }

  @Test func `pending rows are shown by priority, then by place`() throws {
    let cells = [
      "X PENDING Px", "C PENDING P2", "A PENDING P0", "D DONE P0", "B PENDING P1", "E PENDING P0",
      "a/b PENDING P0", "F IN_PROGRESS P0", "R PENDING P0", "R PENDING P1", "M pending P0",
    ]
    let rows = cells.map { "| \($0.replacing(" ", with: " | ")) | t | c | - | - | - | |\n" }
    let queue = try document(header + rows.joined())
    #expect(shown(queue, most: .max) == ["A", "E", "M", "B", "C", "X"])
    #expect(shown(queue, most: 2) == ["A", "E"])
  }

  private func shown(_ queue: QueueDocument, most: Int) -> [String] {
    var shown: [String] = []
    queue.visit(.pending) { item in
      shown.append(item.id)
      return shown.count < most ? .more : .enough
    }
    return shown
  }

  @Test(arguments: [
    ([], 0), (["A", "ORCH-"], 0), (["ORCH-7", "ORCH-0012", "ORCH-3"], 12),
    (["ORCH-x", "ORCH-2"], 2),
  ])
  func `the highest number counts every row`(_ ids: [String], number: Int) throws {
    let rows = ids.map { "| \($0) | whatever |\n" }
    #expect(try document(header + rows.joined()).highestNumber(of: "ORCH") == number)
  }

  @Test(arguments: [
    ("\n# Later\n\n" + row("ORCH-5"), 5),
    ("\n" + header + row("ORCH-7") + "\n\n" + row("ORCH-6"), 7),
    (
      "\n| status | id | priority | task | success_criteria | owner_session | started_at | due_at "
        + "| notes |\n|---|---|---|---|---|---|---|---|---|\n| DONE | ORCH-8 | P1 | t | c | - | - | - | |",
      8
    ),
    ("\n```\n" + row("ORCH-9") + "\n```\n", 1), ("\nSee ORCH-9 | DONE\n", 1),
  ])
  func `an id below the table is not given again`(_ below: String, number: Int) throws {
    let queue = try document(queue(row("ORCH-1")) + below)
    #expect(queue.highestNumber(of: "ORCH") == number)
  }

  /// Both have the hash 0x5E4DAA9D.
  @Test func `two ids with one hash are two`() throws {
    let queue = try document(queue(row("costarring"), row("liquid")))
    #expect(try queue.item("costarring")?.line == 3)
    #expect(try queue.item("liquid")?.line == 4)
    #expect(queue.malformedRowCount == 0)
  }

  @Test func `many rows are found, each in its line`() throws {
    let text = header + (0..<2000).map { row("ORCH-\($0)") + "\n" }.joined()
    let queue = try document(text)
    let lines = try stride(from: 0, to: 2000, by: 7).map { try queue.item("ORCH-\($0)")?.line }
    #expect(lines == stride(from: 3, to: 2003, by: 7).map { $0 })
    #expect(!queue.contains("ORCH-2000"))
  }
}

@Suite struct MayWaitTests {
  @Test(arguments: [
    ("no notes", "", false), ("prose", "before=B / =after", false), ("a note", "x / after=B", true),
    ("prose that is not control", "after=lunch we go", true),
  ])
  func `a row that waits is never passed over`(
    _ description: String, notes: String, mayWait: Bool
  ) throws {
    let document = try document(queue(row("A", notes: notes), row("C", notes: "after=A")))
    #expect(document.mayWait(at: 0) == mayWait)
    #expect(document.mayWait(at: 1))
  }

  @Test func `a column of its own decides`() throws {
    let text = """
      after | \(names.joined(separator: " | "))
      ---|---|---|---|---|---|---|---|---|---
      Z | A | PENDING | P0 | t | c | - | - | - | x
      | - | B | PENDING | P0 | t | c | - | - | - | after=A |
      | - | C | PENDING | P0 | t | c | - | - | - | after_plan=p |

      """
    let document = try document(text)
    #expect(document.mayWait(at: 0))
    #expect(!document.mayWait(at: 1))
    #expect(document.mayWait(at: 2))
  }
}
