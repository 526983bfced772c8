import Glibc
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Work

/// What a worker's process may not do, by whatever name it finds the queue.
@Suite struct WorkerProcessTests {
  private static let report = """
    [REPORT A]
    Status: DONE
    Criteria:
    1. met: it is done well, 4 of 4
    """

  @Test(arguments: ["ORCH_ATTEMPT", "ORCH_LABEL"])
  func `a process with a worker's variable leaves its report waiting`(_ name: String) throws {
    try AttemptPlay.run { play in
      let sender = play.scene.queue(
        session: play.record.label, claimToken: play.record.claimToken)
      _ = try ReceiveReport(queue: sender.working(in: play.workspace)).spool(Self.report)
      let queue = play.scene.queue()
      let inWorker = Workspace(
        storePath: play.workspace.storePath, home: play.workspace.home,
        sidecar: play.workspace.sidecar,
        environment: Environment(["PATH": "/usr/bin:/bin", "HOME": play.workspace.home, name: "x"]))
      let error = #expect(throws: Problem.self) {
        _ = try ReceiveReport(queue: queue.working(in: inWorker)).drain { _ in }
      }
      #expect(error == .reportWaits(.judgedElsewhere(id: "A")))
      #expect(throws: Problem.insideWorker) { try inWorker.checkIsNoWorker() }
      #expect(try play.row?.status == .inProgress)
      let routed = try ReceiveReport(queue: queue.working(in: play.workspace)).drain { _ in }
      #expect(routed == 1)
      #expect(try play.row?.status == .done)
    }
  }

  @Test func `a supervisor's queue is known by file and folder, not by its path`() throws {
    try withTemporaryDirectory { folder in
      for name in [
        "home/QUEUE.md", "home/db/queue.db", "home/other.db", "home/sub/QUEUE.md",
        "elsewhere/QUEUE.md",
      ] {
        try Directory.createWithParents(Path.parent(of: "\(folder)/\(name)"))
        try NewFile.create("\(folder)/\(name)", text: "")
      }
      try #require(link("\(folder)/home/QUEUE.md", "\(folder)/elsewhere/Q2.md") == 0)
      try #require(symlink("\(folder)/home/QUEUE.md", "\(folder)/elsewhere/link.md") == 0)
      try #require(symlink("\(folder)/home", "\(folder)/way") == 0)
      func same(as store: String) -> [String] {
        let workspace = Workspace(
          storePath: "\(folder)/\(store)", home: "\(folder)/home", sidecar: "\(folder)/home/.orch",
          environment: Environment([:]))
        let names = [
          "home/QUEUE.md", "home/db/queue.db", "home/other.db", "way/QUEUE.md", "home/gone.md",
          "elsewhere/Q2.md", "elsewhere/link.md", "home/sub/QUEUE.md", "elsewhere/QUEUE.md",
        ]
        return names.filter { workspace.isOfThisHome("\(folder)/\($0)") }
      }
      let here = [
        "home/QUEUE.md", "home/db/queue.db", "home/other.db", "way/QUEUE.md", "home/gone.md",
      ]
      #expect(same(as: "home/QUEUE.md") == here + ["elsewhere/Q2.md", "elsewhere/link.md"])
      #expect(same(as: "home/db/queue.db") == here)
    }
  }
}
