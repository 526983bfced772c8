import Table
import Testing

/// Saves that a full disk cut exactly at the end of a line.
@Suite struct CutSaveTests {
  /// The version that was edited.
  private static let base = queue(row("A"), row("B"), row("C")) + "\nNote one.\n\nNote two.\n"

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let save: String
    /// What is put back; `nil` if the save does not count as cut.
    var end: String?
    var size = 4096
  }

  private static let rowC = row("C") + "\n"
  private static let notes = "\nNote one.\n\nNote two.\n"

  static let cases = [
    Case(
      testDescription: "behind the header", save: queue(),
      end: "\(row("A"))\n\(row("B"))\n\(rowC)\(notes)"),
    Case(testDescription: "behind a row", save: queue(row("A"), row("B")), end: rowC + notes),
    Case(
      testDescription: "behind the table", save: queue(row("A"), row("B"), row("C")), end: notes),
    Case(
      testDescription: "behind a blank line", save: queue(row("A"), row("B"), row("C")) + "\n",
      end: "Note one.\n\nNote two.\n"),
    Case(
      testDescription: "behind a text",
      save: queue(row("A"), row("B"), row("C")) + "\nNote one.\n",
      end: "\nNote two.\n"),
    Case(
      testDescription: "after other edits",
      save: queue(row("N"), row("A", "edited"), row("B")), end: rowC + notes),
    Case(
      testDescription: "of two blocks", save: queue(row("A"), row("B")), end: rowC + notes,
      size: 8192),
    Case(testDescription: "a size between", save: queue(row("A"), row("B")), size: 4097),
    Case(testDescription: "nothing is missing", save: base),
    Case(
      testDescription: "a row in the middle is missing", save: queue(row("A"), row("C")) + notes),
    Case(
      testDescription: "one of the notes is still there",
      save: queue(row("A"), row("B")) + "\nNote two.\n"),
    Case(
      testDescription: "a missing row was moved up", save: queue(row("C"), row("A"), row("B"))),
    Case(
      testDescription: "a missing row was edited and moved up",
      save: queue(row("C", "edited"), row("A"), row("B"))),
    Case(testDescription: "it ends with a new line", save: queue(row("A"), row("B"), row("N"))),
    Case(
      testDescription: "before the line end of a row",
      save: String(queue(row("A"), row("B")).dropLast()), end: "\n" + rowC + notes),
    Case(
      testDescription: "before the line end of the table",
      save: String(queue(row("A"), row("B"), row("C")).dropLast()), end: "\n" + notes),
    Case(
      testDescription: "within a text", save: queue(row("A"), row("B"), row("C")) + "\nNote o",
      end: "ne.\n\nNote two.\n"),
    Case(
      testDescription: "within the last text",
      save: queue(row("A"), row("B"), row("C")) + "\nNote one.\n\nNote", end: " two.\n"),
    Case(
      testDescription: "within a text below a row that was edited",
      save: queue(row("A"), row("B"), row("C", "edited")) + "\nNote o",
      end: "ne.\n\nNote two.\n"),
    Case(
      testDescription: "within a text that is new",
      save: queue(row("A"), row("B"), row("C")) + "\nNote new"),
    Case(
      testDescription: "within a text behind one that is new",
      save: queue(row("A"), row("B"), row("C")) + "\nNew.\nNote o",
      end: "ne.\n\nNote two.\n"),
  ]

  /// The text behind a line that makes it as long as `size`.
  private static func filled(_ text: String, to size: Int) -> String {
    String(repeating: "x", count: size - text.utf8.count - 1) + "\n" + text
  }

  @Test(arguments: cases)
  func `the end of the copy is put back`(_ example: Case) throws {
    let save = Self.filled(example.save, to: example.size)
    let whole = QueueVersion(QueueBytes(save.utf8))
      .withEnd(of: try document(Self.filled(Self.base, to: 5000)))
    let expected = example.end.map { save + $0 }
    #expect(whole.map { String(decoding: $0.bytes.array, as: UTF8.self) } == expected)
  }
}
