import Glibc
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door
@testable import Work

/// The row of a worker that another user of this machine started, and whose record is not read.
@Suite(.enabled(if: CurrentProcess.effectiveUser == 0, "only root may give files away"))
struct OtherUsersWorkerTests {
  private func withWorkerOfOtherUser(_ body: (AttemptPlay) throws -> Void) throws {
    try AttemptPlay.run { play in
      let workers = play.workspace.workers
      try workers.save(play.record)
      let file = "\(workers.path)/\(play.record.claimToken).json"
      try #require(chown(file, 4711, 4711) == 0)
      try body(play)
    }
  }

  @Test func `it is taken back only when its time is over`() throws {
    try withWorkerOfOtherUser { (play) throws in
      let rescue = RescueStale(queue: play.scene.queue().working(in: play.workspace))
      for (seconds, freed) in [(180, []), (3419, []), (1, ["A"])] as [(Int, [String])] {
        play.scene.clock.pass(.seconds(seconds))
        #expect(try rescue(staleTimeout: .seconds(3600)).map(\.id) == freed)
      }
    }
  }

  @Test func `a drain waits for it`() throws {
    try withWorkerOfOtherUser { play in
      var scene = play.scene
      scene.pauseFile = PauseFile(
        sidecar: play.workspace.sidecar, queue: play.workspace.storePath)
      let queue = scene.queue().working(in: play.workspace)
      _ = try PauseWork(queue: queue).begin(reason: nil)
      scene.clock.pass(.seconds(180))
      let tick = Tick(
        queue: queue,
        launcher: SupervisorLauncher(
          executable: "/none", arguments: [], folder: play.workspace.home, environment: [:]))
      let drain = DrainWork(queue: queue, tick: tick, staleTimeout: .seconds(3600))
      var wait = try ServiceWait(watching: tick.next.folders)
      let ending = try drain(timeout: .zero, waitingWith: &wait) { _ in }
      #expect(ending == .timedOut(["A"]))
    }
  }
}
