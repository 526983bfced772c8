import Model
import Table
import Testing

/// The bytes of an added row, in every style.
@Suite struct AdditionTests {
  struct Table: CustomTestStringConvertible {
    let testDescription, last: String
    var item = QueueItem.new("B")
    let row: String
  }

  @Test(arguments: [
    Table(
      testDescription: "a blank on each side", last: "| A | PENDING | P1 | t | c | - | - | - | n |",
      item: .new("B", task: nil, notes: "n"),
      row: "| B | PENDING | P0 | - | c | - | - | - | n |"),
    Table(
      testDescription: "empty notes", last: "| A | PENDING | P1 | t | c | - | - | - | n |",
      row: "| B | PENDING | P0 | t | c | - | - | - | |"),
    Table(
      testDescription: "compact", last: "|A|PENDING|P1|t|c|-|-|-|n|",
      row: "|B|PENDING|P0|t|c|-|-|-| |"),
    Table(
      testDescription: "compact, nothing in the cells", last: "|A|DONE||||||||",
      row: "|B|PENDING|P0|t|c|-|-|-| |"),
    Table(
      testDescription: "padded",
      last: "| A    | DONE        | P1  | 한글 제목  | c |   - | - | - | n   |",
      item: .new("B", task: "글"),
      row: "| B    | PENDING     | P0  | 글         | c |   - | - | - |     |"),
    Table(
      testDescription: "text longer than the padding",
      last: "| A  | PENDING | P1 | t  | c | - | - | - | |",
      item: .new("ORCH-001", task: "long"),
      row: "| ORCH-001 | PENDING | P0 | long | c | - | - | - | |"),
    Table(
      testDescription: "no outer pipes", last: "A | PENDING | P1 | t | c | - | - | - | n",
      row: "B | PENDING | P0 | t | c | - | - | - | -"),
    Table(
      testDescription: "indented, no outer pipes", last: "  A | DONE | P1 | t | c | - | - | - | n",
      row: "  B | PENDING | P0 | t | c | - | - | - | -"),
    Table(
      testDescription: "no first pipe", last: "A|PENDING|P1|t|c|-|-|-|n|",
      row: "B|PENDING|P0|t|c|-|-|-| |"),
    Table(
      testDescription: "indented", last: "   |A|PENDING|P1|t|c|-|-|-|n|  ",
      row: "   |B|PENDING|P0|t|c|-|-|-| |"),
    Table(
      testDescription: "a pipe, a backslash, a note", last: "|A|PENDING|P1|t|c|-|-|-|n|",
      item: .new("B", task: "a|b", notes: #"x / after=A\"#, after: ["A"]),
      row: #"|B|PENDING|P0|a\|b|c|-|-|-|x / after=A\ |"#),
    Table(
      testDescription: "a hidden priority", last: "|A|PENDING|P1|t|c|-|-|-|n|\n| x |",
      row: "|B|PENDING|P0|t|c|-|-|-| |"),
    Table(
      testDescription: "below a malformed row", last: "|A|PENDING|P1|t|c|-|-|-|n|\nglued text",
      row: "|B|PENDING|P0|t|c|-|-|-| |"),
  ])
  func `a new row takes the style of the last whole one`(_ table: Table) throws {
    let before = queue(row("Z"), table.last)
    for rest in ["", "\n", "\n\nThe end", "# End\n"] {
      let result = try document(before + rest).adding(table.item)
      #expect(result.isSame(before + table.row + "\n" + rest), "\(result)")
    }
  }

  @Test(arguments: [("\n", "\n"), ("\r\n", "\r\n")])
  func `a table that ends without a line end goes on to do so`(
    _ lineEnd: String, separator: String
  ) throws {
    let text = (header + "|A|PENDING|P1|t|c|-|-|-|n|").replacing("\n", with: lineEnd)
    let result = try document(text).adding(.new("B"))
    #expect(result.isSame(text + separator + "|B|PENDING|P0|t|c|-|-|-| |"), "\(result)")
  }

  /// Found by libFuzzer: no command could read the file.
  @Test(arguments: [
    ("|A|PENDING|P1|t|c|-|-|-|n\nZ|PENDING|P1|t|c|-|-|-|n|more", "|B|PENDING|P0|t|c|-|-|-| |"),
    ("A|PENDING|P1|t|c|-|-|-|n", "B|PENDING|P0|t|c|-|-|-|-"),
  ])
  func `a new row does not look cut at the end of a file without a line end`(
    _ rows: String, _ added: String
  ) throws {
    let result = try document(header + rows).adding(.new("B"))
    #expect(result.isSame(header + rows + "\n" + added), "\(result)")
    #expect(try document(result).ids.last == "B")
  }

  @Test func `a new row takes the line end of the last`() throws {
    let text = header + "|A|PENDING|P1|t|c|-|-|-|n|\r\n"
    let result = try document(text + "\nend").adding(.new("B"))
    #expect(result.isSame(text + "|B|PENDING|P0|t|c|-|-|-| |\r\n" + "\nend"), "\(result)")
  }

  struct Empty: CustomTestStringConvertible {
    let testDescription, text, row: String
  }

  private static let compact =
    "|id|status|priority|task|success_criteria|owner_session|started_at_kst|due_at_kst|notes|\n"

  @Test(arguments: [
    Empty(
      testDescription: "a blank on each side", text: header,
      row: "| B | PENDING | P0 | t | c | - | - | - | |\n"),
    Empty(
      testDescription: "compact", text: compact + "|-|-|-|-|-|-|-|-|-|\n",
      row: "|B|PENDING|P0|t|c|-|-|-| |\n"),
    Empty(
      testDescription: "no line end", text: String(header.dropLast()),
      row: "\n| B | PENDING | P0 | t | c | - | - | - | |"),
    Empty(
      testDescription: "no outer pipes",
      text: names.joined(separator: " | ") + "\n-|-|-|-|-|-|-|-|-\n",
      row: "B | PENDING | P0 | t | c | - | - | - | -\n"),
    Empty(
      testDescription: "as wide as the delimiter row",
      text: "| id    | status  | "
        + header.dropFirst(16).replacing("|---|---|", with: "|-------|---------|"),
      row: "| B     | PENDING | P0 | t | c | - | - | - | |\n"),
  ])
  func `the first row takes the style of the header`(_ table: Empty) throws {
    let result = try document(table.text).adding(.new("B"))
    #expect(result.isSame(table.text + table.row), "\(result)")
  }

  @Test func `a new row of an aligned table is aligned, in columns that are full too`() throws {
    let text = """
      | id       | status      | priority | task      | success_criteria | owner_session | \
      started_at_kst   | due_at_kst | notes |
      |:---------|-------------|----------|-----------|------------------|---------------|\
      ------------------|------------|-------|
      | ORCH-001 | IN_PROGRESS | P1       | 로그인 x  | 통과             | s1            | \
      2026-01-31 18:00 | -          |       |

      """
    let row = """
      | B        | PENDING     | P0       | 글        | c                | -             | \
      -                | -          |       |

      """
    let result = try document(text).adding(.new("B", task: "글"))
    #expect(result.isSame(text + row), "\(result)")
  }

  @Test(arguments: [(["X", "Y"], "X,Y"), ([], "-")])
  func `the after column has the ids and the owner's columns a hyphen`(
    _ after: [String], cell: String
  ) throws {
    let text = """
      | Team | after | \(names.joined(separator: " | ")) | Link |
      |---|---|---|---|---|---|---|---|---|---|---|---|
      | x | - | A | PENDING | P1 | t | c | - | - | - | n | y |

      """
    let result = try document(text).adding(.new("B", after: after))
    let row = "| - | \(cell) | B | PENDING | P0 | t | c | - | - | - | | - |\n"
    #expect(result.isSame(text + row), "\(result)")
    #expect(try document(result).items.last?.after == after)
  }

  @Test func `a first cell that holds nothing never ends a table without outer pipes`() throws {
    let head = "Team|" + names.joined(separator: "|") + "\n-|-|-|-|-|-|-|-|-|-\n"
    let text = head + "x|A|PENDING|P1|t|c|-|-|-|n\n"
    let result = try document(text).adding(.new("B"))
    #expect(result.isSame(text + "| -|B|PENDING|P0|t|c|-|-|-|-\n"), "\(result)")
    #expect(try document(result).adding(.new("C")).hasSuffix("| -|C|PENDING|P0|t|c|-|-|-|-\n"))
  }
}
