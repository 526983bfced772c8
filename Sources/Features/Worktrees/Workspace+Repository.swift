package import Door
package import Git
import Host
import Workers

extension Workspace {
  /// The repository at a folder. Its calls run no program that the repository's settings name,
  /// unless a person trusts that program.
  package func repository(at folder: String) throws -> Repository {
    let found = try Repository(holding: folder, environment: environment)
    let settings = try RepositoryConfiguration(of: found)
    let trusted = settings.programs.isEmpty ? [] : trustedGitSettings(of: found)
    if let setting = settings.obstacles(except: trusted).first {
      throw Problem.worktree(.untrustedSetting(key: setting.key, folder: found.top))
    }
    try forgetHalfMadeWorktrees(of: found)
    return found.with(settings: settings.switchedOff(except: trusted), vary: settings.varies)
  }

  /// The repository at a row's worktree. It has to be the repository of the checkout: a worker may
  /// have put another one in its place.
  ///
  /// - Parameter opened: the repository at the checkout, opened after the last worker ran.
  package func repository(at worktree: RowWorktree, of opened: Repository? = nil) throws
    -> Repository
  {
    guard worktree.isThere else { throw Problem.worktree(.none(id: worktree.id)) }
    let main = if let opened { opened } else { try repository(at: worktree.repository) }
    let own = try main.worktree(at: worktree.path)
    return if let own { own } else { try repository(at: worktree.path) }
  }

  /// Removes git's records of this queue's worktrees whose creation was killed. These would keep
  /// all rows from being worked and merged.
  private func forgetHalfMadeWorktrees(of repository: Repository) throws {
    if repository.halfMadeWorktrees().isEmpty { return }
    // No worktree is being made while the lock is held.
    let lock = try RepositoryLock(
      of: repository, .worktrees, timeout: .seconds(5), holder: "orch: worktrees", clock: .system)
    defer { withExtendedLifetime(lock) {} }
    let root = try worktreeRoot()
    for worktree in repository.halfMadeWorktrees() where Path.isInside(worktree.path, root) {
      repository.forget(worktree)
    }
  }

  /// Fetches `worktrees.base` if it is a branch of a remote, at most once a minute.
  ///
  /// - Parameter clock: the clock that measures the minute.
  /// - Returns: why it was not fetched, for people; `nil` if it was, or if nothing has to be
  ///   fetched.
  func fetchBase(in main: Repository, clock: Clock) -> String? {
    guard let base = worktreeSettings.base, let slash = base.firstIndex(of: "/"),
      ((try? main.commit(of: "refs/remotes/\(base)")) ?? nil) != nil,
      ((try? main.commit(of: Branch(base).ref)) ?? nil) == nil
    else { return nil }
    let stamp = Path.join(main.commonFolder, "orch-fetched")
    let last = try? FileStatus(ofName: stamp)
    if let last, clock.age(of: last.identity) < .seconds(60) { return nil }
    do {
      // A worker may have set the address of another remote.
      if let key = try untrustedSetting(of: main) {
        return "\(base) was not fetched: \(key) is not trusted (orch trust)"
      }
      try main.fetch(String(base[base.index(after: slash)...]), from: String(base[..<slash]))
      try NewFile.replace(stamp, text: "", permissions: 0o600, syncsFolder: false)
      return nil
    } catch {
      return "\(base) was not fetched: \(error)"
    }
  }

  /// Fetches a branch of the remote of pull requests, with the account of `gh`.
  ///
  /// - Returns: why it was not fetched, for people; `nil` if it was.
  func fetch(_ branch: String, in main: Repository) -> String? {
    do {
      if let key = try untrustedSetting(of: main) {
        return "\(branch) was not fetched: \(key) is not trusted (orch trust)"
      }
      try main.with(settings: [Self.forgeAccount]).fetch(
        branch, from: forgeSettings.remote, variables: pushVariables)
      return nil
    } catch {
      return "\(branch) was not fetched: \(error)"
    }
  }

  /// The key of an untrusted setting that could lead git elsewhere.
  func untrustedSetting(of repository: Repository) throws(GitError) -> String? {
    let settings = try RepositoryConfiguration(of: repository)
    return settings.untrusted(except: trustedGitSettings(of: repository)).first?.key
  }

  /// The digests of the trusted settings of a repository. A setting is trusted per repository,
  /// because the same one may name another program elsewhere.
  private func trustedGitSettings(of repository: Repository) -> Set<String> {
    // If the record of trust can't be read, no setting is trusted.
    let files = try? trust().trustedFiles()
    let name = repositoryName(of: repository)
    let trusted = (files ?? nil)?.gitSettings.filter { setting in
      let key = setting.path.dropFirst(TrustedFiles.gitPrefix.count)
      guard let name else {
        // No section of git's settings has a colon in its name.
        return !key.prefix { $0 != "." }.contains(":")
      }
      return key.hasPrefix("\(name):")
    }
    return Set(trusted?.map(\.digest) ?? [])
  }

  /// The settings of all repositories that name programs or lead elsewhere, in the form in which
  /// they are trusted, with their values; empty if no worker has a worktree. The keys of another
  /// repository begin with its name.
  func gitSettings() throws -> [(setting: TrustedFiles.File, value: String)] {
    guard profiles.profiles.contains(where: \.usesWorktree) else { return [] }
    let project = try namedRoot()
    var found = try gitSettings(at: project, "")
    for name in profiles.repositories.keys.sorted() {
      // Problems of a repository are reported with its rows. A folder of the project has the
      // project's settings.
      guard let root = try? namedRoot(ofRepository: name),
        Self.top(of: root) != Self.top(of: project)
      else { continue }
      found += (try? gitSettings(at: root, "\(name):")) ?? []
    }
    return found
  }

  /// - Parameters:
  ///   - root: a folder that may be in a repository.
  ///   - prefix: what precedes the keys.
  private func gitSettings(
    at root: String, _ prefix: String
  ) throws -> [(setting: TrustedFiles.File, value: String)] {
    do {
      let found = try Repository(holding: root, environment: environment)
      var counts: [String: Int] = [:]
      return try RepositoryConfiguration(of: found).programs.map { setting in
        let count = counts[setting.key, default: 0] + 1
        counts[setting.key] = count
        // Some settings occur several times.
        let key = setting.key + (count == 1 ? "" : "#\(count)")
        let path = TrustedFiles.gitPrefix + prefix + key
        return (TrustedFiles.File(path: path, digest: setting.digest), setting.value)
      }
    } catch {
      if case .noRepository = error { return [] }
      throw error
    }
  }

  /// Why no row can be worked in a worktree now; `nil` if rows can. This runs git once.
  ///
  /// - Parameter name: the name of the repository; `nil` for the project's.
  func worktreeObstacle(inRepository name: String? = nil) -> Problem? {
    do {
      try checkWorktrees(below: try root(ofRepository: name))
      return nil
    } catch {
      let found = Problem(error)
      guard let name else { return sharesFolder(because: found) ? nil : found }
      guard let problem = found.worktree, !problem.isOfNamedRepository else { return found }
      return .worktree(.repository(name, .of(problem)))
    }
  }

  private func checkWorktrees(below root: String) throws {
    let settings = worktreeSettings
    let name = settings.base ?? "HEAD"
    let (base, landed) = ("\(name)^{commit}", "\(integration.ref)^{commit}")
    let (tree, modules) = ("\(name)^{tree}", "\(name):.gitmodules")
    let above = Self.parents(of: settings.branchPrefix + "x")
    let found = try Repository.objects(
      named: [base, tree, landed, modules] + above.map { Branch($0).ref }, at: root,
      environment: environment)
    if let branch = above.first(where: { found[Branch($0).ref] != nil }) {
      throw Problem.worktree(.branchInTheWay(branch))
    }
    let refs = Self.top(of: root).flatMap { RefFiles(of: $0) }
    func checkIsThere(_ object: String, of ref: String?) throws {
      guard found[object] == nil, let ref, refs?.has(ref) ?? false else { return }
      throw Problem.worktree(.damagedRef(ref, folder: root))
    }
    let ofBase = settings.base.map { Branch($0).ref } ?? Self.checkedOutRef(in: root)
    try checkIsThere(base, of: ofBase)
    if found[base] == nil {
      throw Problem.worktree(
        settings.base.map { .noBase($0, folder: root) } ?? .noCommit(folder: root))
    }
    if found[tree] == nil { throw Problem.worktree(.damagedRef(ofBase ?? name, folder: root)) }
    try checkIsThere(landed, of: integration.ref)
    if found[modules] != nil { try checkSubmodules(of: name, at: root) }
    // Reading the settings takes two calls of git.
    if refs?.mayHaveSettings(in: ["filter", "include"]) ?? false {
      try checkFilters(of: try repository(at: root))
    }
    let path =
      Self.fileInTheWay(above: try worktreesOfAll())
      ?? refs?.fileInTheWay(of: above.map { Branch($0) })
    if let path { throw Problem.worktree(.inTheWay(path: path)) }
  }

  /// A file where a folder above the worktrees should be; `nil` for none.
  private static func fileInTheWay(above folder: String) -> String? {
    let there = Path.nearestExisting(from: folder)
    return (try? FileStatus(of: there))?.kind == .directory ? nil : there
  }

  /// The ref of the branch that is checked out in a folder; `nil` for none.
  private static func checkedOutRef(in folder: String) -> String? {
    GitHead.read(above: folder).flatMap { $0.hasPrefix("ref: ") ? String($0.dropFirst(5)) : nil }
  }

  /// Throws if the program of a filter does not run because it is not trusted. Without the filter,
  /// files would be checked out and committed in another form than in other clones.
  package func checkFilters(of repository: Repository) throws {
    guard let key = repository.switchedOffFilter else { return }
    throw Problem.worktree(.untrustedSetting(key: key, folder: repository.top))
  }

  /// Throws if a submodule has an address that git does not follow.
  private func checkSubmodules(of base: String, at root: String) throws {
    let repository = try Repository(holding: root, environment: environment)
    guard let local = try repository.localSubmodule(of: base) else { return }
    throw Problem.worktree(.localSubmodule(local.path, address: local.address))
  }

  /// Whether rows are worked in the project's own folder, because it is not a git repository.
  package func sharesFolder(because problem: Problem) -> Bool {
    guard case .git(.noRepository)? = problem.worktree else { return false }
    return worktreeSettings.withoutRepository == .shared
  }

  /// The branch names that can't exist together with a branch of this name: `orch` for `orch/T-1`.
  static func parents(of branch: String) -> [String] {
    var parents: [String] = []
    var parent = Path.parent(of: branch)
    while parent != ".", parent != "/" {
      parents.append(parent)
      parent = Path.parent(of: parent)
    }
    return parents
  }
}
