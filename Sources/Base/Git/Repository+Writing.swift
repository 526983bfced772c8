public import Host

extension Repository {
  /// Makes a worktree with a branch of its own, or continues on a branch that is there.
  ///
  /// - Parameters:
  ///   - path: its folder, which must not exist.
  ///   - start: where the branch begins; `nil` for a branch that exists.
  ///   - reason: why git must not prune it, for people.
  public func addWorktree(
    at path: String, on branch: Branch, from start: ObjectID?, reason: String
  ) throws(GitError) {
    // Git would take an unknown name for a revision, or make the branch from one of a remote.
    if start == nil, try state(of: branch) == nil {
      throw .failed(command: "worktree", folder: top, reason: "there is no branch \(branch)")
    }
    _ = try run(.addWorktree(path, on: branch, from: start, reason: reason))
  }

  /// Makes a worktree of a commit without a branch, for a moment.
  ///
  /// - Parameter path: its folder, which must not exist.
  public func addScratchWorktree(at path: String, of commit: ObjectID) throws(GitError) {
    _ = try run(.addScratchWorktree(path, at: commit))
  }

  /// Checks a branch out, and leaves index and files as they are.
  public func attachHead(to branch: Branch, reason: String) throws(GitError) {
    _ = try run(.attachHead(to: branch, reason: reason))
  }

  /// Removes a worktree in which everything is committed. Git looks at its files with the settings
  /// with which `worktree` was opened: a worktree may have settings of its own.
  ///
  /// - Parameters:
  ///   - worktree: the repository at it.
  ///   - reason: why it is locked again if it can't be removed.
  public func removeWorktree(_ worktree: Repository, reason: String) throws(GitError) {
    let path = worktree.top
    // This fails if a removal that was killed has unlocked it already.
    _ = try? run(.unlockWorktree(path))
    do { _ = try with(settings: worktree.settings).run(.removeWorktree(path)) } catch {
      _ = try? run(.lockWorktree(path, reason: reason))
      throw error
    }
  }

  /// Forgets a worktree whose folder is gone; others, and those that are not known, stay as they
  /// are.
  public func forgetWorktree(at path: String) throws(GitError) {
    let place = Path.resolvedWhereExisting(path) ?? path
    if (try? FileStatus(ofName: place)) != nil { return }
    guard try worktrees().contains(where: { $0.path == place }) else { return }
    _ = try? run(.unlockWorktree(place))
    _ = try run(.removeWorktree(place))
  }

  public func updateSubmodules() throws(GitError) { _ = try run(.updateSubmodules) }

  /// The files of the worktree as a tree, based on the commit that is checked out.
  public func snapshot(except excluded: [String] = []) throws(GitError) -> ObjectID {
    try snapshot(since: try commit(of: "HEAD"), except: excluded).tree
  }

  /// The files of the worktree as a tree, tracked and untracked, without those that git ignores.
  /// Its own index is neither changed nor read: a worker may have set it to pass files over.
  ///
  /// - Parameters:
  ///   - head: the commit that is checked out; `nil` if there is none.
  ///   - excluded: paths from the top folder that stay as they are in that commit.
  /// - Returns: the tree, and the submodules of the commit.
  public func snapshot(
    since head: ObjectID?, except excluded: [String] = []
  ) throws(GitError) -> (tree: ObjectID, submodules: [String]) {
    let place = try temporaryFolder()
    defer { withExtendedLifetime(place) {} }
    let copy = Path.join(place.path, "index")
    if let head { _ = try run(GitCall.readIndex(from: head).onIndex(copy)) }
    let (submodules, tracked) = try entries(ofIndex: copy, in: excluded)
    var (left, restored): ([String], [String]) = ([], [])
    for path in excluded where mayBeNamed(path, beside: submodules) {
      if !tracked.contains(path) {
        if try isUntracked(path, index: copy) { left.append(path) }
      } else if try isIgnored(path) {
        restored.append(path)
      } else {
        left.append(path)
      }
    }
    do throws(GitError) {
      _ = try run(GitCall.addAll(except: left + submodules).onIndex(copy))
    } catch {
      if case .timedOut = error { try checkRules(in: top) }
      throw error
    }
    if let head, !restored.isEmpty {
      _ = try run(GitCall.restore(restored, from: head).onIndex(copy))
    }
    let included = submodules.filter { path in !excluded.contains { Path.isInside(path, $0) } }
    if !included.isEmpty { _ = try run(GitCall.addSubmodules(included).onIndex(copy)) }
    return (try id(GitCall.writeTree.onIndex(copy)), submodules)
  }

  /// The paths of the submodules of an index, whose mode is 160000, and the ones of `paths` at or
  /// below which it has files.
  private func entries(
    ofIndex file: String, in paths: [String]
  ) throws(GitError) -> (submodules: [String], tracked: Set<String>) {
    var (submodules, tracked): ([String], Set<String>) = ([], [])
    let text = String(decoding: try run(GitCall.index.onIndex(file)).output, as: UTF8.self)
    for entry in text.split(separator: "\0") {
      let path = String(entry.cut(at: "\t").1)
      if entry.hasPrefix("160000 ") { submodules.append(path) }
      for own in paths where path.utf8.starts(with: own.utf8) && Path.isInside(path, own) {
        tracked.insert(own)
      }
    }
    return (submodules, tracked)
  }

  /// Whether `git add` can be told to leave a path out: it fails for a path behind a link.
  private func mayBeNamed(_ path: String, beside submodules: [String]) -> Bool {
    (try? Path.checkNoLink(from: top, to: Path.parent(of: Path.join(top, path)))) != nil
      && !submodules.contains { Path.isInside(path, $0) }
  }

  /// Whether the rules of a folder ignore a path, tracked or not: `git add` can't be told to leave
  /// such a path out, and adds it if it is tracked.
  private func isIgnored(_ path: String) throws(GitError) -> Bool {
    try !paths(.ignored(of: ["./" + path], byRulesAlone: true)).isEmpty
  }

  /// Whether a path that is not in the index exists. Paths that git ignores are left out anyway,
  /// and `git add` fails if it is told to leave them out.
  private func isUntracked(_ path: String, index: String) throws(GitError) -> Bool {
    if (try? FileStatus(ofName: Path.join(top, path))) == nil { return false }
    // With `./` the name is not read as a pattern.
    return try paths(GitCall.ignored(of: ["./" + path]).onIndex(index)).isEmpty
  }

  /// Throws if a file with rules for git, in any folder, is a pipe or a device: git waits for its
  /// contents.
  private func checkRules(in folder: String) throws(GitError) {
    for name in (try? Directory.names(in: folder)) ?? [] where name != ".git" {
      let path = Path.join(folder, name)
      guard let kind = (try? FileStatus(ofName: path))?.kind else { continue }
      if kind == .directory {
        try checkRules(in: path)
      } else if kind == .other, [".gitattributes", ".gitignore"].contains(name),
        Path.linkTarget(path) == nil
      {
        throw .system(.notARegularFile(path, kind))
      }
    }
  }

  private func temporaryFolder() throws(GitError) -> TemporaryFolder {
    do { return try TemporaryFolder(in: folder, prefix: Self.temporaryPrefix) } catch {
      throw .system(error)
    }
  }

  private static let temporaryPrefix = "orch-"

  /// Keeps an object that no branch has yet from garbage collection, as long as the result lives.
  ///
  /// `known` are the commits that are on branches, and with which it was made.
  ///
  /// - Throws: `failed` if something that it needs is gone already.
  public func hold(_ object: ObjectID, beside known: [ObjectID]) throws(GitError) -> HeldObject {
    let held = HeldObject(object, in: self)
    _ = try run(.hold(object, as: held.ref))
    // A collection that runs may not know of the ref.
    try awaitCollection()
    _ = try run(.objects(of: object, beside: known))
    return held
  }

  /// Waits until no garbage collection runs.
  private func awaitCollection() throws(GitError) {
    let start = Clock.system.monotonic()
    while isCollecting {
      guard Clock.system.monotonic() - start < .seconds(Self.longestCollection) else {
        throw .timedOut(command: "gc", folder: top, seconds: Self.longestCollection)
      }
      Clock.system.sleep(.milliseconds(50))
    }
  }

  private static let longestCollection = 60

  /// Whether `git gc` runs, by its lock. Source: git-gc(1).
  private var isCollecting: Bool {
    guard
      let lock = try? FileDescriptor(
        opening: Path.join(commonFolder, "gc.pid"), for: .readingNoLink),
      let status = try? lock.status(), status.kind == .regular,
      Clock.system.age(of: status.identity) < .seconds(43_200),
      let bytes = try? lock.read(256, at: 0),
      let id = Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self))
    else { return false }
    return ProcessIdentity(of: id)?.isAlive ?? false
  }

  /// A collection that runs may have looked at the branch before it moved: then the ref stays for
  /// now.
  func release(_ held: HeldObject) { if !isCollecting { release(held.ref) } }

  /// It does not matter if the ref is gone already.
  private func release(_ ref: String) { _ = try? run(.release(ref)) }

  /// Releases the refs, older than an hour, that were kept during garbage collections or left by
  /// processes that were killed.
  public func releaseHeld(_ clock: Clock) throws(GitError) {
    let prefix = HeldObject.prefix
    for ref in (try text(.refs(below: prefix)) ?? "").split(separator: "\n").map(String.init) {
      let seconds = ref.dropFirst(prefix.count).prefix { $0 != "-" }
      guard let time = Int(seconds), clock.now() / 1_000_000_000 - time > 3600 else { continue }
      release(ref)
    }
  }

  /// Makes a commit, on no branch yet.
  ///
  /// - Parameters:
  ///   - parents: the first is the commit of the branch on which it will be.
  ///   - message: the first line says what the commit is.
  public func commit(
    tree: ObjectID, parents: [ObjectID], message: String
  ) throws(GitError) -> ObjectID {
    var call = GitCall.commit(tree: tree, parents: parents, message: message)
    do throws(GitError) { return try id(call) } catch {
      // The settings may not say who commits.
      for role in GitCall.Role.allCases where try !holds(.identity(role)) {
        call.variables["GIT_\(role.rawValue)_NAME"] = "orch"
        call.variables["GIT_\(role.rawValue)_EMAIL"] = "orch@localhost"
      }
      if call.variables.isEmpty { throw error }
      return try id(call)
    }
  }

  /// Moves a branch; index and files of a worktree that has it checked out stay as they are.
  ///
  /// - Parameters:
  ///   - new: the commit to which it moves.
  ///   - old: the commit at which it has to be now; `nil` if it must not exist.
  ///   - reason: for the reflog.
  /// - Throws: `failed` if it has moved meanwhile.
  public func move(
    _ branch: Branch, to new: ObjectID, from old: ObjectID?, reason: String
  ) throws(GitError) {
    _ = try run(.move(branch, to: new, from: old, reason: reason))
  }

  /// Keeps a commit at the next free number below a ref: `refs/orch/left/T-1/2`.
  public func keep(_ commit: ObjectID, below ref: String) throws(GitError) {
    var number = 1
    while try self.commit(of: "\(ref)/\(number)") != nil { number += 1 }
    _ = try run(.create("\(ref)/\(number)", at: commit))
  }

  /// Gives a branch that is checked out nowhere another name.
  ///
  /// - Parameters:
  ///   - name: the new name, which must not exist.
  ///   - commit: the commit at which the branch has to be now.
  ///   - reason: for the reflog.
  public func rename(
    _ branch: Branch, to name: Branch, at commit: ObjectID, reason: String
  ) throws(GitError) {
    _ = try run(.rename(branch, to: name, at: commit, reason: reason))
  }

  /// Reads a tree into the index; files stay as they are.
  public func readIndex(from tree: ObjectID) throws(GitError) {
    _ = try run(.readIndex(from: tree))
  }

  /// Reads a tree into index and files, and leaves the branch; what is not committed is lost.
  public func checkOut(_ tree: ObjectID) throws(GitError) { _ = try run(.checkOut(tree)) }

  /// Removes what killed programs left in the worktree's own git folder: locks of index and HEAD,
  /// and the folders of snapshots. No program may work in the worktree.
  public func removeLeftovers(_ clock: Clock) throws(GitError) {
    do throws(SystemError) {
      for name in ["index.lock", "HEAD.lock"] {
        try Directory.removeIfThere(Path.join(folder, name))
      }
    } catch {
      throw .system(error)
    }
    for name in (try? Directory.names(in: folder)) ?? [] where name.hasPrefix(Self.temporaryPrefix)
    {
      let path = Path.join(folder, name)
      // A person may look at the work meanwhile.
      guard let status = try? FileStatus(ofName: path), status.kind == .directory,
        clock.age(of: status.identity) > .seconds(GitCall.longestSeconds)
      else { continue }
      _ = Directory.removeTree(path)
    }
  }

  /// Removes the lock of a branch that a killed git left.
  ///
  /// - Parameters:
  ///   - branch: a branch that no other program changes.
  ///   - age: how old the lock is at least.
  ///   - clock: the clock by which that is counted.
  public func removeLock(
    of branch: Branch, olderThan age: Duration, _ clock: Clock
  ) throws(GitError) {
    let path = Path.join(commonFolder, branch.ref + ".lock")
    do throws(SystemError) {
      guard let status = try? FileStatus(ofName: path), clock.age(of: status.identity) >= age else {
        return
      }
      try Path.checkNoLink(from: commonFolder, to: path)
      try Directory.removeIfThere(path)
    } catch {
      throw .system(error)
    }
  }

  /// Moves the checked out branch forward, and keeps what is not committed.
  ///
  /// - Throws: `failed` if a changed file is in the way, or the branch is not behind.
  public func fastForward(to commit: ObjectID) throws(GitError) {
    _ = try run(.fastForward(to: commit))
  }

  /// Pushes a commit to a branch of another repository. No branch and no setting changes here.
  ///
  /// - Parameters:
  ///   - commit: the commit to push, with all before it.
  ///   - branch: its name there.
  ///   - old: the commit that the branch may lose with all before it, if it is the newest one
  ///     there; `nil` for none.
  ///   - variables: variables that git's programs need, such as `SSH_AUTH_SOCK`.
  /// - Throws: `failed` if the branch has other commits, or the repository refuses the push.
  public func push(
    _ commit: ObjectID, to branch: String, at url: String, replacing old: ObjectID? = nil,
    variables: [String: String]
  ) throws(GitError) {
    var call = GitCall.push(commit, to: branch, at: url, replacing: old)
    call.variables.merge(variables) { own, _ in own }
    _ = try run(call)
  }

  /// The address to which a remote is pushed; `nil` if there is no such remote.
  public func pushAddress(of remote: String) throws(GitError) -> String? {
    guard let text = try text(.pushAddress(of: remote)) else { return nil }
    return text.split { $0.isNewline }.first.map(String.init)
  }

  /// Updates the remote-tracking branch of one branch.
  ///
  /// - Parameters:
  ///   - branch: its name there.
  ///   - variables: variables that git's programs need, such as `SSH_AUTH_SOCK`.
  public func fetch(
    _ branch: String, from remote: String, variables: [String: String] = [:]
  ) throws(GitError) {
    var call = GitCall.fetch(branch, from: remote)
    call.variables.merge(variables) { own, _ in own }
    _ = try run(call)
  }
}
