import Foundation
import Git
import TestSupport
import Testing

/// What two commits become together, and the markers of conflicts.
@Suite struct MergeTests {
  struct Pair: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Text by path; `nil` for a file that is removed.
    let first: [String: String?]
    let second: [String: String?]
    /// `nil` for a clean merge.
    let conflict: Set<String>?
    let marked: Set<String>
  }

  private static let odd = "a\n한글 \"b\".txt"

  @Test(arguments: [
    Pair(
      testDescription: "other files", first: ["b.txt": "b"], second: ["c.txt": "c"],
      conflict: nil, marked: []),
    Pair(
      testDescription: "contents", first: ["a.txt": "two\n"], second: ["a.txt": "three\n"],
      conflict: ["a.txt"], marked: ["a.txt"]),
    Pair(
      testDescription: "changed and removed", first: ["a.txt": "two\n"],
      second: ["a.txt": String?.none], conflict: ["a.txt"], marked: []),
    Pair(
      testDescription: "both made, with an odd name", first: [odd: "x\n"], second: [odd: "y\n"],
      conflict: [odd], marked: [odd]),
    Pair(
      testDescription: "attributes that call it binary, and markers longer",
      first: ["a.txt": "two\n", ".gitattributes": "a.txt -diff conflict-marker-size=20\n"],
      second: ["a.txt": "three\n", ".gitattributes": "a.txt -diff conflict-marker-size=20\n"],
      conflict: ["a.txt"], marked: ["a.txt"]),
  ])
  func `two commits`(_ pair: Pair) throws {
    try withGitScene { scene in
      let base = try scene.id("HEAD")
      let first = try Self.commit(pair.first, in: scene)
      try scene.git("reset", "--quiet", "--hard", base.text)
      let second = try Self.commit(pair.second, in: scene)
      // As a user may have it in all repositories.
      try scene.git("config", "color.ui", "always")
      try scene.git("config", "color.grep.filename", "red")
      let repository = try scene.repository()
      let before = try (repository.snapshot(), scene.git("for-each-ref"))
      let tree: ObjectID
      switch try repository.merge(first, second) {
      case .clean(let merged):
        #expect(pair.conflict == nil)
        tree = merged
      case .conflict(let merged, let conflicts):
        #expect(pair.conflict == Set(conflicts.flatMap(\.paths.keys)))
        tree = merged
      }
      let commit = try repository.commit(tree: tree, parents: [first, second], message: "merge")
      #expect(try repository.filesWithConflictMarkers(in: commit) == pair.marked)
      #expect(try (repository.snapshot(), scene.git("for-each-ref")) == before)
    }
  }

  struct Conflict: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let first: String
    let second: String
    /// The paths of each conflict; behind each whether the merge left something, and whether ours and
    /// theirs have something: `bin lot`, and `-` for what they lack.
    let conflicts: [String]
  }

  @Test(arguments: [
    Conflict(
      testDescription: "binary", first: "printf '1\\0' > bin", second: "printf '2\\0' > bin",
      conflicts: ["bin lot"]),
    Conflict(
      testDescription: "both add a binary", first: "printf '1\\0' > new",
      second: "printf '2\\0' > new", conflicts: ["new lot"]),
    Conflict(
      testDescription: "one deletes", first: "rm a.txt", second: "echo more >> a.txt",
      conflicts: ["a.txt l-t"]),
    Conflict(
      testDescription: "a text without a merge driver",
      first: "echo 1 > a.txt; echo '*.txt -merge' > .gitattributes",
      second: "echo 2 > a.txt; echo '*.txt -merge' > .gitattributes", conflicts: ["a.txt lot"]),
    Conflict(
      testDescription: "a file became a folder", first: "rm a.txt; mkdir a.txt; echo 1 > a.txt/x",
      second: "echo more >> a.txt", conflicts: ["a.txt l--, a.txt~SECOND l-t", "a.txt~SECOND l-t"]),
    Conflict(
      testDescription: "both rename", first: "git mv long.txt one.txt",
      second: "git mv long.txt two.txt",
      conflicts: ["long.txt ---, one.txt lo-, two.txt l-t"]),
    Conflict(
      testDescription: "both rename, and one changes a text, too",
      first: "git mv long.txt one.txt; echo 1 > a.txt",
      second: "git mv long.txt two.txt; echo 2 > a.txt",
      conflicts: ["a.txt lot", "long.txt ---, one.txt lo-, two.txt l-t"]),
    Conflict(
      testDescription: "names with blanks and tabs", first: "printf '1\\0' > 'a b\tc'",
      second: "printf '2\\0' > 'a b\tc'", conflicts: ["a b\tc lot"]),
  ])
  func `what a merge leaves`(_ conflict: Conflict) throws {
    try withGitScene { scene in
      let lines = (1...30).map { "\($0)\n" }.joined()
      try scene.write(lines, to: "long.txt")
      try scene.write("\u{0}", to: "bin")
      let base = try scene.commitAll("begin")
      var sides: [ObjectID] = []
      for script in [conflict.first, conflict.second] {
        try scene.git("reset", "--quiet", "--hard", base.text)
        try scene.git("-c", "alias.play=!\(script)", "play")
        sides.append(try scene.commitAll("side"))
      }
      guard case .conflict(_, let found) = try scene.repository().merge(sides[0], sides[1]) else {
        Issue.record("no conflict")
        return
      }
      func state(_ sides: MergeConflict.Sides) -> String {
        (sides.left == nil ? "-" : "l") + (sides.ours == nil ? "-" : "o")
          + (sides.theirs == nil ? "-" : "t")
      }
      let texts = found.map { conflict in
        conflict.paths.sorted { $0.key < $1.key }.map { "\($0.key) \(state($0.value))" }
          .joined(separator: ", ").replacing(sides[1].text, with: "SECOND")
      }
      #expect(texts.sorted() == conflict.conflicts)
    }
  }

  private static func commit(
    _ files: [String: String?], in scene: GitScene
  ) throws -> ObjectID {
    for (path, text) in files {
      if let text {
        try scene.write(text, to: path)
      } else {
        try FileManager.default.removeItem(atPath: "\(scene.project)/\(path)")
      }
    }
    return try scene.commitAll()
  }

  @Test func `histories without a common commit are merged, too`() throws {
    try withGitScene { scene in
      let repository = try scene.repository()
      let head = try scene.id("HEAD")
      let other = try repository.commit(
        tree: repository.tree(of: head), parents: [], message: "other")
      #expect(try repository.mergeBase(head, other) == nil)
      #expect(try !repository.contains(head, in: other))
      #expect(try repository.merge(head, other) == .clean(repository.tree(of: head)))
    }
  }

  @Test func `a line of a text that only looks like a marker is none`() throws {
    try withGitScene { scene in
      try scene.write("<<<<<<<\n <<<<<<< a\n======= b\n<<<<<< c\n", to: "b.txt")
      try scene.write("x\n>>>>>>> theirs\n", to: "\u{301}.txt")
      let commit = try scene.commitAll()
      #expect(try scene.repository().filesWithConflictMarkers(in: commit) == ["\u{301}.txt"])
    }
  }

  // MARK: Forward

  @Test func `a checkout moves forward, and keeps what is not committed`() throws {
    try withGitScene { scene in
      let base = try scene.id("HEAD")
      let next = try Self.commit(["b.txt": "b\n"], in: scene)
      try scene.git("reset", "--quiet", "--hard", base.text)
      for (key, value) in [
        ("merge.autoStash", "true"), ("branch.main.mergeOptions", "--squash --no-ff"),
      ] {
        try scene.git("config", key, value)
      }
      try scene.write("staged\n", to: "a.txt")
      try scene.git("add", "a.txt")
      try scene.write("not staged\n", to: "a.txt")
      try scene.repository().fastForward(to: next)
      #expect(try scene.id("main") == next)
      #expect(try scene.text(of: "b.txt") == "b\n")
      #expect(try scene.text(of: "a.txt") == "not staged\n")
      #expect(try scene.git("show", ":a.txt") == "staged")
    }
  }

  @Test(arguments: [
    ("a.txt", "a changed file"), ("new.txt", "an untracked file"), ("x.log", "an ignored file"),
  ])
  func `what is in the way stays, and the checkout where it is`(
    _ path: String, _ what: String
  ) throws {
    try withGitScene { scene in
      let base = try scene.id("HEAD")
      try scene.write("theirs\n", to: path)
      try scene.git("add", "--force", path)
      let next = try scene.commitAll()
      try scene.git("reset", "--quiet", "--hard", base.text)
      try scene.write("mine\n", to: path)
      let error = #expect(throws: GitError.self) { try scene.repository().fastForward(to: next) }
      guard case .failed(command: "merge", _, let reason) = error else {
        Issue.record("\(what): \(String(describing: error))")
        return
      }
      #expect(reason.contains("would be overwritten by merge"), "\(what)")
      #expect(try scene.text(of: path) == "mine\n", "\(what)")
      #expect(try scene.id("HEAD") == base, "\(what)")
    }
  }

  @Test func `a checkout whose branch is not behind stays`() throws {
    try withGitScene { scene in
      let base = try scene.id("HEAD")
      let other = try Self.commit(["b.txt": "b\n"], in: scene)
      try scene.git("reset", "--quiet", "--hard", base.text)
      let mine = try Self.commit(["c.txt": "c\n"], in: scene)
      #expect(throws: GitError.self) { try scene.repository().fastForward(to: other) }
      #expect(try scene.id("HEAD") == mine)
    }
  }

  // MARK: Remotes

  @Test func `a fetch moves the remote's branch alone`() throws {
    try withGitScene { scene in
      let origin = "\(scene.root)/origin"
      try scene.git("clone", "--quiet", scene.project, origin, in: scene.root)
      try scene.git("checkout", "--quiet", "-b", "here")
      try scene.git("remote", "add", "origin", origin)
      // The settings would move a branch of this repository with it.
      try scene.git("config", "--replace-all", "remote.origin.fetch", "+refs/heads/*:refs/heads/*")
      try scene.git("config", "fetch.prune", "true")
      let base = try scene.id("HEAD")
      try scene.git(
        "-c", "user.name=a", "-c", "user.email=a", "commit", "--quiet", "--allow-empty",
        "--message", "later", in: origin)
      try scene.repository().fetch("main", from: "origin")
      #expect(try scene.id("main") == base)
      #expect(
        try scene.id("refs/remotes/origin/main").text
          == scene.git("rev-parse", "main", in: origin))
      #expect(
        throws: GitError.failed(
          command: "fetch", folder: scene.project,
          reason: "fatal: couldn't find remote ref refs/heads/gone")
      ) { try scene.repository().fetch("gone", from: "origin") }
    }
  }
}
