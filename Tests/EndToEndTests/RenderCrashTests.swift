import TestSupport
import Testing

/// kill -9 at every system call of a rendering that changes something.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct RenderCrashTests {
  /// The database has ended A, added C and lost D since both agreed; a person wrote a task
  /// and a row into the table.
  private static let before = """
    set -e; printf '%s' "$TABLE" >QUEUE.md; touch -d '1 minute ago' QUEUE.md; $ORCH migrate -q
    $ORCH done A --notes n1 --force --db db/queue.db
    $ORCH add --id C --priority P2 --task t --success-criteria c --db db/queue.db
    sqlite3 db/queue.db "DELETE FROM queue_items WHERE id = 'D'"
    sed -i 's/| second |/| by hand |/' QUEUE.md
    printf '%s\\n' "$ADDED" >>QUEUE.md; touch -d '1 minute ago' QUEUE.md
    """
  private static let table = queueText(
    row("A", task: "first", notes: "n0"), row("B", task: "second"), row("D"))
  private static let added = row("N", task: "new")

  private static var command: TracedCommand {
    TracedCommand(arguments: ["render", "--no-log"]) {
      let scene = try Scene()
      try scene.bash(before, environment: ["TABLE": table, "ADDED": added]).check()
      return scene
    }
  }

  /// What there is to compare: all but the author, and how often it was tried.
  private static let state = """
    cat QUEUE.md; sqlite3 db/queue.db "SELECT id, status, task, notes FROM queue_items;
    SELECT * FROM queue_mirror WHERE item_id <> '' ORDER BY 1;
    SELECT item_id, event_type FROM queue_events"
    """

  @Test func `the next rendering ends what was cut short, and loses nothing`() throws {
    let (scene, trace) = try Self.command.run()
    #expect(trace.ending.status == 0, "\(trace.ending)")
    let whole = try scene.bash(Self.state).output
    #expect(whole.contains("| A | DONE |") && whole.contains("| by hand |"), "\(whole)")
    let later = try goOn(in: scene)
    let calls = trace.calls.filter(\.isChanging)
    #expect(calls.count >= 20)
    let sample = LongTests.sample(4, of: calls, named: "render")
    try Self.command.run(with: "signal=KILL", at: sample) { scene, _, story in
      let state = try goOn(in: scene)
      #expect(state == later, "\(story)")
    }
  }

  /// Changes the database before the next rendering.
  private func goOn(in scene: Scene) throws -> String {
    try scene.bash("$ORCH done A --notes n2 --force --db db/queue.db").check()
    try scene.bash("$ORCH render --no-log >/dev/null").check()
    let last = try scene.bash("$ORCH render --no-log")
    #expect(last.output == "rendered 4 rows\n", "\(last)")
    return try scene.bash("cat QUEUE.md; \(Self.sorted)").output
  }

  /// Without the order in which two events came that have nothing to do with each other.
  private static let sorted = """
    sqlite3 db/queue.db "SELECT id, status, task, notes FROM queue_items;
    SELECT * FROM queue_mirror WHERE item_id <> '' ORDER BY 1;
    SELECT item_id, event_type FROM queue_events ORDER BY 1, 2"
    """
}
