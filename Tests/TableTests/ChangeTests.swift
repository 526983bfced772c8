import Model
import Table
import Testing

/// The new bytes of a changed row, in every style.
@Suite struct ChangeTests {
  struct Row: CustomTestStringConvertible {
    let testDescription, row: String
    let change: @Sendable (inout QueueItem) -> Void
    let result: String
  }

  private static let claim: @Sendable (inout QueueItem) -> Void = {
    ($0.status, $0.ownerSession, $0.startedAt) = (.inProgress, "s1", "2026-01-31 18:00")
  }
  private static let done: @Sendable (inout QueueItem) -> Void = { $0.status = .done }

  private static func say(_ notes: String) -> @Sendable (inout QueueItem) -> Void {
    { $0.notes = Notes(notes) }
  }

  private static func own(_ owner: String?) -> @Sendable (inout QueueItem) -> Void {
    { $0.ownerSession = owner }
  }

  @Test(arguments: [
    Row(
      testDescription: "a blank on each side", row: "| A | PENDING | P1 | t | c | - | - | - | n |",
      change: claim,
      result: "| A | IN_PROGRESS | P1 | t | c | s1 | 2026-01-31 18:00 | - | n |"),
    Row(
      testDescription: "compact", row: "|A|PENDING|P1|t|c|-|-|-|n|", change: claim,
      result: "|A|IN_PROGRESS|P1|t|c|s1|2026-01-31 18:00|-|n|"),
    Row(
      testDescription: "compact, nothing in the cells", row: "|A|PENDING|P1|t|c||||n|",
      change: claim, result: "|A|IN_PROGRESS|P1|t|c|s1|2026-01-31 18:00||n|"),
    Row(
      testDescription: "blanks, nothing in the cells",
      row: "| A | PENDING | P1 | t | c | | | | n |",
      change: claim,
      result: "| A | IN_PROGRESS | P1 | t | c | s1 | 2026-01-31 18:00 | | n |"),
    Row(
      testDescription: "padded, as long as it fits",
      row: "| A    | PENDING     | P1   | t | c |    -    | -   | -    | n |", change: claim,
      result: "| A    | IN_PROGRESS | P1   | t | c | s1      | 2026-01-31 18:00 | -    | n |"),
    Row(
      testDescription: "padded, with nothing in it",
      row: "| A    | PENDING     | P1 | t | c |         |      | - | n |", change: own("s1"),
      result: "| A    | PENDING     | P1 | t | c | s1      |      | - | n |"),
    Row(
      testDescription: "right aligned",
      row: "|  A |     PENDING | P1 | t | c |        - | - | - | n |",
      change: claim,
      result: "|  A | IN_PROGRESS | P1 | t | c |       s1 | 2026-01-31 18:00 | - | n |"),
    Row(
      testDescription: "Korean, by its display width",
      row: "| A | PENDING | P1 | t | c | - | - | - | 짧은 메모      |", change: say("더 긴 메모"),
      result: "| A | PENDING | P1 | t | c | - | - | - | 더 긴 메모     |"),
    Row(
      testDescription: "too long for the padding", row: "|A|PENDING  |P1|t|c|-   |-|-|n|",
      change: own("session"),
      result: "|A|PENDING  |P1|t|c|session |-|-|n|"),
    Row(
      testDescription: "no outer pipes", row: "A | PENDING | P1 | t | c | - | - | - | n",
      change: say("new"), result: "A | PENDING | P1 | t | c | - | - | - | new"),
    Row(
      testDescription: "no outer pipes, nothing in a cell",
      row: "A | PENDING | P1 | t | c | | - | - | n", change: own("s1"),
      result: "A | PENDING | P1 | t | c | s1 | - | - | n"),
    Row(
      testDescription: "no last pipe, and notes that go", row: "|A|PENDING|P1|t|c|-|-|-|n",
      change: say(""), result: "|A|PENDING|P1|t|c|-|-|-|-"),
    Row(
      testDescription: "notes that go", row: "| A | PENDING | P1 | t | c | - | - | - | n |",
      change: say(""), result: "| A | PENDING | P1 | t | c | - | - | - | |"),
    Row(
      testDescription: "compact notes that go", row: "|A|PENDING|P1|t|c|-|-|-|n|",
      change: say(""), result: "|A|PENDING|P1|t|c|-|-|-| |"),
    Row(
      testDescription: "padded notes that go", row: "|A|PENDING|P1|t|c|-|-|-| n    |",
      change: say(""), result: "|A|PENDING|P1|t|c|-|-|-|      |"),
    Row(
      testDescription: "notes that come", row: "| A | PENDING | P1 | t | c | - | - | - | |",
      change: say("n"), result: "| A | PENDING | P1 | t | c | - | - | - | n |"),
    Row(
      testDescription: "an owner that goes", row: "| A | PENDING | P1 | t | c | s1 | - | - | n |",
      change: own(nil), result: "| A | PENDING | P1 | t | c | - | - | - | n |"),
    Row(
      testDescription: "a pipe", row: "|A|PENDING|P1|t|c|-|-|-|n|", change: say("a|b||"),
      result: #"|A|PENDING|P1|t|c|-|-|-|a\|b\|\||"#),
    Row(
      testDescription: "a pipe under an accent", row: "|A|PENDING|P1|t|c|-|-|-|n|",
      change: say("a|\u{301}b"), result: "|A|PENDING|P1|t|c|-|-|-|a\\|\u{301}b|"),
    Row(
      testDescription: "a trailing backslash", row: "|A|PENDING|P1|t|c|-|-|-|n|",
      change: say(#"C:\"#), result: #"|A|PENDING|P1|t|c|-|-|-|C:\ |"#),
    Row(
      testDescription: "a trailing backslash before a blank",
      row: "| A | PENDING | P1 | t | c | - | - | - | n |", change: say(#"C:\"#),
      result: #"| A | PENDING | P1 | t | c | - | - | - | C:\ |"#),
    Row(
      testDescription: "indented, tabs and blanks at the end",
      row: "  |\tA\t|PENDING|P1|t|c|\t-\t|-|-|n| \t", change: own("s1"),
      result: "  |\tA\t|PENDING|P1|t|c| s1 |-|-|n| \t"),
    Row(
      testDescription: "escaped pipes elsewhere", row: #"|A|PENDING|P1|a\|b|c|-|-|-|`x\|y`|"#,
      change: done, result: #"|A|DONE|P1|a\|b|c|-|-|-|`x\|y`|"#),
  ])
  func `a changed row keeps its style`(_ row: Row) throws {
    let text = "# Queue 큐\r\n\n" + queue("| B | x |", row.row, "glued") + "\n\u{301}end"
    let changed = try document(text).changing("A", row.change)
    let expected = "# Queue 큐\r\n\n" + queue("| B | x |", row.result, "glued") + "\n\u{301}end"
    #expect(changed.isSame(expected), "\(changed)")
  }

  @Test(arguments: ["\r\n", "\n", ""])
  func `a changed row keeps its line end`(_ lineEnd: String) throws {
    let text = "\u{FEFF}" + header + "|A|PENDING|P1|t|c|-|-|-|n|"
    let changed = try document(text + lineEnd).changing("A", Self.claim)
    let expected = "\u{FEFF}" + header + "|A|IN_PROGRESS|P1|t|c|s1|2026-01-31 18:00|-|n|" + lineEnd
    #expect(changed.isSame(expected), "\(changed)")
  }

  @Test(arguments: [
    ("| A | few cells |", "\n"), ("| A | PENDING | P1 | t | c | - | - | - | open", "\n"),
    ("| A | PENDING | P1 | t | c | - | - | - | n |", ""),
  ])
  func `a row that would look cut keeps its line end when the last row goes`(
    _ above: String, lineEnd: String
  ) throws {
    let queue = try document(header + above + "\n" + row("B"))
    let item = try #require(try queue.item("B"))
    let bytes = queue.applying(queue.edits(for: ItemChange(.removed, before: item, after: nil)))
    #expect(String(decoding: bytes, as: UTF8.self) == header + above + lineEnd)
    #expect(throws: Never.self) { try document(bytes) }
  }

  @Test func `a cell as wide as its column stays so`() throws {
    let head = header.replacing("|---|---|", with: "|------|-------------|")
    let changed = try document(head + "|  A   | IN_PROGRESS | P1 | t | c | - | - | - | n |\n")
      .changing("A", Self.done)
    #expect(changed.isSame(head + "|  A   | DONE        | P1 | t | c | - | - | - | n |\n"))
  }

  @Test func `columns in another order and of the owner's stay where they are`() throws {
    let head = "notes|Team|owner_session|status|id|priority|task|success_criteria|due_at_kst|"
    let text = head + "started_at_kst\n-|-|-|-|-|-|-|-|-|-\nn|x|-|PENDING|A|P1|t|c|-|-\n"
    let changed = try document(text).changing("A") {
      Self.claim(&$0)
      $0.notes.append("more")
    }
    let row = "n / more|x|s1|IN_PROGRESS|A|P1|t|c|-|2026-01-31 18:00\n"
    #expect(changed.isSame(text.replacing("n|x|-|PENDING|A|P1|t|c|-|-\n", with: row)), "\(changed)")
  }

  @Test(arguments: [
    ("# not a heading", "| # not a heading|"), ("- no item", "| - no item|"), ("", "| -|"),
    ("======= x", "| ======= x|"), ("1. no item", "| 1. no item|"), ("plain", "plain|"),
    ("한글", "한글|"), ("`code`", "| `code`|"), ("a|", #"a\||"#), ("|a", #"| \|a|"#),
  ])
  func `a first cell without a pipe never ends the table`(_ notes: String, cell: String) throws {
    let head =
      "notes|id|status|priority|task|success_criteria|owner_session|started_at_kst|due_at_kst\n"
    let text =
      head + "-|-|-|-|-|-|-|-|-\n" + "  n|A|PENDING|P1|t|c|-|-|-\nn|B|PENDING|P1|t|c|-|-|-\n"
    let changed = try document(text).changing("A") { $0.notes = Notes(notes) }
    // Where an empty cell has no pipe before it, it would be no cell.
    let row = "  " + (notes.isEmpty ? "|  |" : cell) + "A|PENDING|"
    #expect(changed.isSame(text.replacing("  n|A|PENDING|", with: row)), "\(changed)")
    #expect(try document(changed).items.map(\.notes.text) == [notes, "n"])
  }

  @Test func `nothing changed is nothing edited`() throws {
    let queue = try document(queue(row("A")))
    let item = try #require(try queue.item("A"))
    #expect(queue.edits(for: ItemChange(.done, before: item, after: item)) == [])
    #expect(queue.applying([]) == queue.rendered)
  }

  @Test func `edits come in the order of their places, and pieces with them`() throws {
    let queue = try document(
      "due_at_kst | " + names.filter { $0 != "due_at_kst" }.joined(separator: "|")
        + "\n-|-|-|-|-|-|-|-|-\nd|A|PENDING|P1|t|c|-|-|n\n")
    let before = try #require(try queue.item("A"))
    var after = before
    (after.dueAt, after.notes, after.status) = ("x", Notes("m"), .done)
    let edits = queue.edits(for: ItemChange(.done, before: before, after: after))
    #expect(edits.map { String(decoding: $0.replacement, as: UTF8.self) } == ["x", "DONE", "m"])
    var pieces: [String] = []
    queue.bytes.withPieces(applying: edits) {
      pieces = $0.map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(Array(pieces.suffix(6)) == ["x", "|A|", "DONE", "|P1|t|c|-|-|", "m", "\n"])
  }
}
