import Foundation
import Git
import Host
import TestSupport
import Testing

/// A repository whose settings, hooks and attributes name programs: none of them runs.
///
/// A planted program writes its name to a file. Source of the keys: git-config(1).
@Suite struct PlantedProgramTests {
  struct Plant: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let prepare: @Sendable (GitScene) throws -> Void

    init(_ testDescription: String, _ prepare: @escaping @Sendable (GitScene) throws -> Void) {
      (self.testDescription, self.prepare) = (testDescription, prepare)
    }

    /// Settings whose value is a program, and attributes of all files.
    init(_ testDescription: String, _ keys: String..., attributes: String? = nil) {
      self.init(testDescription) { scene in
        for key in keys { try scene.git("config", key, try scene.planted(key)) }
        if let attributes { try scene.write("* \(attributes)\n", to: ".git/info/attributes") }
      }
    }
  }

  private static let hooks = [
    "post-checkout", "post-commit", "post-index-change", "post-merge", "post-rewrite",
    "pre-commit", "pre-merge-commit", "reference-transaction", "fsmonitor-watchman",
  ]

  private static func plantHooks(in folder: String, of scene: GitScene) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for hook in hooks {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(hook)", withDestinationPath: scene.planted(hook))
    }
  }

  static let plants = [
    Plant("hooks") { scene in try plantHooks(in: "\(scene.project)/.git/hooks", of: scene) },
    Plant("core.hooksPath") { scene in
      try plantHooks(in: "\(scene.root)/hooks", of: scene)
      try scene.git("config", "core.hooksPath", "\(scene.root)/hooks")
    },
    Plant("filters", "filter.x.clean", "filter.x.smudge", attributes: "filter=x"),
    Plant("a filter's process", "filter.x.process", attributes: "filter=x"),
    Plant("a filter with an odd name", "filter.a=한글.b.clean", attributes: "filter=a=한글.b"),
    Plant("merge drivers", "merge.x.driver", "merge.x=y.driver", attributes: "merge=x=y"),
    Plant(
      "programs that show and ask", "core.fsmonitor", "core.pager", "pager.diff", "pager.status",
      "core.editor", "sequence.editor", "core.askPass", "credential.helper", "diff.external",
      "diff.x.command", "diff.x.textconv", attributes: "diff=x"),
    Plant(
      "programs of remotes", "core.sshCommand", "core.gitProxy", "remote.origin.uploadpack",
      "remote.ssh.uploadpack"),
    Plant("core.alternateRefsCommand") { scene in
      let other = "\(scene.root)/other"
      try scene.git("clone", "--quiet", scene.project, other, in: scene.root)
      try scene.write("\(other)/.git/objects\n", to: ".git/objects/info/alternates")
      let program = try scene.planted("core.alternateRefsCommand")
      try scene.git("config", "core.alternateRefsCommand", program)
    },
    Plant("filters of a repository in the worktree, which is committed as a submodule") { scene in
      let inner = "\(scene.project)/inner"
      try scene.git("init", "--quiet", inner)
      try scene.write("one", to: "inner/x.txt")
      try scene.git("add", "--all", in: inner)
      try scene.git(
        "-c", "user.name=a", "-c", "user.email=a", "commit", "--quiet", "--message", "x",
        in: inner)
      try scene.git("add", "inner")
      try scene.git("config", "filter.x.clean", scene.planted("inner"), in: inner)
      try scene.write("* filter=x\n", to: "inner/.git/info/attributes")
      try scene.write("two", to: "inner/x.txt")
    },
    Plant("submodule.x.update") { scene in
      // Without the permission of its settings no submodule comes from a folder.
      try scene.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "--name", "x",
        "\(scene.root)/origin", "sub")
      try scene.commitAll()
      try scene.git("checkout", "--quiet", "HEAD~0", in: "\(scene.project)/sub")
      try scene.git(
        "-c", "user.name=a", "-c", "user.email=a", "commit", "--quiet", "--allow-empty",
        "--message", "x", in: "\(scene.project)/sub")
      try scene.git("config", "submodule.x.update", "!" + scene.planted("update"))
    },
    Plant("gpg.program of a merge that verifies signatures") { scene in
      try scene.git("config", "gpg.program", scene.planted("gpg.program"))
      try scene.git("config", "merge.verifySignatures", "true")
      try scene.git("config", "commit.gpgSign", "true")
    },
  ]

  @Test(arguments: plants) func `no call runs it`(_ plant: Plant) throws {
    try withGitScene { scene in
      try Self.addRemotes(to: scene)
      try plant.prepare(scene)
      try? FileManager.default.removeItem(atPath: scene.marker)
      let configuration = try RepositoryConfiguration(of: scene.repository())
      try Self.runAll(in: scene, with: configuration.switchedOff(except: []))
      #expect(scene.ran == "")
    }
  }

  @Test func `a removal runs no filter of the worktree's own settings`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let path = "\(scene.root)/row"
      try repository.addWorktree(
        at: path, on: Branch("row"), from: scene.id("HEAD"), reason: "test")
      try scene.git("config", "extensions.worktreeConfig", "true")
      try scene.git("config", "--worktree", "filter.x.clean", scene.planted("clean"), in: path)
      try scene.write("* filter=x\n", to: ".git/info/attributes")
      // git compares a file whose time has changed.
      utimes("\(path)/a.txt", [timeval(), timeval()])
      let worktree = try scene.repository(at: path)
      let configuration = try RepositoryConfiguration(of: worktree)
      try repository.removeWorktree(
        worktree.with(settings: configuration.switchedOff(except: [])), reason: "test")
      #expect(scene.ran == "")
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  /// The remotes `origin`, a folder with a commit more, and `ssh`, which is never reached.
  private static func addRemotes(to scene: GitScene) throws {
    let origin = "\(scene.root)/origin"
    try scene.git("clone", "--quiet", scene.project, origin, in: scene.root)
    try scene.git(
      "-c", "user.name=a", "-c", "user.email=a", "commit", "--quiet", "--allow-empty",
      "--message", "later", in: origin)
    try scene.git("remote", "add", "origin", origin)
    try scene.git("remote", "add", "ssh", "ssh://127.0.0.1:1/x")
    try scene.git("remote", "add", "git", "git://127.0.0.1:1/x")
  }

  /// Runs each call that there is on a repository with a dirty checkout.
  private static func runAll(in scene: GitScene, with settings: [Setting]) throws {
    let repository = try scene.repository().with(settings: settings)
    let row = Branch("row")
    guard let first = try repository.commit(of: "HEAD") else { return }
    try scene.write("two\n", to: "a.txt")
    let second = try repository.commit(
      tree: repository.snapshot(), parents: [first], message: "second")
    // The commit has a signature, which `gpg.program` would look at.
    let signed = try scene.git(
      "hash-object", "-t", "commit", "-w", "--stdin",
      input: scene.git("cat-file", "commit", second.text).replacing(
        /(committer .*)\n*/,
        with: {
          "\($0.1)\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n"
        }))
    try scene.write("three\n", to: "a.txt")
    let third = try repository.commit(
      tree: repository.snapshot(), parents: [first], message: "third")
    _ = try repository.status()
    _ = try repository.changes(from: first, to: second)
    _ = try repository.diff(from: first, to: second, .patch)
    _ = try repository.diff(from: first, to: second, .statistics)
    _ = try repository.filesWithConflictMarkers(in: second)
    _ = try repository.file("a.txt", of: second)
    _ = try repository.merge(second, third)
    _ = try (repository.contains(first, in: second), repository.mergeBase(second, third))
    _ = try (repository.worktrees(), repository.branches(below: row), repository.tree(of: first))
    _ = try repository.checkedOutBranch()
    let path = "\(scene.root)/row"
    try repository.addWorktree(at: path, on: row, from: second, reason: "test")
    let worktree = try scene.repository(at: path).with(settings: settings)
    _ = try worktree.snapshot()
    try worktree.checkOut(worktree.tree(of: first))
    try worktree.readIndex(from: worktree.tree(of: first))
    _ = try? repository.removeWorktree(worktree, reason: "test")
    try repository.forgetWorktree(at: path)
    if let branch = try repository.checkedOutBranch(), let head = try repository.commit(of: "HEAD")
    {
      try repository.checkOut(repository.tree(of: first))
      try repository.move(branch, to: first, from: head, reason: "test")
    }
    _ = try? repository.updateSubmodules()
    if let signed = ObjectID(signed) { _ = try? repository.fastForward(to: signed) }
    for remote in ["origin", "ssh", "git"] { _ = try? repository.fetch("main", from: remote) }
    try repository.move(Branch("other"), to: second, from: nil, reason: "test")
  }
}
