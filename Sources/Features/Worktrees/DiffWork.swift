import Door
public import Git
import Model
import Text
import Workers

/// The work on a row, compared with what its landing would find.
public struct WorkDiff: Sendable {
  public let id: String
  /// Without `refs/heads/`.
  public let branch: String
  /// The commit with which the work is compared; where merges cross, the first of several whose
  /// merge it is compared with.
  public let base: ObjectID
  /// The last commit of the branch; the files may have more.
  public let commit: ObjectID
  /// The first line of the commit's message. What looks like a secret is removed.
  public let subject: String
  public let files: [ChangedFile]
  /// The changes as git prints them, with what looks like a secret removed; empty if no form was
  /// asked for.
  public let text: String
}

/// Use case: shows the work on a row, including what is not committed yet. It commits nothing.
struct DiffWork: Sendable, UseCase {
  let queue: Queue

  /// - Parameters:
  ///   - item: the row; `nil` if it is gone.
  ///   - revision: the revision with which the work is compared; `nil` for what its landing would
  ///     find.
  ///   - form: the form of the text; `nil` for none.
  func callAsFunction(
    of id: String, _ item: QueueItem?, against revision: String?, _ form: GitCall.DiffForm?
  ) throws -> WorkDiff {
    guard ItemID.isWellFormed(id) else { throw Problem.refused(.illFormedID(id)) }
    let record = workspace.worktreeFolder.record(of: id)
    let worktree = try record.map { try workspace.worktree(of: $0) }
    let main = try repository(of: id, item)
    let branch = item.map(workspace.branch) ?? workspace.branch(of: id)
    guard let state = try main.state(of: branch) else { throw Problem.worktree(.none(id: id)) }
    let landing = try main.commit(of: item?.landing?.commit.map { "\($0)^1" } ?? "")
    let start = try WorktreeBase(workspace: workspace, repository: main)
      .start(of: state.commit, record, landedOn: landing)
    let bases = try bases(of: state.commit, begunAt: start, item, against: revision, in: main)
    let end = try worktree.flatMap(uncommittedTree) ?? state.commit
    return try diff(of: id, branch.name, from: bases, to: end, commit: state.commit, form, in: main)
  }

  /// The work of an attempt at its end.
  ///
  /// - Parameter work: the commit of the attempt's work; `nil` if no commit has it.
  func callAsFunction(
    of id: String, _ item: QueueItem?, attempt: Int, _ work: AttemptResult.Work?,
    against revision: String?, _ form: GitCall.DiffForm?
  ) throws -> WorkDiff {
    guard let work else { throw Problem.attempt(.lacks(.commit, claim: attempt), id: id) }
    let main = try repository(of: id, item)
    guard let commit = try main.commit(of: work.commit), let start = try main.commit(of: work.base)
    else { throw Problem.attempt(.lacks(.keptCommit, claim: attempt), id: id) }
    let bases = try bases(of: commit, begunAt: start, item, against: revision, in: main)
    return try diff(of: id, work.branch, from: bases, to: commit, commit: commit, form, in: main)
  }

  private func repository(of id: String, _ item: QueueItem?) throws -> Repository {
    let record = workspace.worktreeFolder.record(of: id)
    if let record { return try workspace.repository(at: workspace.worktree(of: record).root) }
    return try workspace.repository(
      at: item.map { try workspace.root(of: $0) } ?? workspace.projectRoot())
  }

  private func diff(
    of id: String, _ branch: String, from bases: [ObjectID], to end: ObjectID, commit: ObjectID,
    _ form: GitCall.DiffForm?, in main: Repository
  ) throws -> WorkDiff {
    let files = try main.mergedTree(of: bases)
    let text = try form.map { try main.diff(from: files, to: end, $0) }
    let secrets = workspace.secretValues
    return WorkDiff(
      id: id, branch: branch, base: bases[0], commit: commit,
      subject: Redactor.redacted(try main.subject(of: commit), removing: secrets),
      files: try main.changes(from: files, to: end),
      text: Redactor.redacted(text ?? "", removing: secrets))
  }

  /// The files of the worktree; `nil` if it is gone.
  private func uncommittedTree(_ worktree: RowWorktree) throws -> ObjectID? {
    guard worktree.isThere else { return nil }
    let repository = try workspace.repository(at: worktree)
    let excluded = workspace.queuePaths(in: worktree.repository)
    return try repository.snapshot(except: excluded)
  }

  private func bases(
    of commit: ObjectID, begunAt start: ObjectID, _ item: QueueItem?, against revision: String?,
    in main: Repository
  ) throws -> [ObjectID] {
    guard let revision else {
      let before = try item.map { try WorkBefore(queue: queue).branches(of: $0, in: main.top) }
      let integration = item.flatMap(workspace.profile)?.integration
      let base = LandingBase(
        workspace: workspace, main: main, before: before ?? [],
        becomesPullRequest: integration == .pullRequest)
      return try base(of: commit, begunAt: start)
    }
    guard let named = try main.commit(of: revision) else {
      let (name, folder) = (revision.escaped, main.top.escaped)
      throw Problem.adapter(
        .usage,
        Sentence("\(name) names no commit of \(folder)", "\(name)은(는) \(folder)의 커밋이 아닙니다"),
        hint: Sentence("name a branch, a tag or a commit", "브랜치나 태그, 커밋을 지정하십시오"))
    }
    return [try main.mergeBase(named, commit) ?? named]
  }
}
