import Foundation
import Glibc
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

  @Test func `readers show what the next command writes`() throws {
    let scene = try savedOver()
    let old = try scene.text()
    let warning =
      "WARNING: QUEUE.md was saved from an older copy; shown is the merged queue, which the next "
      + "command writes\n"
    try expect(
      scene.orch("list"),
      is: .prints("A\tIN_PROGRESS\tP1\twork\nB\tPENDING\tP1\twork\n", warning: warning))
    try expect(
      scene.ops("status"),
      is: .prints(
        "summary PENDING=1 IN_PROGRESS=1 BLOCKED=0 FAILED=0 DONE=0\n"
          + "top_in_progress:\n- A P1 owner=w1 started=2026-01-31 18:00 work\n", warning: warning))
    for command in ["show", "history"] {
      #expect(try scene.orch(command, "A").output.contains("IN_PROGRESS"))
    }
    try expect(scene.text(), is: old)
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
    let reason = "who has which row is known from the journal, but not the last heartbeats"
    try expect(
      scene.orch("pick", "--owner-session", "w2"),
      is: .prints(
        "B\n",
        warning: "WARNING: \(scene.path(".orch/claims.json")) cannot be read: \(reason); "
          + "the next change writes it anew\n"))
    try expect(leaseOwner(scene), is: "w1")
    try expect(
      scene.orch("done", "B", "--owner-session", "w2", "--notes", "n"),
      is: .prints("B -> DONE\n"))
  }
}

/// Edits of the file between two commands.
@Suite struct PersonEditTests {
  @Test func `what a person saved between two commands is kept`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("pick", "--owner-session", "w"), is: .prints("A\n"))
    let claimed = row("A", "IN_PROGRESS", owner: "w", started: Scene.now)
    let edited =
      "# Renamed\n\n"
      + queueText(row("NEW", "PENDING", "P0"), claimed, row("B", task: "said otherwise"))
      + "\nAnd a note.\n"
    try scene.write(edited)
    try expect(
      scene.orch("done", "A", "--notes", "x", "--owner-session", "w"), is: .prints("A -> DONE\n"))
    let done = row("A", "DONE", owner: "w", started: Scene.now, notes: "x")
    try expect(scene.text(), is: edited.replacing(claimed, with: done))
    try expect(scene.orch("pick"), is: .prints("NEW\n"))
  }

  @Test func `a status set by hand is honoured`() throws {
    let scene = try Scene(rows: row("A"))
    try expect(scene.orch("fail", "A", "--notes", "x"), is: .prints("A -> FAILED\n"))
    try scene.write(try scene.text().replacing("FAILED", with: "PENDING"))
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try expect(
      scene.text(), is: queueText(row("A", "IN_PROGRESS", started: Scene.now, notes: "x")))
  }

  @Test func `a row that a person deleted stays deleted`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("done", "B", "--notes", "x"), is: .prints("B -> DONE\n"))
    try scene.write(queueText(row("B", "DONE", notes: "x")))
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    try expect(
      scene.orch("done", "A", "--notes", "x"),
      is: .fails(
        1, "ERROR: Row id not found: A (it was deleted; orch restore --id A brings it back)"))
    try expect(scene.add("--id", "A"), is: .prints("Added A\n"))
    try expect(scene.text(), is: queueText(row("B", "DONE", notes: "x"), row("A")))
  }

  @Test func `a save of this moment is waited for, one in the future is old`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try Data(queueText(row("A"), row("C")).utf8).write(to: URL(filePath: scene.queue))
    try expect(scene.orch("pick"), is: .prints("A\n"))
    let future = timespec(tv_sec: Glibc.time(nil) + 86_400, tv_nsec: 0)
    try Data(queueText(row("C")).utf8).write(to: URL(filePath: scene.queue))
    #expect(utimensat(AT_FDCWD, scene.queue, [future, future], 0) == 0)
    try expect(
      scene.orch("pick"),
      is: .prints(
        "C\n",
        warning: "WARNING: A: put back; it was deleted, but it changed since the editor loaded "
          + "QUEUE.md (orch undo --merge takes the file as it was saved)\n"))
  }

  @Test func `a sidecar that was removed is made again`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try FileManager.default.removeItem(atPath: scene.path(".orch"))
    try expect(scene.orch("pick"), is: .prints("B\n"))
    try expect(scene.text(".orch/.gitignore"), is: "*\n")
  }
}
