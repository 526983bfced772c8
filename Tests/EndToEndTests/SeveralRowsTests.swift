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
    "ERROR: C failed for good (failure=permanent) (--force tries it again anyway)\n"
  private static func refused(_ count: Int, of total: Int) -> String {
    "ERROR: \(count) of \(total) rows \(count == 1 ? "was" : "were") refused "
      + "(each row's error says why; the other rows are not affected)\n"
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
}
