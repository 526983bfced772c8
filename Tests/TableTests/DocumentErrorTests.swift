import Door
import Table
import Testing
import Text

@Suite struct DocumentErrorTests {
  struct Refused: CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    /// `line:column: message`.
    let error: String

    init(_ description: String, _ text: String, _ error: String) {
      self.init(description, Array(text.utf8), error)
    }

    init(_ description: String, _ bytes: [UInt8], _ error: String) {
      (testDescription, self.bytes, self.error) = (description, bytes, error)
    }
  }

  private static let some = "|id|status|priority|task|success_criteria|owner_session|"
  private static let delimiters = "|-|-|-|-|-|-|-|-|-|-|\n"

  @Test(arguments: [
    Refused("empty", "", "1:1: the file is empty"),
    Refused("a line end", "\n", "1:1: there is no queue table"),
    Refused("a byte order mark", "\u{FEFF}", "1:1: there is no queue table"),
    Refused("prose", "# Queue\n\nNothing.\n", "1:1: there is no queue table"),
    Refused("another table", "| id | task |\n|--|--|\n", "1:1: there is no queue table"),
    Refused("a header alone", String(header.prefix { $0 != "\n" }), "1:1: there is no queue table"),
    Refused(
      "a column is missing", "# Q\n\(some)started_at_kst|due_at_kst|\n|-|-|-|-|-|-|-|-|\n",
      "2:1: the table lacks the column notes"),
    Refused(
      "three are missing", "\n\(some)\n|-|-|-|-|-|-|\n",
      "2:1: the table lacks the columns started_at_kst, due_at_kst, notes"),
    Refused(
      "four are missing", "|id|status|priority|task|notes|\n|-|-|-|-|-|\n",
      "1:1: there is no queue table"),
    Refused(
      "one is another's name", "\(some)started_at|due_at_kst|notes|x|\n" + delimiters,
      "1:1: the table lacks the column started_at_kst"),
    Refused(
      "a time with a zone is missing", "\(some)started_at|due|notes|x|\n" + delimiters,
      "1:1: the table lacks the column due_at"),
    Refused(
      "the first of two near misses counts",
      "\(some)\n|-|-|-|-|-|-|\n\n\(some)notes|\n|-|-|-|-|-|-|-|\n",
      "1:1: the table lacks the columns started_at_kst, due_at_kst, notes"),
    Refused(
      "a column stands twice", "é\n\(some)started_at_kst|due_at_kst|notes| Task |\n" + delimiters,
      "2:90: the table has the column task twice"),
    Refused(
      "the after column stands twice",
      "\(some)started_at_kst|due_at_kst|notes|after|AFTER|\n|-" + delimiters,
      "1:95: the table has the column after twice"),
    Refused("Latin-1", Array("# caf".utf8) + [0xE9, 0x0A] + queue().utf8, "1:6: not UTF-8"),
    Refused("a cut character", queue(row("A", "로")).utf8.dropLast(22) + [], "3:22: not UTF-8"),
    Refused(
      "an encoded surrogate", Array("é\né ".utf8) + [0xED, 0xA0, 0x80] + queue().utf8,
      "2:3: not UTF-8"),
    Refused("behind the table", queue(row("A")).utf8 + [0x0A, 0xFF], "5:1: not UTF-8"),
    Refused("UTF-16", [0xFF, 0xFE] + queue().utf8.flatMap { [$0, 0] }, "1:1: not UTF-8"),
    Refused("a NUL", queue(row("A"), row("한\0")), "4:4: a NUL byte"),
  ])
  func `a file that is not a queue is refused at its first offending place`(_ file: Refused) {
    let error = #expect(throws: DocumentError.self) { try document(file.bytes) }
    #expect(error.map { "\($0.line):\($0.column): \($0.sentence.english)" } == file.error)
  }

  @Test(arguments: [
    ("<<<<<<< HEAD", "<<<<<<<"), ("=======", "======="), (">>>>>>> branch", ">>>>>>>"),
    ("||||||| base", "|||||||"), ("<<<<<<<", "<<<<<<<"), ("|||||||", "|||||||"),
  ])
  func `a conflict marker in the table is named`(_ line: String, marker: String) {
    for lineEnd in ["\n", "\r\n"] {
      let text = queue(row("A"), line, row("B")).replacing("\n", with: lineEnd)
      let error = #expect(throws: DocumentError.self) { try document(text) }
      #expect(error == DocumentError(line: 4, column: 1, reason: .conflictMarker(marker)))
      #expect(error?.sentence.english == "a merge conflict marker '\(marker)' in the table")
    }
    let cut = #expect(throws: DocumentError.self) { try document(queue() + line) }
    #expect(cut == DocumentError(line: 3, column: 1, reason: .conflictMarker(marker)))
  }

  @Test(arguments: [
    "<<<<<<", "<<<<<<<<", "<<<<<<<x", "======", "====== =", "x =======", " =======", "|||||||x|",
    "-------",
  ])
  func `what only resembles a marker is none`(_ line: String) throws {
    #expect(try document(queue(row("A"), line)).summary.hasPrefix("A:3"))
  }

  @Test func `a marker outside the table is text`() throws {
    let text = "<<<<<<< HEAD\n" + queue(row("A")) + "\n=======\n"
    #expect(try document(text).summary == "A:4")
  }

  @Test(arguments: [
    ("no last pipe", "| A | DONE | P1 | t | c | - | - | - | no", 41), ("an id", "| A", 4),
    ("a pipe", "|", 2), ("glued text", "로그", 3), ("a cut line end", row("A") + "\r", 44),
    ("an escaped pipe", #"| A | DONE | P1 | t | c | - | - | - | no \|"#, 44),
    ("cells without pipes", "A | DONE | P1 | t", 18),
  ])
  func `a file that ends inside a row is refused`(_ row: String, text: String, column: Int) {
    let error = #expect(throws: DocumentError.self) { try document(queue() + text) }
    #expect(error == DocumentError(line: 3, column: column, reason: .endsInsideRow))
    #expect(error?.sentence.english == "the file ends inside a row")
  }

  @Test func `a cut line end is no part of an open last cell`() {
    let text = "\(names.joined(separator: "|"))\r\n-|-|-|-|-|-|-|-|-\r\nA|DONE|P1|t|c|-|-|-|n\r"
    let error = DocumentError(line: 3, column: 23, reason: .endsInsideRow)
    #expect(throws: error) { try document(text) }
  }

  @Test(arguments: [
    (DocumentError.Reason.repeatedColumn("id"), "rename one of the two"),
    (.notUTF8, "save the file as UTF-8"),
    (.nulByte, "the file is damaged: take it from a backup or from git"),
    (
      .conflictMarker("======="),
      "finish the merge first: keep the rows you want, remove the markers; or move the file away, "
        + "and orch restore --file brings back the table before the merge"
    ),
    (
      .endsInsideRow,
      "complete the row (the save may have been cut short), and end it with a line break"
    ),
  ])
  func `a refusal says what to do`(_ reason: DocumentError.Reason, hint: String) {
    #expect(DocumentError(line: 1, column: 1, reason: reason).hint.english == hint)
  }

  @Test(arguments: [DocumentError.Reason.empty, .noTable, .missingColumns(["id"])])
  func `the refusal of a file without a queue says what a queue is`(_ reason: DocumentError.Reason)
  {
    #expect(
      DocumentError(line: 1, column: 1, reason: reason).hint.english
        == "a queue is a table with a header row and the columns id, status, priority, task, "
        + "success_criteria, owner_session, started_at_kst, due_at_kst, notes; "
        + "orch init --path DIR writes an example"
    )
  }
}
