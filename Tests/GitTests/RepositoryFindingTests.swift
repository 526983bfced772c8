import Foundation
import Git
import Glibc
import Host
import TestSupport
import Testing

/// Which repository is found from a folder, and what is none.
@Suite struct RepositoryFindingTests {
  @Test func `it is found from each folder of each worktree`() throws {
    try withGitScene { scene in
      try scene.write("x", to: "docs/한글/x.md")
      try scene.git("worktree", "add", "--quiet", "-b", "row", "\(scene.root)/row")
      try scene.git(
        "init", "--quiet", "--separate-git-dir", "\(scene.root)/apart.git", "\(scene.root)/apart",
        in: scene.root)
      try FileManager.default.createSymbolicLink(
        atPath: "\(scene.root)/link", withDestinationPath: "\(scene.project)/docs")
      let git = "\(scene.project)/.git"
      let cases = [
        ("project", scene.project, git, git),
        ("project/docs/한글", scene.project, git, git),
        ("link", scene.project, git, git),
        ("row", "\(scene.root)/row", "\(git)/worktrees/row", git),
        ("apart", "\(scene.root)/apart", "\(scene.root)/apart.git", "\(scene.root)/apart.git"),
      ]
      for (folder, top, own, common) in cases {
        let repository = try scene.repository(at: "\(scene.root)/\(folder)")
        #expect(repository.top == top, "\(folder)")
        #expect(repository.folder == own, "\(folder)")
        #expect(repository.commonFolder == common, "\(folder)")
      }
    }
  }

  /// A folder `place`, made by `prepare`, and why no repository is found there.
  struct None: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let error: String
    let prepare: @Sendable (GitScene, _ place: String) throws -> Void
  }

  private static let none = [
    None(
      testDescription: "no repository",
      error: "noRepository(folder: PLACE, reason: no folder at or above it has .git)"
    ) { _, _ in },
    None(
      testDescription: "bare, without .git",
      error: "noRepository(folder: PLACE, reason: no folder at or above it has .git)"
    ) { scene, place in try scene.git("init", "--quiet", "--bare", in: place) },
    None(
      testDescription: "bare",
      error: "noRepository(folder: PLACE, reason: it is bare, and has no worktree)"
    ) { scene, place in
      try scene.git("init", "--quiet", in: place)
      try scene.git("config", "core.bare", "true", in: place)
    },
    None(
      testDescription: "an empty .git",
      error: "noRepository(folder: PLACE, reason: no folder at or above it has .git)"
    ) { _, place in
      try FileManager.default.createDirectory(
        atPath: "\(place)/.git", withIntermediateDirectories: true)
    },
    None(testDescription: "a link .git", error: "otherRepository(folder: PLACE)") { scene, place in
      try FileManager.default.createSymbolicLink(
        atPath: "\(place)/.git", withDestinationPath: "\(scene.project)/.git")
    },
    None(testDescription: "core.worktree elsewhere", error: "otherRepository(folder: PLACE)") {
      scene, place in
      try scene.git("init", "--quiet", in: place)
      try scene.git("config", "core.worktree", scene.project, in: place)
    },
    None(
      testDescription: "a .git file that names the repository of another folder",
      error: "otherRepository(folder: PLACE)"
    ) { scene, place in
      try Data("gitdir: \(scene.project)/.git\n".utf8).write(to: URL(filePath: "\(place)/.git"))
    },
    None(
      testDescription: "a .git file that names another worktree",
      error: "otherRepository(folder: PLACE)"
    ) { scene, place in
      try scene.git("worktree", "add", "--quiet", "-b", "row", "\(scene.root)/row")
      try Data("gitdir: \(scene.project)/.git/worktrees/row\n".utf8)
        .write(to: URL(filePath: "\(place)/.git"))
    },
    None(
      testDescription: "a commondir elsewhere", error: "otherRepository(folder: PLACE)"
    ) { scene, place in
      try scene.git("init", "--quiet", in: place)
      try Data("\(scene.project)/.git\n".utf8).write(to: URL(filePath: "\(place)/.git/commondir"))
    },
    None(
      testDescription: "HEAD is a pipe",
      error: "cannot read PLACE/.git/HEAD: Invalid argument"
    ) { scene, place in
      try scene.git("init", "--quiet", in: place)
      unlink("\(place)/.git/HEAD")
      mkfifo("\(place)/.git/HEAD", 0o600)
    },
    Self.pipe(".git/config"), Self.pipe(".git/packed-refs"), Self.pipe(".git/info/exclude"),
    Self.pipe(".gitattributes"), Self.pipe(".gitignore"), Self.pipe(".git/refs/heads/main"),
    Self.pipe(".git/MERGE_HEAD"), Self.included(#"path = ../ff"#),
    Self.included(##"path = "../ff" # a pipe"##), Self.included("PATH=../ff;"),
  ]

  private static func included(_ line: String) -> None {
    None(
      testDescription: "\(line) is a pipe", error: "cannot read PLACE/.git/../ff: Invalid argument"
    ) { scene, place in
      try scene.git("init", "--quiet", in: place)
      mkfifo("\(place)/ff", 0o600)
      let first = "[includeIf \"gitdir:/nowhere\"]\n\t path = more\n"
      try Data(first.utf8).write(to: URL(filePath: "\(place)/.git/config"))
      try Data("[core]\n[Include] \(line)\n".utf8).write(
        to: URL(filePath: "\(place)/.git/more"))
    }
  }

  private static func pipe(_ name: String) -> None {
    None(
      testDescription: "\(name) is a pipe", error: "cannot read PLACE/\(name): Invalid argument"
    ) { scene, place in
      try scene.git("init", "--quiet", in: place)
      unlink("\(place)/\(name)")
      mkfifo("\(place)/\(name)", 0o600)
    }
  }

  @Test(arguments: none) func `what is no repository is refused`(_ none: None) throws {
    try withGitScene { scene in
      let place = "\(scene.root)/place"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try none.prepare(scene, place)
      let error = #expect(throws: GitError.self) { try scene.repository(at: place) }
      #expect(error.map { Self.shown($0, place) } == none.error)
    }
  }

  /// The error with `PLACE` for the folder, and `SAID` for words of git.
  private static func shown(_ error: GitError, _ place: String) -> String {
    switch error {
    case .noRepository(let folder, let reason):
      let said = reason.hasPrefix("fatal: not a git repository") ? "SAID" : reason
      return "noRepository(folder: \(folder.replacing(place, with: "PLACE")), reason: \(said))"
    case .otherRepository(let folder):
      return "otherRepository(folder: \(folder.replacing(place, with: "PLACE")))"
    case .system(let error): return "\(error)".replacing(place, with: "PLACE")
    case .missing, .failed, .timedOut, .unreadable: return "\(error)"
    }
  }

  /// What a worker did to its worktree `row`, and what is found there.
  private static let replaced:
    [(name: String, found: String, change: @Sendable (GitScene, String) throws -> Void)] = [
      ("nothing", "found", { _, _ in }),
      ("no .git", "noRepository", { _, row in unlink("\(row)/.git") }),
      (
        "a repository of its own", "otherRepository",
        { scene, row in
          unlink("\(row)/.git")
          try scene.git("init", "--quiet", in: row)
        }
      ),
      (
        "the .git of another worktree", "otherRepository",
        { scene, row in
          try scene.git("worktree", "add", "--quiet", "-b", "x", "\(scene.root)/x")
          try Data("gitdir: \(scene.project)/.git/worktrees/x\n".utf8)
            .write(to: URL(filePath: "\(row)/.git"))
        }
      ),
      (
        "a commondir elsewhere", "otherRepository",
        { scene, _ in try scene.write("/elsewhere\n", to: ".git/worktrees/row/commondir") }
      ),
      (
        "a worktree of another repository", "otherRepository",
        { scene, row in
          try scene.git("clone", "--quiet", ".", "\(scene.root)/clone")
          try Directory.move(row, to: row + "-was")
          try scene.git(
            "worktree", "add", "--quiet", "-b", "y", row, in: "\(scene.root)/clone")
        }
      ),
      (
        "settings of its own", "found, with unknown settings",
        { scene, row in
          try scene.git("config", "extensions.worktreeConfig", "true")
          try scene.git("config", "--worktree", "filter.x.clean", "evil", in: row)
        }
      ),
    ]

  @Test(arguments: replaced.map(\.name))
  func `another worktree is found without git`(_ name: String) throws {
    let row = try #require(Self.replaced.first { $0.name == name })
    try withGitScene { scene in
      let path = "\(scene.root)/row"
      try scene.git("worktree", "add", "--quiet", "-b", "row", path)
      try row.change(scene, path)
      let main = try scene.repository()
      let settings = try RepositoryConfiguration(of: main)
      let found: String
      do throws(GitError) {
        let known = main.with(settings: [], vary: settings.varies)
        if let own = try known.worktree(at: path) {
          #expect(own.top == path && own.folder == "\(main.commonFolder)/worktrees/row")
          found = "found"
        } else {
          found = "found, with unknown settings"
        }
      } catch {
        found = String("\(error)".prefix { $0 != "(" })
      }
      #expect(found == row.found)
    }
  }

  @Test func `a missing git says so`() throws {
    try withGitScene { scene in
      #expect(throws: GitError.missing(.notFound("git"))) {
        try Repository(
          holding: scene.project, environment: Environment(["PATH": scene.root]))
      }
    }
  }
}
