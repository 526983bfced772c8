import Foundation
import Git
import Glibc
import Host
import TestSupport
import Testing

/// The files of a worktree as a tree.
@Suite struct SnapshotTests {
  private static let odd = [
    "-rf", "--exec=x", " ", "a b", "한글 이름.md", "a\nb", "a\tb", "\"quoted\"", "*", ":(glob)x",
    "\u{301}x",
  ]

  @Test func `it has untracked files, changes, deletions, modes and links`() throws {
    try withGitScene { scene in
      try scene.write("gone", to: "gone.txt")
      try scene.write("kept", to: "kept.log")
      try scene.write("#!/bin/sh\n", to: "run.sh")
      try scene.git("add", "--force", "kept.log")
      let first = try scene.commitAll()
      try FileManager.default.removeItem(atPath: "\(scene.project)/gone.txt")
      try scene.write("two\n", to: "a.txt")
      try scene.write("x", to: "ignored.log")
      try scene.write("changed", to: "kept.log")
      chmod("\(scene.project)/run.sh", 0o755)
      symlink("a.txt", "\(scene.project)/link")
      for name in Self.odd { try scene.write("odd", to: "odd/\(name)") }
      let repository = try scene.repository()
      let changes = try repository.changes(from: first, to: repository.snapshot())
      let expected =
        [
          ("M", "a.txt"), ("D", "gone.txt"), ("M", "kept.log"), ("A", "link"), ("M", "run.sh"),
        ] + Self.odd.map { ("A", "odd/\($0)") }
      #expect(
        Set(changes.map { "\($0.change.rawValue) \($0.path)" })
          == Set(expected.map { "\($0) \($1)" }))
      let tree = try repository.snapshot()
      #expect(
        try scene.git("ls-tree", tree.text, "link", "run.sh", "a.txt").split(separator: "\n")
          .map { $0.prefix(6) } == ["100644", "120000", "100755"])
      for name in Self.odd {
        let file = try repository.file("odd/\(name)", of: tree)
        #expect(file == Array("odd".utf8), "\(name)")
      }
      #expect(try repository.file("odd/none", of: tree) == nil)
    }
  }

  @Test func `what is excluded stays as it was, whatever its name`() throws {
    try withGitScene { scene in
      for name in Self.odd { try scene.write("old", to: "\(name).md") }
      let first = try scene.commitAll()
      for name in Self.odd { try scene.write("new", to: "\(name).md") }
      try scene.write("new", to: "folder/x.md")
      let repository = try scene.repository()
      let tree = try repository.snapshot(except: Self.odd.map { "\($0).md" } + ["folder"])
      #expect(try repository.changes(from: first, to: tree) == [])
      // A pattern would take others with it.
      let others = try repository.snapshot(except: ["*.md", "folder"])
      #expect(
        Set(try repository.changes(from: first, to: others).map(\.path))
          == Set(Self.odd.map { "\($0).md" }.filter { $0 != "*.md" }))
    }
  }

  private typealias Excluded = (
    name: String, path: String, make: @Sendable (GitScene) throws -> Void, added: [String]
  )

  private static let excluded: [Excluded] = [
    (
      "a folder that git ignores", "tasks", { try $0.write("x", to: "tasks/n.md") }, ["b.txt"]
    ),
    ("a file that git ignores", "a.log", { try $0.write("x", to: "a.log") }, ["b.txt"]),
    (
      "a file in a folder that git ignores", "tasks/n.md",
      { try $0.write("x", to: "tasks/n.md") }, ["b.txt"]
    ),
    (
      "one that is not there, in a folder that git ignores", "tasks/n.md",
      { try $0.write("x", to: "tasks/other.md") }, ["b.txt"]
    ),
    (
      "a tracked file that git ignores now", "tasks/old.md",
      { scene in
        try scene.write("x", to: "tasks/old.md")
        try scene.git("add", "--force", "tasks/old.md")
        try scene.git("commit", "--quiet", "--message", "old")
        try scene.write("y", to: "tasks/old.md")
        try scene.write("y", to: "tasks/new.md")
      }, ["b.txt"]
    ),
    (
      "what is behind a link", "logs/workers",
      { symlink("/nonexistent", "\($0.project)/logs") }, ["b.txt", "logs"]
    ),
    ("a file that git takes", "c.txt", { try $0.write("x", to: "c.txt") }, ["b.txt"]),
  ]

  @Test(arguments: excluded.indices)
  func `what is excluded fails no snapshot, whether git ignores it or not`(_ index: Int) throws {
    let (name, path, make, added) = Self.excluded[index]
    try withGitScene { scene in
      try scene.write("*.log\n/tasks/\n", to: ".gitignore")
      try scene.commitAll()
      try make(scene)
      try scene.write("x", to: "b.txt")
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      let tree = try repository.snapshot(except: [path])
      #expect(try repository.changes(from: head, to: tree).map(\.path) == added, "\(name)")
    }
  }

  @Test func `index, files and stash stay byte for byte as they are`() throws {
    try withGitScene { scene in
      try scene.write("stashed\n", to: "a.txt")
      try scene.git("stash")
      try scene.write("staged\n", to: "a.txt")
      try scene.git("add", "a.txt")
      try scene.write("not staged\n", to: "a.txt")
      try scene.write("x", to: "untracked.txt")
      let before = try Self.image(of: scene)
      _ = try scene.repository().snapshot()
      _ = try scene.repository().status()
      #expect(try Self.image(of: scene) == before)
    }
  }

  /// All files but for the objects, with their contents and times.
  private static func image(of scene: GitScene) throws -> FolderImage {
    var image = try FolderImage(of: scene.project)
    for (name, inode) in image.names
    where name.hasPrefix(".git/objects/") || image.files[inode]?.kind == .folder {
      image.names[name] = nil
      image.files[inode] = nil
    }
    return image
  }

  @Test func `it sees a change within the tick of the index`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let first = try scene.id("HEAD")
      // All of these have the size and the second of the one that the index knows.
      for text in ["two\n", "six\n", "ten\n"] {
        try scene.write(text, to: "a.txt")
        let tree = try repository.snapshot()
        #expect(try repository.file("a.txt", of: tree) == Array(text.utf8))
        #expect(try repository.changes(from: first, to: tree).map(\.path) == ["a.txt"])
        #expect(try repository.uncommittedFiles().map(\.path) == ["a.txt"])
      }
    }
  }

  @Test func `settings can't hide another file with the old size and time`() throws {
    try withGitScene { scene in
      let path = "\(scene.project)/a.txt"
      try scene.git("config", "core.checkStat", "minimal")
      try Self.setTime(of: path, to: 1_000_000_000)
      try scene.git("update-index", "--really-refresh")
      try scene.write("two\n", to: "b.txt")
      try Self.setTime(of: "\(scene.project)/b.txt", to: 1_000_000_000)
      rename("\(scene.project)/b.txt", path)
      let tree = try scene.repository().snapshot()
      #expect(try scene.repository().file("a.txt", of: tree) == Array("two\n".utf8))
    }
  }

  private static func setTime(of path: String, to seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
  }

  @Test func `of a repository in it, it has the commit`() throws {
    try withGitScene { scene in
      let inner = "\(scene.project)/inner"
      try scene.git("init", "--quiet", inner)
      func commit() throws -> String {
        try scene.git(
          "-c", "user.name=a", "-c", "user.email=a", "commit", "--quiet", "--allow-empty",
          "--message", "x", in: inner)
        return try scene.git("rev-parse", "HEAD", in: inner)
      }
      let repository = try scene.repository()
      for _ in 1...2 {
        let id = try commit()
        let tree = try repository.snapshot()
        #expect(try scene.git("ls-tree", tree.text, "inner") == "160000 commit \(id)\tinner")
        try scene.git("read-tree", tree.text)
      }
      _ = try commit()
      // What is left out is as in the last commit.
      #expect(
        try repository.snapshot(except: ["inner"]) == repository.tree(of: scene.id("HEAD")))
      try FileManager.default.removeItem(atPath: inner)
      let tree = try repository.snapshot()
      #expect(try scene.git("ls-tree", tree.text, "inner") == "")
    }
  }

  @Test func `a stash that settings show is nothing that is not committed`() throws {
    try withGitScene { scene in
      try scene.write("two\n", to: "a.txt")
      try scene.git("stash")
      try scene.git("config", "status.showStash", "true")
      #expect(try scene.repository().uncommittedFiles() == [])
      try scene.write("x", to: "untracked.txt")
      #expect(try scene.repository().uncommittedFiles().map(\.path) == ["untracked.txt"])
    }
  }

  @Test func `a .gitmodules hides no submodule`() throws {
    try withGitScene { scene in
      let text = "[submodule \"x\"]\n\tpath = sub\n\turl = ./x\n\tignore = all\n"
      try scene.write(text, to: ".gitmodules")
      let first = try scene.commitAll()
      let id = first.text
      try scene.git("update-index", "--add", "--cacheinfo", "160000,\(id),sub")
      let tree = try scene.id(scene.git("write-tree"))
      let repository = try scene.repository()
      #expect(try repository.changes(from: first, to: tree).map(\.path) == ["sub"])
      #expect(try repository.diff(from: first, to: tree, .patch).contains("Subproject commit"))
    }
  }
}
