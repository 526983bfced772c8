public import Host

extension Repository {
  /// Makes a worktree with a branch of its own, or continues on a branch that is there.
  ///
  /// - Parameters:
  ///   - path: its folder, which must not exist.
  ///   - branch: what is checked out in it.
  ///   - start: where the branch begins; `nil` for a branch that exists.
  ///   - reason: why git must not prune it, for people.
  public func addWorktree(
    at path: String, on branch: Branch, from start: ObjectID?, reason: String
  ) throws(GitError) {
    // Git would take another word for a revision, or make the branch from one of a remote.
    if start == nil, try state(of: branch) == nil {
      throw .failed(command: "worktree", folder: top, reason: "there is no branch \(branch)")
    }
    _ = try run(.addWorktree(path, on: branch, from: start, reason: reason))
  }

  /// Makes a worktree of a commit without a branch, for a moment.
  ///
  /// - Parameters:
  ///   - path: its folder, which must not exist.
  ///   - commit: what is checked out in it.
  public func addScratchWorktree(at path: String, of commit: ObjectID) throws(GitError) {
    _ = try run(.addScratchWorktree(path, at: commit))
  }

  /// Checks a branch out, and leaves index and files as they are.
  public func attachHead(to branch: Branch, reason: String) throws(GitError) {
    _ = try run(.attachHead(to: branch, reason: reason))
  }

  /// Removes a worktree in which everything is committed. git looks at its files, by the settings
  /// with which it was opened: it may have some of its own.
  ///
  /// - Parameters:
  ///   - worktree: the repository at it.
  ///   - reason: why it is locked again where it can't be removed.
  public func removeWorktree(_ worktree: Repository, reason: String) throws(GitError) {
    let path = worktree.top
    // A removal that was killed has unlocked it.
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

  /// The files of the worktree as a tree, by what is checked out.
  public func snapshot(except excluded: [String] = []) throws(GitError) -> ObjectID {
    try snapshot(since: try commit(of: "HEAD"), except: excluded).tree
  }

  /// The files of the worktree as a tree, tracked and untracked, without those that git ignores.
  /// Its own index stays as it is, and is not asked: a worker may have told it to pass files over.
  ///
  /// - Parameters:
  ///   - head: what is checked out; `nil` where there is no commit.
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

  /// The paths of the submodules of an index, whose mode is 160000, and those of `paths` that it has
  /// files of.
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

  /// Whether `git add` can be told to leave a path out: it fails for what is behind a link.
  private func mayBeNamed(_ path: String, beside submodules: [String]) -> Bool {
    (try? Path.checkNoLink(from: top, to: Path.parent(of: Path.join(top, path)))) != nil
      && !submodules.contains { Path.isInside(path, $0) }
  }

  /// Whether the rules of a folder ignore a path, tracked or not: `git add` can't be told to leave it
  /// out, and takes what is tracked.
  private func isIgnored(_ path: String) throws(GitError) -> Bool {
    try !paths(.ignored(of: ["./" + path], byRulesAlone: true)).isEmpty
  }

  /// Whether a path that the index does not have is there. What git ignores is left out anyway, and
  /// `git add` fails where it is told so.
  private func isUntracked(_ path: String, index: String) throws(GitError) -> Bool {
    if (try? FileStatus(ofName: Path.join(top, path))) == nil { return false }
    // A name is no pattern.
    return try paths(GitCall.ignored(of: ["./" + path]).onIndex(index)).isEmpty
  }

  /// Throws where a file with rules for git is none, in any folder: git waits for its contents.
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

  /// Keeps an object from collections of garbage, as long as the result lives: no branch has it yet.
  ///
  /// `known` are the commits that are on branches, and with which it was made.
  ///
  /// - Throws: `failed` where something that it needs is gone already.
  public func hold(_ object: ObjectID, beside known: [ObjectID]) throws(GitError) -> HeldObject {
    let held = HeldObject(object, in: self)
    _ = try run(.hold(object, as: held.ref))
    // One that is at work may not know of the ref.
    try awaitCollection()
    _ = try run(.objects(of: object, beside: known))
    return held
  }

  /// Waits until no collection of garbage is at work.
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

  /// Whether `git gc` is at work, by its lock. Source: git-gc(1).
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

  /// A collection that is at work may have looked at the branch before it moved: then the ref stays for
  /// now.
  func release(_ held: HeldObject) { if !isCollecting { release(held.ref) } }

  /// A ref that is gone already is no matter.
  private func release(_ ref: String) { _ = try? run(.release(ref)) }

  /// Lets go of what was held during collections of garbage, or by processes that were killed.
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
  ///   - tree: its files.
  ///   - parents: the first is that of the branch on which it will be.
  ///   - message: the first line says what it is.
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
  ///   - branch: the branch.
  ///   - new: where it is then.
  ///   - old: where it has to be now; `nil` where it must not exist.
  ///   - reason: for the reflog.
  /// - Throws: `failed` where it has moved meanwhile.
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
  ///   - branch: the branch.
  ///   - name: what must not exist.
  ///   - commit: where the branch has to be now.
  ///   - reason: for the reflog.
  public func rename(
    _ branch: Branch, to name: Branch, at commit: ObjectID, reason: String
  ) throws(GitError) {
    _ = try run(.rename(branch, to: name, at: commit, reason: reason))
  }

  /// Makes the index that of a tree; files stay as they are.
  public func readIndex(from tree: ObjectID) throws(GitError) {
    _ = try run(.readIndex(from: tree))
  }

  /// Makes index and files those of a tree, and leaves the branch; what is not committed is lost.
  public func checkOut(_ tree: ObjectID) throws(GitError) { _ = try run(.checkOut(tree)) }

  /// Removes what programs left in the worktree's own git folder that were killed: locks of index
  /// and HEAD, and the folders of snapshots. Nobody may work in the worktree.
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

  /// Removes the lock of a branch that a git left which was killed.
  ///
  /// - Parameters:
  ///   - branch: one that nobody else changes.
  ///   - age: how old the lock is at least.
  ///   - clock: by which that is counted.
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
  /// - Throws: `failed` where a changed file is in the way, or the branch is not behind.
  public func fastForward(to commit: ObjectID) throws(GitError) {
    _ = try run(.fastForward(to: commit))
  }

  /// Brings a commit to a branch of another repository. Neither it nor the settings change here.
  ///
  /// - Parameters:
  ///   - commit: what is pushed, with all before it.
  ///   - branch: its name there.
  ///   - url: its address.
  ///   - old: the commit that the branch may lose with all before it, if it is the newest one there;
  ///     `nil` for none.
  ///   - variables: what its programs need, such as `SSH_AUTH_SOCK`.
  /// - Throws: `failed` where the branch has other commits, or the repository does not take it.
  public func push(
    _ commit: ObjectID, to branch: String, at url: String, replacing old: ObjectID? = nil,
    variables: [String: String]
  ) throws(GitError) {
    var call = GitCall.push(commit, to: branch, at: url, replacing: old)
    call.variables.merge(variables) { own, _ in own }
    _ = try run(call)
  }

  /// The address to which a remote is pushed; `nil` for no such remote.
  public func pushAddress(of remote: String) throws(GitError) -> String? {
    guard let text = try text(.pushAddress(of: remote)) else { return nil }
    return text.split { $0.isNewline }.first.map(String.init)
  }

  /// Brings a remote's branch up to date.
  ///
  /// - Parameters:
  ///   - branch: its name there.
  ///   - remote: the name of the remote.
  ///   - variables: what git's programs need, such as `SSH_AUTH_SOCK`.
  public func fetch(
    _ branch: String, from remote: String, variables: [String: String] = [:]
  ) throws(GitError) {
    var call = GitCall.fetch(branch, from: remote)
    call.variables.merge(variables) { own, _ in own }
    _ = try run(call)
  }
}
