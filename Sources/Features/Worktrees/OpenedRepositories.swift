import Door
import Git

/// The repositories of the worktrees of rows, each opened once.
struct OpenedRepositories {
  typealias Opened = (main: Repository, targets: MergeTargets)

  let workspace: Workspace
  private var opened: [String: Opened] = [:]

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// - Parameter top: the top folder of a checkout.
  mutating func callAsFunction(at top: String) throws -> Opened {
    if let known = opened[top] { return known }
    let main = try workspace.repository(at: top)
    let found = (main, try MergeTargets(workspace: workspace, repository: main))
    opened[top] = found
    return found
  }
}
