import Testing

/// Rows that wait for one that is FAILED or BLOCKED.
@Suite struct StuckRowTests {
  private static let rows = queueText(
    row("A", "FAILED"), row("B", notes: "after=A,D"), row("C", "BLOCKED"), row("D"),
    row("E", notes: "after=C,A"), row("F", notes: "after=D"), row("G", "DONE", notes: "after=A"))
  private static let list = """
    A\tFAILED\tP1\twork
    B\tPENDING\tP1\twork
    C\tBLOCKED\tP1\twork
    D\tPENDING\tP1\twork
    E\tPENDING\tP1\twork
    F\tPENDING\tP1\twork
    G\tDONE\tP1\twork

    """

  @Test func `list says that there are some, status which`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.orch("list"),
      is: .prints(
        Self.list,
        warning: "WARNING: B waits for A (FAILED), and 1 more (ops status lists them)\n"))
    try expect(scene.orch("list", "--quiet"), is: .prints(Self.list))
    try expect(
      scene.ops("status"),
      is: .prints(
        """
        summary PENDING=4 IN_PROGRESS=0 BLOCKED=1 FAILED=1 DONE=1
        top_in_progress: none
        stuck:
        - B waits for A (FAILED)
        - E waits for C (BLOCKED), A (FAILED)
        blocked:
        - C no reason is noted (ops retry C)
        failed:
        - A no reason is noted (ops retry A)

        """))
    try expect(
      scene.ops("status", "--json"),
      is: .prints(
        """
        {"summary":{"PENDING":4,"IN_PROGRESS":0,"BLOCKED":1,"FAILED":1,"DONE":1},\
        "top_in_progress":[],"stuck":[\
        {"id":"B","waits_for":[{"id":"A","status":"FAILED"}]},\
        {"id":"E","waits_for":[{"id":"C","status":"BLOCKED"},{"id":"A","status":"FAILED"}]}],\
        "conflicts":0,\
        "blocked":[{"id":"C","status":"BLOCKED","reason":"no reason is noted",\
        "command":"ops retry C"}],\
        "failed":[{"id":"A","status":"FAILED","reason":"no reason is noted",\
        "command":"ops retry A"}]}\n
        """))
  }

  @Test func `a row that is done after all frees them`() throws {
    let scene = try Scene(rows: row("A", "FAILED"), row("B", notes: "after=A"))
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    try expect(
      scene.orch("done", "A", "--force", "--notes", "x"), is: .prints("A -> DONE\n"))
    try expect(scene.orch("list"), is: .prints("A\tDONE\tP1\twork\nB\tPENDING\tP1\twork\n"))
    try expect(scene.orch("pick"), is: .prints("B\n"))
  }
}
