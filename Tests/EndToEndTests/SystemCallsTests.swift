import TestSupport
import Testing

/// What one command asks of the system, on a queue of 1,000 rows that was used
/// before.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct SystemCallsTests {
  private static let commands = [
    ["done", "--id", "R500", "--notes", "ok", "--force"], ["pick"],
    ["pick", "--owner-session", "w1"],
    CrashScene.addition("Z", task: "One more"),
  ]

  @Test(arguments: commands)
  func `the new file is durable before the journal, and both before the swap`(
    command: [String]
  ) throws {
    try withTrace(of: command) { trace in
      let steps = [
        "write the new file", "sync the new file", "write the journal", "sync the journal", "swap",
        "sync the folder",
      ]
      // Of an older generation that is written over, the new name; unless another process, which
      // looks through /proc, holds it for a moment.
      let taken = trace.calls.compactMap(\.step)
      #expect(taken == ["sync the folder"] + steps || taken == steps)
      #expect(trace.calls.filter(\.isSync).count == taken.count - 3)
    }
  }

  @Test(arguments: commands)
  func `the queue is read once and written once`(command: [String]) throws {
    try withTrace(of: command) { trace in
      let reads = trace.calls.filter { $0.isRead && $0.concerns("QUEUE.md") }
      #expect(reads.compactMap(\.result).filter { $0 != 0 } == [trace.oldSize])
      #expect(reads.count <= 2)
      let writes = trace.calls.filter { $0.isWrite && $0.concerns("gen/3") }
      #expect(writes.compactMap(\.result) == [trace.newSize])
      #expect(trace.calls.filter { $0.isWrite && $0.concerns("QUEUE.md") } == [])
      #expect(trace.calls.filter { $0.isRead && $0.arguments.contains("/.orch/gen/") } == [])
    }
  }

  @Test func `a command that only reads writes nothing but its line in the run log`() throws {
    try withTrace(of: ["list"]) { trace in
      let changes = trace.calls.filter(\.isChanging).filter { $0.name != "exit_group" }
      #expect(changes.filter { !$0.arguments.contains("/logs/") && !$0.isToStandardStream } == [])
      #expect(trace.oldSize == trace.newSize)
    }
  }

  // MARK: Helpers

  private struct Trace {
    let calls: [Strace.Call]
    let oldSize: Int
    let newSize: Int
  }

  private func withTrace(of command: [String], _ body: (Trace) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let queue = "\(folder)/QUEUE.md"
      let rows = (1...1000).map { QueueFixture.row("R\($0)") + "\n" }
      try writeAged("# Queue\n\n" + QueueFixture.header + rows.joined(), to: queue)
      for _ in 1...2 { try run(BuiltBinaries.orch, ["pick"], in: folder) }
      let old = try contents(of: queue)
      let trace = try Strace.run(
        BuiltBinaries.orch, command, in: folder,
        tracing: SystemCalls.changing + ["read", "pread64", "readv", "preadv"])
      #expect(trace.ending.status == 0 && trace.ending.errors == "", "\(trace.ending)")
      try body(
        Trace(
          calls: trace.calls, oldSize: old.utf8.count, newSize: contents(of: queue).utf8.count))
    }
  }
}

extension Strace.Call {
  /// Whether it writes to standard output or standard error.
  var isToStandardStream: Bool { arguments.hasPrefix("1<") || arguments.hasPrefix("2<") }

  /// What it is in a rewrite; the run log and the lock's line are no part of it.
  fileprivate var step: String? {
    if name == "renameat2" { return arguments.contains("RENAME_EXCHANGE") ? "swap" : "rename" }
    guard isWrite || isSync else { return nil }
    let verb = isSync ? "sync" : "write"
    if concerns("journal.jsonl") { return "\(verb) the journal" }
    if arguments.contains("/.orch/gen/") { return "\(verb) the new file" }
    return isSync ? "sync the folder" : nil
  }
}
