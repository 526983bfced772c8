import Table
import Testing

@Suite struct LocatingTests {
  struct File: CustomTestStringConvertible {
    let testDescription, text, rows: String
  }

  private static let other = "| id | task |\n|---|---|\n| X | y |\n\n"

  @Test(arguments: [
    File(testDescription: "the first line", text: queue(row("A"), row("B")), rows: "A:3 B:4"),
    File(testDescription: "no rows", text: queue(), rows: ""),
    File(testDescription: "no rows and no line end", text: String(header.dropLast()), rows: ""),
    File(testDescription: "no final line end", text: queue() + row("A"), rows: "A:3"),
    File(testDescription: "below prose", text: "# Queue\n\nHello\n" + queue(row("A")), rows: "A:6"),
    File(testDescription: "below another table", text: other + queue(row("A")), rows: "A:7"),
    File(
      testDescription: "right below other pipes", text: "| a | b |\n" + queue(row("A")), rows: "A:4"
    ),
    File(testDescription: "a byte order mark", text: "\u{FEFF}" + queue(row("A")), rows: "A:3"),
    File(testDescription: "three blanks before it", text: "   " + queue(row("A")), rows: "A:3"),
    File(
      testDescription: "below code that a tab indents",
      text: "\t" + queue(row("X")) + "\n" + queue(row("A")),
      rows: "A:7"),
    File(
      testDescription: "the first of two", text: queue(row("A")) + "\n" + queue(row("B")),
      rows: "A:3"),
    File(
      testDescription: "below a fence that holds one",
      text: "```\n" + queue(row("X")) + "```\n" + queue(row("A")), rows: "A:8"),
    File(
      testDescription: "below a fence of tildes that holds one of backticks",
      text: "~~~~ md\n```\n~~~\n" + queue(row("X")) + "~~~~~ \n" + queue(row("A")), rows: "A:10"),
    File(
      testDescription: "below what is no fence",
      text: "``\n``` a`b\n    ```\n" + queue(row("A")), rows: "A:6"),
    File(
      testDescription: "below a comment that holds one",
      text: "<!--\n" + queue(row("X")) + "-->\n" + queue(row("A")), rows: "A:8"),
    File(
      testDescription: "below a comment that begins another",
      text: "a <!-- b\n--> c <!--\n" + queue(row("X")) + "-->\n" + queue(row("A")), rows: "A:9"),
    File(
      testDescription: "below comments that end in their lines",
      text: "<!-- a --> b <!-- c -->\n<!--a\n-->\n" + queue(row("A")), rows: "A:6"),
    File(
      testDescription: "below a comment of nothing", text: "<!-->\n" + queue(row("A")), rows: "A:4"),
    File(
      testDescription: "below a comment of a hyphen", text: "<!--->\n" + queue(row("A")),
      rows: "A:4"),
    File(
      testDescription: "below a comment in a code span",
      text: "write `<!--` or ``<!-- ` `` here\n" + queue(row("A")), rows: "A:4"),
    File(
      testDescription: "a fence in a comment and a comment in a fence",
      text: "<!--\n```\n-->\n```\n<!--\n```\n" + queue(row("A")), rows: "A:9"),
  ])
  func `the queue is the first table with the nine columns`(_ file: File) throws {
    #expect(try document(file.text).summary == file.rows)
  }

  @Test(arguments: [
    ("a fence", "```\n" + queue(row("X"))), ("a comment", "<!--\n" + queue(row("X")) + "-- >\n"),
    ("four blanks", "    " + queue(row("A"))), ("a quote", "> " + queue(row("A"))),
    ("a fence that a shorter one does not close", "````\n```\n" + queue(row("X"))),
  ])
  func `a table in what is not text is none`(_ place: String, text: String) {
    let error = DocumentError(line: 1, column: 1, reason: .noTable)
    #expect(throws: error) { try document(text) }
  }

  @Test(arguments: [
    ("fewer cells", "|---|---|"), ("a letter", "|---|---|---|---|-x-|---|---|---|---|"),
    ("an empty cell", "|---|---|---|---||---|---|---|---|"),
    ("only a colon", "|---|---|---|---|:|---|---|---|---|"), ("nothing", ""),
    ("a second header", String(header.prefix { $0 != "\n" })),
  ])
  func `a header without its delimiter row is none`(_ description: String, below: String) {
    let text = header.prefix { $0 != "\n" } + "\n" + below + "\n" + row("A") + "\n"
    let error = DocumentError(line: 1, column: 1, reason: .noTable)
    #expect(throws: error) { try document(String(text)) }
  }

  @Test(arguments: [
    "|-|-|-|-|-|-|-|-|-|", "| :-- | :-: | --: | - | - | - | - | - | - |", "-|-|-|-|-|-|-|-|-",
    ":-|-|-|-|-|-|-|-|-:\t",
  ])
  func `any delimiter row of GFM is one`(_ delimiters: String) throws {
    let text = header.prefix { $0 != "\n" } + "\n" + delimiters + "\n" + row("A") + "\n"
    #expect(try document(String(text)).summary == "A:3")
  }
}
