package import Door
import Git
import Host
import Model
import Text
import Workers

/// Use case: looks for secrets in the commits of the work on a row. It reads git's object store, in
/// which a worker can't hide them, and every commit that would land, including files that a later
/// commit removed.
///
/// A secret is a text that has the form of one, or the value of a secret variable of a worker.
/// Source: `docs/worktrees.md`, "What waits, and for whom".
package struct FindSecrets: Sendable {
  package let workspace: Workspace

  package init(workspace: Workspace) { self.workspace = workspace }

  /// Throws if a secret would land, or be pushed, with the work.
  func check(_ work: CommittedWork) throws {
    try throwing(try self(in: work), work.worktree.id)
  }

  /// Throws if a secret would be pushed with the branch of a row.
  ///
  /// - Parameters:
  ///   - tip: the last commit of the branch.
  ///   - main: the repository at the checkout.
  func check(_ tip: ObjectID, of worktree: RowWorktree, in main: Repository) throws {
    let base = try WorktreeBase(workspace: workspace, repository: main)
      .start(of: tip, workspace.worktreeFolder.record(of: worktree.id))
    let exemptions = try Self.exemptions(of: worktree, at: base, in: main)
    let places = try places(from: base, to: tip, of: worktree, exemptions, main, in: main)
    try throwing(places, worktree.id)
  }

  /// Throws if a review found secrets, and this process does not have the value of a variable that
  /// may be one of them.
  func checkMayLook(at item: QueueItem, _ context: TransitionContext) throws {
    guard case .secretsInWork(let places, _)? = StoppedRow(item, context)?.cause,
      let profile = workspace.profile(of: item), profile.integration != .none,
      profile.secretNames.contains(where: { workspace.environment[$0] == nil })
    else { return }
    try throwing([places], item.id)
  }

  private func throwing(_ places: [String], _ id: String) throws {
    if !places.isEmpty { throw Problem.worktree(.secretInCommits(places, id: id)) }
  }

  /// The places of secrets in the commits of the work: `COMMIT:PATH:LINE`, `COMMIT:(message):LINE`
  /// for a message, and `COMMIT:(name)` for a file whose name has a secret. Secrets that the base
  /// or the integration branch already has do not count.
  package func callAsFunction(in work: CommittedWork) throws -> [String] {
    if work.commit == work.base { return [] }
    return try places(
      from: work.base, to: work.commit, of: work.worktree, work.exemptions,
      try workspace.repository(at: work.worktree.repository), in: work.repository)
  }

  /// The places of secrets in versions of files that no commit has yet: `PATH:LINE`.
  func places(
    in blobs: [AddedBlob], of worktree: RowWorktree, except exemptions: SecretExemptions,
    in repository: Repository
  ) throws -> [String] {
    try found(in: [], blobs, of: worktree, exemptions, in: repository)
  }

  /// The files that may have secrets, as `.orchsecretsignore` in a commit names them.
  static func exemptions(
    of worktree: RowWorktree, at commit: ObjectID, in repository: Repository
  ) throws -> SecretExemptions {
    let path = Path.join(worktree.foldersToRoot, SecretExemptions.fileName)
    let file = try repository.file(path, of: commit)
    return SecretExemptions(String(decoding: file ?? [], as: UTF8.self))
  }

  private func places(
    from base: ObjectID, to tip: ObjectID, of worktree: RowWorktree,
    _ exemptions: SecretExemptions, _ main: Repository, in repository: Repository
  ) throws -> [String] {
    // Unlanded work of other rows that this work contains would land with it.
    let buildsOnOthers = try !workspace.unlandedWork(in: base, of: worktree).isEmpty
    var known = buildsOnOthers ? [] : [base]
    // If the commit of the checkout is unknown, more commits are searched.
    let start = try? WorktreeBase(workspace: workspace, repository: main).branchCommit()
    if let landed = try main.state(of: workspace.integration)?.commit { known.append(landed) }
    // If the checkout already has the work, it does not show where the work came from.
    if let start, try !main.contains(tip, in: start) { known.append(start) }
    let commits = try repository.commits(of: tip, without: known)
    let blobs = try repository.addedBlobs(in: commits)
    return try found(in: commits, blobs, of: worktree, exemptions, in: repository)
  }

  private func found(
    in commits: [ObjectID], _ blobs: [AddedBlob], of worktree: RowWorktree,
    _ exemptions: SecretExemptions, in repository: Repository
  ) throws -> [String] {
    var names: [(id: ObjectID, name: String)] = commits.map { ($0, "\($0.short):(message)") }
    var seen: Set<ObjectID> = []
    var places: [String] = []
    var nameSearch = SecretSearch(for: workspace.secretValues)
    for blob in blobs {
      let isExempt = worktree.pathBelowRoot(blob.path).map(exemptions.contains) ?? false
      if isExempt { continue }
      let commit = blob.commit.map { "\($0.short):" } ?? ""
      nameSearch.add(Array(blob.path.utf8)[...])
      // A name that is a secret is left out of its place.
      if nameSearch.finish() != nil {
        places.append("\(commit)(name)")
      } else if seen.insert(blob.id).inserted {
        names.append((blob.id, commit + blob.path))
      }
    }
    var search = CommitSearch(for: workspace.secretValues)
    try repository.read(names.map(\.id)) { place, bytes in
      if !bytes.isEmpty { return search.add(bytes, ofCommit: place < commits.count) }
      if let found = search.finish() { places.append("\(names[place].name):\(found.line)") }
    }
    return places
  }
}

/// Looks for secrets in files and in commits. The message of a commit begins after an empty line.
private struct CommitSearch {
  private var search: SecretSearch
  private var headLines = 0
  private var isInHead = true
  private var last: UInt8 = 0

  init(for values: SecretValues) { search = SecretSearch(for: values) }

  mutating func add(_ bytes: ArraySlice<UInt8>, ofCommit isCommit: Bool) {
    search.add(bytes)
    guard isCommit else { return }
    for byte in bytes where isInHead {
      if byte == UInt8(ascii: "\n") {
        headLines += 1
        isInHead = last != byte
      }
      last = byte
    }
  }

  /// The first secret, with its line in the file or in the message. Text before the message counts
  /// as line 1.
  mutating func finish() -> FoundSecret? {
    defer { (headLines, isInHead, last) = (0, true, 0) }
    return search.finish().map {
      FoundSecret(line: max(1, $0.line - headLines), kind: $0.kind)
    }
  }
}
