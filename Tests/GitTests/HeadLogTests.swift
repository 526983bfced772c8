import Host
import TestSupport
import Testing

@testable import Git

/// What is read of git's own files without git.
@Suite struct HeadLogTests {
  /// Makes a repository, and runs a script in it.
  private func withRepository(
    _ script: String, _ body: (_ folder: String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let variables = [
        "HOME": folder, "PATH": "/usr/bin:/bin",
        "GIT_AUTHOR_NAME": "me", "GIT_AUTHOR_EMAIL": "me@example.org",
        "GIT_COMMITTER_NAME": "me", "GIT_COMMITTER_EMAIL": "me@example.org",
      ]
      let ending = try run(
        "/bin/bash", ["-c", "set -e; git init -q -b main\n\(script)"], in: folder,
        environment: variables)
      try #require(ending.status == 0, "\(ending)")
      try body(folder)
    }
  }

  private static let commit = "git commit -q --allow-empty -m"

  @Test func `the moves of HEAD, oldest first`() throws {
    let script = """
      \(Self.commit) one; \(Self.commit) two; git reset -q --hard HEAD~1; git checkout -q -b side
      \(Self.commit) three; git checkout -q main; git merge -q side; git commit -q --amend --allow-empty -m four
      """
    try withRepository(script) { folder in
      let moves = try #require(HeadLog(of: "\(folder)/.git")).moves
      #expect(
        moves.map { String($0.message.prefix { $0 != ":" && $0 != " " }) } == [
          "commit", "commit", "reset", "checkout", "commit", "checkout", "merge", "commit",
        ])
      #expect(moves.map(\.movesFiles) == [true, true, false, true, true, true, true, true])
      #expect(
        moves.map(\.makesCommit) == [true, true, false, false, true, false, false, true])
      #expect(moves.first?.from == nil)
      #expect(zip(moves, moves.dropFirst()).allSatisfy { $0.to == $1.from })
      #expect(moves.last?.to.text == GitHead.position(above: folder)?.commit)
    }
  }

  @Test func `the size of the log tells one time at a commit from another`() throws {
    let script = """
      \(Self.commit) one; stat -c %s .git/logs/HEAD > sizes
      \(Self.commit) two; stat -c %s .git/logs/HEAD >> sizes
      git reset -q --hard HEAD~1; stat -c %s .git/logs/HEAD >> sizes
      """
    try withRepository(script) { folder in
      let log = try #require(HeadLog(of: "\(folder)/.git"))
      let sizes = try contents(of: "\(folder)/sizes").split(separator: "\n").compactMap { Int($0) }
      let commits = [log.commits[0], log.commits[1], log.commits[0]]
      #expect(log.commits == commits)
      for (place, size) in sizes.enumerated() {
        #expect(log.place(of: commits[place], atSize: size) == place)
        // Git wrote it anew.
        #expect(log.place(of: commits[place], atSize: size - 1) == nil)
      }
      #expect(log.place(of: commits[1], atSize: sizes[0]) == nil)
      #expect(GitHead.position(above: folder)?.logSize == sizes[2])
    }
  }

  @Test func `a repository without a log has none`() throws {
    try withRepository("\(Self.commit) one; rm -r .git/logs") { folder in
      #expect(HeadLog(of: "\(folder)/.git") == nil)
    }
  }

  struct Position: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let script: String
    /// Where the position is read.
    var place = ""
    var operation: GitOperation?
    var isDetached = false
    var hasCommit = true
  }

  @Test(arguments: [
    Position(testDescription: "no commit", script: "", hasCommit: false),
    Position(testDescription: "a branch", script: "\(commit) one"),
    Position(testDescription: "packed refs", script: "\(commit) one; git pack-refs --all"),
    Position(
      testDescription: "a commit", script: "\(commit) one; git checkout -q --detach",
      isDetached: true),
    Position(
      testDescription: "a merge",
      script: """
        \(commit) one; git checkout -q -b side; \(commit) two; git checkout -q main
        \(commit) three; git merge -q --no-commit side
        """, operation: .merge),
    Position(
      testDescription: "a rebase that waits",
      script: """
        \(commit) one; echo a > f; git add f; git commit -q -m a
        git rebase -q -x false HEAD~1 2> /dev/null || true
        """, operation: .rebase),
    Position(
      testDescription: "a cherry-pick that waits",
      script: """
        \(commit) one; echo a > f; git add f; git commit -q -m a; git checkout -q -b side HEAD~1
        echo b > f; git add f; git commit -q -m b; git cherry-pick main > /dev/null 2>&1 || true
        """, operation: .cherryPick),
    Position(
      testDescription: "a revert that waits",
      script: """
        \(commit) one; for t in a b c; do echo $t > f; git add f; git commit -q -m $t; done
        git revert HEAD~1 > /dev/null 2>&1 || true
        """, operation: .revert),
    Position(
      testDescription: "a bisect",
      script: """
        \(commit) one; \(commit) two; \(commit) three
        git bisect start HEAD HEAD~2 > /dev/null
        """, operation: .bisect, isDetached: true),
    Position(
      testDescription: "a worktree of its own",
      script: "\(commit) one; git worktree add -q -b side w; cd w; \(commit) two", place: "/w"),
  ])
  func `what is checked out, and what git has begun`(_ given: Position) throws {
    try withRepository(given.script) { folder in
      let place = folder + given.place
      let position = try #require(GitHead.position(above: place))
      #expect(position.operation == given.operation)
      #expect(position.isDetached == given.isDetached)
      #expect((position.commit != nil) == given.hasCommit)
      let ending = try run(
        "/bin/bash", ["-c", "git rev-parse -q --verify HEAD"], in: place,
        environment: ["HOME": folder, "PATH": "/usr/bin:/bin"])
      #expect(ending.output == (position.commit.map { "\($0)\n" } ?? ""))
    }
  }
}
