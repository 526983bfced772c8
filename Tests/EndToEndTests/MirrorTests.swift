import TestSupport
import Testing

/// `mirror: true`: the database follows the file.
@Suite struct MirrorTests {
  private func scene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.write("{\"mirror\": true}", to: "orch.json")
    return scene
  }

  @Test func `each command's change is in the database afterwards`() throws {
    let scene = try scene()
    for line in [
      "$ORCH pick --owner-session w", "$ORCH done A --notes ok", "$OPS cancel B",
      "$ORCH add --priority P2 --task 'a|b' --success-criteria c --after A --max-attempts 2 "
        + "|| $ORCH add --priority P2 --task 'a|b' --success-criteria c --after A",
      "$ORCH fmt", "$OPS retry B", "$ORCH undo",
    ] {
      let outcome = try scene.bash(line)
      #expect(outcome.status == 0, "\(line): \(outcome)")
      let check = try scene.ops("consistency-check", "--all")
      #expect(check.status == 0 && check.output.hasPrefix("consistency ok"), "\(line): \(check)")
    }
  }

  @Test func `what goes wrong there is a warning, and the command succeeds`() throws {
    let scene = try scene()
    try scene.write("no database", to: "queue.db")
    let outcome = try scene.orch("pick", environment: ["ORCH_DB_PATH": "queue.db"])
    #expect(outcome.status == 0 && outcome.output == "A\n")
    #expect(
      outcome.errors.hasPrefix("WARNING: the database does not have this change yet: "),
      "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
    // The next command makes up for it.
    try expect(scene.orch("pick"), is: .prints("B\n"))
    try expect(scene.ops("consistency-check"), is: .prints("consistency ok total=2\n"))
  }

  @Test func `a database that goes its own way is left alone`() throws {
    let scene = try scene()
    _ = try scene.orch("pick")
    _ = try scene.orch("block", "A", "--notes", "n", "--db", "db/queue.db")
    try expect(
      scene.orch("done", "A", "--notes", "ok"),
      is: .prints(
        "A -> DONE\n",
        warning: """
          WARNING: \(scene.path("db/queue.db")) has changes of its own, and was not changed there \
          (orch migrate lists them)

          """))
  }

  @Test func `without the setting there is no database`() throws {
    let scene = try Scene(rows: row("A"))
    _ = try scene.orch("pick")
    #expect(!scene.exists("db"))
    try expect(
      scene.orch("pick", environment: ["ORCH_MIRROR": "perhaps"]),
      is: .fails(
        64,
        "ERROR: invalid value 'perhaps' for ORCH_MIRROR "
          + "(it must be 1, true, yes or on, or 0, false, no or off)"))
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
