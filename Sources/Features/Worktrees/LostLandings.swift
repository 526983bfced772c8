package import Door
import Git
import Host
import Model
import QueueStore
import Workers

/// A DONE row whose work landed in a repository of this machine, and is gone from the integration
/// branch and from the base.
package struct LostLanding: Equatable, Sendable {
  package let id: String
  /// The commit with which it landed.
  let commit: ObjectID
  let branch: Branch

  package var problem: Problem { .worktree(.landingLost(id: id, commit: commit, branch: branch)) }
  /// The remark of `ops why` on the row.
  var remark: String { "landing_lost:\(commit.short)" }
}

extension TaskQueue {
  /// The DONE rows whose work is gone from where it landed. The rows are read only if a branch was
  /// moved.
  package func lostLandings() -> [LostLanding] {
    guard let workspace = try? workspace(), !workspace.movedBranches().isEmpty,
      let rows = try? snapshot()
    else { return [] }
    return workspace.lostLandings(in: rows)
  }
}

extension Workspace {
  /// The DONE rows whose work is gone from where it landed.
  func lostLandings(in rows: any QueueSnapshot) -> [LostLanding] {
    movedBranches().flatMap { name, main in
      (try? lostLandings(in: rows, ofRepository: name, main)) ?? []
    }
  }

  /// The repositories whose integration branch is not at the commit at which orch left it, by their
  /// names; `nil` is the project's. Git is run only for these. A repository that can't be opened is
  /// left out: other findings name it.
  func movedBranches() -> [(name: String?, main: Repository)] {
    guard profiles.profiles.contains(where: { $0.integration == .merge }) else { return [] }
    return ([nil] + profiles.repositories.keys.sorted().map(Optional.some)).compactMap { name in
      guard let root = try? root(ofRepository: name),
        let refs = Self.top(of: root).flatMap({ RefFiles(of: $0) }),
        let landed = refs.commit(of: integration.landedRef),
        refs.commit(of: integration.ref) != landed, let main = try? repository(at: root)
      else { return nil }
      return (name, main)
    }
  }

  private func lostLandings(
    in rows: any QueueSnapshot, ofRepository name: String?, _ main: Repository
  ) throws -> [LostLanding] {
    let found = try main.landingBranch(integration)
    // Who deletes the branch has merged it, or decides with `ops integrate --accept`.
    guard let landed = found.landed, let tip = found.commit else { return [] }
    let base = try WorktreeBase(workspace: self, repository: main).branchCommit()
    let lost = Set(try main.commits(of: landed, without: [tip, base]))
    if try lost.isEmpty
      || [tip, base].contains(where: {
        try main.gotEverything(of: landed, on: $0)
      })
    {
      return []
    }
    return try rows.items(.done).compactMap { item in
      guard repositoryName(of: item) == name,
        let commit = item.landing?.commit.flatMap({ ObjectID($0) }), lost.contains(commit),
        try ![tip, base].contains(where: { try has(contentsOf: commit, $0, in: main) })
      else { return nil }
      return LostLanding(id: item.id, commit: commit, branch: integration)
    }
  }

  /// Whether another commit has the files that a landing changed with the same contents.
  private func has(
    contentsOf landing: ObjectID, _ other: ObjectID, in main: Repository
  ) throws -> Bool {
    guard let before = try main.commit(of: "\(landing)^1") else { return false }
    let paths = try main.changes(from: before, to: landing).map(\.path)
    return try main.entries(of: landing, at: paths) == main.entries(of: other, at: paths)
  }
}
