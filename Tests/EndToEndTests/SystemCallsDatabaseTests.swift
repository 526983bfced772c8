import SQLite
import TestSupport
import Testing

/// What one command asks of the system, on a database of 1,000 rows.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct SystemCallsDatabaseTests {
  private static let commands = [
    ["pick", "--owner-session", "w1"], ["done", "R500", "--notes", "ok"],
  ]

  /// Five syncs where no other process has the database open: the new log's header, and the log's
  /// name in the folder; the commit; then the log again before it is moved into the database,
  /// and the database before the log is removed.
  @Test(arguments: commands)
  func `a change is in the log, durably, before the answer`(command: [String]) throws {
    try withDatabase { race in
      let steps = try Self.steps(of: command, race)
      #expect(
        steps == [
          "write the log", "sync the log", "sync the folder", "write the log", "sync the log",
          "sync the log", "write the database", "sync the database", "answer",
        ])
    }
  }

  /// Two syncs where another process has it open: the log stays, and the change with it. SQLite
  /// syncs the folder once in each process, because it may have made the log.
  @Test(arguments: commands)
  func `beside others a change costs less`(command: [String]) throws {
    try withDatabase { race in
      let other = try Database(opening: race.path, for: .reading)
      try withExtendedLifetime(other) {
        _ = try other.userVersion()
        // Begins the log.
        #expect(try race.orch("done", "R7", "--notes", "ok").status == 0)
        let steps = try Self.steps(of: command, race)
        #expect(steps == ["write the log", "sync the log", "sync the folder", "answer"])
      }
    }
  }

  @Test func `a command that only reads writes nothing to the database`() throws {
    try withDatabase { race in
      let steps = try Self.steps(of: ["list"], race)
      #expect(steps == ["answer"])
    }
  }

  // MARK: Helpers

  /// A database that was changed before.
  private func withDatabase(_ body: (DatabaseRace) throws -> Void) throws {
    try DatabaseRace.with(rows: 1000) { race in
      #expect(try race.orch("pick").output == "R1\n")
      try body(race)
    }
  }

  /// What a command does, writes in a row as one.
  private static func steps(of command: [String], _ race: DatabaseRace) throws -> [String] {
    let trace = try Strace.run(
      BuiltBinaries.orch, command + ["--db", "q.db", "--no-log"], in: race.folder,
      tracing: SystemCalls.changing)
    #expect(trace.ending.status == 0 && trace.ending.errors == "", "\(trace.ending)")
    let steps = trace.calls.compactMap(\.databaseStep)
    return zip(steps, [""] + steps).filter { $0 != $1 || !$0.hasPrefix("write") }.map(\.0)
  }
}

extension Strace.Call {
  /// What it is in a change; the index of the log, in `-shm`, is made anew when it is lost.
  fileprivate var databaseStep: String? {
    if arguments.hasPrefix("1<") { return "answer" }
    guard isWrite || isSync else { return nil }
    let verb = isSync ? "sync" : "write"
    if concerns("q.db-wal") { return "\(verb) the log" }
    if concerns("q.db-shm") { return nil }
    return concerns("q.db") ? "\(verb) the database" : "\(verb) the folder"
  }
}
