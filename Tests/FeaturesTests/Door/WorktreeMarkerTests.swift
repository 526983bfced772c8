import Host
import TestSupport
import Testing

@testable import Door
@testable import Worktrees

/// The one queue of rows that are worked in worktrees.
@Suite struct WorktreeMarkerTests {
  private typealias Case = (
    name: String, option: String?, variable: String?, folder: String, isRefused: Bool
  )

  /// `W` is the worktree, `P` the project.
  private static let cases: [Case] = [
    ("found in the worktree", nil, nil, "W", true),
    ("found above a folder of it", nil, nil, "W/src", true),
    ("named there", "W/QUEUE.md", nil, "P", true),
    ("named there, and not there yet", "W/new/QUEUE.md", nil, "P", true),
    ("named there by a variable", nil, "W/QUEUE.md", "P", true),
    ("named in the project", "P/QUEUE.md", nil, "W", false),
    ("named in the project by a variable", nil, "P/QUEUE.md", "W", false),
    ("found in the project", nil, nil, "P", false),
  ]

  @Test(arguments: cases.indices)
  func `a copy in a worktree is not a queue`(_ index: Int) throws {
    let (name, option, variable, folder, isRefused) = Self.cases[index]
    try CheckoutScene.run { scene in
      try scene.prepare()
      let worktree = try scene.worktree.path
      try Directory.create("\(worktree)/src", permissions: 0o755)
      try Directory.create("\(worktree)/new", permissions: 0o755)
      func path(_ text: String) -> String {
        text.replacing("W", with: worktree).replacing("P", with: scene.project)
      }
      func variables() -> [String: String] {
        variable.map { ["ORCH_QUEUE_MD": path($0)] } ?? [:]
      }
      let location = QueueLocation(
        environment: Environment(variables()), currentDirectory: path(folder))
      let found = Result { () throws(Problem) in try location.find(named: option.map(path)).path }
      let queue = "\(scene.project)/QUEUE.md"
      #expect(
        found
          == (isRefused ? .failure(.location(.inWorktree(queue: queue))) : .success(queue)),
        "\(name)")
      if case .failure(let problem) = found { #expect(problem.exitStatus.rawValue == 77) }
    }
  }

  @Test func `where no copy is, the queue is named nevertheless`() throws {
    try CheckoutScene.run { scene in
      try scene.prepare()
      let worktree = try scene.worktree.path
      try Directory.remove("\(worktree)/QUEUE.md")
      let location = QueueLocation(environment: Environment([:]), currentDirectory: worktree)
      #expect(throws: Problem.location(.inWorktree(queue: "\(scene.project)/QUEUE.md"))) {
        try location.find(named: nil)
      }
    }
  }

  /// Anybody can copy a file `.git`.
  @Test func `a file that names another worktree's git folder proves nothing`() throws {
    try CheckoutScene.run { scene in
      try scene.prepare()
      let copy = "\(scene.root)/copy"
      try scene.write(try scene.text(of: "\(scene.worktree.path)/.git") ?? "", to: "\(copy)/.git")
      try scene.write("", to: "\(copy)/QUEUE.md")
      let location = QueueLocation(environment: Environment([:]), currentDirectory: copy)
      #expect(try location.find(named: nil).path == "\(copy)/QUEUE.md")
    }
  }
}
