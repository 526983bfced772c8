import Foundation
import Git
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Review
@testable import Work
@testable import Worktrees

/// Rows that are worked in another repository than the project's.
@Suite struct OtherRepositoryTests {
  private let now = QueueTime(epochSeconds: 1_769_850_000, offset: 0)

  private typealias Case = (
    name: String, row: String, change: @Sendable (inout CheckoutScene) throws -> Void,
    code: String?, message: String?
  )

  private static let cases: [Case] = [
    ("a repository beside the project", "repo=web", { _ in }, nil, nil),
    (
      "a folder of one", "repo=web",
      {
        try $0.write("", to: "\($0.web)/app/x")
        $0.settings.workers.repositories["web"] = "../web/app"
      }, nil, nil
    ),
    (
      "a folder of the project", "repo=web",
      {
        try $0.write("", to: "app/x")
        $0.settings.workers.repositories["web"] = "app"
      }, nil, nil
    ),
    (
      "an unknown name", "repo=wbe", { _ in }, "no_repository", "orch.json has no repository 'wbe'"
    ),
    (
      "a wrong path", "repo=web", { $0.settings.workers.repositories["web"] = "../wbe" },
      "no_repository", "repositories.web: %/project/../wbe is not a folder"
    ),
    (
      "a file", "repo=web", { $0.settings.workers.repositories["web"] = "a.txt" },
      "no_repository", "repositories.web: %/project/a.txt is not a folder"
    ),
    (
      "no repository", "repo=web", { try Directory.move("\($0.web)/.git", to: "\($0.root)/x") },
      "no_repository",
      "repositories.web: %/web is not a git repository: no folder at or above it has .git"
    ),
    (
      "a link", "repo=web",
      {
        try $0.link("\($0.root)/link", to: $0.web)
        $0.settings.workers.repositories["web"] = "../link/"
      }, "worktree", "repositories.web: %/project/../link is a symbolic link"
    ),
    (
      "a link on the way in the project", "repo=web",
      {
        try $0.link("\($0.project)/link", to: $0.root)
        $0.settings.workers.repositories["web"] = "link/web"
      }, "worktree", "repositories.web: %/project/link/web is a symbolic link"
    ),
    (
      "another worktree of the project's repository", "repo=web",
      {
        try $0.git("worktree", "add", "--quiet", "-b", "x", "\($0.root)/tree")
        $0.settings.workers.repositories["web"] = "../tree"
      }, "worktree",
      "repositories.web: %/tree is a worktree of the project's own repository, at %/project"
    ),
    (
      "no commit", "repo=web", { try $0.git("switch", "--quiet", "--orphan", "x", in: $0.web) },
      "no_commit", "repositories.web: the repository at %/web has no commit"
    ),
    (
      "a branch orch", "repo=web", { try $0.git("branch", "orch", in: $0.web) }, "worktree",
      "repositories.web: a branch is called orch, so no branch can be called orch/…"
    ),
    (
      "settings that nobody trusts", "repo=web",
      {
        let store = try #require(TrustStore(environment: $0.workspace.environment))
        #expect(try store.revoke($0.project))
      }, "untrusted", nil
    ),
    (
      "a worker without worktree", "repo=web",
      { $0.settings.workers.profiles[0].usesWorktree = false }, "bad_setting",
      "%/project/orch.json: workers.w: worktree is not true, so no row with repo starts"
    ),
    (
      "no repository, which may be shared", "repo=web",
      {
        try Directory.move("\($0.web)/.git", to: "\($0.root)/x")
        $0.settings.given["worktrees.non_git"] = "shared"
      }, "no_repository",
      "repositories.web: %/web is not a git repository: no folder at or above it has .git"
    ),
    (
      "a project that is none", "repo=web",
      { try Directory.move("\($0.project)/.git", to: "\($0.root)/x") }, nil, nil
    ),
    (
      "a row of a project that is none", "",
      { try Directory.move("\($0.project)/.git", to: "\($0.root)/x") }, "no_repository",
      "%/project is not a git repository: no folder at or above it has .git"
    ),
    ("a row of a project that is one", "", { _ in }, nil, nil),
  ]

  @Test func `a session makes no row DONE whose proofs can't be looked for`() throws {
    let row = "| A | PENDING | P1 | work | file: a.txt | - | - | - | repo=web |"
    let settings = #"{"workers": {"w": {"adapter": "simulated", "script": ["done"]}}}"#
    try withTaskQueue([row], settings: settings) { queue, _ in
      func finish(force: Bool = false) throws {
        let finish = Transition.Finish(id: "A", as: .done, notes: "n", force: force)
        try queue.perform(.finish(finish), as: .session("s"))
      }
      let problem = #expect(throws: Problem.self) { try finish() }
      #expect(
        problem?.refusal
          == .unmetProofs("A", ["file: a.txt: orch.json has no repository 'web'"]))
      try finish(force: true)
      #expect(try queue.row("A").status == .done)
    }
  }

  @Test(arguments: cases.indices)
  func `a row waits for what keeps its repository from being worked`(_ index: Int) throws {
    let (name, notes, change, code, message) = Self.cases[index]
    try CheckoutScene.run { scene in
      try scene.addOtherRepository()
      try change(&scene)
      let row = item("A", notes: "worker=w / \(notes)")
      var (preflight, roster) = (
        Preflight(scene.workspace, now: now), scene.workspace.profiles.roster()
      )
      let problem = preflight.noteRepository(of: row, in: &roster)
      #expect(problem.flatMap(WaitReason.init)?.code.rawValue == code, "\(name)")
      if message != nil || code == nil {
        #expect(
          problem?.sentence.english.replacing(scene.root, with: "%") == message, "\(name)")
      }
      #expect(preflight.noteRepository(of: row, in: &roster) == nil, "said once: \(name)")
      let explain = ExplainWaiting(queue: EngineScene([row]).queue().working(in: scene.workspace))
      let reason = try explain(of: "A").explanations.first?.reason
      #expect(reason?.code.rawValue == code ?? "next", "\(name)")
    }
  }

  @Test func `a setting is trusted for the repository for which a person saw it`() throws {
    try CheckoutScene.run { scene in
      try scene.addOtherRepository()
      let marker = "\(scene.root)/marker"
      try writeExecutable("#!/bin/sh\necho ran >> \(marker)\ncat\n", to: "\(scene.root)/clean")
      try scene.git("config", "filter.x.clean", "\(scene.root)/clean")
      // Its settings are those of the project.
      scene.settings.workers.repositories["self"] = "."
      let all = try scene.workspace.gitSettings()
      #expect(all.map(\.setting.path) == ["git:filter.x.clean"])
      scene.row = item("A", notes: "worker=w / repo=web")
      try scene.trust(all.map(\.setting))
      let worktree = try scene.worktree
      #expect(worktree.repository == scene.web)
      try scene.prepare()
      // The same setting, of a repository that nobody looked at.
      try scene.git("config", "filter.x.clean", "\(scene.root)/clean", in: scene.web)
      try scene.write("*.txt filter=x\n", to: "\(worktree.path)/.gitattributes")
      func commit(_ text: String) throws -> Bool {
        try scene.write(text, to: "\(worktree.path)/a.txt")
        _ = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
        return try FileStatus.ifExists(marker) != nil
      }
      #expect(try !commit("two\n"))
      let both = try scene.workspace.gitSettings()
      #expect(both.map(\.setting.path) == ["git:filter.x.clean", "git:web:filter.x.clean"])
      try scene.trust(both.map(\.setting).filter { $0.path.contains("web") })
      #expect(try commit("three\n"))
    }
  }

  @Test func `a setup that the work changed is not run`() throws {
    try CheckoutScene.run { scene in
      try scene.addOtherRepository()
      try scene.write("echo as it was > made\n", to: "\(scene.web)/setup.sh")
      try scene.git("add", "setup.sh", in: scene.web)
      try scene.git("commit", "--quiet", "--message", "setup", in: scene.web)
      scene.settings.given["worktrees.setup"] = ["sh", "setup.sh"]
      try scene.trust([])
      scene.row = item("A", notes: "worker=w / repo=web")
      try scene.prepare()
      let worktree = try scene.worktree
      #expect(scene.text(of: "\(worktree.path)/made") == "as it was\n")
      try scene.write("echo by the worker > made\n", to: "\(worktree.path)/setup.sh")
      _ = try CommitWork(workspace: scene.workspace)(worktree, subject: "A")
      #expect(Directory.removeTree(worktree.path))
      let failure = #expect(throws: PrepareWorktree.Failure.self) { try scene.prepare() }
      guard case .obstacle(let problem)? = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(problem == .worktree(.untrusted(path: "setup.sh", branch: "orch/A")))
      #expect(scene.text(of: "\(worktree.path)/made") == "as it was\n")
    }
  }

  @Test func `work that was begun in one repository is not judged in another`() throws {
    try CheckoutScene.run { scene in
      try scene.addOtherRepository()
      scene.settings.workers.profiles[0].integration = .merge
      try scene.prepare()
      let first = try scene.worktree
      try scene.write("two\n", to: "\(first.path)/a.txt")
      scene.row = item("A", notes: "worker=w / repo=web")
      let problem = Problem.worktree(.otherRepository(id: "A", place: scene.project))
      #expect(throws: problem) { try scene.workspace.worktree(of: scene.row) }
      var (preflight, roster) = (
        Preflight(scene.workspace, now: now), scene.workspace.profiles.roster()
      )
      #expect(preflight.noteRepository(of: scene.row, in: &roster) == problem)
      #expect(roster.rowObstacles["A"]?.code == .worktree)
      let queue = EngineScene([scene.row]).queue()
      let review = ReviewReport(queue: queue.working(in: scene.workspace))
      let committed = try review.committedWork(of: scene.row, by: nil)
      #expect(committed.work == nil && committed.fault == problem)
      #expect(throws: problem) {
        try LandWork(queue: queue.working(in: scene.workspace)).work(
          on: scene.row, subject: "A", .refused)
      }
      let unknown = try review.committedWork(of: item("A", notes: "worker=w / repo=wbe"), by: nil)
      #expect(
        unknown.fault == .worktree(.repository("wbe", .unknown(known: ["web"]))))
      // All that is asked of the worktree itself is asked where it was made.
      let states = try DescribeWorktrees(workspace: scene.workspace) { _ in .pending }
      #expect(states.map(\.repository) == [nil] && states.first?.commit != nil)
      let diff = try DiffWork(queue: queue.working(in: scene.workspace))(
        of: "A", scene.row, against: nil, nil)
      #expect(diff.files.map(\.path) == ["a.txt"])

      let remove = RemoveWorktrees(workspace: scene.workspace, clock: .system)
      #expect(try remove.startAfresh("A") {} == "orch/A@1")
      #expect(try scene.git("show", "orch/A@1:a.txt") == "two\n")
      let second = try scene.worktree
      #expect(second.repository == scene.web && second.path == first.path + "-2")
      try scene.prepare()
      #expect(scene.text(of: "\(second.path)/a.txt") == "web\n")
      #expect(
        try DescribeWorktrees(workspace: scene.workspace) { _ in .pending }.map(\.repository)
          == ["web"])
    }
  }

  @Test func `a row begins on the branches of the rows before that are in its repository`() throws {
    try CheckoutScene.run { scene in
      try scene.addOtherRepository()
      func done(_ id: String, _ repository: String) -> QueueItem {
        item(id, .done, notes: "worker=w / branch=orch/\(id)\(repository)")
      }
      let rows = EngineScene([
        item("A", notes: "worker=w / repo=web", after: ["B", "C", "D"]), done("B", " / repo=web"),
        done("C", ""), done("D", " / repo=gone"),
      ])
      let queue = rows.queue(session: "s")
      let claimed = try #require(try ClaimWork(queue: queue)(id: "A"))
      let compose = ComposeOrder(queue: queue.working(in: scene.workspace))
      let order = try compose(for: claimed, by: scene.settings.workers.profiles[0])
      #expect(order.worktree?.after == ["orch/B"])
      #expect(order.worktree?.repository == scene.web && order.worktree?.root == scene.web)
    }
  }

  @Test func `a repository that orch.json names no longer keeps its worktrees`() throws {
    try CheckoutScene.run { scene in
      try scene.addOtherRepository()
      scene.row = item("A", notes: "worker=w / repo=web")
      try scene.prepare()
      let path = try scene.worktree.path
      scene.settings.workers.repositories = ["api": "../web/../api"]
      let problem = Problem.worktree(.unnamedRepository(id: "A", place: scene.web))
      #expect(throws: problem) {
        try scene.workspace.worktree(of: item("A", notes: "worker=w"))
      }
      let states = try DescribeWorktrees(workspace: scene.workspace) { _ in .done }
      #expect(states.map(\.remarks) == [[problem]] && states.map(\.path) == [path])
      let remove = RemoveWorktrees(workspace: scene.workspace, clock: .system)
      let kept = try remove(unmerged: true, dryRun: false) { _ in true }
      #expect(kept.map(\.problem) == [problem])
      #expect(scene.text(of: "\(path)/a.txt") == "web\n")
    }
  }
}

extension CheckoutScene {
  /// The repository beside the project.
  fileprivate var web: String { "\(root)/web" }

  /// Makes a repository `web` with one commit, whose `a.txt` has the line `web`; it is trusted.
  fileprivate mutating func addOtherRepository() throws {
    settings.workers.repositories["web"] = "../web"
    try write("web\n", to: "\(web)/a.txt")
    for words in [["init", "--quiet", "--initial-branch=main"], ["add", "--all"]] {
      _ = try TestSupport.run("git", words, in: web, environment: ["HOME": root])
    }
    try git("config", "user.name", "Ann", in: web)
    try git("config", "user.email", "ann@example.org", in: web)
    try git("commit", "--quiet", "--message", "web", in: web)
    try write("{}", to: "orch.json")
    settings.bytes = Array("{}".utf8)
    try trust([])
  }

  fileprivate func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  fileprivate func trust(_ gitSettings: [TrustedFiles.File]) throws {
    let store = try #require(TrustStore(environment: workspace.environment))
    let files = try workspace.trust().files()
    try store.trust(project, TrustedFiles(files.files, gitSettings: gitSettings))
  }
}
