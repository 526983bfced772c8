import Door
import Git
import Model
import Workers

// The commits that may become part of a pull request: only those that a review judged or a person
// approved. Commits that others add on the forge belong to the pull request. Source:
// `docs/forge.md`, "What is pushed".

/// The commits of a row's work that a review judged or a person approved.
struct JudgedCommits: Sendable {
  /// The commit that may be pushed now; `nil` if none is known.
  let current: String?
  /// The current commit, and the commits of earlier attempts.
  let all: Set<String>

  init(of item: QueueItem, in queue: Queue) throws {
    let history = try queue.history(of: item.id)
    // Attempts of an older version, which did not record commits in the history.
    let left = queue.workspace.keptAttempts(of: item.id).compactMap {
      $0.folder?.result()?.work?.commit
    }
    current = history.judgedWork?.commit ?? left.last
    let judged = history.compactMap { ($0.row?.work ?? $0.findings?.verdict?.work)?.commit }
    all = Set(judged + left)
  }
}

extension RowSync {
  /// Makes the row wait for a person if its branch has commits that were not judged.
  func checkIsJudged(_ tip: ObjectID, _ judged: JudgedCommits) throws {
    if judged.current == tip.text { return }
    let files = try judged.current.flatMap { ObjectID($0) }.map {
      try place.main.changes(from: $0, to: tip).map(\.path)
    }
    try perform(item.pullRequest, .changed(files: files ?? []))
    throw Problem.worktree(.leftWork(id: item.id, files: files ?? []))
  }

  /// Whether a person merged the pull request before it had the work that was judged last. Commits
  /// of others that replaced the work belong to those people.
  func lacksJudgedWork(_ request: PullRequest, _ tip: ObjectID) throws -> Bool {
    let judged = try JudgedCommits(of: item, in: queue)
    guard judged.current == tip.text else { return false }
    if judged.all.contains(request.head) { return true }
    // A commit that this repository does not have was added by others.
    guard ObjectID(request.head) != nil, let head = try place.main.commit(of: request.head) else {
      return false
    }
    return try place.main.contains(head, in: tip)
  }
}
