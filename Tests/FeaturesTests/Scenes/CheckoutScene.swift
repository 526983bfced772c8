import Foundation
import Git
import Host
import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Worktrees

/// A project that is a git repository, with a queue and a worker whose rows get worktrees: `a.txt`
/// has the line `one`, and git ignores `*.log` and `.orch`.
struct CheckoutScene {
  /// The temporary folder, links followed.
  let root: String
  var settings = Workspace.SettingsFile()
  var variables: [String: String] = [:]

  /// The row whose worktree it is.
  var row = item("A", notes: "worker=w")

  var project: String { "\(root)/project" }
  var worktree: RowWorktree {
    get throws { try workspace.worktree(of: row) }
  }

  var workspace: Workspace {
    Workspace(
      storePath: "\(project)/QUEUE.md", home: project, sidecar: "\(project)/.orch",
      settings: settings, queuePath: "\(project)/QUEUE.md",
      environment: Environment(
        TestEnvironment.base(home: root).merging(["XDG_STATE_HOME": "\(root)/state"]) { $1 }
          .merging(variables) { $1 }))
  }

  /// - Parameter isRepository: whether git knows the project, and has a commit of it.
  static func run(isRepository: Bool = true, _ body: (inout CheckoutScene) throws -> Void) throws {
    try withTemporaryDirectory { root in
      var scene = CheckoutScene(root: root)
      var profile = WorkerProfile(name: "w", adapter: .simulated)
      profile.usesWorktree = true
      (scene.settings.workers.profiles, scene.settings.workers.isNamed) = ([profile], true)
      scene.settings.given["worktrees.min_free"] = 0
      try scene.write("one\n", to: "a.txt")
      try scene.write("*.log\n.orch\n", to: ".gitignore")
      try scene.write("", to: "QUEUE.md")
      if isRepository {
        try scene.git("init", "--quiet", "--initial-branch=main")
        try scene.git("config", "user.name", "Ann")
        try scene.git("config", "user.email", "ann@example.org")
        try scene.commitAll()
      }
      try body(&scene)
    }
  }

  @discardableResult
  func git(_ words: String..., in folder: String? = nil) throws -> String {
    let ending = try TestSupport.run(
      "git", words, in: folder ?? project, environment: ["HOME": root])
    try #require(ending.status == 0, "\(words): \(ending.errors)")
    return ending.output
  }

  func commitAll() throws {
    try git("add", "--all")
    try git("commit", "--quiet", "--message", "more")
  }

  /// - Parameter path: from the project, or absolute.
  func write(_ text: String, to path: String) throws {
    let url = URL(filePath: Path.join(project, path))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func text(of path: String) -> String? {
    try? String(contentsOfFile: Path.join(project, path), encoding: .utf8)
  }

  /// Makes the worktree of a row, or gets it ready.
  ///
  /// - Parameter checks: those that prove the row's criteria.
  /// - Returns: the state of the checkout, and the lines of the worker's log.
  @discardableResult
  func prepare(
    _ id: String = "A", provenBy checks: [String] = []
  ) throws(PrepareWorktree.Failure) -> (state: CheckoutState, start: ObjectID?, notes: [String]) {
    var notes: [String] = []
    let order: WorktreeOrder
    do {
      order = try self.order(of: id == row.id ? row : item(id, notes: "worker=w"))
    } catch {
      throw .obstacle(Problem(error))
    }
    let prepared = try PrepareWorktree(workspace: workspace, clock: .system)(
      order, of: id, by: nil, provenBy: checks
    ) {
      notes.append($0)
    }
    return (prepared.checkout, prepared.start, notes)
  }

  func order(of row: QueueItem) throws -> WorktreeOrder {
    let worktree = try workspace.worktree(of: row)
    return WorktreeOrder(
      repository: worktree.repository, root: worktree.root, path: worktree.path,
      branch: worktree.branch.name)
  }
}
