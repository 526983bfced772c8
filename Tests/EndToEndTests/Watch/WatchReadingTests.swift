import Testing

/// A queue that takes its time to be read.
@Suite struct WatchReadingTests {
  /// Another program has the database for itself until it is let go.
  private static let held = """
    start --lock-timeout 600; see 'WAITING 2'
    coproc sqlite3 $DATABASE
    hold() { echo "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 'held';" >&${COPROC[1]}; }
    release() { echo .quit >&${COPROC[1]}; wait $COPROC_PID; }
    hold; until read -ru ${COPROC[0]} line && [ "$line" = held ]; do :; done
    keys Down Enter; see 'Reading the row'
    """

  private func expectPlays(_ script: String) throws {
    let scene = try Scene(loop: .inDatabase)
    for task in ["first", "둘째 작업"] { try scene.submit(task) }
    try WatchTerminal(scene).expectPlays(
      "\(Self.held)\n\(script)", environment: ["DATABASE": QueueKept.inDatabase.name])
  }

  @Test func `keys count meanwhile, and what was asked for comes`() throws {
    try expectPlays(
      """
      keys Escape; see 'enter details'; keys ?; see 'ops watch: keys'; keys Escape
      keys Down Enter; see 'Reading the row' 'WAITING 2'
      release; see 'success_criteria' '둘째 작업'
      keys q; see 'WAITING 2'
      """)
  }

  @Test func `leaving does not wait for it`() throws {
    try expectPlays("keys q; see 'enter details'; keys q; see 'ended 0' ' icanon'; release")
  }
}
