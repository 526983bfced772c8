import TestSupport
import Testing

/// `mirror: true`: the database follows the file.
@Suite struct MirrorTests {
  private func scene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.write("{\"mirror\": true}", to: "orch.json")
    return scene
  }

  // MARK: Several processes at once

  @Test(arguments: [1, 2] as [UInt64])
  func `the database ends with the table's rows, whichever process mirrored when`(
    seed: UInt64
  ) throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.write("{\"mirror\": true}", to: "orch.json")
    var random = SeededGenerator(seed: seed)
    let race = ConcurrencyRace(folder: scene.folder)
    let ends = try (1...4)
      .map { Self.script("w\($0)", isPicking: $0 == 4, &random) }
      .map { try race.start($0) }.map { $0.wait() }
    #expect(ends.filter { $0.status != 0 || $0.errors.contains("WARNING: the database") } == [])
    let rows = QueueRow.rows(in: try race.text).map(\.id)
    #expect(
      try scene.query("SELECT id FROM queue_items ORDER BY id", in: "db/queue.db")
        == rows.sorted())
    try expect(
      scene.ops("consistency-check", "--all"),
      is: .prints("consistency ok total=\(rows.count)\n"))
    while true {
      let pick = try scene.orch("pick", "--db", "db/queue.db")
      guard pick.output != "No pending tasks\n" else { break }
      #expect(pick.status == 0 && rows.contains(String(pick.output.dropLast())), "\(pick)")
      guard pick.status == 0 else { break }
    }
  }

  /// Adds a row and takes that back, again and again, with something else in between. That is
  /// refused where another took the row meanwhile.
  private static func script(
    _ session: String, isPicking: Bool, _ random: inout SeededGenerator
  ) -> String {
    let others = [":", ":", isPicking ? "$ORCH pick >/dev/null" : ":", "$ORCH list >/dev/null"]
    let turns = (1...10).map { turn in
      """
      $ORCH add --priority P\(Int.random(in: 0...2, using: &random)) --task '\(session)-\(turn)' \
        --success-criteria c
      \(others.randomElement(using: &random) ?? ":")
      $ORCH undo 2>>refused || [ $? = 1 ] || exit 2
      """
    }
    return "export ORCH_OWNER_SESSION=\(session)\n" + turns.joined(separator: "\n") + "\n:"
  }
}
