import Dispatching
import Facts
import Host
import QueueModel
import Testing
import Wording

@testable import Engine

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
      "no_repository", "% is no git repository: no folder at or above it has .git"
    ),
    (
      "no repository, which does not matter",
      {
        try Directory.move("\($0.project)/.git", to: "\($0.root)/x")
        $0.settings.workers.worktrees.withoutRepository = .shared
      }, nil, nil
    ),
    (
      "an empty folder in its place",
      {
        try Directory.move("\($0.project)/.git", to: "\($0.root)/x")
        try Directory.create("\($0.project)/.git", permissions: 0o755)
        // Above it is another repository.
        try $0.git("init", "--quiet", in: $0.root)
      }, "no_repository",
      "% is no git repository: fatal: not a git repository (or any of the parent directories): .git"
    ),
    (
      "no commit", { try $0.git("switch", "--quiet", "--orphan", "new") }, "no_commit",
      "the repository at % has no commit"
    ),
    (
      "a base that is there", { $0.settings.workers.worktrees.base = "main" }, nil, nil
    ),
    (
      "a base that is not", { $0.settings.workers.worktrees.base = "trunk" }, "bad_setting",
      "worktrees.base names trunk, which is no commit of %"
    ),
    (
      "a branch orch", { try $0.git("branch", "orch") }, "worktree",
      "a branch is called orch, so that none can be called orch/…"
    ),
    (
      "a branch in the way of a longer prefix",
      {
        try $0.git("branch", "a/b")
        $0.settings.workers.worktrees.branchPrefix = "a/b/c/"
      }, "worktree", "a branch is called a/b, so that none can be called a/b/…"
    ),
    (
      "no place for worktrees",
      { ($0.variables["XDG_STATE_HOME"], $0.variables["HOME"]) = ("", "") }, "bad_setting",
      "neither XDG_STATE_HOME nor HOME names a folder from the root"
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
      let explain = ExplainWaiting(queue: play.scene.queue(), workspace: play.workspace)
      let row = try #require(try explain(of: "A").explanations.first)
      let time = QueueTime(epochSeconds: now.epochSeconds + 60, zone: now.zone).shortText(at: now)
      #expect(
        row.reason.sentence(at: now).english
          == "backs off until \(time): branch orch/A is checked out at /srv/x")
      #expect(try play.row?.attemptCount == 0)
    }
  }
}
