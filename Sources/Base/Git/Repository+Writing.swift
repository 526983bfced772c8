public import Host

extension Repository {
  /// Makes a worktree, with a new branch or with an existing one.
  ///
  /// - Parameters:
  ///   - path: its folder, which must not exist.
  ///   - start: the commit at which the branch begins; `nil` if the branch exists already.
  ///   - reason: why git must not prune the worktree, for people.
  public func addWorktree(
    at path: String, on branch: Branch, from start: ObjectID?, reason: String
  ) throws(GitError) {
    // If there is no such branch, git would read the name as a revision, or make the branch from a
    // remote-tracking branch.
    if start == nil, try state(of: branch) == nil {
      throw .failed(command: "worktree", folder: top, reason: "there is no branch \(branch)")
    }
    _ = try run(.addWorktree(path, on: branch, from: start, reason: reason))
  }

  /// Makes a temporary worktree of a commit, without a branch.
  ///
  /// - Parameter path: its folder, which must not exist.
  public func addScratchWorktree(at path: String, of commit: ObjectID) throws(GitError) {
    _ = try run(.addScratchWorktree(path, at: commit))
  }

  /// Points HEAD at a branch, and leaves index and files as they are.
  public func attachHead(to branch: Branch, reason: String) throws(GitError) {
    _ = try run(.attachHead(to: branch, reason: reason))
  }

  /// Removes a worktree in which everything is committed. Git looks at the files with the settings
  /// of `worktree`, because a worktree may have settings of its own.
  ///
  /// - Parameters:
  ///   - worktree: the repository at the worktree to remove.
  ///   - reason: the reason for the lock if the worktree can't be removed, and is locked again.
  public func removeWorktree(_ worktree: Repository, reason: String) throws(GitError) {
    let path = worktree.top
    // Unlocking fails if an earlier removal unlocked the worktree and was then killed.
    _ = try? run(.unlockWorktree(path))
    do { _ = try with(settings: worktree.settings).run(.removeWorktree(path)) } catch {
      _ = try? run(.lockWorktree(path, reason: reason))
      throw error
    }
  }

  /// Removes git's entry of a worktree whose folder is gone. Does nothing if the folder exists, or
  /// git has no such entry.
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

  /// The tracked and untracked files of the worktree as a tree, without files that git ignores. The
  /// worktree's own index is neither changed nor read: a worker may have set flags in it that make
  /// git skip files.
  ///
  /// - Parameters:
  ///   - head: the commit that is checked out; `nil` if there is none.
  ///   - excluded: paths from the top folder that the tree has as they are in `head`.
  /// - Returns: the tree, and the submodules of `head`.
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

  /// The paths of an index's submodules, which have the mode 160000, and those of `paths` at or
  /// below which the index has files.
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

  /// Whether `git add` can be told to leave a path out. `git add` fails if a part of the path is a
  /// link.
  private func mayBeNamed(_ path: String, beside submodules: [String]) -> Bool {
    (try? Path.checkNoLink(from: top, to: Path.parent(of: Path.join(top, path)))) != nil
      && !submodules.contains { Path.isInside(path, $0) }
  }

  /// Whether the ignore rules of a folder match a path, tracked or not. `git add` can't be told to
  /// leave out such a path, and adds the path if it is tracked.
  private func isIgnored(_ path: String) throws(GitError) -> Bool {
    try !paths(.ignored(of: ["./" + path], byRulesAlone: true)).isEmpty
  }

  /// Whether a path that is not in the index exists and is not ignored. `git add` leaves out
  /// ignored paths anyway, and fails if it is told to leave them out.
  private func isUntracked(_ path: String, index: String) throws(GitError) -> Bool {
    if (try? FileStatus(ofName: Path.join(top, path))) == nil { return false }
    // With `./` the name is not read as a pattern.
    return try paths(GitCall.ignored(of: ["./" + path]).onIndex(index)).isEmpty
  }

  /// Throws if a file with rules for git, in any folder, is a pipe or a device: git would block
  /// when it reads the file.
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

  /// Makes a commit that is not yet on a branch.
  ///
  /// - Parameters:
  ///   - parents: the first parent is the tip of the branch to which the commit will be added.
  ///   - message: the first line says what the commit is.
  public func commit(
    tree: ObjectID, parents: [ObjectID], message: String
  ) throws(GitError) -> ObjectID {
    var call = GitCall.commit(tree: tree, parents: parents, message: message)
    do throws(GitError) { return try id(call) } catch {
      // The settings may name no author or committer.
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
  ///   - old: the commit at which the branch has to be now; `nil` if the branch must not exist.
  ///   - reason: the message for the reflog.
  /// - Throws: `failed` if the branch has moved meanwhile.
  public func move(
    _ branch: Branch, to new: ObjectID, from old: ObjectID?, reason: String
  ) throws(GitError) {
    _ = try run(.move(branch, to: new, from: old, reason: reason))
  }

  /// Makes a ref to a commit, named after the next free number below `ref`, such as
  /// `refs/orch/left/T-1/2`.
  public func keep(_ commit: ObjectID, below ref: String) throws(GitError) {
    var number = 1
    while try self.commit(of: "\(ref)/\(number)") != nil { number += 1 }
    _ = try run(.create("\(ref)/\(number)", at: commit))
  }

  /// Renames a branch that is not checked out anywhere.
  ///
  /// - Parameters:
  ///   - name: the new name, which must not exist.
  ///   - commit: the commit at which the branch has to be now.
  ///   - reason: the message for the reflog.
  public func rename(
    _ branch: Branch, to name: Branch, at commit: ObjectID, reason: String
  ) throws(GitError) {
    _ = try run(.rename(branch, to: name, at: commit, reason: reason))
  }

  /// Reads a tree into the index; files stay as they are.
  public func readIndex(from tree: ObjectID) throws(GitError) {
    _ = try run(.readIndex(from: tree))
  }

  /// Reads a tree into index and files, and leaves the branch as it is. Uncommitted changes are
  /// lost.
  public func checkOut(_ tree: ObjectID) throws(GitError) { _ = try run(.checkOut(tree)) }

  /// Removes files that killed programs left in the worktree's own git folder: locks of index and
  /// HEAD, and folders of snapshots. While this runs, no program may work in the worktree.
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
      // A person may be looking at the work with git meanwhile.
      guard let status = try? FileStatus(ofName: path), status.kind == .directory,
        clock.age(of: status.identity) > .seconds(GitCall.longestSeconds)
      else { continue }
      _ = Directory.removeTree(path)
    }
  }

  /// Removes the lock of a ref that a killed git left.
  ///
  /// - Parameters:
  ///   - ref: a ref that no other program changes.
  ///   - age: the least age of a lock that is removed.
  ///   - clock: the clock that measures the age.
  public func removeLock(
    of ref: String, olderThan age: Duration, _ clock: Clock
  ) throws(GitError) {
    let path = Path.join(commonFolder, ref + ".lock")
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

  /// Fast-forwards the checked-out branch, and keeps uncommitted changes.
  ///
  /// - Throws: `failed` if a changed file is in the way, or `commit` is not a descendant of the
  ///   branch's tip.
  public func fastForward(to commit: ObjectID) throws(GitError) {
    _ = try run(.fastForward(to: commit))
  }

  /// Pushes a commit to a branch of another repository. No branch and no setting changes here.
  ///
  /// - Parameters:
  ///   - commit: the commit to push, together with its ancestors.
  ///   - branch: the branch's name in the other repository.
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
  ///   - branch: the branch's name in the other repository.
  ///   - variables: variables that git's programs need, such as `SSH_AUTH_SOCK`.
  public func fetch(
    _ branch: String, from remote: String, variables: [String: String] = [:]
  ) throws(GitError) {
    var call = GitCall.fetch(branch, from: remote)
    call.variables.merge(variables) { own, _ in own }
    _ = try run(call)
  }
}
