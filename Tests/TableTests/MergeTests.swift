import Model
import Table
import Testing

/// A merge by cell: the file afterwards, and what is reported.
@Suite struct MergeTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let base: String
    let theirs: String
    let ours: String
    let merged: String
    var reported: [RowMerge] = []
  }

  @Test("three versions", arguments: rows + cells + columns + layout + text + odd)
  func merge(_ test: Case) throws {
    let result = try merged(test.base, theirs: test.theirs, ours: test.ours)
    #expect(result.text == test.merged)
    #expect(result.rows == test.reported)
  }

  @Test("what is the same on one side is what the other says", arguments: rows + cells + text)
  func oneSide(_ test: Case) throws {
    #expect(try merged(test.base, theirs: test.theirs, ours: test.base).text == test.theirs)
    #expect(try merged(test.ours, theirs: test.ours, ours: test.ours).text == test.ours)
  }

  @Test("what came of it is merged already", arguments: rows + cells + columns + text)
  func again(_ test: Case) throws {
    let result = try merged(test.theirs, theirs: test.merged, ours: test.theirs)
    #expect(result.text == test.merged)
    #expect(result.rows.isEmpty)
  }

  private static let claimed = line("A", .inProgress, owner: "w1", start: now, notes: "n")

  // MARK: Rows

  static let rows = [
    Case(
      testDescription: "a row added here, another one there",
      base: queue(row("A")), theirs: queue(row("A"), row("P")), ours: queue(row("A"), row("O")),
      merged: queue(row("A"), row("O"), row("P")), reported: [RowMerge(id: "O", fate: .addedSince)]),
    Case(
      testDescription: "a row added in the middle comes back behind its predecessor",
      base: queue(row("A"), row("B")), theirs: queue(row("A", "typed"), row("B")),
      ours: queue(row("A"), row("O"), row("B")),
      merged: queue(row("A", "typed"), row("O"), row("B")),
      reported: [RowMerge(id: "O", fate: .addedSince)]),
    Case(
      testDescription: "a row that a person deleted",
      base: queue(row("A"), row("B")), theirs: queue(row("B")),
      ours: queue(row("A"), row("B", notes: "x")), merged: queue(row("B", notes: "x")),
      reported: [
        RowMerge(id: "B", putBack: [CellMerge(column: "notes", kept: "x", dropped: nil)])
      ]),
    Case(
      testDescription: "a deleted row that changed since",
      base: queue(row("A"), row("B")), theirs: queue(row("B")),
      ours: queue(claimed, row("B")), merged: queue(claimed, row("B")),
      reported: [RowMerge(id: "A", fate: .deletedButChanged)]),
    Case(
      testDescription: "a row that was removed since",
      base: queue(row("A"), row("B")), theirs: queue(row("A"), row("B", "typed")),
      ours: queue(row("B")), merged: queue(row("B", "typed"))),
    Case(
      testDescription: "a row that was removed since, but was changed in the copy",
      base: queue(row("A"), row("B")), theirs: queue(row("A", "typed"), row("B")),
      ours: queue(row("B")), merged: queue(row("A", "typed"), row("B")),
      reported: [RowMerge(id: "A", fate: .removedButSaved)]),
    Case(
      testDescription: "rows in another order, and one of them claimed",
      base: queue(row("A"), row("B"), row("C")), theirs: queue(row("C"), row("B"), row("A")),
      ours: queue(claimed, row("B"), row("C")), merged: queue(row("C"), row("B"), claimed),
      reported: [putBack]),
    Case(
      testDescription: "rows that were moved since, and an old copy",
      base: queue(row("A"), row("B"), row("C")),
      theirs: queue(row("A"), row("B", "typed"), row("C"), row("P")),
      ours: queue(row("C"), row("A"), row("B")),
      merged: queue(row("C"), row("P"), row("A"), row("B", "typed"))),
    Case(
      testDescription: "the same row added on both sides",
      base: queue(row("A")), theirs: queue(row("A"), row("B", "t", notes: "p")),
      ours: queue(row("A"), row("B", "t", notes: "o")),
      merged: queue(row("A"), row("B", "t", notes: "o / p"))),
    Case(
      testDescription: "one id for two tasks",
      base: queue(row("A")), theirs: queue(row("A"), row("B", "typed")),
      ours: queue(row("A"), row("B", "added")),
      merged: queue(row("A"), row("B", "typed"), row("B", "added")),
      reported: [RowMerge(id: "B", fate: .addedTwice)]),
    Case(
      testDescription: "a changed copy above a row that was claimed since",
      base: queue(row("A"), row("B")), theirs: queue(row("A", "typed"), row("A"), row("B")),
      ours: queue(claimed, row("B")), merged: queue(row("A", "typed"), claimed, row("B")),
      reported: [putBack]),
    Case(
      testDescription: "a changed copy above a row that was claimed before",
      base: queue(claimed, row("B")), theirs: queue(row("A", "typed"), claimed, row("B")),
      ours: queue(claimed, row("B", notes: "x")),
      merged: queue(row("A", "typed"), claimed, row("B", notes: "x")),
      reported: [
        RowMerge(id: "B", putBack: [CellMerge(column: "notes", kept: "x", dropped: nil)])
      ]),
    Case(
      testDescription: "one id for two tasks, of which both are there already",
      base: queue(row("A")), theirs: queue(row("A"), row("B", "typed"), row("B", "added")),
      ours: queue(row("A"), row("B", "added")),
      merged: queue(row("A"), row("B", "typed"), row("B", "added"))),
  ]

  private static let putBack = RowMerge(
    id: "A",
    putBack: [
      CellMerge(column: "status", kept: "IN_PROGRESS", dropped: "PENDING"),
      CellMerge(column: "owner_session", kept: "w1", dropped: nil),
      CellMerge(column: "started_at_kst", kept: now, dropped: nil),
      CellMerge(column: "notes", kept: "n", dropped: nil),
    ])

  // MARK: Cells

  static let cells =
    [
      Case(
        testDescription: "an old copy over a claim", base: queue(row("A"), row("B")),
        theirs: queue(row("A"), row("B", "typed")), ours: queue(claimed, row("B")),
        merged: queue(claimed, row("B", "typed")), reported: [putBack]),
      Case(
        testDescription: "a claim reset in all its cells by hand", base: queue(row("A")),
        theirs: queue(row("A")), ours: queue(claimed), merged: queue(claimed), reported: [putBack]),
      Case(
        testDescription: "a status set by hand on top of the newest version",
        base: queue(line("A", .failed, owner: "w1", start: now)),
        theirs: queue(line("A", .pending, owner: "w1", start: now)),
        ours: queue(line("A", .failed, owner: "w1", start: now)),
        merged: queue(line("A", .pending, owner: "w1", start: now))),
      Case(
        testDescription: "a status set by hand in an old copy",
        base: queue(row("A")), theirs: queue(line("A", .blocked)), ours: queue(claimed),
        merged: queue(claimed),
        reported: [
          RowMerge(
            id: "A",
            putBack: [
              CellMerge(column: "owner_session", kept: "w1", dropped: nil),
              CellMerge(column: "started_at_kst", kept: now, dropped: nil),
              CellMerge(column: "notes", kept: "n", dropped: nil),
            ],
            lost: [CellMerge(column: "status", kept: "IN_PROGRESS", dropped: "BLOCKED")])
        ]),
      Case(
        testDescription: "a status set by hand, and a note by a command",
        base: queue(row("A")), theirs: queue(line("A", .blocked)),
        ours: queue(row("A", notes: "n")), merged: queue(line("A", .blocked, notes: "n")),
        reported: [
          RowMerge(id: "A", putBack: [CellMerge(column: "notes", kept: "n", dropped: nil)])
        ]),
      Case(
        testDescription: "the same note on both sides, with a pipe", base: queue(row("A")),
        theirs: queue(row("A", notes: #"a \| b"#)), ours: queue(row("A", notes: #"a \| b"#)),
        merged: queue(row("A", notes: #"a \| b"#))),
    ] + byColumn

  /// Both sides changed one cell, for each column but the id.
  private static let byColumn = Column.allCases.dropFirst().map { column in
    let texts = bothChanged[column] ?? ("", "", "", "")
    let isOfPerson = [.priority, .task, .successCriteria, .dueAt].contains(column)
    let isMerged = column == .notes
    let (kept, dropped) = isOfPerson ? (texts.1, texts.2) : (texts.2, texts.1)
    let reported = RowMerge(
      id: "A", lost: [CellMerge(column: column.name, kept: kept, dropped: dropped)])
    return Case(
      testDescription: "both changed \(column.name)", base: queue(with(texts.0, in: column)),
      theirs: queue(with(texts.1, in: column)), ours: queue(with(texts.2, in: column)),
      merged: queue(with(texts.3, in: column)), reported: isMerged ? [] : [reported])
  }

  /// In the base, theirs, ours and the merged table.
  private static let bothChanged: [Column: (String, String, String, String)] = [
    .status: ("PENDING", "BLOCKED", "DONE", "DONE"),
    .priority: ("P1", "P0", "P2", "P0"),
    .task: ("t", "typed", "written", "typed"),
    .successCriteria: ("c", "typed", "written", "typed"),
    .ownerSession: ("w0", "w1", "w2", "w2"),
    .startedAt: ("2026-01-31 18:00", "2026-01-31 18:01", "2026-01-31 18:02", "2026-01-31 18:02"),
    .dueAt: ("2026-02-01 18:00", "2026-02-01 18:01", "2026-02-01 18:02", "2026-02-01 18:01"),
    .notes: (
      "a / b / max_attempts=2", "b / typed / max_attempts=5", "done / a / max_attempts=2",
      "done / typed / max_attempts=5"
    ),
  ]

  // MARK: Columns

  private static let team =
    "| id | status | priority | task | success_criteria | owner_session "
    + "| started_at_kst | due_at_kst | notes | team |\n|---|---|---|---|---|---|---|---|---|---|\n"

  private static let teamFirst =
    "| team | id | status | priority | task | success_criteria "
    + "| owner_session | started_at_kst | due_at_kst | notes |\n"
    + "|---|---|---|---|---|---|---|---|---|---|\n"

  /// A header without outer pipes.
  private static let open = header.split(separator: "\n").map { $0.trimming("| ") + "\n" }.joined()

  static let columns = [
    Case(
      testDescription: "a column that a person added", base: queue(row("A")),
      theirs: team + row("A") + " red |\n", ours: queue(claimed, row("B")),
      merged: team + claimed + " red |\n" + row("B") + " - |\n",
      reported: [putBack, RowMerge(id: "B", fate: .addedSince)]),
    Case(
      testDescription: "columns in another order", base: team + row("A") + " red |\n",
      theirs: teamFirst + "| red " + row("A") + "\n",
      ours: team + claimed + " red |\n" + row("B") + " blue |\n",
      merged: teamFirst + "| red " + claimed + "\n" + "| blue " + row("B") + "\n",
      reported: [putBack, RowMerge(id: "B", fate: .addedSince)]),
    Case(
      testDescription: "a column that was added since, and an old copy", base: queue(row("A")),
      theirs: queue(row("A", "typed"), row("P")), ours: team + row("A") + " red |\n",
      merged: team + row("A", "typed") + " red |\n" + row("P") + " - |\n",
      reported: [
        RowMerge(id: "A", putBack: [CellMerge(column: "team", kept: "red", dropped: nil)])
      ]),
    Case(
      testDescription: "both changed a column of the owner's",
      base: team + row("A") + " red |\n", theirs: team + row("A") + " blue |\n",
      ours: team + row("A") + " green |\n", merged: team + row("A") + " blue |\n",
      reported: [
        RowMerge(id: "A", lost: [CellMerge(column: "team", kept: "blue", dropped: "green")])
      ]),
    Case(
      testDescription: "a column before the first one of a table without outer pipes",
      base: open + "A | PENDING | P1 | t | c | - | - | - | n\n",
      theirs: open + "A | PENDING | P1 | typed | c | - | - | - | n\n",
      ours: teamFirst + "| red " + row("A", notes: "n") + "\n",
      merged: """
        | team |id | status | priority | task | success_criteria | owner_session | started_at_kst \
        | due_at_kst | notes|
        |---|---|---|---|---|---|---|---|---|---|
        | red |A | PENDING | P1 | typed | c | - | - | - | n|

        """,
      reported: [
        RowMerge(id: "A", putBack: [CellMerge(column: "team", kept: "red", dropped: nil)])
      ]),
    Case(
      testDescription: "a column that a person removed, and a command wrote since",
      base: team + row("A") + " red |\n" + row("B") + " blue |\n",
      theirs: queue(row("A", "typed"), row("B")),
      ours: team + row("A") + " green |\n" + row("B") + " blue |\n",
      merged: team + row("A", "typed") + " green |\n" + row("B") + " blue |\n",
      reported: [
        RowMerge(id: "A", putBack: [CellMerge(column: "team", kept: "green", dropped: nil)]),
        RowMerge(id: "B", putBack: [CellMerge(column: "team", kept: "blue", dropped: nil)]),
      ]),
    Case(
      testDescription: "a column that a person removed", base: team + row("A") + " red |\n",
      theirs: queue(row("A")), ours: team + claimed + " red |\n", merged: queue(claimed),
      reported: [putBack]),
  ]

  // MARK: Layout

  private static let aligned = """
    | id  | status  | priority | task  | success_criteria | owner_session | started_at_kst \
    | due_at_kst | notes |
    | --- | ------- | -------- | ----- | ---------------- | ------------- | -------------- \
    | ---------- | ----- |
    | A   | PENDING | P1       | t     | c                | -             | -              \
    | -          |       |

    """

  static let layout = [
    Case(
      testDescription: "a table that a formatter aligned: no cell changed",
      base: queue(row("A")), theirs: aligned, ours: queue(row("A")), merged: aligned),
    Case(
      testDescription: "an aligned table, and a note by a command", base: queue(row("A")),
      theirs: aligned, ours: queue(row("A", notes: "n")),
      merged: aligned.replacing("|       |\n", with: "| n     |\n"),
      reported: [
        RowMerge(id: "A", putBack: [CellMerge(column: "notes", kept: "n", dropped: nil)])
      ]),
    Case(
      testDescription: "carriage returns stay, also in a row that comes back",
      base: queue(row("A")), theirs: queue(row("A")).replacing("\n", with: "\r\n"),
      ours: queue(row("A"), row("O")),
      merged: queue(row("A"), row("O")).replacing("\n", with: "\r\n"),
      reported: [RowMerge(id: "O", fate: .addedSince)]),
    Case(
      testDescription: "no line end behind the last row", base: queue(row("A")),
      theirs: header + row("A", "typed"), ours: queue(row("A"), row("O")),
      merged: header + row("A", "typed") + "\n" + row("O"),
      reported: [RowMerge(id: "O", fate: .addedSince)]),
    Case(
      testDescription: "no line end, and a last row that is whole only with one",
      base: queue(row("A")), theirs: header + row("A", "typed"),
      ours: queue(row("A"), String(row("O", notes: "n").dropLast(2))),
      merged: header + row("A", "typed") + "\n" + row("O", notes: "n").dropLast(2) + "\n",
      reported: [RowMerge(id: "O", fate: .addedSince)]),
    Case(
      testDescription: "a byte order mark", base: queue(row("A")),
      theirs: "\u{FEFF}" + queue(row("A")), ours: queue(row("A"), row("O")),
      merged: "\u{FEFF}" + queue(row("A"), row("O")),
      reported: [RowMerge(id: "O", fate: .addedSince)]),
  ]

  // MARK: Text outside the table

  static let text = [
    Case(
      testDescription: "a carriage return that ends the file",
      base: queue(row("A")) + "\nend\r", theirs: "# Typed\n\n" + queue(row("A")) + "\nend\r",
      ours: queue(row("A")) + "\nend\r", merged: "# Typed\n\n" + queue(row("A")) + "\nend\r"),
    Case(
      testDescription: "text above here, text below there",
      base: "# T\n\n" + queue(row("A")) + "\nend\n",
      theirs: "# Typed\n\n" + queue(row("A")) + "\nend\n",
      ours: "# T\n\n" + queue(row("A")) + "\nend\nmore\n",
      merged: "# Typed\n\n" + queue(row("A")) + "\nend\nmore\n"),
    Case(
      testDescription: "different lines of one text",
      base: "a\nb\nc\nd\n\n" + queue(), theirs: "a\nB\nc\nd\n\n" + queue(),
      ours: "a\nb\nc\nD\ne\n\n" + queue(), merged: "a\nB\nc\nD\ne\n\n" + queue()),
    Case(
      testDescription: "one place on both sides",
      base: "a\nb\nc\n\n" + queue(), theirs: "a\ntheirs\nc\n\n" + queue(),
      ours: "a\nours\nc\n\n" + queue(), merged: "a\ntheirs\nours\nc\n\n" + queue()),
    Case(
      testDescription: "the same text typed twice",
      base: queue(row("A")), theirs: queue(row("A")) + "\nend\n",
      ours: queue(row("A")) + "\nend\n", merged: queue(row("A")) + "\nend\n"),
    Case(
      testDescription: "a row moved to an archive below",
      base: queue(row("A"), row("B")) + "\n## Archive\n",
      theirs: queue(row("B")) + "\n## Archive\n" + row("A") + "\n",
      ours: queue(row("A"), row("B"), row("O")) + "\n## Archive\n",
      merged: queue(row("B"), row("O")) + "\n## Archive\n" + row("A") + "\n",
      reported: [RowMerge(id: "O", fate: .addedSince)]),
  ]

  // MARK: Unreadable rows

  static let odd = [
    Case(
      testDescription: "a row that a person broke, unchanged since",
      base: queue(row("A"), row("B")), theirs: queue("| A | PENDING |", row("B")),
      ours: queue(row("A"), row("B")), merged: queue("| A | PENDING |", row("B"))),
    Case(
      testDescription: "a row that a person broke, claimed since",
      base: queue(row("A"), row("B")), theirs: queue("| A | PENDING |", row("B")),
      ours: queue(claimed, row("B")), merged: queue(claimed, "| A | PENDING |", row("B")),
      reported: [RowMerge(id: "A", fate: .deletedButChanged)]),
    Case(
      testDescription: "a malformed row that a person mended",
      base: queue("| A | PENDING |", row("B")), theirs: queue(row("A"), row("B")),
      ours: queue("| A | PENDING |", row("B"), row("O")),
      merged: queue(row("A"), row("B"), row("O")),
      reported: [RowMerge(id: "O", fate: .addedSince)]),
    Case(
      testDescription: "a malformed row that came since, and an old copy",
      base: queue(row("A")), theirs: queue(row("A", "typed")),
      ours: queue(row("A"), "| x |"), merged: queue(row("A", "typed"), "| x |"),
      reported: [RowMerge(id: "x", fate: .addedSince)]),
    Case(
      testDescription: "a row that a person copied, and its claim",
      base: queue(row("A")), theirs: queue(row("A"), row("A", "copied")), ours: queue(claimed),
      merged: queue(claimed, row("A", "copied")), reported: [putBack]),
    Case(
      testDescription: "a copied row that got its own id",
      base: queue(row("A"), row("A", "copied")), theirs: queue(row("A"), row("B", "copied")),
      ours: queue(row("A"), row("A", "copied")), merged: queue(row("A"), row("B", "copied"))),
    Case(
      testDescription: "rows without an id",
      base: queue(row("-"), row("-")), theirs: queue(row("-")),
      ours: queue(row("-"), row("-"), row("O")), merged: queue(row("-"), row("O")),
      reported: [RowMerge(id: "O", fate: .addedSince)]),
  ]
}
