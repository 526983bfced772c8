import TestSupport
import Testing

/// `fmt`: what it prints, and what it leaves alone.
@Suite struct FormatCommandTests {
  private static let ragged = queueText(
    row("A", task: "로그인"), "|B|DONE|P0|x|c|-|-|-||", row("C", notes: "see \\| pipe"))

  private static let aligned = """
    # Queue

    | id  | status  | priority | task   | success_criteria | owner_session | started_at_kst | due_at_kst | notes       |
    | --- | ------- | -------- | ------ | ---------------- | ------------- | -------------- | ---------- | ----------- |
    | A   | PENDING | P1       | 로그인 | it works         | -             | -              | -          |             |
    | B   | DONE    | P0       | x      | c                | -             | -              | -          |             |
    | C   | PENDING | P1       | work   | it works         | -             | -              | -          | see \\| pipe |

    """

  @Test func `a table is aligned, and then it is`() throws {
    let scene = try Scene(file: Self.ragged)
    try expect(
      Outcome(
        status: 1, output: "QUEUE.md is not aligned: orch fmt would change 5 lines\n", errors: ""),
      is: scene.orch("fmt", "--check"))
    try expect(scene.text(), is: Self.ragged)
    try expect(scene.orch("fmt"), is: .prints("Aligned 5 lines of QUEUE.md\n"))
    try expect(scene.text(), is: Self.aligned)
    try expect(scene.orch("fmt"), is: .prints("QUEUE.md is aligned\n"))
    try expect(scene.orch("fmt", "--check"), is: .prints("QUEUE.md is aligned\n"))
    try expect(scene.orch("lint"), is: .prints(""))
  }

  @Test func `later changes keep the alignment`() throws {
    let scene = try Scene(file: Self.aligned)
    try expect(scene.orch("done", "A", "--notes", "로그"), is: .prints("A -> DONE\n"))
    try expect(scene.orch("fmt", "--check"), is: .prints("QUEUE.md is aligned\n"))
  }

  @Test func `fmt as json`() throws {
    let scene = try Scene(file: Self.ragged)
    try expect(
      scene.orch("fmt", "--check", "--json").output,
      is: "{\"file\":\"QUEUE.md\",\"lines\":5,\"changed\":false}\n")
    try expect(
      scene.orch("fmt", "--json"),
      is: .prints("{\"file\":\"QUEUE.md\",\"lines\":5,\"changed\":true}\n"))
  }

  @Test func `a malformed row is named and stays as it is`() throws {
    let scene = try Scene(rows: "| X | PENDING | P1 |", row("A"))
    let warning = """
      WARNING: QUEUE.md:5:21: expected 9 cells, found 3 [cell-count] \
      (such rows are left alone; orch lint lists them)

      """
    let outcome = try scene.orch("fmt")
    expect(outcome.output, is: "Aligned 3 lines of QUEUE.md\n")
    expect(outcome.errors, is: warning)
    try expect(
      scene.text().contains("\n| X | PENDING | P1 |\n| A   | PENDING | P1       |"), is: true)
  }

  @Test func `a file that may not be written is left alone`() throws {
    let scene = try Scene(file: Self.ragged)
    try expect(
      scene.orch("fmt", environment: ["ORCH_QUEUE_MD_READ_ONLY": "1"]),
      is: .fails(
        1,
        "ERROR: QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY) (the database is the truth: change "
          + "it with --db \(scene.path("db/queue.db")), then orch render; or unset "
          + "ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json)"))
    try expect(scene.text(), is: Self.ragged)
  }
}
