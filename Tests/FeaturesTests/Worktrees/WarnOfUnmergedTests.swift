import Git
import Model
import Testing
import Workers

@testable import Door
@testable import Worktrees

/// A person who makes a row DONE whose work passed no review.
@Suite struct WarnOfUnmergedTests {
  private typealias Case = (
    name: String, change: @Sendable (inout CheckoutScene) throws -> Void, session: String?,
    isWarned: Bool
  )

  private static let cases: [Case] = [
    ("work on its branch", { _ in }, nil, true),
    (
      "work that is merged",
      { try $0.git("update-ref", "refs/heads/orch/integration", "refs/heads/orch/A") }, nil, false
    ),
    (
      "a worker that merges nothing", { $0.settings.workers.profiles[0].integration = .none }, nil,
      false
    ),
    ("a row whose record is gone", { try $0.workspace.worktreeFolder.remove("A") }, nil, true),
    ("a session", { _ in }, "s", false),
  ]

  @Test(arguments: cases.indices)
  func `is told where the work is`(_ index: Int) throws {
    let (name, change, session, isWarned) = Self.cases[index]
    try CheckoutScene.run { scene in
      scene.settings.workers.profiles[0].integration = .merge
      try scene.prepare()
      try scene.write("two\n", to: "\(scene.worktree.path)/a.txt")
      _ = try CommitWork(workspace: scene.workspace)(scene.worktree, subject: "A")
      try change(&scene)
      let rows = EngineScene([item("A", notes: "worker=w")])
      let queue = rows.queue(session: session)
      if session != nil { _ = try ClaimWork(queue: queue)(id: "A") }
      let decision = try queue.change(.finish(.init(id: "A", as: .done, notes: "")))
      WarnOfUnmerged(queue: queue.working(in: scene.workspace))(decision.changes)
      let told = rows.events.warnings.filter { $0.contains("notMerged") }
      #expect(told == (isWarned ? [#"notMerged(id: "A", branch: "orch/A")"#] : []), "\(name)")
    }
  }
}
