import JSON
import TestSupport
import Testing

/// An editor that loaded the queue before a row was claimed, and saves it afterwards.
@Suite struct StaleSaveTests {
  private func savedOver() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    let old = try scene.text()
    try expect(scene.orch("pick", "--owner-session", "w1"), is: .prints("A\n"))
    try scene.write(old)
    return scene
  }

  private static let putBack =
    "WARNING: A: put back status=IN_PROGRESS, owner_session=w1, started_at_kst=2026-01-31 18:00; an "
    + "older copy of QUEUE.md was saved over it (orch release --id A --force gives it back)\n"

  private func leaseOwner(_ scene: Scene) throws -> String? {
    let show = try scene.orch("show", "A", "--json").output
    return try JSONValue(parsing: Array(show.utf8)).objectValue?["item"]?
      .objectValue?["lease_owner"]?.stringValue
  }

  @Test func `others are kept off the row, and its worker ends it`() throws {
    let scene = try savedOver()
    try expect(leaseOwner(scene), is: "w1")
    try expect(
      scene.orch("pick", "--owner-session", "w2"), is: .prints("B\n", warning: Self.putBack))
    try expect(
      scene.orch("done", "A", "--owner-session", "w2", "--notes", "n"),
      is: .fails(1, "ERROR: A belongs to w1, not to w2 (--force overrides the owner)"))
    try expect(
      scene.orch("done", "A", "--owner-session", "w1", "--notes", "n"), is: .prints("A -> DONE\n"))
    try expect(leaseOwner(scene), is: nil)
  }

  @Test func `force frees it`() throws {
    let scene = try savedOver()
    try expect(
      scene.orch("release", "A", "--force"),
      is: .prints("A -> PENDING\n", warning: Self.putBack))
    try expect(scene.orch("pick", "--owner-session", "w2"), is: .prints("A\n"))
    try expect(leaseOwner(scene), is: "w2")
  }

  @Test func `a warning names claims that can't be read`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("pick", "--owner-session", "w1"), is: .prints("A\n"))
    try scene.write("{", to: ".orch/claims.json")
    let told = "who has which row is known from the journal, but not the last heartbeats"
    try expect(
      scene.orch("pick", "--owner-session", "w2"),
      is: .prints(
        "B\n",
        warning: "WARNING: \(scene.path(".orch/claims.json")) cannot be read: \(told); "
          + "the next change writes it anew\n"))
    try expect(leaseOwner(scene), is: "w1")
    try expect(
      scene.orch("done", "B", "--owner-session", "w2", "--notes", "n"),
      is: .prints("B -> DONE\n"))
  }
}
