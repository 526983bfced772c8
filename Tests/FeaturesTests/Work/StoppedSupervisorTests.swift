import Foundation
import Glibc
import Host
import Model
import QueueStore
import Stores
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Work
@testable import Worktrees

/// Supervisors that a signal stopped.
@Suite struct StoppedSupervisorTests {
  /// A process with the arguments of a supervisor, that stops itself whenever it is continued.
  private static let script = "while :; do kill -STOP $$; done\n"

  private func withStoppedSupervisor(
    _ body: (inout AttemptPlay, _ process: ProcessIdentity) throws -> Void
  ) throws {
    try AttemptPlay.run { play in
      let folder = play.workspace.home
      try NewFile.create("\(folder)/supervise", text: Self.script)
      let child = try ChildProcess(
        starting: "/bin/sh", ["supervise", "--attempt", play.record.claimToken], in: folder,
        environment: [:])
      defer {
        child.send(SIGKILL)
        _ = child.wait()
      }
      let process = try #require(ProcessIdentity(of: Int(child.id)))
      awaitStop(of: process)
      play.record = WorkerRecord(
        id: "A", claimToken: play.record.claimToken, storeName: "QUEUE.md",
        label: play.record.label, workerName: "w", supervisor: process, graceSeconds: 1,
        settingsDigest: play.record.settingsDigest)
      try play.workspace.workers.save(play.record)
      try body(&play, process)
    }
  }

  private func awaitStop(of process: ProcessIdentity) {
    while process.isAlive, !process.isStopped { sched_yield() }
  }

  @Test func `it is continued after a minute, and killed when it is stopped again`() throws {
    try withStoppedSupervisor { (play, process) throws in
      #expect(play.record.state == .stopped)
      func settle(after seconds: Int) throws -> [String] {
        play.scene.clock.pass(.milliseconds(seconds * 1000))
        let before = play.scene.events.warnings.count
        #expect(try play.settle() == [])
        awaitStop(of: process)
        return Array(play.scene.events.warnings.dropFirst(before))
      }
      #expect(try settle(after: 0) == [])
      #expect(try settle(after: 59) == [])
      #expect(try settle(after: 1) == ["workerContinued(id: \"A\")"])
      #expect(play.record.state == .stopped)
      #expect(try settle(after: 59) == [])
      #expect(process.isAlive)
      #expect(try settle(after: 1) == ["workerKilled(id: \"A\")"])
      #expect(!process.isAlive && play.record.state == .killed)
      #expect(try play.row?.status == .inProgress, "the watchdog takes it back")
    }
  }

  @Test func `nothing is ended while the journal, which has its claim, can't be read`() throws {
    try withStoppedSupervisor { (play, process) throws in
      let path = play.workspace.storePath
      try Data(QueueFixture.text(QueueFixture.row("A", "IN_PROGRESS")).utf8)
        .write(to: URL(filePath: path))
      let queue = Queue(
        store: MarkdownStore(path: path, lockTimeout: .zero), workspace: play.workspace,
        clock: play.scene.queue().clock, command: "test", traceID: "t")
      let journal = play.workspace.sidecar + "/journal.jsonl"
      let error = SystemError(code: ENXIO, action: .read, path: journal)
      try withoutOpening(journal) {
        #expect(throws: StoreError.system(error)) { try SettleAttempts(queue: queue)() }
        #expect(throws: StoreError.system(error)) { try EndWorkers(queue: queue)(of: ["A"]) }
        #expect(process.isAlive && process.isStopped)
      }
      try EndWorkers(queue: queue)(of: ["A"])
      #expect(!process.isAlive)
    }
  }

  @Test func `what is known of it goes with its record`() throws {
    try withStoppedSupervisor { (play, _) throws in
      _ = try play.settle()
      let workers = play.workspace.workers
      #expect(try Directory.names(in: workers.path).count == 2)
      try workers.remove(play.record)
      #expect(try Directory.names(in: workers.path) == [])
    }
  }

  @Test func `its claim is ended at once where its row is cancelled`() throws {
    try withStoppedSupervisor { (play, process) throws in
      _ = try play.scene.queue().perform(.cancel(id: "A"))
      try EndWorkers(queue: play.scene.queue().working(in: play.workspace))(of: ["A"])
      #expect(!process.isAlive)
    }
  }
}
