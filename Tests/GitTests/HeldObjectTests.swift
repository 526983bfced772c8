import Foundation
import Host
import TestSupport
import Testing

@testable import Git

/// Commits that a ref keeps until they are on a branch, beside `git gc --prune=now`.
@Suite struct HeldObjectTests {
  /// A commit on no branch, with a new file in a new folder.
  private static func commit(in scene: GitScene) throws -> ObjectID {
    try scene.write("two\n", to: "folder/b.txt")
    let repository = try scene.repository()
    let (tree, head) = (try repository.snapshot(), try scene.id("HEAD"))
    return try repository.commit(tree: tree, parents: [head], message: "x\n")
  }

  private static func refs(in scene: GitScene) throws -> String {
    try scene.git("for-each-ref", "--format=%(refname)", "refs/orch")
  }

  private static func loose(_ object: ObjectID, in scene: GitScene) -> String {
    "\(scene.project)/.git/objects/\(object.text.prefix(2))/\(object.text.dropFirst(2))"
  }

  /// Says that a process collects garbage.
  private static func collect(in scene: GitScene, by process: Int = CurrentProcess.id) throws {
    try scene.write("\(process) host", to: ".git/gc.pid")
  }

  @Test func `a held commit outlives a collection of garbage`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let lost = try Self.commit(in: scene)
      try scene.git("gc", "--quiet", "--prune=now")
      let error = #expect(throws: GitError.self) { try repository.hold(lost) }
      #expect(error?.isOfMissingObject == true && error?.cause == .place)
      do {
        let made = try Self.commit(in: scene)
        let held = try repository.hold(made)
        try scene.git("gc", "--quiet", "--prune=now")
        #expect(try repository.file("folder/b.txt", of: made) == Array("two\n".utf8))
        withExtendedLifetime(held) {}
      }
      #expect(try Self.refs(in: scene) == "")
    }
  }

  @Test(arguments: ["", "^{tree}", ":folder", ":folder/b.txt"])
  func `no ref stays if a collection takes an object while the ref is made`(_ part: String) throws {
    try withGitScene { scene in
      let commit = try Self.commit(in: scene)
      let file = Self.loose(try scene.id(commit.text + part), in: scene)
      // The collection saw no ref, removes the object, and still runs when the object is missed.
      try FileManager.default.createDirectory(
        atPath: "\(scene.root)/bin", withIntermediateDirectories: true)
      try writeExecutable(
        """
        #!/bin/sh
        case " $* " in *" rev-list --objects "*)
          rm \(file); echo '\(CurrentProcess.id) host' > \(scene.project)/.git/gc.pid ;;
        esac
        PATH=/usr/bin:/bin exec git "$@"
        """, to: "\(scene.root)/bin/git")
      var variables = TestEnvironment.base(home: scene.root)
      variables["PATH"] = "\(scene.root)/bin:/usr/bin:/bin"
      let repository = try Repository(holding: scene.project, environment: Environment(variables))
      let error = #expect(throws: GitError.self) { try repository.hold(commit) }
      #expect(error?.isOfMissingObject == true, "\(error as Any)")
      #expect(try Self.refs(in: scene) == "")
      try scene.git("log", "--all")
      try FileManager.default.removeItem(atPath: "\(scene.project)/.git/gc.pid")
      try scene.git("gc", "--quiet", "--prune=now")
    }
  }

  @Test func `the collection that began before is waited for, and no other`() throws {
    try withGitScene { scene in
      let (commit, clock) = (try Self.commit(in: scene), FakeClock())
      let repository = try scene.repository()
      try Self.collect(in: scene)
      // The next one begins at once.
      clock.after(.seconds(1)) { try Self.collect(in: scene, by: 1) }
      do {
        let held = try repository.hold(commit, clock.clock)
        #expect(clock.waited == .seconds(1))
        #expect(try scene.id(held.ref) == commit)
      }
      // The next one may have read the branch before it moved, so the ref stays.
      let kept = try repository.leftHolds(FakeClock(start: 4_000_000_000).clock)
      #expect(kept.map(\.isBroken) == [false])
      #expect(try Self.refs(in: scene) == kept.map(\.ref).joined())
    }
  }

  @Test func `no ref stays if the collection does not end`() throws {
    try withGitScene { scene in
      let (commit, clock) = (try Self.commit(in: scene), FakeClock())
      let repository = try scene.repository()
      try Self.collect(in: scene)
      let error = #expect(throws: GitError.self) { try repository.hold(commit, clock.clock) }
      #expect(error == .timedOut(command: "gc", folder: scene.project, seconds: 60))
      #expect(clock.waited == .seconds(60))
      #expect(try Self.refs(in: scene) == "")
    }
  }

  // MARK: What is left

  private struct Left: Sendable {
    let name: String
    /// What is missing of the commit; `nil` for nothing.
    var missing: String?
    let isFound: Bool

    var isBroken: Bool { missing != nil && isFound }
  }

  private static let left = [
    Left(name: "refs/orch/held/1769846399-old", isFound: true),
    Left(name: "refs/orch/held/1769846400-new", isFound: false),
    Left(name: "refs/orch/held/1769849999-commit", missing: "", isFound: true),
    Left(name: "refs/orch/held/1769849999-tree", missing: "^{tree}", isFound: true),
    Left(name: "refs/orch/held/1769849999-file", missing: ":folder/b.txt", isFound: true),
    Left(name: "refs/orch/held/1-old-and-broken", missing: "", isFound: true),
    Left(name: "refs/orch/held/no-time", isFound: false),
    Left(name: "refs/orch/left/A/1", missing: "", isFound: false),
    Left(name: "refs/heads/mine", missing: "", isFound: false),
  ]

  @Test func `a ref on a file or a folder is no fault`() throws {
    try withGitScene { scene in
      for object in ["HEAD:a.txt", "HEAD^{tree}"] {
        let ref = "refs/orch/held/1769849999-\(object.count)"
        try scene.git("update-ref", ref, try scene.id(object).text)
      }
      #expect(try scene.repository().leftHolds(FakeClock().clock) == [])
    }
  }

  @Test(arguments: left.indices, [false, true])
  func `a ref that is old or broken is released, and no other`(
    _ index: Int, isPacked: Bool
  ) throws {
    let left = Self.left[index]
    try withGitScene { scene in
      let (commit, clock) = (try Self.commit(in: scene), FakeClock())
      try scene.git("update-ref", left.name, commit.text)
      let repository = try scene.repository()
      #expect(repository.mayHave(left.name))
      if let part = left.missing {
        try FileManager.default.removeItem(
          atPath: Self.loose(try scene.id(commit.text + part), in: scene))
      }
      if isPacked { try scene.git("pack-refs", "--all") }
      let found = left.isFound ? [LeftHold(ref: left.name, isBroken: left.isBroken)] : []
      #expect(try repository.leftHolds(clock.clock) == found, "\(left.name)")
      // A collection that runs, and would fail on a broken ref, changes nothing.
      try Self.collect(in: scene)
      #expect(try repository.releaseLeftHolds(clock.clock) == found, "\(left.name)")
      #expect(repository.mayHave(left.name) != left.isFound, "\(left.name)")
      #expect(!repository.mayHave("refs/heads"))
      #expect(repository.mayHave("refs/heads/main"))
    }
  }
}
