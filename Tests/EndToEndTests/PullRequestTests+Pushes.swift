import Foundation
import TestSupport
import Testing

// What is pushed, and what becomes of the commits of others.

extension PullRequestTests {
  @Test func `nothing is pushed where a worker wrote another address`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    play.scene.git("git config remote.origin.pushurl /tmp/elsewhere")
    let outcome = try play.sync(2)
    #expect(
      outcome.errors.contains(
        "nothing is pushed: git's setting remote.origin.pushurl is not trusted"), "\(outcome)")
    #expect(try play.gitHub.pullRequests().isEmpty)
  }

  @Test func `commits that a person added on the forge come to the worktree`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    play.scene.git(
      """
      git clone -q -b orch/A .forge/bare.git .forge/person && cd .forge/person
      echo person > person.txt && git add person.txt && git commit -qm more && git push -q origin orch/A
      """)
    try expect(
      play.sync(3),
      is: .prints("A: took the commits that others added to pull request #1\n  \(url)\n"))
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "FAILURE")])
    try play.sync(4)
    #expect(try play.row("A").status == "PENDING")
    try play.tick(10)
    try expect(play.sync(12), is: .prints("A: pushed to pull request #1\n  \(url)\n"))
    expect(
      play.scene.git("git --git-dir .forge/bare.git log --format=%s orch/A"),
      is: "A: attempt 2\nmore\nA: attempt 1\nstart\n")
  }

  @Test func `commits in the place of the worker's are left to people`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    play.scene.git(
      """
      git clone -q -b orch/A .forge/bare.git .forge/person && cd .forge/person
      git commit -q --amend -m other && git push -q -f origin orch/A
      """)
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "FAILURE")])
    let said =
      "has other people's commits instead of its worker's: look at their checks yourself"
    try expect(play.sync(3), is: .prints("A: pull request #1 \(said)\n  \(url)\n"))
    #expect(try play.row("A").notes.contains("ci=pending"))
    // It is the row's own, also where nothing is known here of what was pushed.
    try play.scene.bash("rm .orch/forge/state.json").check()
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try play.sync(4)
    #expect(try play.row("A").status == "DONE")
  }

  @Test func `a table from elsewhere has no other branch pushed`() throws {
    let play = try PullRequestScene([
      row("A", "BLOCKED", notes: "worker=a / awaits=merge / branch=private/plans")
    ])
    play.scene.git("git branch private/plans")
    let outcome = try play.sync(2)
    #expect(outcome.errors.contains("branch orch/A of A is gone"), "\(outcome)")
    #expect(try play.gitHub.pullRequests().isEmpty)
    try play.scene.orch("trust", "--revoke").check()
    let untrusted = try play.sync(4)
    #expect(untrusted.status == 77, "\(untrusted)")
    #expect(untrusted.errors.contains("no pull request is made"), "\(untrusted)")
    play.scene.git(
      "test -z \"$(git --git-dir .forge/bare.git branch --list 'private/*' 'orch/*')\"")
  }

  @Test func `work of an earlier pull request becomes a new one`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try play.sync(3)
    // A person wants more of it.
    try play.scene.write(play.scene.text().replacing("| DONE |", with: "| PENDING |"))
    try play.tick(10)
    try expect(
      play.sync(12),
      is: .prints("A: pull request #2 opened\n  https://github.com/o/n/pull/2\n"))
    #expect(try play.row("A").notes.contains("pr=2"))
  }

  @Test func `work that begins anew replaces what was pushed, but no commit of others`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.scene.ops("retry", "A", "--fresh").check()
    try play.tick(4)
    try expect(play.sync(6), is: .prints("A: pushed to pull request #1\n  \(url)\n"))
    #expect(try play.gitHub.pullRequests().count == 1)
    play.scene.git(
      """
      git clone -q -b orch/A .forge/bare.git .forge/person && cd .forge/person
      git commit -q --allow-empty -m more && git push -q origin orch/A
      """)
    try play.scene.ops("retry", "A", "--fresh").check()
    try play.tick(8)
    let outcome = try play.sync(10)
    #expect(outcome.errors.contains("orch/A was not pushed"), "\(outcome)")
    play.scene.git("git --git-dir .forge/bare.git log -1 --format=%s orch/A | grep -qx more")
  }

  @Test func `one row's failure stops no other`() throws {
    let play = try PullRequestScene(["A", "B", "C"].map { worktreeRow($0) })
    try play.tick(0)
    // The forge does not take one of the branches.
    play.scene.git(
      """
      printf '#!/bin/sh\\nread old new ref\\ntest "$ref" != refs/heads/orch/B\\n' > .forge/bare.git/hooks/pre-receive
      chmod +x .forge/bare.git/hooks/pre-receive
      """)
    let outcome = try play.sync(2)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("orch/B was not pushed"), "\(outcome)")
    #expect(try play.gitHub.pullRequests().count == 2)
    try FileManager.default.removeItem(atPath: play.scene.path(".forge/bare.git/hooks/pre-receive"))
    let before = try play.questions()
    try play.sync(4)
    #expect(try play.gitHub.pullRequests().count == 3)
    // One question for all rows.
    #expect(try play.questions() - before == 1)
  }
}
