import TestSupport
import Testing
import Text

/// `integrate: pr`: work that passed becomes a pull request, and its fate comes back.
@Suite struct PullRequestTests {
  static let commit = String(repeating: "c", count: 40)

  @Test func `a row becomes a pull request, and is DONE once that is merged`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; ci: test")])
    try expect(play.tick(0).output, is: "A\n")
    #expect(try play.row("A").status == "BLOCKED")
    #expect(try play.row("A").notes.contains("awaits=merge"))
    // Nothing but the checks of the pull request verifies `ci: test`.
    #expect(try play.row("A").notes.contains("review:PASS verified=1 reported=0 "))
    try expect(
      play.sync(2),
      is: .prints("A: pull request #1 opened\n  https://github.com/o/n/pull/1\n"))
    let request = try #require(try play.gitHub.pullRequests().first)
    #expect(request["title"]?.stringValue == "A: work")
    #expect(request["base"]?.stringValue == "main" && request["branch"]?.stringValue == "orch/A")
    #expect(request["body"]?.stringValue?.contains("```text\n[REPORT A]") == true, "\(request)")
    // It is asked at most once a minute.
    try expect(
      play.sync(2).output,
      is: """
        the forge was asked a moment ago, and is asked again at 2026-01-31 18:03 (--now asks at once)

        """)
    try play.gitHub.setChecks("orch/A", [("test", "IN_PROGRESS", nil)])
    try expect(play.sync(3), is: .prints("A: pull request #1 waits for its checks\n  \(url)\n"))
    try expect(play.sync(3, "--now"), is: .prints("NOOP\n"))
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "SUCCESS")])
    try expect(play.sync(4), is: .prints("A: the checks of pull request #1 passed\n  \(url)\n"))
    #expect(try play.row("A").notes.contains("pr=1 / ci=passed"))
    let waiting = try play.scene.ops("waiting").output
    #expect(waiting.contains("pull request #1 waits to be merged: its checks passed"), "\(waiting)")
    try expect(
      play.orch("approve", "A"),
      is: .fails(
        1,
        """
        ERROR: A is not waiting for approval: it is BLOCKED (its pull request is merged on the forge, not here \
        (ops pr sync A))
        """))
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try expect(
      play.sync(5), is: .prints("A: pull request #1 was merged as cccccccccc\n  \(url)\n"))
    #expect(try play.row("A").status == "DONE")
    #expect(try play.row("A").notes.contains("merged=\(Self.commit)"))
    #expect(try play.row("A").notes.contains("review:PASS verified=2 reported=0 "))
    try expect(play.sync(6), is: .prints("NOOP\n"))
  }

  let url = "https://github.com/o/n/pull/1"

  /// As its workers are, a pull request is of the machine that worked the row.
  @Test func `rows of a server become pull requests, which ticks ask for`() throws {
    let play = try PullRequestScene()
    let queue = try PostgresServer.newSchema("forge")
    try play.scene.orch("migrate", "--to", queue).check()
    play.scene.options = ["--db", queue]
    try play.tick(0)
    #expect(try play.row("A").notes.contains("awaits=merge"))
    try play.tick(2)
    #expect(try play.row("A").notes.contains("pr=1"))
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "FAILURE")])
    try play.tick(4)
    #expect(try play.row("A").status == "PENDING")
    try play.tick(6)
    #expect(try play.message("A").contains("ci"))
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "SUCCESS")])
    try play.tick(8)
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try play.tick(10)
    #expect(try play.row("A").status == "DONE")
    #expect(try play.gitHub.pullRequests().count == 1)
  }

  @Test func `a check that failed comes back with its last lines`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; ci: test")])
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.setLog("test\tRun tests\t2026-01-31T09:00:00Z expected 3, got 4\n")
    try play.gitHub.setChecks(
      "orch/A", [("test", "COMPLETED", "FAILURE"), ("lint", "COMPLETED", "SUCCESS")])
    try expect(
      play.sync(3),
      is: .prints("A: sent back, because a check of pull request #1 failed\n  \(url)\n"))
    #expect(try play.row("A").status == "PENDING")
    try play.tick(10)
    let message = try play.message("A")
    #expect(message.contains("- 2. ci: test: failed, https://"), "\(message)")
    #expect(message.contains("    2026-01-31T09:00:00Z expected 3, got 4"), "\(message)")
    // The same pull request gets the next commit.
    try expect(play.sync(12), is: .prints("A: pushed to pull request #1\n  \(url)\n"))
    #expect(try play.gitHub.pullRequests().count == 1)
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "SUCCESS")])
    try play.sync(13)
    #expect(try play.row("A").notes.contains("ci=passed"))
  }

  @Test func `each review that asks for changes comes back once`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.review(
      "orch/A", id: "PRR_1", body: "Please say why.", comments: [("out/A", 1, "too short")])
    try expect(
      play.sync(3),
      is: .prints(
        "A: sent back, because a review of pull request #1 asks for changes\n  \(url)\n"))
    try play.tick(10)
    let message = try play.message("A")
    #expect(message.contains("- 2. review by ann: asks for changes (PRR_1)"), "\(message)")
    #expect(message.contains("    Please say why.\n    out/A:1: too short"), "\(message)")
    try play.sync(12)
    try expect(play.sync(20), is: .prints("A: pull request #1 has no checks\n  \(url)\n"))
    #expect(try play.row("A").status == "BLOCKED")
    try play.gitHub.review("orch/A", id: "PRR_2", body: "Still not.")
    try play.sync(22)
    #expect(try play.row("A").status == "PENDING")
  }

  @Test func `one that a person closed waits for a person`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.close("orch/A")
    try expect(
      play.sync(3),
      is: .prints("A: pull request #1 was closed without being merged\n  \(url)\n"))
    let why = try play.scene.ops("why", "A").output
    #expect(why.contains("its pull request #1 was closed without being merged"), "\(why)")
    let events = try play.orch("events").output.split(separator: "\n")
    #expect(
      events.suffix(3).map { $0.split(separator: "\t")[2] } == ["merge", "changed", "blocked"],
      "\(events)")
  }

  @Test func `a draft waits for nobody, and one that was merged elsewhere for approval`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "SUCCESS")])
    try play.gitHub.setDraft("orch/A", true)
    try play.sync(3)
    try expect(
      play.scene.ops("waiting"),
      is: .prints("No row waits for an answer, an approval or a merge\n"))
    try play.gitHub.retarget("orch/A", base: "next")
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try play.sync(4)
    #expect(try play.row("A").notes.contains("awaits=approval / merged without a merge into main"))
  }

  @Test func `one that was merged without a check that it needs waits for approval`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; ci: test")])
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try play.sync(3)
    #expect(try play.row("A").status == "BLOCKED")
    #expect(try play.row("A").notes.contains("merged without ci: test"))
    try play.orch("approve", "A").check()
    #expect(try play.row("A").status == "DONE")
    #expect(try play.row("A").notes.contains("merged=\(Self.commit)"))
  }

  @Test func `a check of two workflows has to pass in both`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; ci: test")])
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.setChecks(
      "orch/A", [("test", "COMPLETED", "SUCCESS"), ("test", "IN_PROGRESS", nil)])
    try play.gitHub.merge("orch/A", commit: Self.commit)
    try play.sync(3)
    #expect(try play.row("A").status == "BLOCKED")
    #expect(try play.row("A").notes.contains("merged without ci: test"))
  }

  @Test func `work that has conflicts with the base goes back`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.setConflicting("orch/A", true)
    try expect(
      play.sync(3),
      is: .prints("A: sent back, because pull request #1 has conflicts\n  \(url)\n"))
    try play.tick(10)
    let message = try play.message("A")
    #expect(
      message.contains(
        "- 2. it can be merged: it conflicts with main, \(url)\n"
          + "    Merge origin/main, which is fetched."), "\(message)")
  }

  @Test func `a review and a check that failed come back together`() throws {
    let play = try PullRequestScene([worktreeRow("A", criteria: "file: out/A; ci: test")])
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.setChecks("orch/A", [("test", "COMPLETED", "FAILURE")])
    try play.gitHub.review("orch/A", id: "PRR_1", body: "As in asks for changes (PRR_2).")
    try play.sync(3)
    try play.tick(10)
    let message = try play.message("A")
    #expect(message.contains("- 3. review by ann: asks for changes (PRR_1)"), "\(message)")
    #expect(message.contains("- 2. ci: test: failed, https://"), "\(message)")
    try play.sync(12)
    // One that another names is not known by that.
    try play.gitHub.review("orch/A", id: "PRR_2", body: "Still not.")
    try play.sync(14)
    #expect(try play.row("A").status == "PENDING")
  }

  @Test func `one sync does not find fault with what another did meanwhile`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.gitHub.merge("orch/A", commit: Self.commit)
    let syncs = try (0..<3).map { _ in
      try ChildProcess(
        starting: play.scene.opsPath, ["pr", "sync", "--now"], in: play.scene.folder,
        environment: TestEnvironment.base(home: play.scene.folder)
          .merging(play.environment(4)) { $1 })
    }
    for sync in syncs { #expect(sync.wait().status == 0) }
    #expect(try play.row("A").status == "DONE")
  }

  @Test func `a row whose worker makes no pull requests any more says so`() throws {
    let play = try PullRequestScene()
    try play.tick(0)
    try play.sync(2)
    try play.scene.write(play.scene.text().replacing("worker=a", with: "worker=b"))
    try expect(
      play.sync(4, "A"),
      is: .fails(
        64,
        """
        ERROR: the worker of A makes no pull requests (orch edit A --worker NAME with a \
        worker that has integrate: pr; or orch done A)
        """))
  }
}
