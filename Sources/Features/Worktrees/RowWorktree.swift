import Door
package import Git
import Host
package import Model
import QueueStore
package import Workers

/// The paths of a row's worktree, and the checkout to which it belongs. The row's id determines the
/// folder and the branch. Source: `docs/worktrees.md`.
package struct RowWorktree: Sendable {
  package let id: String
  /// The top folder of the checkout of the row's repository.
  package let repository: String
  /// The folder of that checkout to which the paths of the row's files are relative.
  package let root: String
  /// The top folder of the worktree.
  package let path: String
  package let branch: Branch

  /// The reason with which git locks the worktree against pruning.
  var lockReason: String { "orch: \(id)" }

  /// The folder in the worktree that corresponds to the root in the checkout.
  package var folder: String {
    let below = foldersToRoot
    return below.isEmpty ? path : Path.join(path, below)
  }

  /// A path relative to the root; `nil` for one that is not below it.
  ///
  /// - Parameter path: relative to the top folder.
  func pathBelowRoot(_ path: String) -> String? {
    let below = foldersToRoot
    if below.isEmpty { return path }
    guard path != below, Path.isInside(path, below) else { return nil }
    return String(decoding: path.utf8.dropFirst(below.utf8.count + 1), as: UTF8.self)
  }

  /// A path relative to the root. A file outside of it has a path that begins with `..`.
  ///
  /// - Parameter path: relative to the top folder.
  func pathFromRoot(_ path: String) -> String {
    pathBelowRoot(path) ?? Path.relative(path, to: foldersToRoot)
  }

  /// The path from the top folder to the root; empty if they are the same.
  var foldersToRoot: String {
    let root = Path.resolved(root) ?? root
    return root == repository ? "" : Path.relative(root, to: repository)
  }
}

extension RowWorktree {
  /// What exists of a worktree, whether or not git knows the worktree.
  enum State {
    /// There is no such folder.
    case absent
    /// The worktree was not completely made, or not completely removed. It has no work.
    case unfinished
    case whole
  }

  /// - Parameter record: `nil` if there is no record, which a worker may have removed.
  func state(by record: WorktreeRecord?) -> State {
    if !isThere { return .absent }
    return record?.isReady == false ? .unfinished : .whole
  }

  package var isThere: Bool { (try? FileStatus(ofName: path)) != nil }

  package init(_ order: WorktreeOrder, of id: String) {
    self.init(
      id: id, repository: order.repository, root: order.root, path: order.path,
      branch: Branch(order.branch))
  }
}

extension Workspace {
  package var worktreeSettings: WorktreeSettings { WorktreeSettings(reading: settings.given) }

  var integration: Branch { Branch(worktreeSettings.integration) }

  package var worktreeFolder: WorktreeFolder { WorktreeFolder(sidecar: sidecar) }

  /// The folder above the worktrees of this queue. Its name is random, so no other queue has it,
  /// and the files of a clone can't choose it.
  func worktreeRoot() throws -> String {
    let name = try worktreeFolder.name()
    return Path.join(try worktreesOfAll(), name)
  }

  /// The folder above the worktrees of all queues.
  func worktreesOfAll() throws -> String {
    if let root = worktreeSettings.root {
      // The settings may have come with a clone.
      if case .refused(let refusal) = try permission() {
        throw Problem.untrusted(.root(root, file: settingsPath), refusal)
      }
      return root
    }
    guard let stateFolder else { throw Problem.worktree(.noState) }
    return Path.join(stateFolder, "worktrees")
  }

  /// The worktree of a row, whether or not it exists.
  ///
  /// - Throws: `otherRepository` if the worktree was made in another repository than the one that
  ///   the row names now. So no work there is lost, and none of it is judged here.
  package func worktree(of item: QueueItem) throws -> RowWorktree {
    let root = try root(of: item)
    let record = worktreeFolder.record(of: item.id)
    let worktree = try worktree(
      of: item.id, root: root, number: record?.number, on: branch(of: item))
    if let record, !record.base.isEmpty, record.repository != worktree.repository,
      GitCheckout.isTop(record.repository)
    {
      _ = try self.root(of: record)
      throw Problem.worktree(.otherRepository(id: item.id, place: record.repository))
    }
    return worktree
  }

  /// The worktree that a record names. Its row may be gone.
  func worktree(of record: WorktreeRecord) throws -> RowWorktree {
    try worktree(
      of: record.id, root: try root(of: record), number: record.number,
      on: branch(of: record.id, number: record.branchNumber))
  }

  /// - Parameters:
  ///   - root: the folder to which the paths of the row's files are relative.
  ///   - number: more than 1 if an earlier worktree of the row can't be used again.
  private func worktree(
    of id: String, root: String, number: Int?, on branch: Branch
  ) throws -> RowWorktree {
    guard ItemID.isWellFormed(id) else { throw Problem.refused(.illFormedID(id)) }
    guard let top = Self.top(of: root) else {
      throw Problem.worktree(
        .git(.noRepository(folder: root, reason: "no folder at or above it has .git")))
    }
    return worktree(of: id, in: top, root: root, below: try worktreeRoot(), number ?? 1, branch)
  }

  /// - Parameter number: more than 1 if an earlier worktree of the row can't be used again.
  func worktree(
    of id: String, in repository: String, root: String, below folder: String, _ number: Int,
    _ branch: Branch
  ) -> RowWorktree {
    let name = Self.branchComponent(id)
    return RowWorktree(
      id: id, repository: repository, root: root,
      path: Path.join(folder, number == 1 ? name : "\(name)-\(number)"),
      branch: branch)
  }

  /// An id as a part of a branch's name. Characters that git does not accept are percent-encoded,
  /// and so is an id that equals the name of the integration branch. Source:
  /// git-check-ref-format(1).
  static func branchComponent(_ id: String) -> String {
    let isTaken = id.lowercased() == "integration"
    let isRefused = id.hasSuffix(".") || id.lowercased().hasSuffix(".lock")
    if isTaken { return "%\(hex(id.utf8.first ?? 0))" + id.dropFirst() }
    if !isRefused { return id }
    return id.utf8.reduce(into: "") { text, byte in
      text += byte == UInt8(ascii: ".") ? "%2E" : String(UnicodeScalar(byte))
    }
  }

  private static func hex(_ byte: UInt8) -> String { String(byte, radix: 16, uppercase: true) }

  /// The paths of the queue's own files, relative to the top folder of the checkout. Commits of
  /// orch leave these files out. A folder includes all files in it.
  func queuePaths(in top: String) -> [String] {
    let beside = [
      "orch.json", "tasks", "logs/workers", "logs/orch_runs.jsonl", "db/queue.db",
      "db/queue.db-wal", "db/queue.db-shm",
    ].map { Path.join(home, $0) }
    let stores = [storePath, queuePath].compactMap(\.self)
    let archives = stores.compactMap { try? ArchiveOutcome.path(beside: $0) }
    let files = stores + archives + [sidecar] + beside
    return files.compactMap { file in
      let place = Path.resolvedWhereExisting(file) ?? file
      return Path.isInside(place, top) && place != top ? Path.relative(place, to: top) : nil
    }
  }
}
