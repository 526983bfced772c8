import Git
import Host
import Model
import Testing
import Workers

@testable import Door
@testable import Worktrees

/// Work of another row that would land with a row's work.
@Suite struct UnlandedWorkTests {
  private typealias Case = (
    name: String, status: Status, integration: Integration,
    change: @Sendable (CheckoutScene, RowWorktree) throws -> String, waits: Bool
  )

  private static func commit(_ scene: CheckoutScene, _ row: RowWorktree) throws {
    _ = try CommitWork(workspace: scene.workspace)(row, subject: "\(row.id): report")
  }

  /// - Returns: the note of the landing.
  private static func land(_ scene: CheckoutScene) throws -> String {
    try scene.git("switch", "--quiet", "orch/integration")
    try scene.git("merge", "--quiet", "--no-ff", "--no-edit", "orch/B")
    let commit = try scene.git("rev-parse", "HEAD").prefix(40)
    try scene.git("switch", "--quiet", "main")
    return "branch=orch/B / merged=\(commit)"
  }

  private static let cases: [Case] = [
    ("a row that is not done", .pending, .merge, { _, _ in "" }, true),
    ("a row that waits for an approval", .blocked, .merge, { _, _ in "awaits=approval" }, true),
    ("a row that did not land", .done, .merge, { _, _ in "branch=orch/B" }, true),
    ("a row that a person merges", .done, .none, { _, _ in "branch=orch/B" }, false),
    ("a row that landed", .done, .merge, { scene, _ in try land(scene) }, false),
    (
      "a row that landed on a branch that is gone", .done, .merge,
      { scene, _ in
        let landing = try land(scene)
        try scene.git("branch", "-D", "orch/integration")
        return landing
      }, false
    ),
    (
      "what a row did after it landed", .done, .merge,
      { scene, row in
        let landing = try land(scene)
        try scene.write("later\n", to: "\(row.path)/b.txt")
        try commit(scene, row)
        return landing
      }, true
    ),
    (
      "what a row left for a new start", .done, .merge,
      { scene, row in
        let remove = RemoveWorktrees(workspace: scene.workspace, clock: .system)
        _ = try remove.startAfresh("B") {}
        try scene.prepare("B")
        let again = try scene.workspace.worktree(of: item("B", notes: "worker=w"))
        try scene.write("again\n", to: "\(again.path)/b.txt")
        try commit(scene, again)
        return try land(scene)
      }, true
    ),
  ]

  @Test(arguments: cases.indices)
  func `waits with that row unless it was judged`(_ index: Int) throws {
    let (name, status, integration, change, waits) = Self.cases[index]
    try CheckoutScene.run { scene in
      scene.settings.workers.profiles[0].integration = integration
      try scene.git("branch", "orch/integration")
      try scene.prepare()
      try scene.prepare("B")
      let other = try scene.workspace.worktree(of: item("B", notes: "worker=w"))
      try scene.write("work\n", to: "\(other.path)/b.txt")
      try Self.commit(scene, other)
      let first = try scene.git("rev-parse", "orch/B").prefix(40)
      let notes = try change(scene, other)
      let isNew = try scene.git("branch", "--list", "orch/B@1") != ""
      try scene.git(
        "merge", "--quiet", isNew ? String(first) : "orch/B", in: scene.worktree.path)
      let row = item("B", status, notes: "worker=w / \(notes)")
      let land = LandWork(
        queue: EngineScene([scene.row, row]).queue().working(in: scene.workspace))
      let work = try CommitWork(workspace: scene.workspace)(scene.worktree, subject: "A: report")
      func check() throws { try land.checkNothingElseLands(with: work.commit, of: work.worktree) }
      if waits {
        #expect(throws: Problem.worktree(.unlandedWork("A", of: ["B"])), "\(name)") { try check() }
      } else {
        #expect(throws: Never.self, "\(name)") { try check() }
      }
    }
  }
}
