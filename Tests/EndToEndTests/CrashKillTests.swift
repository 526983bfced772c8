import Foundation
import TestSupport
import Testing

/// kill -9 at the end of a command. `FaultTests` and `ProcessFaultTests` have the calls before it.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct CrashKillTests {
  @Test func `what is killed after it has printed the id has claimed the row`() throws {
    let rehearsal = try CrashRehearsal(of: CrashScene(command: .pick))
    try rehearsal.repeated(with: "signal=KILL", at: rehearsal.places(of: "exit_group")) {
      (_, trace, aftermath) in
      #expect(trace.ending.output == "A\n")
      let row = QueueRow.rows(in: aftermath.text).first
      #expect(row?.status == "IN_PROGRESS" && row?.owner == "w1")
    }
  }
}

/// Signals that a shell, a pipe or a limit sends.
struct CrashSignalTests {
  /// The signal arrives with the swap, and ends the command after it.
  @Test(
    .enabled(if: Strace.isPermitted, "\(Strace.refusal)"),
    arguments: [("TERM", 15), ("INT", 2), ("HUP", 1)])
  func `a signal in the middle of a rewrite leaves the new queue`(
    name: String, number: Int32
  ) throws {
    let rehearsal = try CrashRehearsal(of: CrashScene(command: .done))
    try rehearsal.repeated(with: "signal=\(name)", at: rehearsal.places(of: "renameat2")) {
      (_, trace, aftermath) in
      #expect(trace.ending.signal == number, aftermath.story)
      try aftermath.check(rehearsal.new, isChanged: true)
    }
  }

  @Test func `a reader that has seen enough is no error`() throws {
    try withLongQueue { folder in
      let script = "\(BuiltBinaries.orch) list | head -n 1; echo ${PIPESTATUS[0]}"
      let ending = try run("/bin/bash", ["-c", script], in: folder)
      #expect(ending.output == "R1\tPENDING\tP1\twork\n0\n" && ending.errors == "", "\(ending)")
    }
  }

  @Test func `a file that may not grow so large is an error, and the queue stays`() throws {
    try withLongQueue { folder in
      let old = try contents(of: "\(folder)/QUEUE.md")
      let script = "ulimit -f 64; exec \(BuiltBinaries.orch) pick"
      let ending = try run("/bin/bash", ["-c", script], in: folder)
      #expect(ending.status == 74 && ending.output == "", "\(ending)")
      #expect(ending.errors.contains("File too large (nothing was changed"), "\(ending)")
      #expect(try contents(of: "\(folder)/QUEUE.md") == old)
      let pick = try run(BuiltBinaries.orch, ["pick"], in: folder)
      #expect(pick.output == "R1\n" && pick.errors == "", "\(pick)")
    }
  }

  /// Some 300 kB, more than a pipe holds.
  private func withLongQueue(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let rows = (1...6000).map { QueueFixture.row("R\($0)") + "\n" }
      try writeAged("# Queue\n\n" + QueueFixture.header + rows.joined(), to: "\(folder)/QUEUE.md")
      try body(folder)
    }
  }
}
