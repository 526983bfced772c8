import Glibc
import Host
import Model
import Testing
import Text
import Workers

@testable import Attempts
@testable import Door
@testable import Work
@testable import Worktrees

/// What keeps rows from being worked in worktrees.
@Suite struct WorktreeObstacleTests {
  private let now = QueueTime(epochSeconds: 1_769_850_000, offset: 0)

  private typealias Case = (
    name: String, change: @Sendable (inout CheckoutScene) throws -> Void, code: String?,
    message: String?
  )

  private static let cases: [Case] = [
    ("a commit", { _ in }, nil, nil),
    (
      "no git", { $0.variables["PATH"] = "/nonexistent" }, "missing_program",
      "cannot run git: no such program"
    ),
    (
      "a worker without worktree",
      {
        $0.variables["PATH"] = "/nonexistent"
        $0.settings.workers.profiles[0].usesWorktree = false
      }, nil, nil
    ),
    (
      "no repository", { try Directory.move("\($0.project)/.git", to: "\($0.root)/x") },
      "no_repository", "% is not a git repository: no folder at or above it has .git"
    ),
    (
      "no repository, which does not matter",
      {
        try Directory.move("\($0.project)/.git", to: "\($0.root)/x")
        $0.settings.given["worktrees.non_git"] = "shared"
      }, nil, nil
    ),
    (
      "an empty folder in its place",
      {
        try Directory.move("\($0.project)/.git", to: "\($0.root)/x")
        try Directory.create("\($0.project)/.git", permissions: 0o755)
      }, "no_repository", "% is not a git repository: no folder at or above it has .git"
    ),
    (
      "no commit", { try $0.git("switch", "--quiet", "--orphan", "new") }, "no_commit",
      "the repository at % has no commit"
    ),
    (
      "a base that is there", { $0.settings.given["worktrees.base"] = "main" }, nil, nil
    ),
    (
      "a base that is not", { $0.settings.given["worktrees.base"] = "trunk" }, "bad_setting",
      "worktrees.base names trunk, which is not a commit of %"
    ),
    (
      "a branch orch", { try $0.git("branch", "orch") }, "worktree",
      "a branch is called orch, so no branch can be called orch/…"
    ),
    (
      "a packed branch orch",
      {
        try $0.git("branch", "orch")
        try $0.git("pack-refs", "--all")
      }, "worktree", "a branch is called orch, so no branch can be called orch/…"
    ),
    (
      "a branch in the way of a longer prefix",
      {
        try $0.git("branch", "a/b")
        $0.settings.given["worktrees.branch_prefix"] = "a/b/c/"
      }, "worktree", "a branch is called a/b, so no branch can be called a/b/…"
    ),
    (
      "a damaged base",
      { try $0.write(String(repeating: "1", count: 40) + "\n", to: ".git/refs/heads/main") },
      "worktree", "refs/heads/main of % is damaged: the object that it names is missing"
    ),
    (
      "a damaged integration branch",
      { try $0.write("junk\n", to: ".git/refs/heads/orch/integration") },
      "worktree", "refs/heads/orch/integration of % is damaged: the object that it names is missing"
    ),
    (
      "a file in the place of the folder of branches",
      { try $0.write("junk\n", to: ".git/refs/heads/orch") },
      "worktree", "%/.git/refs/heads/orch is at the path of a worktree"
    ),
    (
      "a file in the place of their history",
      { try $0.write("junk\n", to: ".git/logs/refs/heads/orch") },
      "worktree", "%/.git/logs/refs/heads/orch is at the path of a worktree"
    ),
    (
      "a file in the place of git's folder of worktrees",
      { try $0.write("junk\n", to: ".git/worktrees") },
      "worktree", "%/.git/worktrees is at the path of a worktree"
    ),
    (
      "a file in the place of the folder of all worktrees",
      {
        $0.variables["XDG_STATE_HOME"] = $0.project
        try $0.write("junk\n", to: "orch")
      },
      "worktree", "%/orch is at the path of a worktree"
    ),
    (
      "a filter that nobody trusts",
      { try $0.git("config", "filter.x.clean", "cat") }, "untrusted",
      "the settings of % have filter.x.clean, which is not trusted"
    ),
    (
      "a local submodule",
      {
        let text = "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib\n"
        try $0.write(text, to: ".gitmodules")
        try $0.commitAll()
      }, "worktree",
      "the submodule lib has the address ../lib, a folder of this machine, which git does not follow"
    ),
    (
      "a submodule of a server",
      {
        let text = "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib\n"
        try $0.write(text, to: ".gitmodules")
        try $0.git("config", "remote.origin.url", "git@example.org:a/b")
        try $0.commitAll()
      }, nil, nil
    ),
    (
      "settings that are a pipe",
      {
        try Directory.remove("\($0.project)/.git/config")
        #expect(mkfifo("\($0.project)/.git/config", 0o600) == 0)
      }, "worktree", "%/.git/config is not a regular file, so git is not run"
    ),
    (
      "no place for worktrees",
      { ($0.variables["XDG_STATE_HOME"], $0.variables["HOME"]) = ("", "") }, "bad_setting",
      "neither XDG_STATE_HOME nor HOME is an absolute path"
    ),
  ]

  @Test(arguments: cases.indices)
  func `rows wait for what all of them need`(_ index: Int) throws {
    let (name, change, code, message) = Self.cases[index]
    try CheckoutScene.run { scene in
      try change(&scene)
      var preflight = Preflight(scene.workspace, now: now)
      let problem = preflight.obstacle(to: scene.settings.workers.profiles[0])
      #expect(problem.flatMap(WaitReason.init)?.code.rawValue == code, "\(name)")
      #expect(
        problem?.sentence.english.replacing(scene.project, with: "%") == message, "\(name)")
      #expect(
        scene.workspace.roster(now: now)?.workers["w"]?.obstacle?.code.rawValue == code, "\(name)")
    }
  }

  private typealias RowCase = (
    name: String, change: @Sendable (CheckoutScene) throws -> Void, message: String?,
    remedy: String?
  )

  private static let rows: [RowCase] = [
    ("nothing", { _ in }, nil, nil),
    (
      "its branch is checked out",
      {
        try $0.git("branch", "orch/A")
        try $0.git("worktree", "add", "--quiet", "\($0.root)/x", "orch/A")
      }, "branch orch/A is checked out at %/x", "git -C %/x switch --detach"
    ),
    (
      "its branch is being rebased",
      {
        try $0.git("worktree", "add", "--quiet", "-b", "orch/A", "\($0.root)/x")
        try $0.git("checkout", "--quiet", "--detach", in: "\($0.root)/x")
        try $0.write("refs/heads/orch/A\n", to: ".git/worktrees/x/rebase-merge/head-name")
      }, "branch orch/A is checked out at %/x", "git -C %/x switch --detach"
    ),
    (
      "its branch stands for another",
      { try $0.git("symbolic-ref", "refs/heads/orch/A", "refs/heads/main") },
      "orch/A is a symbolic ref to another branch, which a commit would move",
      "git symbolic-ref --delete refs/heads/orch/A"
    ),
    (
      "its branch is damaged", { try $0.write("", to: ".git/refs/heads/orch/A") },
      "refs/heads/orch/A of %/project is damaged: the object that it names is missing", "git fsck"
    ),
    (
      "a branch stands below its name", { try $0.git("branch", "orch/A/x") },
      "refs/heads/orch/A/x exists, so no branch can be called orch/A",
      "git branch -m orch/A/x NEW"
    ),
    ("its own worktree has it", { try $0.prepare() }, nil, nil),
  ]

  @Test(arguments: rows.indices)
  func `a row waits for its branch, before it is claimed`(_ index: Int) throws {
    let (name, change, message, remedy) = Self.rows[index]
    try CheckoutScene.run { scene in
      scene.row = item("A", notes: "worker=w / branch=orch/A")
      try change(scene)
      var roster = scene.workspace.profiles.roster()
      var preflight = Preflight(scene.workspace, now: now)
      let problem = preflight.noteRepository(of: scene.row, in: &roster)
      func shown(_ text: String?) -> String? { text?.replacing(scene.root, with: "%") }
      #expect(shown(problem?.sentence.english) == message, "\(name)")
      let reason = roster.rowObstacles["A"]
      #expect(shown(reason?.startRemedy?.command) == remedy, "\(name)")
      #expect((reason != nil) == (message != nil), "\(name)")
    }
  }

  @Test func `what can't be begun is tried again after waits that grow to an hour`() {
    let streaks = [nil] + (1...8).map { FailureStreak(.interrupted, count: $0) }
    let minutes = streaks.map { AttemptRecorder.pause(after: $0, of: .interrupted) / 60 }
    #expect(minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    // Another failure begins anew.
    #expect(AttemptRecorder.pause(after: FailureStreak(.agent, count: 5), of: .interrupted) == 60)
  }

  @Test func `a row says what kept its last attempt from a worktree`() throws {
    var settings = Workspace.SettingsFile()
    var profile = WorkerProfile(name: "w", adapter: .simulated)
    profile.usesWorktree = true
    (settings.workers.profiles, settings.workers.isNamed) = ([profile], true)
    try AttemptPlay.run(settings: settings) { play in
      let problem = Problem.worktree(.branchElsewhere("orch/A", worktree: "/srv/x"))
      let now = play.scene.queue().clock.now
      let failure = PrepareWorktree.Failure.obstacle(problem)
        .failure(ofAttemptBegunAt: now.iso8601)
      play.record.ending = .failed(failure)
      try play.settle.settle(play.record)
      let explain = ExplainWaiting(queue: play.scene.queue().working(in: play.workspace))
      let row = try #require(try explain(of: "A").explanations.first)
      let time = QueueTime(epochSeconds: now.epochSeconds + 60, zone: now.zone).shortText(at: now)
      #expect(
        row.reason.sentence(at: now).english
          == "backs off until \(time): branch orch/A is checked out at /srv/x")
      #expect(try play.row?.attemptCount == 0)
    }
  }
}
