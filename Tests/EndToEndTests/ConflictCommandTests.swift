import TestSupport
import Testing
import Text

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
    "WARNING: A: put back owner_session=w, started_at=2026-01-31 18:00, notes=ok; an older copy "
    + "of QUEUE.md was saved over it, kept status=DONE over status=BLOCKED (orch undo --merge "
    + "takes the file as it was saved)\n"

  // MARK: Taking it back

  @Test(arguments: [true, false])
  func `undo restores the file as it was saved, except for later changes`(
    _ isReported: Bool
  ) throws {
    let scene = try savedOver()
    if isReported { try scene.orch("pick", "--owner-session", "v").check() }
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
        "ERROR: There is no merged save to undo (orch history shows what was saved and merged)")
    )
  }
}

extension String {
  fileprivate func replacing(_ text: String, with other: String) -> String {
    guard let place = firstRange(of: text) else { return self }
    return self[..<place.lowerBound] + other + self[place.upperBound...]
  }
}
