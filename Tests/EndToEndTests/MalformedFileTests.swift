import Testing

/// Files that are refused whole: 65, the first offending place, and not a byte
/// changed.
@Suite struct MalformedFileTests {
  struct File: CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let message: String
    let hint: String

    init(_ description: String, _ bytes: [UInt8], _ message: String, _ hint: String) {
      testDescription = description
      (self.bytes, self.message, self.hint) = (bytes, message, hint)
    }

    init(_ description: String, _ text: String, _ message: String, _ hint: String) {
      self.init(description, Array(text.utf8), message, hint)
    }
  }

  private static let table = """
    a queue is a table with a header row and the columns id, status, priority, task, \
    success_criteria, owner_session, started_at_kst, due_at_kst, notes; orch init --path DIR writes \
    an example
    """
  private static let merge =
    "finish the merge first: keep the rows you want, remove the markers; or move the file away, "
    + "and orch restore --file brings back the table before the merge"
  private static let cut =
    "complete the row (the save may have been cut short), and end it with a line break"

  private static let queue = queueText(row("A"), row("B"))

  static let files = [
    File("empty", "", "1:1: the file is empty", table),
    File("no table", "# Queue\n\nNothing here.\n", "1:1: there is no queue table", table),
    File(
      "only another table", "| id | task |\n|---|---|\n| A | b |\n", "1:1: there is no queue table",
      table),
    File(
      "two columns are missing",
      queue.replacing("| started_at_kst | due_at_kst ", with: "")
        .replacing("|---|---|---|---|---|---|---|---|---|", with: "|---|---|---|---|---|---|---|"),
      "3:1: the table lacks the columns started_at_kst, due_at_kst", table),
    File(
      "a column stands twice", queue.replacing("| owner_session |", with: "| notes |"),
      "3:1: the table lacks the column owner_session", table),
    File(
      "a further column stands twice",
      queue.replacing("| notes |\n", with: "| notes | Task |\n").replacing(
        "|---\n", with: "|---|\n"
      )
      .replacing("|---|\n", with: "|---|---|\n"),
      "3:108: the table has the column task twice", "rename one of the two"),
    File("the table in a fence", "```\n\(queue)```\n", "1:1: there is no queue table", table),
    File("the table in a comment", "<!--\n\(queue)-->\n", "1:1: there is no queue table", table),
    File(
      "not UTF-8", Array(queue.utf8) + [0x0A] + Array("caf".utf8) + [0xE9, 0x0A], "8:4: not UTF-8",
      "save the file as UTF-8"),
    File(
      "UTF-16", [0xFF, 0xFE] + queue.utf8.flatMap { [$0, 0] }, "1:1: not UTF-8",
      "save the file as UTF-8"),
    File(
      "a NUL byte", queue + "한\0\n", "7:2: a NUL byte",
      "the file is damaged: take it from a backup or from git"),
    File(
      "conflict markers",
      queueText(
        row("A"), "<<<<<<< HEAD", row("B"), "=======", row("C"), ">>>>>>> feature"),
      "6:1: a merge conflict marker '<<<<<<<' in the table", merge),
    File(
      "the end of a conflict", queueText(row("A"), ">>>>>>> feature"),
      "6:1: a merge conflict marker '>>>>>>>' in the table", merge),
    File(
      "it ends inside a row", String(queue.dropLast(4)), "6:50: the file ends inside a row", cut),
  ]

  @Test(arguments: files)
  func `every command refuses such a file and leaves it as it is`(_ file: File) throws {
    let scene = try Scene()
    try scene.write(file.bytes)
    let error = Outcome.fails(65, "ERROR: QUEUE.md:\(file.message) (\(file.hint))")
    try expect(scene.orch("list"), is: error)
    try expect(scene.orch("show", "A"), is: error)
    try expect(scene.orch("lint"), is: error)
    try expect(scene.ops("status"), is: error)
    try expect(scene.orch("pick"), is: error)
    try expect(scene.add(), is: error)
    try expect(scene.bytes(), is: file.bytes)
  }

  @Test(arguments: files)
  func `with json the error names the file, the line and the column`(_ file: File) throws {
    let scene = try Scene()
    try scene.write(file.bytes)
    let error = """
      {"error":{"code":"malformed_queue","message":"QUEUE.md:\(file.message)",\
      "hint":"\(file.hint)"}}
      """
    try expect(scene.orch("list", "--json"), is: .fails(65, error))
    try expect(scene.orch("done", "A", "--notes", "x", "--json"), is: .fails(65, error))
    try expect(scene.bytes(), is: file.bytes)
  }
}

/// A file may end anywhere, because a save was cut short.
@Suite struct PrefixTests {
  private static let whole = Array(
    ("# 큐\n\n"
      + queueText(row("A"), row("B", task: "두 번째"), row("C", notes: "last"))
      + "\nText below, with a ``` fence\n").utf8)
  private static let listing = "A\tPENDING\tP1\twork\nB\tPENDING\tP1\t두 번째\nC\tPENDING\tP1\twork\n"

  /// Where files are cut: about every seventh byte, and round the ends of lines.
  private static let cuts: [Int] = {
    let lineEnds = whole.indices.filter { whole[$0] == 10 }
    let near = lineEnds.flatMap { [$0 - 1, $0, $0 + 1] }
    return Set(stride(from: 0, to: whole.count, by: 7)).union(near).sorted()
  }()

  @Test(arguments: [0, 1, 2, 3])
  func `a file that was cut is a shorter queue or refused, and nothing is lost`(
    _ share: Int
  ) throws {
    for (index, cut) in Self.cuts.enumerated() where index % 4 == share {
      let bytes = Array(Self.whole[..<cut])
      let scene = try Scene()
      try scene.write(bytes)
      let list = try scene.orch("list")
      let add = try scene.add("--id", "NEW")
      let after = try scene.bytes()
      if list.status == 0 {
        #expect(Self.listing.hasPrefix(list.output) && list.errors.isEmpty, "cut \(cut): \(list)")
        #expect(add == .prints("Added NEW\n"), "cut \(cut): \(add)")
        Self.expectInsertion(into: bytes, after, cut: cut)
      } else {
        #expect(list.status == 65 && list.output.isEmpty, "cut \(cut): \(list)")
        #expect(list.errors.hasPrefix("ERROR: QUEUE.md:"), "cut \(cut): \(list)")
        #expect(add == list, "cut \(cut): \(add)")
        #expect(after == bytes, "cut \(cut)")
      }
    }
  }

  /// Checks that `after` is `before` with one row put in.
  private static func expectInsertion(into before: [UInt8], _ after: [UInt8], cut: Int) {
    let start = zip(before, after).prefix { $0 == $1 }.count
    let end = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
    #expect(start + end >= before.count, "cut \(cut): bytes are lost")
    let text = String(decoding: after, as: UTF8.self)
    let rows = text.split(separator: "\n").filter { $0 == row("NEW") }
    #expect(rows.count == 1, "cut \(cut): \(text)")
  }

  @Test func `both outcomes occur`() throws {
    let scene = try Scene()
    var statuses: Set<Int32> = []
    for cut in [Self.whole.count, Self.whole.count - 40, 20] {
      try scene.write(Array(Self.whole[..<cut]))
      statuses.insert(try scene.orch("list", "--no-log").status)
    }
    #expect(statuses == [0, 65])
  }
}
