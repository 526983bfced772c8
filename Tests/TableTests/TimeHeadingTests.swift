import Model
import Table
import Testing

/// A table whose times have a zone: its headings are `started_at` and `due_at`.
@Suite struct TimeHeadingTests {
  private static func zoned(_ text: String) -> String {
    text.replacing("started_at_kst", with: "started_at").replacing("due_at_kst", with: "due_at")
  }

  struct Header: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let columns: String
    /// `nil` for a table that is refused.
    let names: [String]?
  }

  private static let start = "id | status | priority | task | success_criteria | owner_session"
  private static let names = [
    "id", "status", "priority", "task", "success_criteria", "owner_session",
  ]

  @Test(arguments: [
    Header(
      testDescription: "both with a zone", columns: "started_at | due_at | notes",
      names: ["started_at_kst", "due_at_kst", "notes"]),
    Header(
      testDescription: "in capitals, and in another order", columns: "notes | DUE_AT | Started_At",
      names: ["notes", "due_at_kst", "started_at_kst"]),
    Header(
      testDescription: "an own column of that name",
      columns: "started_at_kst | due_at_kst | notes | due_at",
      names: ["started_at_kst", "due_at_kst", "notes", "due_at"]),
    Header(
      testDescription: "own columns of both names",
      columns: "started_at | due_at | started_at_kst | due_at_kst | notes",
      names: ["started_at", "due_at", "started_at_kst", "due_at_kst", "notes"]),
    Header(testDescription: "one of each", columns: "started_at | due_at_kst | notes", names: nil),
    Header(testDescription: "only one", columns: "started_at | notes", names: nil),
    Header(
      testDescription: "one twice", columns: "started_at | due_at | notes | due_at", names: nil),
  ])
  func `which columns have the times`(_ header: Header) throws {
    let columns = "\(Self.start) | \(header.columns)"
    let sides = columns.split(separator: "|").map { _ in "---" }.joined(separator: "|")
    let text = "| \(columns) |\n|\(sides)|\n"
    #expect((try? document(text).columnNames) == header.names.map { Self.names + $0 })
  }

  @Test func `rows are read, changed, added, aligned and compared as in any table`() throws {
    let korean = queue(line("A", .inProgress, owner: "w", start: now), row("B"))
    let (old, new) = (try document(korean), try document(Self.zoned(korean)))
    #expect(new.items == old.items)
    let texts = try [old, new].map { document in
      let added = document.adding(.new("C"))
      return try [
        added,
        document.changing("A") {
          $0.startedAt = "2026-11-01 01:30"
          $0.dueAt = "2026-11-30 23:59"
        }, String(decoding: document.applying(document.alignment()), as: UTF8.self),
      ]
    }
    #expect(texts[1].dropLast() == texts[0].dropLast().map(Self.zoned)[...])
    #expect(texts[1][2].contains("| started_at       | due_at |"))
    for (one, other) in zip(texts[0], texts[1]) {
      #expect(
        try document(other).changes(since: new) == document(one).changes(since: old))
    }
  }

  @Test(arguments: MergeBranchesTests.cases)
  func `branches merge as in any table`(_ test: MergeBranchesTests.Case) throws {
    let result = try mergedBranches(
      base: test.base.map(Self.zoned), ours: Self.zoned(test.ours), theirs: Self.zoned(test.theirs))
    #expect(result.text == Self.zoned(test.merged))
    #expect(result.rows.filter(\.isConflict) == test.conflicts)
  }

  @Test func `one branch gives the times a zone, the other works on`() throws {
    let base = queue(row("A"), row("B"))
    let work = queue(line("A", .inProgress, owner: "w", start: now), row("B"))
    for (ours, theirs) in [(Self.zoned(base), work), (work, Self.zoned(base))] {
      let result = try mergedBranches(base: base, ours: ours, theirs: theirs)
      #expect(result.text == Self.zoned(work))
    }
  }

  @Test func `lint finds the same`() throws {
    let text = queue(line("A", .inProgress, owner: "w", start: "soon"))
    #expect(try document(Self.zoned(text)).lint().map(\.fact) == document(text).lint().map(\.fact))
  }
}
