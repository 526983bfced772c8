import TestSupport
import Testing

// When the forge is asked, and what happens where it does not answer.

extension PullRequestTests {
  @Test func `ops doctor asks whether pull requests can be made`() throws {
    let play = try PullRequestScene()
    try play.gitHub.set(.loggedOut)
    let doctor = try play.scene.run(
      play.scene.opsPath, ["doctor"], environment: play.environment(0))
    #expect(doctor.output.contains("gh is not logged in to github.com"), "\(doctor)")
  }

  @Test(arguments: [
    (
      GitHubStandIn.Trouble.rateLimited,
      "ERROR: the forge accepts no more requests from this account for now (the next ticks try again)"
    ),
    (
      .offline,
      "ERROR: the forge can't be reached: error connecting to api.github.com (the next ticks try again)"
    ),
    (
      .loggedOut,
      "ERROR: gh is not logged in to github.com (gh auth login --hostname github.com, or set GH_TOKEN)"
    ),
  ])
  func `a forge that does not answer is asked again, later each time`(
    _ trouble: GitHubStandIn.Trouble, message: String
  ) throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.gitHub.set(trouble)
    let failed = try play.sync(2)
    #expect(failed.errors.contains(message), "\(failed)")
    #expect(failed.status != 0)
    try play.gitHub.set(.none)
    // A tick tells it, once.
    #expect(try play.tick(3).errors.contains(message.dropFirst(7)))
    try play.sync(5)
    #expect(try play.row("A").notes.contains("pr=1"))
    #expect(try !play.tick(6).errors.contains(message.dropFirst(7)))
  }

  @Test func `a pull request is made once, also where the connection is lost behind it`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.gitHub.set(.lostAfterCreating)
    _ = try play.sync(2)
    #expect(try play.gitHub.pullRequests().count == 1)
    try play.gitHub.set(.none)
    try play.sync(10)
    #expect(try play.gitHub.pullRequests().count == 1)
    #expect(try play.row("A").notes.contains("pr=1"))
  }

  @Test func `ticks ask by themselves, at most once a minute`() throws {
    let play = try PullRequestScene(["A", "B"].map { worktreeRow($0) })
    try play.tick(0)
    #expect(try play.gitHub.pullRequests().isEmpty)
    try play.tick(2)
    #expect(try play.gitHub.pullRequests().count == 2)
    try play.tick(2)
    #expect(try play.questions() == 1)
    try play.tick(3)
    #expect(try play.questions() == 2)
    #expect(try play.row("B").notes.contains("pr=2"))
  }

  @Test(arguments: [
    (GitHubStandIn.Trouble.loggedOut, "gh is not logged in to github.com"),
    (.old, "gh is 2.20.0, but must be 2.23.0 or newer"),
  ])
  func `a row does not start where its pull request could not be made`(
    _ trouble: GitHubStandIn.Trouble, message: String
  ) throws {
    let play = try PullRequestScene()
    try play.gitHub.set(trouble)
    let outcome = try play.tick(0)
    #expect(try play.row("A").status == "PENDING")
    #expect(outcome.errors.contains(message), "\(outcome)")
    let why = try play.scene.ops("why", "A").output
    #expect(why.contains(message), "\(why)")
    try play.gitHub.set(.none)
    try play.tick(2)
    #expect(try play.row("A").notes.contains("awaits=merge"))
  }

  // MARK: Pull requests that orch did not open

  /// Pushes what a branch of the project has, and opens a pull request from there.
  private func open(
    _ branch: String, at commit: String, in play: PullRequestScene
  ) throws {
    try play.scene.bash(
      """
      git push -q -f .forge/bare.git \(commit):refs/heads/\(branch) && echo x > .forge/body &&
      gh pr create -R o/n --head \(branch) --base main --title t --body-file "$PWD/.forge/body"
      """, environment: play.environment(0)
    ).check()
  }

  /// Types the number into the row's notes, as a person does; `orch edit` would keep it as text.
  private func name(_ number: Int, in play: PullRequestScene) throws {
    let text = try play.scene.text().split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("| A |") ? "\($0.dropLast(2)) / pr=\(number) |" : String($0) }
    try play.scene.write(text.joined(separator: "\n"), to: "QUEUE.md")
  }

  @Test func `an agent's own pull request is followed where the note names it`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; ci: test")])
    try play.tick(0)
    try open("feature/a", at: "orch/A", in: play)
    try name(1, in: play)
    try expect(play.sync(2), is: .prints("A: pull request #1 waits for its checks\n  \(url)\n"))
    // A person adds a commit there.
    play.scene.git(
      """
      git clone -q -b feature/a .forge/bare.git .forge/person && cd .forge/person
      echo person > person.txt && git add person.txt && git commit -qm more && git push -q
      """)
    try play.gitHub.setChecks("feature/a", [("test", "COMPLETED", "SUCCESS")])
    try expect(play.sync(4), is: .prints("A: the checks of pull request #1 passed\n  \(url)\n"))
    try play.gitHub.merge("feature/a", commit: Self.commit)
    try expect(
      play.sync(6), is: .prints("A: pull request #1 was merged as cccccccccc\n  \(url)\n"))
    #expect(try play.row("A").status == "DONE")
    #expect(try play.gitHub.pullRequests().count == 1)
    play.scene.git("test -z \"$(git --git-dir .forge/bare.git branch --list 'orch/*')\"")
  }

  @Test func `a merged pull request without the work ends no row`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    play.scene.git("git commit -q --allow-empty -m other")
    try open("other", at: "main", in: play)
    try play.gitHub.merge("other", commit: Self.commit)
    try name(1, in: play)
    let said = "pull request #1 does not have the judged commit of A"
    try expect(
      play.sync(2),
      is: .fails(
        1,
        """
        ERROR: \(said) (push the commit to the branch of the pull request, or remove pr=1 from \
        the row's notes)
        """))
    #expect(try play.row("A").status == "BLOCKED")
    let why = try play.scene.ops("why", "A").output
    #expect(why.contains(said), "\(why)")
    // A number that no pull request has is the same.
    try play.scene.bash("sed -i 's/pr=1/pr=9/' QUEUE.md").check()
    #expect(try play.sync(4).errors.contains("pull request #9 does not have the judged commit"))
    try play.scene.bash("sed -i 's/ \\/ pr=9//' QUEUE.md").check()
    try expect(
      play.sync(6),
      is: .prints("A: pull request #2 opened\n  https://github.com/o/n/pull/2\n"))
  }
}
