import Foundation
import Glibc
import TestSupport
import Testing

/// The lock: its holder, the processes that wait for it, and what happens when they are killed.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct ConcurrencyLockTests {
  @Test func `a process that is killed while it waits for the lock does not disturb the others`()
    throws
  {
    try withQueue { folder in
      let holder = try StoppedPick(in: folder)
      let waiters = try ["K", "T", "Z"].map { try Self.startAddition($0, in: folder) }
      for waiter in waiters { try Self.awaitWaiting(waiter.id) }
      waiters[0].send(SIGKILL)
      waiters[1].send(SIGTERM)
      #expect(waiters[0].wait().signal == SIGKILL && waiters[1].wait().signal == SIGTERM)
      holder.goOn()
      #expect(holder.process.wait().output == "A\n")
      let last = waiters[2].wait()
      #expect(last.output == "Added Z\n" && last.errors == "", "\(last)")
      #expect(try Self.rows(in: folder) == ["A IN_PROGRESS", "B PENDING", "Z PENDING"])
    }
  }

  @Test func `a process that is killed while it holds the lock frees it at once`() throws {
    try withQueue { folder in
      let holder = try StoppedPick(in: folder)
      let refused = try run(BuiltBinaries.orch, ["pick", "--lock-timeout", "0"], in: folder)
      #expect(refused.status == 75 && refused.output == "")
      #expect(refused.errors.contains("QUEUE.md is locked by \(holder.id) "), "\(refused)")
      let waiter = try Self.startAddition("Z", in: folder)
      try Self.awaitWaiting(waiter.id)
      kill(holder.id, SIGKILL)
      #expect(holder.process.wait().signal == SIGKILL)
      #expect(waiter.wait().output == "Added Z\n")
      let pick = try run(BuiltBinaries.orch, ["pick", "--lock-timeout", "0"], in: folder)
      #expect(pick.output == "A\n" && pick.errors == "", "\(pick)")
      #expect(try Self.rows(in: folder) == ["A IN_PROGRESS", "B PENDING", "Z PENDING"])
    }
  }

  @Test func `the lock's deadline also holds where the parent of orch blocks the alarm`() throws {
    try withQueue { folder in
      let holder = try StoppedPick(in: folder)
      let late = try run(
        "timeout",
        ["-s", "KILL", "30", "env", "--block-signal=ALRM", BuiltBinaries.orch, "pick"]
          + ["--lock-timeout", "0.05"], in: folder)
      #expect(late.status == 75 && late.output == "", "\(late)")
      holder.goOn()
      #expect(holder.process.wait().output == "A\n")
    }
  }

  /// A pick while another pick is stopped, as above, but with locks that always succeed.
  @Test func `without the lock two processes claim one row`() throws {
    try withQueue { folder in
      let first = try StoppedPick(in: folder, injecting: ["flock:retval=0"])
      let second = try run(BuiltBinaries.orch, ["pick", "--lock-timeout", "0"], in: folder)
      first.goOn()
      #expect(first.process.wait().output == "A\n" && second.output == "A\n")
    }
    try withQueue { folder in
      let first = try StoppedPick(in: folder)
      let second = try run(BuiltBinaries.orch, ["pick", "--lock-timeout", "0"], in: folder)
      first.goOn()
      #expect(first.process.wait().output == "A\n" && second.status == 75)
    }
  }

  // MARK: Helpers

  private func withQueue(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      try CrashScene.write(
        QueueFixture.text(QueueFixture.row("A"), QueueFixture.row("B")), to: "\(folder)/QUEUE.md")
      try body(folder)
    }
  }

  private static func startAddition(_ id: String, in folder: String) throws -> ChildProcess {
    try ChildProcess(
      starting: BuiltBinaries.orch,
      CrashScene.addition(id, task: "Wait") + ["--lock-timeout", "60"], in: folder,
      environment: TestEnvironment.base(home: folder))
  }

  /// Returns when the process waits in flock(2): `12: -> FLOCK ADVISORY WRITE 4711 ...`.
  private static func awaitWaiting(_ id: pid_t) throws {
    try awaitCondition("process \(id) waits for the lock") {
      try contents(of: "/proc/locks").split(separator: "\n").contains { line in
        let words = line.split(separator: " ")
        return words.count > 5 && words[1] == "->" && words[5] == "\(id)"
      }
    }
  }

  private static func rows(in folder: String) throws -> [String] {
    QueueRow.rows(in: try contents(of: "\(folder)/QUEUE.md")).map { "\($0.id) \($0.status)" }
  }
}
