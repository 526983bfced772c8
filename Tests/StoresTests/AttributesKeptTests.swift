import Glibc
import Host
import Model
import StoreTestSupport
import TestSupport
import Testing

@testable import Stores

/// What a file is besides its bytes stays after a rewrite.
@Suite struct AttributesKeptTests {
  @Test(arguments: [0o640, 0o600, 0o666, 0o755, 0o2664] as [UInt32])
  func `the permissions are kept`(_ mode: UInt32) throws {
    try withQueue(threeRows) { scene in
      chmod(scene.path, mode)
      try scene.perform(.pick(id: "A"))
      #expect(try FileStatus(of: scene.path).permissions == mode)
    }
  }

  @Test(.enabled(if: CurrentProcess.effectiveUser == 0, "only root may give files away"))
  func `owner and group are kept`() throws {
    try withQueue(threeRows) { scene in
      chown(scene.path, 4711, 4712)
      chmod(scene.path, 0o664)
      try scene.perform(.pick(id: "A"))
      let status = try FileStatus(of: scene.path)
      #expect((status.owner, status.group, status.permissions) == (4711, 4712, 0o664))
    }
  }

  @Test func `extended attributes are kept`() throws {
    try withQueue(threeRows) { scene in
      guard ExtendedAttributes.areSupported(in: scene.folder) else { return }
      #expect(try ExtendedAttributes.set("user.orch.a", to: "one", of: scene.path))
      #expect(try ExtendedAttributes.set("user.orch.b", to: "", of: scene.path))
      for id in ["A", "B"] { try scene.perform(.pick(id: id)) }
      #expect(try ExtendedAttributes.value(of: "user.orch.a", of: scene.path) == "one")
      #expect(try ExtendedAttributes.value(of: "user.orch.b", of: scene.path) == "")
    }
  }

  @Test func `attributes that a save brings in the middle of a rewrite are kept`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try scene.saveByRename(threeRowsLeft)
        chmod(scene.path, 0o640)
        return true
      }
      try scene.perform(.pick(id: "A"))
      #expect(try FileStatus(of: scene.path).permissions == 0o640)
    }
  }

  @Test func `a link to the queue stays a link`() throws {
    try withQueue(threeRows) { scene in
      let link = scene.folder + "/link.md"
      #expect(symlink("QUEUE.md", link) == 0)
      // Links are followed before a store is opened.
      let target = try #require(Path.resolved(link))
      let store = MarkdownStore(path: target, lockTimeout: .zero, clock: scene.fake.clock)
      let context = TransitionContext(session: "s1", now: StoreConformance.now)
      _ = try store.perform(.pick(id: "A"), context: context)
      #expect(Path.linkTarget(link) == "QUEUE.md")
      #expect(try contents(of: link) == threeRows.changed(pickedA))
      #expect(try scene.names(in: scene.folder) == [".orch", "QUEUE.md", "link.md"])
    }
  }
}
