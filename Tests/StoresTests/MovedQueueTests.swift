import Door
import Glibc
import Host
import Model
import Runner
import StoreTestSupport
import TestSupport
import Testing
import Text

@testable import QueueStore
@testable import Stores

/// A queue that is moved behind a link while commands hold its old path.
@Suite struct MovedQueueTests {
  private static func move(_ scene: QueueScene) throws {
    try Directory.create(scene.folder + "/shared", permissions: 0o700)
    try Directory.move(scene.path, to: target(scene))
    #expect(symlink("shared/QUEUE.md", scene.path) == 0)
  }

  private static func target(_ scene: QueueScene) -> String { scene.folder + "/shared/QUEUE.md" }

  private func notice(_ scene: QueueScene) -> String {
    let target = Self.target(scene)
    return StoreNotice.file(
      .moved(
        from: scene.path, to: target, claims: scene.sidecar.folder,
        newClaims: Sidecar(forQueueAt: target).folder), queue: "QUEUE.md"
    ).sentence.english
  }

  /// Nothing forked: the link is there, and the old sidecar knows of nothing that is not.
  private func expectNoFork(_ scene: QueueScene, journal: Int) throws {
    #expect(Path.linkTarget(scene.path) == "shared/QUEUE.md")
    let old = try Journal(opening: scene.sidecar.journal).entries()
    #expect(old.count == journal)
    let new = Sidecar(forQueueAt: Self.target(scene))
    #expect(try Journal(opening: new.journal).entries().count == 1)
    let names = try scene.names(in: scene.sidecar.generations)
    #expect(names.allSatisfy { Path.linkTarget("\(scene.sidecar.generations)/\($0)") == nil })
  }

  /// - Parameter moment: how often the clock is asked before the link comes.
  @Test(arguments: 0..<5, [false, true])
  func `a link that comes while a command runs is followed`(
    _ moment: Int, _ hasSecondName: Bool
  ) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      if hasSecondName { try Directory.link(scene.path, to: scene.path + ".second") }
      for _ in 0..<moment { scene.fake.whenAsked { true } }
      scene.fake.whenAsked {
        try Self.move(scene)
        return true
      }
      let outcome = try scene.perform(.pick(id: "A"))
      while Path.linkTarget(scene.path) == nil { _ = scene.fake.clock.now() }
      #expect(try contents(of: Self.target(scene)) == threeRowsLeft.changed(pickedA))
      if outcome.warnings.texts != [] {
        #expect(outcome.warnings.texts == [notice(scene)])
        try expectNoFork(scene, journal: 1)
      }
      // The next command, of a process that holds the old path, goes on there.
      try scene.perform(.pick(id: "B"))
      #expect(try contents(of: Self.target(scene)) == threeRowsLeft.changed(pickedA, pickedB))
      #expect(Path.linkTarget(scene.path) == "shared/QUEUE.md")
    }
  }

  @Test func `a link that comes between two commands is followed, and that is said once`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let store = scene.store()
      try Self.move(scene)
      let context = scene.context()
      func notices(ofPicking id: String) throws -> [String] {
        var warnings = StoreWarnings()
        _ = try store.perform(.pick(id: id), context: context) { warnings = $0 }
        return warnings.texts
      }
      #expect(try notices(ofPicking: "A") == [notice(scene)])
      #expect(store.path == Self.target(scene))
      #expect(try notices(ofPicking: "B") == [])
      #expect(try scene.text() == threeRowsLeft.changed(pickedA, pickedB))
    }
  }

  @Test func `a crash while a link was displaced leaves it to the next command`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      // What the swap of entry 2 displaced was a link.
      try Directory.create(scene.folder + "/shared", permissions: 0o700)
      try Directory.move(scene.sidecar.generations + "/2", to: Self.target(scene))
      #expect(symlink("shared/QUEUE.md", scene.sidecar.generations + "/2") == 0)
      #expect(try scene.perform(.pick(id: "B")).warnings.texts == [notice(scene)])
      #expect(try scene.text() == threeRowsLeft.changed(pickedB))
      try expectNoFork(scene, journal: 1)
    }
  }

  @Test func `no link leads out of the folder of a queue that was not named`() throws {
    try withQueue(threeRows) { scene in
      let context = scene.context()
      func store(within folder: String) -> MarkdownStore {
        MarkdownStore(
          path: scene.path, within: folder, lockTimeout: .zero, clock: scene.fake.clock)
      }
      try Self.move(scene)
      let refused = store(within: scene.folder + "/other")
      try Directory.create(scene.folder + "/other", permissions: 0o700)
      let error = StoreError.leadsOut(path: scene.path, to: Self.target(scene))
      #expect(throws: error) {
        try refused.perform(.pick(id: "A"), context: context)
      }
      #expect(throws: error) { _ = try refused.snapshot() }
      #expect(try contents(of: Self.target(scene)) == threeRows)
      _ = try store(within: scene.folder).perform(.pick(id: "A"), context: context)
      #expect(try contents(of: Self.target(scene)) == threeRows.changed(pickedA))
    }
  }
}
