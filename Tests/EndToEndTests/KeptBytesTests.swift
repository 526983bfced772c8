import TestSupport
import Testing

/// What a rewrite keeps: every byte that it does not change.
@Suite struct KeptBytesTests {
  struct File: CustomTestStringConvertible {
    let testDescription: String
    let before: String
    /// After the row A was picked, and then a row was added.
    let picked: String
    let added: String

    /// - Parameters:
    ///   - frame: a file that holds `{rows}`.
    ///   - lineEnd: of the row that is added.
    init(_ description: String, _ frame: String, lineEnd: String = "\n", last: String = "\n") {
      testDescription = description
      let claimed = row("A", "IN_PROGRESS", started: Scene.now)
      before = frame.replacing("{rows}", with: row("A") + last)
      picked = frame.replacing("{rows}", with: claimed + last)
      added = frame.replacing(
        "{rows}", with: claimed + lineEnd + row("ORCH-001") + last)
    }
  }

  private static let header = QueueFixture.header
  private static let crlf = header.replacing("\n", with: "\r\n")
  private static let decoy = header + row("X", "PENDING", "P0") + "\n"

  static let files = [
    File("text before and after", "# Title\n\n\(header){rows}\n## More\n\n- text\n"),
    File("trailing spaces and tabs", "a  \n\t\n\(header){rows}  \n\n\t b \n\n\n"),
    File("no final newline", "\(header){rows}", last: ""),
    File("no final newline below the table", "\(header){rows}\nend"),
    File("a BOM", "\u{FEFF}\(header){rows}"),
    File("CRLF", "# Q\r\n\r\n\(crlf){rows}\r\nend\r\n", lineEnd: "\r\n", last: "\r\n"),
    File("a BOM, CRLF, no final newline", "\u{FEFF}\(crlf){rows}", lineEnd: "\r\n", last: ""),
    File("CRLF below, LF in the table", "# Q\r\n\r\n\(header){rows}\r\nend\r\n"),
    File("the table in a fence before", "```\n\(decoy)```\n\n\(header){rows}"),
    File("the table in a tilde fence before", "~~~~ md\n~~~\n\(decoy)~~~~\n\(header){rows}"),
    File("the table in a comment before", "<!-- old\n\(decoy)-->\n\n\(header){rows}"),
    File("another table before", "| id | note |\n|---|---|\n| X | y |\n\n\(header){rows}"),
    File("another table after", "\(header){rows}\n| id | note |\n|---|---|\n| X | y |\n"),
    File("a second queue after", "\(header){rows}\n\(decoy)"),
    File("a heading right behind", "\(header){rows}# More\n"),
    File("text of other scripts", "# 큐 — наряды 🗒️\n\n\(header){rows}\ne\u{301}\u{2028}\n"),
    File("a lone carriage return", "a\rb\n\(header){rows}\n"),
  ]

  @Test(arguments: files)
  func `the text around a row stays, byte for byte`(_ file: File) throws {
    let scene = try Scene(file: file.before)
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try expect(scene.shown(), is: file.picked.shown)
    try expect(scene.add(), is: .prints("Added ORCH-001\n"))
    try expect(scene.shown(), is: file.added.shown)
    try expect(scene.orch("release", "A", "--force"), is: .prints("A -> PENDING\n"))
    try expect(
      scene.shown(),
      is: file.added.replacing("IN_PROGRESS", with: "PENDING")
        .replacing("| \(Scene.now) |", with: "| - |").shown)
  }

  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let before: String
    let after: String

    init(_ description: String, _ before: String, becomes after: String) {
      (testDescription, self.before, self.after) = (description, before, after)
    }
  }

  @Test(arguments: [
    Row(
      "an escaped pipe", #"| A | PENDING | P1 | a \| b | `c\|d` | - | - | - | |"#,
      becomes: #"| A | DONE | P1 | a \| b | `c\|d` | - | - | - | x |"#),
    Row("without spaces", "|A|PENDING|P1|t|c|-|-|-| |", becomes: "|A|DONE|P1|t|c|-|-|-|x|"),
    Row(
      "without outer pipes", "A | PENDING | P1 | t | c | - | - | - | -",
      becomes: "A | DONE | P1 | t | c | - | - | - | x"),
    Row(
      "padded", "| A   | PENDING     | P1 | t | c | - | - | - | -      |",
      becomes: "| A   | DONE        | P1 | t | c | - | - | - | x      |"),
    Row(
      "padded, wide characters", "| A | PENDING | P1 | 작업 | 기준  | - | - | - | 메모   |",
      becomes: "| A | DONE | P1 | 작업 | 기준  | - | - | - | x      |"),
    Row(
      "indented, with a tab", "  | A | PENDING |\tP1 | t | c | - | - | - | | \t",
      becomes: "  | A | DONE |\tP1 | t | c | - | - | - | x | \t"),
    Row(
      "empty cells", "| A | PENDING | P1 | | | | | | |",
      becomes: "| A | DONE | P1 | | | | | | x |"),
  ])
  func `a changed row keeps its own style`(_ row: Row) throws {
    let scene = try Scene(rows: row.before, "| B | DONE | P1 | t | c | - | - | - | |")
    try expect(scene.orch("done", "A", "--notes", "x"), is: .prints("A -> DONE\n"))
    try expect(
      scene.shown(),
      is: queueText(row.after, "| B | DONE | P1 | t | c | - | - | - | |").shown)
  }

  @Test func `line ends may be mixed, each row keeps its own`() throws {
    let before = Self.header + row("A") + "\r\n" + row("B") + "\n" + row("C") + "\r\n\n"
    let scene = try Scene(file: before)
    try expect(scene.orch("list").output.count { $0 == "\n" }, is: 3)
    try scene.orch("done", "A", "--notes", "x").check()
    try scene.orch("done", "B", "--notes", "x").check()
    try scene.add().check()
    let after =
      Self.header + row("A", "DONE", notes: "x") + "\r\n" + row("B", "DONE", notes: "x") + "\n"
      + row("C") + "\r\n" + row("ORCH-001") + "\r\n\n"
    try expect(scene.shown(), is: after.shown)
  }
}

extension Scene {
  /// The queue file with every character that does not show spelled out.
  fileprivate func shown() throws -> String { try text().shown }
}

extension String {
  /// The text with carriage returns and other invisible characters spelled out, so that unlike
  /// characters differ.
  fileprivate var shown: String {
    unicodeScalars.map { scalar in
      scalar == "\n" || scalar.isASCII && scalar.value >= 32
        ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }.joined()
  }
}
