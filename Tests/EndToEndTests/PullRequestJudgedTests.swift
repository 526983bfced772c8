import TestSupport
import Testing

/// What becomes part of a pull request is what a review judged, or a person approved, and nothing else.
@Suite struct PullRequestJudgedTests {
  private static let commit = String(repeating: "c", count: 40)

  private static func left(_ files: String) -> String {
    """
    ERROR: the work on A changed after it was judged: \(files) (orch diff A shows all changes; orch approve \
    A --with-changes checks and lands them; with --discard it lands only the judged work, and keeps \
    the rest below refs/orch/left)
    """
  }

  /// Commits a file in the worktree of a row.
  private func commit(_ file: String, to id: String, of play: PullRequestScene) throws {
    try play.scene.bash(
      """
      cd "$($OPS worktrees \(id) --path)" && echo late > \(file) && git add \(file) &&
      git -c user.name=w -c user.email=w@x commit -qm late
      """, environment: play.environment(0)
    ).check()
  }

  private func pushed(_ play: PullRequestScene) -> String {
    play.scene.git("git --git-dir .forge/bare.git log --format=%s main..orch/A")
  }

  @Test func `a commit that came after the verdict waits for a person`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try commit("late", to: "A", of: play)
    try expect(play.sync(2), is: .fails(1, Self.left("late")))
    #expect(try play.gitHub.pullRequests().isEmpty)
    play.scene.git("test -z \"$(git --git-dir .forge/bare.git branch --list 'orch/*')\"")
    let notes = try play.row("A").notes
    #expect(notes.contains("awaits=approval"), "\(notes)")
    #expect(notes.hasSuffix("changed after it was judged: late"), "\(notes)")
    let why = try play.scene.ops("why", "A").output
    #expect(why.contains("waits for approval: changed after it was judged: late"), "\(why)")
    // It is asked only once.
    try expect(play.sync(4), is: .prints("NOOP\n"))
    try expect(play.orch("approve", "A"), is: .fails(1, Self.left("late")))
    try play.orch("approve", "A", "--with-changes").check()
    #expect(try play.row("A").notes.contains("awaits=merge"))
    #expect(try !play.row("A").notes.contains("changed after it was judged"))
    try expect(
      play.sync(6), is: .prints("A: pull request #1 opened\n  https://github.com/o/n/pull/1\n"))
    expect(pushed(play), is: "late\nA: attempt 1\n")
    // What comes behind that waits again.
    try commit("later", to: "A", of: play)
    try expect(play.sync(8), is: .fails(1, Self.left("later")))
    expect(pushed(play), is: "late\nA: attempt 1\n")
  }

  @Test func `what was judged stays in the pull request, and the rest is kept`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try commit("late", to: "A", of: play)
    try expect(play.sync(4), is: .fails(1, Self.left("late")))
    try play.orch("approve", "A", "--discard").check()
    #expect(try play.row("A").notes.contains("awaits=merge"))
    try expect(
      play.sync(6),
      is: .prints("A: pull request #1 waits for its checks\n  https://github.com/o/n/pull/1\n"))
    expect(pushed(play), is: "A: attempt 1\n")
    expect(play.scene.git("git show refs/orch/left/A/1:late"), is: "late\n")
  }

  @Test func `commits of others stay where what came later is discarded`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    play.scene.git(
      """
      git clone -q -b orch/A .forge/bare.git .forge/person && cd .forge/person
      echo person > person.txt && git add person.txt && git commit -qm more && git push -q origin orch/A
      """)
    try play.sync(3)
    try commit("late", to: "A", of: play)
    #expect(try play.sync(5).status == 1)
    try play.orch("approve", "A", "--discard").check()
    try expect(
      play.sync(7),
      is: .prints(
        "A: took the commits that others added to pull request #1\n  https://github.com/o/n/pull/1\n"
      ))
    expect(pushed(play), is: "more\nA: attempt 1\n")
    expect(play.scene.git("git log --format=%s main..orch/A"), is: "more\nA: attempt 1\n")
  }

  @Test func `what came later runs its checks before it is approved`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; cmd: small")])
    try play.scene.write(
      play.scene.text("orch.json").replacing(
        #""retry""#,
        with: #""review": {"run_checks": true, "checks": {"small": ["./small.sh"]}}, "retry""#),
      to: "orch.json")
    try writeExecutable("#!/bin/sh\ntest ! -e late\n", to: play.scene.path("small.sh"))
    try play.scene.trust()
    try play.tick(0)
    #expect(try play.row("A").notes.contains("awaits=merge"))
    try commit("late", to: "A", of: play)
    #expect(try play.sync(2).status == 1)
    let outcome = try play.orch("approve", "A", "--with-changes")
    #expect(outcome.status == 1 && outcome.errors.contains("small fails"), "\(outcome)")
    #expect(try play.row("A").notes.contains("awaits=approval"))
  }

  @Test func `work that was judged since a pull request was merged becomes another one`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; ci: test")])
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "FAILURE")])
    try play.sync(3)
    try play.tick(10)
    // A person did not wait for the second attempt.
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try expect(
      play.sync(12), is: .prints("A: pull request #2 opened\n  https://github.com/o/n/pull/2\n"))
    #expect(try play.row("A").notes.contains("awaits=merge"))
    expect(pushed(play), is: "A: attempt 2\nA: attempt 1\n")
  }

  @Test func `commits of another row wait with that row`() throws {
    let play = try PullRequestScene(["A", "B"].map { worktreeRow($0) })
    try play.tick(0)
    try play.scene.bash(
      #"cd "$($OPS worktrees B --path)" && git -c user.name=w -c user.email=w@x merge -q -m both orch/A"#,
      environment: play.environment(0)
    ).check()
    #expect(try play.sync(2, "B").errors.contains("the work on B changed after it was judged"))
    try play.orch("approve", "B", "--with-changes").check()
    let outcome = try play.sync(4, "B")
    #expect(outcome.errors.contains("B waits for the work of A"), "\(outcome)")
    #expect(try play.gitHub.pullRequests().isEmpty)
    let why = try play.scene.ops("why", "B").output
    #expect(why.contains("B waits for the work of A"), "\(why)")
    try play.orch("done", "A", "--notes", "merged by hand").check()
    try expect(
      play.sync(6, "B"), is: .prints("B: pull request #1 opened\n  https://github.com/o/n/pull/1\n")
    )
  }
}
