import Git
import Host
import Model
import QueueStore
import Stores
import Text

/// A copy of a queue in a linked worktree of git, which commands there no longer use.
public struct JoinedCopy: Sendable {
  public let path: String
  /// The queue that the commands use now.
  public let queue: String
  /// The rows of the copy that the queue does not have. A merge of the branch adds them to the
  /// queue.
  public let missing: [String]
}

// The queue of a repository with several worktrees. Source: `docs/git.md`, "Worktrees".

extension TaskQueue {
  /// Makes commands in this linked worktree use the queue of the main worktree instead of the copy
  /// with its own history. The copy and its history stay.
  ///
  /// - Throws: if a row of the copy is IN_PROGRESS, because the other queue does not have its
  ///   claim.
  public func joinMainQueue() throws(Problem) -> JoinedCopy {
    let found = try queueLocation.find(named: opening.file)
    guard case .apart(let main)? = found.kinship else {
      throw .adapter(
        .usage,
        Sentence(
          "\(found.path) is not a copy with a history of its own in a linked worktree of git",
          "\(found.path): git의 연결된 작업 트리에 있는, 자체 기록을 가진 사본이 아닙니다"),
        hint: Sentence("leave out --join", "--join을 빼십시오"))
    }
    let sidecar = Sidecar(forQueueAt: found.path)
    // This comes before the rows are read, so that no command can find the copy and claim a row
    // there.
    try asking { try sidecar.join(main) }
    do throws(Problem) {
      let copy = try rows(of: found.path)
      let claimed = copy.filter { $0.status == .inProgress }.map(\.id)
      if !claimed.isEmpty {
        let rows = claimed.joined(separator: ", ")
        throw .adapter(
          .notAtRest,
          Sentence(
            "rows of \(found.path) are IN_PROGRESS: \(rows)",
            "\(found.path)에 IN_PROGRESS인 행이 있습니다: \(rows)"),
          hint: Sentence(
            "finish or release them first: orch done, orch release",
            "먼저 끝내거나 놓으십시오: orch done, orch release"))
      }
      let known = Set(try rows(of: main).map(\.id))
      return JoinedCopy(
        path: found.path, queue: main, missing: copy.map(\.id).filter { !known.contains($0) })
    } catch {
      sidecar.separate()
      throw error
    }
  }

  private func rows(of path: String) throws(Problem) -> [QueueItem] {
    var other = opening
    other.place = .file(path)
    let snapshot = try TaskQueue.open(other).snapshot()
    return (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0) }
  }

  /// Writes the path of the queue into the git config of a repository whose linked worktrees can't
  /// find the main worktree, such as a bare repository. An existing path in the config stays.
  ///
  /// - Returns: the file of the config; `nil` if nothing was written.
  public func nameQueueForWorktrees(_ path: String) throws(Problem) -> String? {
    let home = Path.parent(of: path)
    guard GitCheckout.top(of: home) != nil,
      let common = Repository.folderWithoutMainWorktree(of: home, environment: opening.environment),
      (try? FileStatus(of: common))?.owner == CurrentProcess.effectiveUser,
      Repository.sharedSetting(
        LinkedWorktree.queueKey, of: common, environment: opening.environment)
        == nil
    else { return nil }
    try asking {
      try Repository.writeSharedSetting(
        LinkedWorktree.queueKey, Path.name(of: path) == "QUEUE.md" ? home : path, of: common,
        environment: opening.environment)
    }
    return Path.join(common, "config")
  }
}
