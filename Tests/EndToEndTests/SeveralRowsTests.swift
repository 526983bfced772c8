import TestSupport
import Testing

/// `ops retry`, `ops cancel` and `ops replan` on several rows, on both stores.
@Suite struct SeveralRowsTests {
  private static func scene(_ store: String) throws -> Scene {
    let scene = try Scene(
      rows: row("A", "FAILED"), row("B"), row("C", "FAILED", notes: "failure=permanent"),
      row("D", "BLOCKED", notes: "the LOGIN host is down"),
      row("E", "IN_PROGRESS", owner: "w", started: Scene.now), row("F", "DONE"),
      row("login-2", "FAILED"))
    if store == "database" {
      #expect(try scene.orch("migrate", "--no-log", "--quiet").status == 0)
      scene.options = ["--db", "db/queue.db"]
    }
    return scene
  }

  private static let permanent =
    "ERROR: C failed for good (failure=permanent) (--force tries it again all the same)\n"
  private static func refused(_ count: Int, of total: Int) -> String {
    "ERROR: \(count) of \(total) rows \(count == 1 ? "was" : "were") refused "
      + "(each says why; the others are not affected)\n"
  }

  @Test(arguments: ["table", "database"])
  func `each row has its own result, and a refused one stops no other`(_ store: String) throws {
    let scene = try Self.scene(store)
    let before = try scene.bytes()
    let both = Outcome(
      status: 1, output: "A -> PENDING\nlogin-2 -> PENDING\n",
      errors: Self.permanent + Self.refused(1, of: 3))
    try expect(scene.ops("retry", "A", "C", "login-2", "A", "--dry-run"), is: both)
    try expect(scene.ops("retry", "--status", "FAILED", "--dry-run"), is: both)
    try expect(scene.bytes(), is: before)
    try expect(scene.ops("retry", "--status", "FAILED"), is: both)
    try expect(
      scene.ops("retry", "--status", "FAILED", "--force"), is: .prints("C -> PENDING\n"))
    try expect(scene.ops("retry", "--status", "FAILED"), is: .prints("NOOP\n"))
    try expect(
      scene.ops("retry", "--status", "FAILED", "--json"),
      is: .prints("{\"changes\":[],\"refused\":[]}\n"))
    try expect(
      scene.ops("cancel", "--match", "Login", "--notes", "later"),
      is: .prints("D -> BLOCKED\nlogin-2 -> BLOCKED\n"))
    try expect(
      scene.ops("replan", "--all", "--notes", "anew", "--dry-run"),
      is: .prints(
        """
        A -> PENDING
        B -> PENDING
        C -> PENDING
        D -> PENDING
        E -> BLOCKED
        login-2 -> PENDING\n
        """))
    try expect(scene.ops("cancel", "B", "E"), is: .prints("B -> BLOCKED\nE -> BLOCKED\n"))
  }

  @Test func `retry of all takes rows that back off, too`() throws {
    let later = "retry_not_before=\(Scene.nowEpoch + 60)"
    let scene = try Scene(
      rows: row("A", "FAILED"), row("B", notes: later), row("C"),
      row("D", notes: "retry_not_before=\(Scene.nowEpoch)"),
      row("E", notes: "review_attempts=3 / \(later)"))
    let usedUp =
      "ERROR: E has used up its attempts: 3 of 3 (--force tries it again all the same)\n"
    try expect(
      scene.ops("retry", "--all", "--dry-run"),
      is: Outcome(
        status: 1, output: "A -> PENDING\nB -> PENDING\n",
        errors: usedUp + Self.refused(1, of: 3)))
    try expect(scene.ops("retry", "--match", "b", "--status", "FAILED"), is: .prints("NOOP\n"))
    try expect(
      scene.ops("retry", "--all", "--force"),
      is: .prints("A -> PENDING\nB -> PENDING\nE -> PENDING\n"))
  }

  @Test func `with json several rows are one document`() throws {
    let scene = try Self.scene("table")
    let outcome = try scene.ops("retry", "C", "A", "X", "--json")
    #expect(outcome.status == 1)
    #expect(
      outcome.output.hasPrefix(#"{"changes":[{"id":"A","from":"FAILED","to":"PENDING","item":{"#))
    #expect(outcome.output.contains(#"],"refused":[{"id":"C","code":"permanent_failure","#))
    #expect(outcome.output.contains(#"{"id":"X","code":"not_found","#))
    #expect(outcome.errors.hasPrefix(#"{"error":{"code":"rows_refused","#))
  }

  @Test func `where nothing may be written there is only the error`() throws {
    let scene = try Self.scene("table")
    for option in ["--no-log", "--json", "--dry-run"] {
      let outcome = try scene.ops(
        "cancel", "--all", option, environment: ["ORCH_QUEUE_MD_READ_ONLY": "1"])
      #expect(outcome.status != 0 && outcome.output == "", "\(outcome)")
    }
  }

  @Test func `what is only tried is not logged`() throws {
    let scene = try Self.scene("table")
    _ = try scene.ops("retry", "A", "--dry-run")
    #expect(!scene.exists("logs"))
    _ = try scene.ops("retry", "A")
    #expect(scene.exists("logs"))
  }
}
