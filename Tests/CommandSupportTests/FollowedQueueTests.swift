import Engine
import Glibc
import Host
import QueueModel
import TestSupport
import Testing

@testable import CommandSupport

/// A link that comes to stand at a queue's path while a command holds it.
@Suite struct FollowedQueueTests {
  private let row = QueueFixture.row("A")

  @Test func `a command follows a link to the sidecar of the file that it leads to`() throws {
    try withScene([row]) { scene in
      let context = scene.context()
      _ = try context.snapshot()
      #expect(try context.followQueue() == nil)
      try move(scene, to: scene.folder + "/shared")
      let notice = try context.followQueue()
      #expect(notice?.hasPrefix("\(scene.queue) has become a link: the queue is ") == true)
      #expect(try context.queuePath() == scene.folder + "/shared/QUEUE.md")
      #expect(try context.sidecarFolder() == scene.folder + "/shared/.orch")
      #expect(try context.followQueue() == nil)
    }
  }

  @Test func `a queue that was found by a search is not followed out of its folder`() throws {
    try withScene([row]) { scene in
      try withTemporaryDirectory { other in
        let (found, named) = (scene.context(), scene.context { $0.queue = "QUEUE.md" })
        for context in [found, named] { _ = try context.snapshot() }
        try move(scene, to: other + "/shared")
        #expect(
          scene.outcome { try found.followQueue() ?? "" }.hasPrefix(
            "foreign_queue 77: ~/QUEUE.md has become a link to \(other)/shared/QUEUE.md"))
        #expect(throws: EngineError.self) { _ = try found.queue().perform(.pick(id: "A")) }
        #expect(try contents(of: other + "/shared/QUEUE.md") == QueueFixture.text(row) + "")
        #expect(try named.followQueue() != nil)
      }
    }
  }

  private func move(_ scene: Scene, to folder: String) throws {
    try Directory.create(folder, permissions: 0o700)
    try Directory.move(scene.queue, to: folder + "/QUEUE.md")
    #expect(symlink(folder + "/QUEUE.md", scene.queue) == 0)
  }
}
