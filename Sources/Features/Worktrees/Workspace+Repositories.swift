import Door
import Git
import Host
package import Model
import Workers

// The repositories in which rows are worked: the project's, and those that `repositories` in
// `orch.json` names. Source: `docs/worktrees.md`, "Other repositories".

extension Workspace {
  /// The folder to which the paths of a row's files are relative: the project root, or the folder
  /// of its repository.
  package func root(of item: QueueItem) throws -> String {
    try root(ofRepository: repositoryName(of: item))
  }

  /// The folder in which the proofs of a row are looked for. For a session in a linked worktree of
  /// the project, this is the linked worktree, because the work of the session is there.
  package func rootOfProofs(of item: QueueItem) throws -> String {
    let root = try root(of: item)
    guard repositoryName(of: item) == nil, !(item.claim?.isForWorker ?? false) else { return root }
    return rootHere(of: root)
  }

  /// The folder in the caller's linked worktree that corresponds to a folder of the project; the
  /// folder itself if the caller is not in a linked worktree.
  func rootHere(of root: String) -> String {
    let top = foundRoot
    guard Path.isInside(root, top),
      let linked = callersFolder.flatMap(LinkedWorktree.init(holding:)),
      linked.top != top, WorktreeMarker.queue(of: linked) == nil, let common = linked.common,
      Self.commonFolder(of: top) == common || linked.namedQueue(environment) == home
    else { return root }
    return Path.join(linked.top, Path.relative(root, to: top))
  }

  /// The folder to which the paths of the files of a repository's rows are relative.
  ///
  /// A folder outside of the project needs the same trust as a program.
  ///
  /// - Parameter name: `nil` for the project.
  func root(ofRepository name: String?) throws -> String {
    guard let name else { return try projectRoot() }
    let root = try namedRoot(ofRepository: name)
    if !Path.isInside(root, foundRoot), case .refused(let refusal) = try permission() {
      let (key, path) = ("repositories.\(name)", profiles.repositories[name] ?? "")
      throw Problem.untrusted(.path(path, key: key, home: foundRoot, file: settingsPath), refusal)
    }
    return root
  }

  /// The same folder, without a check of trust.
  func namedRoot(ofRepository name: String) throws -> String {
    func fail(_ problem: RepositoryProblem) -> Problem { .worktree(.repository(name, problem)) }
    guard let path = profiles.repositories[name] else {
      throw fail(.unknown(known: profiles.repositories.keys.sorted()))
    }
    let project = try namedRoot()
    let place = Self.withoutSlash(Path.join(project, path))
    // A worker may have changed the files below the project.
    let first = Path.isInside(place, project) ? project : place
    guard (try? Path.checkNoLink(from: first, to: place)) != nil else {
      throw fail(.link(path: place))
    }
    guard let root = Path.resolved(place), (try? FileStatus(of: root))?.kind == .directory else {
      throw fail(.noFolder(path: place))
    }
    guard let top = Self.top(of: root) else {
      let reason = "no folder at or above it has .git"
      throw fail(.of(.git(.noRepository(folder: root, reason: reason))))
    }
    // Rows of the two would begin on two branches, and land on one.
    if let other = Self.top(of: project), other != top,
      let common = Self.commonFolder(of: top), common == Self.commonFolder(of: other)
    {
      throw fail(.ofProject(path: root, top: other))
    }
    return root
  }

  /// A path without slashes at its end. With a trailing slash, a symbolic link would be followed.
  private static func withoutSlash(_ path: String) -> String {
    var path = path
    while let end = ["/", "/."].first(where: path.hasSuffix), path != end {
      path.removeLast(end.count)
    }
    return path
  }

  /// The folder to which the paths of the files of a record's row are relative. A record may come
  /// with a clone, so it can only choose among the repositories that the settings name.
  func root(of record: WorktreeRecord) throws -> String {
    for name in [nil] + profiles.repositories.keys.sorted().map(Optional.some) {
      if let root = try? root(ofRepository: name), Self.top(of: root) == record.repository {
        return root
      }
    }
    if GitCheckout.isTop(record.repository) {
      throw Problem.worktree(.unnamedRepository(id: record.id, place: record.repository))
    }
    return try projectRoot()
  }

  /// Why the worktree of a row can't be made or continued in the repository in which the row is to
  /// be worked now; `nil` if it can. Git is not run.
  ///
  /// - Parameter refs: the refs of the row's repository; `nil` if they can't be read.
  func worktreeProblem(of item: QueueItem, _ refs: RefFiles?) -> Problem? {
    do {
      if worktreeFolder.record(of: item.id) != nil { _ = try worktree(of: item) }
      // A person may look at work that waits for a decision.
      guard let refs, item.status == .pending || item.status == .inProgress else { return nil }
      let branch = branch(of: item)
      // If the branch belongs to another row, this row begins on the branch with the next number.
      let isOwn = worktreeFolder.record(of: item.id) != nil || item.landing?.branch == branch.name
      switch refs.fault(of: branch) {
      case .isSymbolic?: return isOwn ? .worktree(.branchIsSymbolic(branch.name)) : nil
      case .isFolder(let ref)?: return .worktree(.branchBelow(branch.name, ref: ref))
      case .isDamaged?:
        return .worktree(.damagedRef(branch.ref, folder: try root(of: item)))
      case nil: break
      }
      guard isOwn, let place = refs.place(of: branch), try worktree(of: item).path != place else {
        return nil
      }
      return .worktree(.branchElsewhere(branch.name, worktree: place))
    } catch {
      let found = Problem(error)
      if found.worktree?.isOfNamedRepository == true { return found }
      return nil
    }
  }

  /// The name of the repository to which a git folder belongs; `nil` for the project's repository
  /// and for an unknown one.
  func repositoryName(of found: Repository) -> String? {
    if profiles.repositories.isEmpty { return nil }
    func holds(_ root: String?) -> Bool {
      let common = root.flatMap(Self.top(of:)).flatMap(Self.commonFolder(of:))
      // The git folder of a submodule is inside the git folder of its repository.
      return common.map { Path.isInside(found.commonFolder, $0) } ?? false
    }
    if holds(try? projectRoot()) { return nil }
    return profiles.repositories.keys.sorted().first { holds(try? root(ofRepository: $0)) }
  }

  /// The git folder that all worktrees of a repository share, read without running git; `nil` if it
  /// can't be determined. Source: gitrepository-layout(5).
  static func commonFolder(of top: String) -> String? {
    let link = Path.join(top, ".git")
    if (try? FileStatus(ofName: link))?.kind == .directory { return Path.resolved(link) }
    guard let own = GitHead.linkedFolder(at: link) else { return nil }
    return Path.resolved(Path.parent(of: Path.parent(of: own)))
  }
}
