import Model
import Table
import Testing

/// A merge of two branches by cell: ours stays, and the notes name theirs.
@Suite struct MergeBranchesTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// `nil` where each branch made the file.
    let base: String?
    let ours: String
    let theirs: String
    let merged: String
    var conflicts: [RowMerge] = []
  }

  @Test("three versions", arguments: cases)
  func merge(_ test: Case) throws {
    let result = try mergedBranches(base: test.base, ours: test.ours, theirs: test.theirs)
    #expect(result.text == test.merged)
    #expect(result.rows.filter(\.isConflict) == test.conflicts)
  }

  static let cases = [
    Case(
      testDescription: "other cells", base: queue(row("A"), row("B")),
      ours: queue(row("A", "ours"), row("B")),
      theirs: queue(line("A", .done, owner: "w", notes: "n"), row("B", "theirs")),
      merged: queue(
        "| A | DONE | P1 | ours | c | w | - | - | n |", row("B", "theirs"))),
    Case(
      testDescription: "other rows", base: queue(row("A"), row("B")),
      ours: queue(row("A"), row("B"), row("O")), theirs: queue(row("B"), row("T")),
      merged: queue(row("B"), row("T"), row("O"))),
    Case(
      testDescription: "one cell", base: queue(row("A")), ours: queue(row("A", "ours")),
      theirs: queue(row("A", "theirs")),
      merged: queue(row("A", "ours", notes: "merge: the other branch had task=theirs")),
      conflicts: [
        RowMerge(
          id: "A", lost: [CellMerge(column: "task", kept: "ours", dropped: "theirs")])
      ]),
    Case(
      testDescription: "one row done here, failed there", base: queue(row("A")),
      ours: queue(line("A", .done, owner: "w", notes: "o")),
      theirs: queue(line("A", .failed, notes: "t")),
      merged: queue(
        line("A", .done, owner: "w", notes: "o / t / merge: the other branch had status=FAILED")),
      conflicts: [
        RowMerge(
          id: "A", lost: [CellMerge(column: "status", kept: "DONE", dropped: "FAILED")])
      ]),
    Case(
      testDescription: "one id for two tasks", base: queue(),
      ours: queue(row("A", "ours")), theirs: queue(row("A", "theirs")),
      merged: queue(row("A", "ours"), row("A", "theirs")),
      conflicts: [RowMerge(id: "A", fate: .addedTwice)]),
    Case(
      testDescription: "a changed copy above a row that ended here",
      base: queue(row("A"), row("B")),
      ours: queue(line("A", .done, notes: "n"), row("B")),
      theirs: queue(row("A", "theirs"), row("A"), row("B")),
      merged: queue(row("A", "theirs"), line("A", .done, notes: "n"), row("B"))),
    Case(
      testDescription: "deleted here, changed there", base: queue(row("A"), row("B")),
      ours: queue(row("B")), theirs: queue(row("A", "theirs"), row("B")),
      merged: queue(row("A", "theirs"), row("B")),
      conflicts: [RowMerge(id: "A", fate: .deletedButChanged)]),
    Case(
      testDescription: "changed here, deleted there", base: queue(row("A"), row("B")),
      ours: queue(row("A", "ours"), row("B")), theirs: queue(row("B")),
      merged: queue(row("A", "ours"), row("B")),
      conflicts: [RowMerge(id: "A", fate: .removedButSaved)]),
    Case(
      testDescription: "a file that both made", base: nil,
      ours: "# Ours\n\n" + queue(row("A"), row("B", "ours")),
      theirs: "# Theirs\n\n" + queue(row("A"), row("C")),
      merged: "# Ours\n\n# Theirs\n\n" + queue(row("A"), row("C"), row("B", "ours"))),
  ]
}
