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

  private static let environment = [
    "ORCH": BuiltBinaries.orch, "ORCH_NOW": Scene.now, "ORCH_TRACE_ID": "trace-test",
    "TABLE": table, "ADDED": added, "USER": "me",
  ]

  /// What there is to compare: all but the author, and how often it was tried.
  private static let state = """
    cat QUEUE.md; sqlite3 db/queue.db "SELECT id, status, task, notes FROM queue_items;
    SELECT * FROM queue_mirror WHERE item_id <> '' ORDER BY 1;
    SELECT item_id, event_type FROM queue_events"
    """

  private func bash(_ script: String, in folder: String) throws -> ChildProcess.Ending {
    try run("/bin/bash", ["-c", script], in: folder, environment: Self.environment)
  }

  private func render(
    in folder: String, injecting injections: [String] = []
  ) throws -> Strace.Trace {
    try Strace.run(
      BuiltBinaries.orch, ["render", "--no-log"], in: folder, environment: Self.environment,
      tracing: SystemCalls.changing, injecting: injections)
  }

  @Test func `the next rendering ends what was cut short, and loses nothing`() throws {
    let (calls, whole, later) = try withTemporaryDirectory { folder in
      #expect(try bash(Self.before, in: folder).status == 0)
      let trace = try render(in: folder)
      #expect(trace.ending.status == 0, "\(trace.ending)")
      let whole = try bash(Self.state, in: folder).output
      return (trace.calls.filter(\.isChanging), whole, try goOn(in: folder))
    }
    #expect(whole.contains("| A | DONE |") && whole.contains("| by hand |"), "\(whole)")
    #expect(calls.count >= 20)
    for call in LongTests.sample(4, of: calls, named: "render") {
      try withTemporaryDirectory { folder in
        _ = try bash(Self.before, in: folder)
        let injection = "\(call.name):signal=KILL:when=\(call.occurrence)"
        let trace = try render(in: folder, injecting: [injection])
        #expect(trace.ending.signal == 9, "\(call)")
        let state = try goOn(in: folder)
        #expect(state == later, "\(call)")
      }
    }
  }

  /// A command changes the database before anybody renders again.
  private func goOn(in folder: String) throws -> String {
    let done = try bash("$ORCH done A --notes n2 --force --db db/queue.db", in: folder)
    #expect(done.status == 0, "\(done)")
    let again = try bash("$ORCH render --no-log >/dev/null", in: folder)
    #expect(again.status == 0, "\(again)")
    let last = try bash("$ORCH render --no-log", in: folder)
    #expect(last.output == "rendered 4 rows\n", "\(last)")
    return try bash("cat QUEUE.md; \(Self.sorted)", in: folder).output
  }

  /// Without the order in which two events came that have nothing to do with each other.
  private static let sorted = """
    sqlite3 db/queue.db "SELECT id, status, task, notes FROM queue_items;
    SELECT * FROM queue_mirror WHERE item_id <> '' ORDER BY 1;
    SELECT item_id, event_type FROM queue_events ORDER BY 1, 2"
    """
}
