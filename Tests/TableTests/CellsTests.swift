import Model
import Table
import Testing

@Suite struct CellsTests {
  struct Case: CustomTestStringConvertible {
    let testDescription, row: String
    /// Task, criteria, owner, start, due and notes.
    let texts: [String?]
  }

  @Test(arguments: [
    Case(
      testDescription: "all that a row has",
      row: "| A | PENDING | P1 | do it | works | s1 | 2026-01-31 18:00 | 2026-02-01 09:00 | n |",
      texts: ["do it", "works", "s1", "2026-01-31 18:00", "2026-02-01 09:00", "n"]),
    Case(
      testDescription: "none, as a hyphen and as nothing",
      row: "| A | PENDING | P1 | - |  | | \t |-|  |", texts: [nil, nil, nil, nil, nil, nil]),
    Case(
      testDescription: "what only looks like none", row: "|A|PENDING|P1|--|- -|—|\\-|.|_|",
      texts: ["--", "- -", "—", "\\-", ".", "_"]),
    Case(
      testDescription: "no outer pipes", row: "A | PENDING | P1 | t | c | s | - | - | n",
      texts: ["t", "c", "s", nil, nil, "n"]),
    Case(
      testDescription: "no first pipe", row: "A | PENDING | P1 | t | c | s | - | - | |",
      texts: ["t", "c", "s", nil, nil, nil]),
    Case(
      testDescription: "no last pipe", row: "| A | PENDING | P1 | t | c | s | - | - | n  ",
      texts: ["t", "c", "s", nil, nil, "n"]),
    Case(
      testDescription: "indented, with tabs", row: "  |A\t|\tPENDING|P1|t\t|c|s| -|-\t|n|\t ",
      texts: ["t", "c", "s", nil, nil, "n"]),
    Case(
      testDescription: "indented, no first pipe", row: "  A | PENDING|P1|t|c|s|-|-|n|",
      texts: ["t", "c", "s", nil, nil, "n"]),
    Case(
      testDescription: "escaped pipes",
      row: #"| A | PENDING | P1 | \| | a\|b | \|\| | - | - | `a\|b` |"#,
      texts: ["|", "a|b", "||", nil, nil, "`a|b`"]),
    Case(
      testDescription: "backslashes before an escaped pipe",
      row: #"|A|PENDING|P1|a\\|b|c\d|\ |-|-|n\\\|m|"#,
      texts: [#"a\|b"#, #"c\d"#, #"\"#, nil, nil, #"n\\|m"#]
    ),
    Case(
      testDescription: "a pipe under an accent", row: "|A|PENDING|P1|a\\|\u{301}b|c|-|-|-|n|",
      texts: ["a|\u{301}b", "c", nil, nil, nil, "n"]),
    Case(
      testDescription: "a no-break space is a blank", row: "|A|PENDING|P1|\u{A0}|c|-|-|-|n|",
      texts: [nil, "c", nil, nil, nil, "n"]),
  ])
  func `a row's cells are what GFM says`(_ row: Case) throws {
    let item = try document(queue(row.row)).items.first
    let columns: [Column] = [.task, .successCriteria, .ownerSession, .startedAt, .dueAt, .notes]
    #expect(item?.id == "A" && item?.status == .pending && item?.priority == .p1 && item?.line == 3)
    #expect(columns.map { item?.text(of: $0) } == row.texts)
  }

  @Test(arguments: Status.allCases)
  func `each status is read in any case`(_ status: Status) throws {
    let name = status.rawValue
    let rows = [name, name.lowercased(), name + "S", String(name.dropLast())].enumerated().map {
      "| \($0) | \($1) | P1 | t | c | - | - | - | |"
    }
    let queue = try document(header + rows.joined(separator: "\n") + "\n")
    #expect((0..<queue.rowCount).map(queue.status) == [status, status, nil, nil])
  }

  @Test func `each priority has its rank`() throws {
    let cells = ["P0", "P1", "P2", "P3", "p0", "Q0", "P", "", "-", "P00"]
    let rows = cells.map { "| A | PENDING | \($0) | t | c | - | - | - | |" }
    let queue = try document(header + rows.joined(separator: "\n") + "\n")
    #expect((0..<queue.rowCount).map(queue.priorityRank) == [0, 1, 2, 3, 3, 3, 3, 3, 3, 3])
    #expect(
      (0..<queue.rowCount).map { queue.item(at: $0)?.priority.rank } == [0, 1, 2]
        + Array(repeating: 3, count: 7))
  }

  @Test func `cells are written out unescaped, none as nothing`() throws {
    let queue = try document(queue(#"| A | PENDING | P1 | a\|b | - |  | - | - | 로그 |"#))
    var output = Array("> ".utf8)
    queue.append(
      [.id, .task, .successCriteria, .ownerSession, .notes], ofRow: 0, separator: 9, to: &output)
    #expect(String(decoding: output, as: UTF8.self) == "> A\ta|b\t\t\t로그")
  }

  @Test func `a cell of a megabyte is a cell`() throws {
    let task = String(repeating: #"0123456789abcd \| "#, count: 60_000) + "end"
    let queue = try document(queue(row("A", task), row("B")))
    #expect(queue.summary == "A:3 B:4")
    #expect(queue.items[0].task?.utf8.count == 60_000 * 17 + 3)
    #expect(queue.lint() == [])
    let changed = try queue.changing("A") { $0.status = .done }
    let done = row("A", task).replacing("PENDING", with: "DONE")
    #expect(changed.isSame("\(header)\(done)\n\(row("B"))\n"))
  }
}
