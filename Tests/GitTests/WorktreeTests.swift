import Foundation
import Git
import TestSupport
import Testing

/// Worktrees: made, removed and forgotten.
@Suite struct WorktreeTests {
  private static let row = Branch("orch/행-1")

  @Test func `one is made with a branch of its own, and locked`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      let path = "\(scene.root)/일 1"
      // Somebody is just changing the settings.
      try scene.write("", to: ".git/config.lock")
      try repository.addWorktree(at: path, on: Self.row, from: head, reason: "-rf")
      #expect(
        try repository.worktrees().map(\.described) == [
          "\(scene.project) main", "\(path) orch/행-1, locked",
        ])
      #expect(try repository.state(of: Self.row)?.worktree == path)
      #expect(try repository.branches(below: Branch("orch/")).map(\.branch) == [Self.row])
      let worktree = try scene.repository(at: path)
      #expect(try worktree.checkedOutBranch() == Self.row)
      #expect(try worktree.commit(of: "HEAD") == head)
      let status = try worktree.status()
      #expect(status.head == [head.text, "orch/행-1"] && status.files.isEmpty)
      #expect(try repository.worktree(at: path)?.folder == worktree.folder)
      #expect(repository.knowsWorktree(at: path))
      #expect(!repository.knowsWorktree(at: path + "x"))
    }
  }

  @Test func `a name in it may begin with a combining mark`() throws {
    try withGitScene { scene in
      try scene.write("x", to: "\u{301}a")
      #expect(try scene.repository().status().files.map(\.path) == ["\u{301}a"])
    }
  }

  @Test func `one continues on a branch that is there`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      let next = try repository.commit(
        tree: repository.tree(of: head), parents: [head], message: "next")
      try repository.move(Self.row, to: next, from: nil, reason: "test")
      // A tag of the same name is another thing.
      try scene.git("tag", Self.row.name, head.text)
      let path = "\(scene.root)/row"
      try repository.addWorktree(at: path, on: Self.row, from: nil, reason: "test")
      #expect(try scene.repository(at: path).commit(of: "HEAD") == next)
      #expect(try scene.repository(at: path).checkedOutBranch() == Self.row)
    }
  }

  /// Why none is made, in git's words.
  struct Refused: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let branch: String
    var isNew = false
    let reason: String
    var prepare: @Sendable (GitScene) throws -> Void = { _ in }
  }

  @Test(arguments: [
    Refused(
      testDescription: "the branch is checked out elsewhere", branch: "main",
      reason: "fatal: 'main' is already checked out at 'ROOT/project'"),
    Refused(
      testDescription: "the new branch is there", branch: "main", isNew: true,
      reason: "fatal: a branch named 'main' already exists"),
    Refused(
      testDescription: "the branch is not there", branch: "row",
      reason: "there is no branch row"),
    Refused(
      testDescription: "the branch is one of a remote alone", branch: "far",
      reason: "there is no branch far"
    ) { scene in
      try scene.git("remote", "add", "origin", "\(scene.root)/origin")
      try scene.git("update-ref", "refs/remotes/origin/far", "HEAD")
    },
    Refused(
      testDescription: "the folder is there", branch: "row", isNew: true,
      reason: "fatal: 'ROOT/w' already exists"
    ) { scene in
      try FileManager.default.createDirectory(
        atPath: "\(scene.root)/w/x", withIntermediateDirectories: true)
    },
    Refused(
      testDescription: "a branch has the name of its folder", branch: "main/row", isNew: true,
      reason: "fatal: cannot lock ref 'refs/heads/main/row': 'refs/heads/main' exists;"
        + " cannot create 'refs/heads/main/row'"),
  ])
  func `what is in the way is told`(_ refused: Refused) throws {
    try withGitScene { scene in
      try refused.prepare(scene)
      let repository = try scene.repository()
      let start = refused.isNew ? try scene.id("HEAD") : nil
      let error = #expect(throws: GitError.self) {
        try repository.addWorktree(
          at: "\(scene.root)/w", on: Branch(refused.branch), from: start, reason: "test")
      }
      let reason = refused.reason.replacing("ROOT", with: scene.root)
      #expect(error == .failed(command: "worktree", folder: scene.project, reason: reason))
      #expect(try repository.worktrees().map(\.path) == [scene.project])
    }
  }

  // MARK: Removal

  /// What is in a worktree, and why it is not removed.
  struct Removal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var reason: String?
    let prepare: @Sendable (_ place: String) throws -> Void
  }

  private static let dirty =
    "fatal: 'ROOT/w' contains modified or untracked files,"
    + " use --force to delete it"

  @Test(arguments: [
    Removal(testDescription: "nothing") { _ in },
    Removal(testDescription: "an ignored file") { place in
      try Data().write(to: URL(filePath: "\(place)/x.log"))
    },
    Removal(testDescription: "an untracked file", reason: dirty) { place in
      try Data().write(to: URL(filePath: "\(place)/한글.txt"))
    },
    Removal(testDescription: "a changed file", reason: dirty) { place in
      try Data("two\n".utf8).write(to: URL(filePath: "\(place)/a.txt"))
    },
    Removal(testDescription: "a removed file", reason: dirty) { place in
      try FileManager.default.removeItem(atPath: "\(place)/a.txt")
    },
  ])
  func `only what has nothing uncommitted is removed`(_ removal: Removal) throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let path = "\(scene.root)/w"
      try repository.addWorktree(
        at: path, on: Self.row, from: scene.id("HEAD"), reason: "test")
      let worktree = try scene.repository(at: path)
      try removal.prepare(path)
      let before = try FolderImage(of: path).names
      let reason = removal.reason?.replacing("ROOT", with: scene.root)
      let expected = reason.map {
        GitError.failed(command: "worktree", folder: scene.project, reason: $0)
      }
      var found: GitError?
      do throws(GitError) { try repository.removeWorktree(worktree, reason: "again") } catch {
        found = error
      }
      #expect(found == expected)
      if expected == nil {
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try repository.worktrees().map(\.path) == [scene.project])
        #expect(try repository.state(of: Self.row) != nil)
      } else {
        #expect(try FolderImage(of: path).names == before)
        #expect(try repository.worktrees().last?.isLocked == true)
        #expect(try scene.text(of: ".git/worktrees/w/locked") == "again\n")
      }
    }
  }

  @Test func `one that somebody has unlocked is removed, too`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let path = "\(scene.root)/w"
      try repository.addWorktree(
        at: path, on: Self.row, from: scene.id("HEAD"), reason: "test")
      try scene.git("worktree", "unlock", path)
      try repository.removeWorktree(scene.repository(at: path), reason: "test")
      #expect(try repository.worktrees().map(\.path) == [scene.project])
    }
  }

  @Test func `one whose folder is gone is forgotten, and no other`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      for name in ["gone", "unplugged", "here"] {
        try repository.addWorktree(
          at: "\(scene.root)/\(name)", on: Branch(name), from: scene.id("HEAD"), reason: "test")
      }
      try scene.git("worktree", "unlock", "\(scene.root)/unplugged")
      for name in ["gone", "unplugged"] {
        try FileManager.default.removeItem(atPath: "\(scene.root)/\(name)")
      }
      for name in ["gone", "here", "unknown"] {
        try repository.forgetWorktree(at: "\(scene.root)/\(name)")
      }
      #expect(
        try repository.worktrees().map(\.described) == [
          "\(scene.project) main", "\(scene.root)/here here, locked",
          "\(scene.root)/unplugged unplugged",
        ])
    }
  }

  // MARK: Index and files

  @Test func `what is not committed has its whole name, and only a file that is gone is missing`()
    throws
  {
    try withGitScene { scene in
      try scene.write("x\n", to: "gone.txt")
      _ = try scene.commitAll()
      try FileManager.default.removeItem(atPath: "\(scene.project)/gone.txt")
      for name in [".D", " blank in front", "한 글"] { try scene.write("x\n", to: name) }
      let files = try scene.repository().uncommittedFiles()
      #expect(files.map(\.path).sorted() == [" blank in front", ".D", "gone.txt", "한 글"])
      #expect(files.filter(\.isMissing).map(\.path) == ["gone.txt"])
    }
  }

  @Test func `the index follows a branch that was moved, and the files stay`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      try scene.write("new\n", to: "new.txt")
      let next = try repository.commit(
        tree: repository.snapshot(), parents: [head], message: "next")
      try repository.move(Branch("main"), to: next, from: head, reason: "test")
      #expect(try !repository.uncommittedFiles().isEmpty)
      try repository.readIndex(from: repository.tree(of: next))
      #expect(try repository.uncommittedFiles() == [])
      try scene.write("lost\n", to: "new.txt")
      try repository.checkOut(repository.tree(of: head))
      try repository.move(Branch("main"), to: head, from: next, reason: "test")
      #expect(try repository.uncommittedFiles() == [])
      #expect(!FileManager.default.fileExists(atPath: "\(scene.project)/new.txt"))
    }
  }
}

extension KnownWorktree {
  fileprivate var described: String {
    "\(path) \(branch?.name ?? "none")\(isLocked ? ", locked" : "")"
  }
}
