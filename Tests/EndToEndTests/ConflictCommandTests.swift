import JSON
import TestSupport
import Testing

/// What people see of a save that was merged: the line, the count, the history, the way back.
@Suite struct ConflictCommandTests {
  /// A queue in which w did A, while a person blocked A and reworded B in an old copy, and
  /// saved that.
  private func savedOver() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    let buffer = try scene.text()
    try expect(scene.orch("pick", "--owner-session", "w"), is: .prints("A\n"))
    try expect(
      scene.orch("done", "A", "--owner-session", "w", "--notes", "ok"), is: .prints("A -> DONE\n"))
    try scene.write(
      buffer.replacing("| A | PENDING |", with: "| A | BLOCKED |")
        .replacing("| B | PENDING | P1 | work |", with: "| B | PENDING | P1 | play |"))
    return scene
  }

  private static let warning =
    "WARNING: A: put back owner_session=w, started_at_kst=2026-01-31 18:00, notes=ok; an older copy "
    + "of QUEUE.md was saved over it, kept status=DONE over status=BLOCKED\n"

  private static let conflict =
    "2026-01-31 18:00\tA\texternal_edit\texternal\tput back owner_session w, not -, started_at_kst "
    + "2026-01-31 18:00, not -, notes ok, not -; kept status DONE, not BLOCKED\n"

  private func summary(_ scene: Scene) throws -> String? {
    try scene.ops("status").output.split(separator: "\n").first.map(String.init)
  }

  @Test func `the next change warns of it, and status counts it until it was read`() throws {
    let scene = try savedOver()
    try expect(
      scene.orch("pick", "--owner-session", "v"), is: .prints("B\n", warning: Self.warning))
    let counts = "summary PENDING=0 IN_PROGRESS=1 BLOCKED=0 FAILED=0 DONE=1"
    try expect(summary(scene), is: "\(counts) conflicts=1")
    #expect(try scene.ops("status", "--json").output.contains("\"conflicts\":1,"))
    // A list of a part does not mark all as read.
    try expect(scene.orch("history", "A", "--conflicts"), is: .prints(Self.conflict))
    try expect(summary(scene), is: "\(counts) conflicts=1")
    try expect(scene.orch("history", "--conflicts"), is: .prints(Self.conflict))
    try expect(summary(scene), is: counts)
    try expect(scene.orch("history", "--conflicts"), is: .prints(Self.conflict))
  }

  @Test func `history lists what was typed, and what was put back`() throws {
    let scene = try savedOver()
    _ = try scene.orch("pick", "--owner-session", "v")
    let lines = try scene.orch("history").output.split(separator: "\n").dropFirst(2)
    #expect(
      lines.map { $0 + "\n" } == [
        "2026-01-31 18:00\tB\texternal_edit\texternal\ttask work -> play\n", Self.conflict,
        "2026-01-31 18:00\tB\tpick\tv\tstatus PENDING -> IN_PROGRESS; owner_session - -> v; "
          + "started_at_kst - -> 2026-01-31 18:00\n",
      ])
    let json = try scene.orch("history", "--conflicts", "--json").output
    let entry = try JSONValue(parsing: Array(json.utf8)).objectValue?["entries"]?.arrayValue?.first
    #expect(
      entry?.objectValue?["merge"]?.objectValue?["lost"]
        == [["column": "status", "kept": "DONE", "dropped": "BLOCKED"]])
  }

  @Test func `nothing to count where nothing was lost`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let buffer = try scene.text()
    _ = try scene.orch("pick", "--owner-session", "w")
    try scene.write(buffer.replacing("| B | PENDING | P1 |", with: "| B | PENDING | P0 |"))
    _ = try scene.orch("pick", "--owner-session", "v")
    #expect(try summary(scene)?.contains("conflicts") == false)
    try expect(scene.orch("history", "--conflicts"), is: .prints(""))
    try expect(scene.orch("history", "--conflicts", "--json"), is: .prints("{\"entries\":[]}\n"))
  }

  // MARK: Taking it back

  @Test(arguments: [true, false])
  func `undo restores the file as it was saved, except for later changes`(
    _ isReported: Bool
  ) throws {
    let scene = try savedOver()
    if isReported { _ = try scene.orch("pick", "--owner-session", "v") }
    try expect(
      scene.orch("undo", "--merge"),
      is: .prints(
        "took back the merge of 2026-01-31 18:00: A\n", warning: isReported ? "" : Self.warning))
    let b = row(
      "B", isReported ? "IN_PROGRESS" : "PENDING", task: "play", owner: isReported ? "v" : "-",
      started: isReported ? Scene.now : "-")
    try expect(scene.text(), is: queueText(row("A", "BLOCKED"), b))
    try expect(
      scene.orch("undo", "--merge"),
      is: .fails(
        1,
        "ERROR: There is no merge of a save to undo (orch history shows what was saved and merged)")
    )
  }

  @Test func `a claim that was reset by hand in all its cells is free again`() throws {
    let scene = try Scene(rows: row("A"))
    let buffer = try scene.text()
    _ = try scene.orch("pick", "--owner-session", "w")
    try scene.write(buffer)
    #expect(try scene.orch("undo", "--merge").status == 0)
    try expect(scene.text(), is: buffer)
    try expect(scene.orch("pick", "--owner-session", "v"), is: .prints("A\n"))
  }

  @Test func `programs get it as json`() throws {
    let scene = try savedOver()
    let json = try JSONValue(parsing: Array(scene.orch("undo", "--merge", "--json").output.utf8))
    #expect(json.objectValue?["ids"] == ["A"])
    #expect(
      json.objectValue?["undone"]?.objectValue?["command"]?.stringValue == "external_edit")
  }

  @Test func `it is of a whole save, and of a file`() throws {
    let scene = try Scene(rows: row("A"))
    try expect(
      scene.orch("undo", "A", "--merge"),
      is: .fails(
        64,
        "ERROR: --merge takes back the merge of a whole save, not of one row (leave the id out; "
          + "usage: orch undo [ID] [options]; orch undo --help)"))
    #expect(try scene.orch("undo", "--merge", "--db", "x.db").status == 64)
  }
}

extension String {
  fileprivate func replacing(_ text: String, with other: String) -> String {
    guard let place = firstRange(of: text) else { return self }
    return self[..<place.lowerBound] + other + self[place.upperBound...]
  }
}
