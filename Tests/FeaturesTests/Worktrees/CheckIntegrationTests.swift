import Git
import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Worktrees

/// Whether the integration branch is where orch left it, or has only commits of the base more.
@Suite struct CheckIntegrationTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// What becomes of the branch after row A landed on it. `commit FILE` commits a file where one
    /// is.
    let script: String
    /// Whether the history has the landing of A. It has not if orch was killed before.
    var isRecorded = true
    /// The revision with which row B landed without a record in this repository.
    var landed: String?
    var integration = "orch/integration"
    /// Whether rows begin at the tip nevertheless, because only the history says what is wrong.
    var beginsAtTip = false
    /// What is wrong, with the subjects of the commits; `nil` for nothing.
    var change: String?

    var testDescription: String { name }
  }

  private static let functions = """
    on() { git switch -q "$@"; }
    commit() { echo "$1" > "$1.txt"; git add .; git commit -qm "$1"; }
    integration=orch/integration
    """

  private static let quiet = [
    Case(name: "nothing happens", script: ""),
    Case(
      name: "a person merges the base", script: "commit new; on $integration; git merge -q main"),
    Case(
      name: "a person merges the base twice",
      script: """
        commit new; on $integration; git merge -q main; on main; commit newer
        on $integration; git merge -q main
        """),
    Case(
      name: "a person amends what was merged of the base",
      script: """
        commit new; on $integration; git merge -q main
        on main; git commit -q --amend -m newer
        """),
    Case(
      name: "the base has what landed, and more",
      script: "git merge -q $integration; commit new; git branch -f $integration main"),
    Case(
      name: "the base on the server has more",
      script: """
        commit new; git update-ref refs/remotes/origin/main main; git reset -q --hard HEAD^
        git config branch.main.remote origin; git config branch.main.merge refs/heads/main
        git config remote.origin.url /nowhere
        git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
        on $integration; git merge -q origin/main
        """),
    Case(
      name: "it is deleted, and the base has it",
      script: "git merge -q $integration; git branch -qd $integration"),
    Case(
      name: "it is deleted after a squash",
      script: """
        git merge -q --squash $integration; git commit -qm squashed; commit new
        git branch -qD $integration
        """),
    Case(
      name: "it begins again at the base after a squash",
      script: """
        git merge -q --squash $integration; git commit -qm squashed
        git branch -f $integration main
        """),
    Case(
      name: "orch was killed before it moved the branch",
      script: "git branch -f $integration $integration^", isRecorded: false),
    Case(
      name: "another version of orch landed a row",
      script: "on -corch/B; commit b; on $integration; git merge -q --no-ff orch/B",
      landed: "orch/integration"),
    Case(
      name: "work lands on the base, and a person commits there", script: "commit mine",
      integration: "main"),
    Case(
      name: "work lands on a branch of people, who have another one checked out",
      script: "commit mine; on -c dev", integration: "main"),
  ]

  private static let changed = [
    Case(
      name: "a commit on the branch", script: "on $integration; commit mine",
      change: "has mine, which no row landed and the base does not have"),
    Case(
      name: "many of them", script: "on $integration; for n in 1 2 3 4 5 6; do commit $n; done",
      change: "has 6, 5, 4, 3, 2 and 1 more, which no row landed and the base does not have"),
    Case(
      name: "a merge of the base that has more than git makes of it",
      script: """
        commit new; on $integration; git merge -q --no-commit main
        echo x > x.txt; git add .; git commit -qm changed
        """,
      change: "has changed, which no row landed and the base does not have"),
    Case(
      name: "a merge of the base that drops what landed",
      script: """
        commit new; on --detach main
        git update-ref refs/heads/orch/integration \\
          $(git commit-tree -p orch/integration -p main -m dropped main^{tree})
        """,
      change: "has dropped, which no row landed and the base does not have"),
    Case(
      name: "a merge of a row's branch",
      script: "on -corch/B; commit b; on $integration; git merge -q --no-ff -m merged orch/B",
      change: "has b, which no row landed and the base does not have"),
    Case(
      name: "a row's branch is checked out",
      script: "on -corch/B; commit b; git update-ref refs/heads/orch/integration orch/B",
      change: "lost A: work, A: attempt 1, which landed, and has b, which no row landed"),
    Case(
      name: "a commit upon the landing of another version",
      script: """
        on -corch/B; commit b; on $integration; git merge -q --no-ff orch/B; git tag landed
        commit mine
        """,
      landed: "landed", change: "has mine, which no row landed and the base does not have"),
    Case(
      name: "it is moved back", script: "git branch -f $integration $integration^",
      beginsAtTip: true, change: "lost A: work, A: attempt 1, which landed"),
    Case(
      name: "it is deleted", script: "git branch -qD $integration",
      change: "was deleted with A: work, A: attempt 1, which landed"),
    Case(
      name: "what landed is written anew",
      script: "on $integration; git reset -q --soft main; git commit -qm anew",
      change: "has anew, which no row landed and the base does not have"),
    Case(
      name: "work lands on the base, and a row's worktree is where a commit was made",
      script: """
        cd "$WORKTREE"; git checkout -q --detach main; commit row
        git update-ref refs/heads/main HEAD
        """, integration: "main", beginsAtTip: true,
      change: "has row, which no row landed and the base does not have"),
    Case(
      name: "work lands on the base, and is moved back", script: "git reset -q --hard HEAD^",
      integration: "main", beginsAtTip: true, change: "lost A: work, A: attempt 1, which landed"),
  ]

  @Test(arguments: quiet + changed)
  private func `only commits of the base need no person`(_ given: Case) throws {
    try Self.run(given) { scene, engine, landed in
      let queue = engine.queue().working(in: scene.workspace)
      let main = try scene.workspace.repository(at: scene.project)
      var found: String?
      do { try CheckIntegration(queue, main)() } catch {
        guard case .integrationChanged(let change)? = Problem(error).worktree else { throw error }
        found = change.words.0.english
        #expect(change.landed == landed)
        let begin = try CheckIntegration(scene.workspace, main).promised()
        #expect(begin == (given.beginsAtTip ? change.tip : landed))
      }
      let name = given.integration
      let said = given.change.map { "integration_changed: \(name) \($0): " }
      let shown = try found.map { try Self.withSubjects($0, scene) }
      #expect(shown?.hasPrefix(said ?? "-") ?? (said == nil), "\(shown ?? "nothing")")
    }
  }

  @Test func `a tip without a record is taken as it is`() throws {
    try CheckoutScene.run { scene in
      try scene.git("switch", "--quiet", "--create", "orch/integration")
      try scene.git("commit", "--quiet", "--allow-empty", "--message", "mine")
      let queue = EngineScene([]).queue().working(in: scene.workspace)
      let main = try scene.workspace.repository(at: scene.project)
      #expect(try CheckIntegration(queue, main)().landed == nil)
    }
  }

  /// A row whose landing is in the record, by what became of it.
  @Test(arguments: [
    ("nothing happens", "", false),
    ("the branch is moved back", "git branch -f $integration $integration^", true),
    (
      "moved back, and the base has it",
      "git merge -q $integration; git branch -f $integration $integration^", false
    ),
    (
      "moved back, and the base has the same files",
      """
      git merge -q --squash $integration; git commit -qm squashed; commit new
      git branch -f $integration $integration^
      """, false
    ),
    (
      "the base is written anew",
      "git merge -q $integration; git commit -q --amend -m anew; commit new", false
    ),
    (
      "the base has it with later changes, and the branch begins again there",
      """
      git merge -q --squash $integration; git commit -qm squashed
      echo more >> work.txt; git commit -qam more
      git branch -f $integration main
      """, false
    ),
    ("the branch is deleted", "git branch -qD $integration", false),
    (
      "another clone",
      "git update-ref -d refs/orch/landed/orch%2Fintegration; "
        + "git branch -f $integration $integration^", false
    ),
  ])
  func `work that is gone from where it landed is found`(
    _ name: String, _ script: String, _ isLost: Bool
  ) throws {
    try Self.run(Case(name: name, script: script)) { scene, engine, landed in
      let found = scene.workspace.lostLandings(in: try engine.store.snapshot())
      let lost = LostLanding(id: "A", commit: landed, branch: Branch("orch/integration"))
      #expect(found == (isLost ? [lost] : []))
    }
  }

  // MARK: The scene

  /// A repository in which row A has landed, and then a script ran. Row B is at work.
  private static func run(
    _ given: Case, _ body: (CheckoutScene, EngineScene, _ landed: ObjectID) throws -> Void
  ) throws {
    try CheckoutScene.run { scene in
      scene.settings.workers.profiles[0].integration = .merge
      scene.settings.given["worktrees.integration"] = .string(given.integration)
      try scene.prepare("B")
      try scene.git("branch", "--move", "orch/B", "orch/own")
      try Self.script(
        """
        on -corch/A; echo work > work.txt; git add .; git commit -qm 'A: attempt 1'
        on --detach main; git merge -q --no-ff -m 'A: work' orch/A; git tag work; on main
        """, in: scene)
      var main = try scene.workspace.repository(at: scene.project)
      let landed = try #require(try main.commit(of: "work"))
      let branch = Branch(given.integration)
      try main.land(branch, to: landed, from: try main.landingBranch(branch), reason: "A: work")
      if given.integration == "main" { try scene.git("reset", "--quiet", "--hard") }
      try Self.script(given.script, in: scene)
      try scene.git("switch", "--quiet", "main")
      let engine = EngineScene([
        item("A", .done, notes: "worker=w"), item("B", .inProgress, notes: "worker=w"),
      ])
      main = try scene.workspace.repository(at: scene.project)
      let landings = [
        ("A", given.isRecorded ? landed : nil), ("B", try main.commit(of: given.landed ?? "")),
      ]
      for case (let id, let commit?) in landings {
        var edit = Transition.Edit(id: id, [:], force: true)
        edit.landing = Landing(branch: "orch/\(id)", commit: commit.text)
        _ = try engine.queue().change(.edit(edit))
      }
      try body(scene, engine, landed)
    }
  }

  private static func script(_ script: String, in scene: CheckoutScene) throws {
    let worktree = try scene.workspace.worktree(of: item("B", notes: "worker=w")).path
    let ending = try TestSupport.run(
      "bash", ["-ec", "\(functions)\n\(script)"], in: scene.project,
      environment: ["HOME": scene.root, "WORKTREE": worktree])
    try #require(ending.status == 0, "\(ending)")
  }

  /// A text with the subjects of commits in place of their ids.
  private static func withSubjects(_ text: String, _ scene: CheckoutScene) throws -> String {
    var text = text
    for line in try scene.git("log", "--all", "--reflog", "--format=%h %s", "--abbrev=10")
      .split(separator: "\n")
    {
      let (id, subject) = (line.prefix(10), line.dropFirst(11))
      text = text.replacing(id, with: subject)
    }
    return text
  }
}
