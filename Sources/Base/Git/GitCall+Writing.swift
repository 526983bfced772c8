// Calls that change index, objects, branches and files, and those to other repositories.

extension GitCall {
  /// Adds all files of the worktree to the index, except for the excluded ones.
  ///
  /// - Parameter excluded: paths from the top folder.
  static func addAll(except excluded: [String]) -> GitCall {
    var call = GitCall("add", "--all", "--", ":/")
    call.words += excluded.map { ":(top,exclude,literal)\($0)" }
    call.seconds = 600
    return call
  }

  /// Adds the commits of submodules to the index. The input is the paths of the submodules. `git
  /// add` is not used because it would run git in the submodules.
  static func addSubmodules(_ paths: [String]) -> GitCall {
    var call = GitCall("update-index", "--remove", "-z", "--stdin")
    call.input = paths.map { $0 + "\0" }.joined()
    return call
  }

  /// Resets the index entries of paths to a commit.
  static func restore(_ paths: [String], from commit: ObjectID) -> GitCall {
    var call = GitCall("reset", "--quiet", commit.text, "--")
    call.words += paths.map { ":(top,literal)\($0)" }
    return call
  }

  static let writeTree = GitCall("write-tree")

  /// Makes a commit of a tree. The input is the commit's message.
  static func commit(tree: ObjectID, parents: [ObjectID], message: String) -> GitCall {
    var call = GitCall("commit-tree", tree.text)
    call.words += parents.flatMap { ["-p", $0.text] } + ["-F", "-"]
    call.input = message
    return call
  }

  /// Points a new ref at a commit, to be deleted later.
  static func hold(_ commit: ObjectID, as ref: String) -> GitCall {
    GitCall("update-ref", "--no-deref", ref, commit.text, commit.zero)
  }

  static func release(_ ref: String) -> GitCall { GitCall("update-ref", "--no-deref", "-d", ref) }

  /// Lists all objects of a commit except those of its parents; fails if an object is missing.
  static func objects(addedBy commit: ObjectID) -> GitCall {
    var call = GitCall("rev-list", "--objects", "--quiet", commit.text, "^\(commit)^@", "--")
    call.seconds = 600
    return call
  }

  /// Moves a branch; fails if the branch is not at the expected commit.
  ///
  /// - Parameter old: the expected commit; `nil` if the branch must not exist.
  static func move(_ branch: Branch, to new: ObjectID, from old: ObjectID?, reason: String)
    -> GitCall
  {
    GitCall(
      "update-ref", "--no-deref", "--create-reflog", "-m", reason, branch.ref, new.text,
      old?.text ?? new.zero)
  }

  /// Makes a ref that must not exist.
  static func create(_ ref: String, at commit: ObjectID) -> GitCall {
    GitCall("update-ref", "--no-deref", ref, commit.text, commit.zero)
  }

  /// Renames a branch in one transaction; fails if the branch is not at the expected commit.
  static func rename(_ branch: Branch, to name: Branch, at commit: ObjectID, reason: String)
    -> GitCall
  {
    var call = GitCall("update-ref", "--no-deref", "--create-reflog", "-m", reason, "--stdin")
    call.input = "create \(name.ref) \(commit)\ndelete \(branch.ref) \(commit)\n"
    return call
  }

  /// Points HEAD at a branch, and leaves index and files as they are.
  static func attachHead(to branch: Branch, reason: String) -> GitCall {
    GitCall("symbolic-ref", "-m", reason, "HEAD", branch.ref)
  }

  /// Points HEAD at a commit, without a branch, and leaves index and files as they are.
  static func detachHead(at commit: ObjectID, reason: String) -> GitCall {
    GitCall("update-ref", "--no-deref", "-m", reason, "HEAD", commit.text)
  }

  /// Reads a tree into the index of a worktree, and leaves the files as they are.
  static func readIndex(from tree: ObjectID) -> GitCall {
    var call = GitCall("read-tree", "--reset", tree.text)
    call.seconds = 600
    return call
  }

  /// Reads a tree into index and files, and leaves the branch as it is. Uncommitted changes are
  /// lost.
  static func checkOut(_ tree: ObjectID) -> GitCall {
    var call = GitCall("read-tree", "--reset", "-u", tree.text)
    call.seconds = 600
    return call
  }

  /// Fast-forwards the checked-out branch, and keeps uncommitted changes and files that git
  /// ignores.
  static func fastForward(to commit: ObjectID) -> GitCall {
    var call = GitCall(
      "merge", "--quiet", "--ff-only", "--no-verify", "--no-verify-signatures", "--no-autostash",
      "--no-squash", "--no-overwrite-ignore", commit.text)
    call.seconds = 600
    return call
  }

  /// Merges two commits without a worktree. Git prints the tree, then the index entries in
  /// conflict, then an empty field, and then the messages, each with its paths and its kind. The
  /// two commits may have no common ancestor, because a worker may have started the branch from an
  /// empty history. Source: git-merge-tree(1), "OUTPUT".
  static func mergeTree(_ first: ObjectID, _ second: ObjectID) -> GitCall {
    var call = GitCall(
      "merge-tree", "--write-tree", "-z", "--messages",
      "--allow-unrelated-histories", first.text, second.text)
    call.answers = [1]
    call.seconds = 600
    return call
  }

  /// Updates the remote-tracking branch of one branch and no other, whatever the settings of the
  /// remote are.
  static func fetch(_ branch: String, from remote: String) -> GitCall {
    var call = GitCall(
      "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
      "--no-prune", "--refmap=", "--upload-pack=git-upload-pack", "--end-of-options", remote)
    call.words.append("+refs/heads/\(branch):refs/remotes/\(remote)/\(branch)")
    call.variables["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh"
    // Git uses the first of several values of core.gitProxy, so a later setting can't override it.
    // This variable can.
    call.variables["GIT_PROXY_COMMAND"] = ""
    call.seconds = 120
    return call
  }

  /// Pushes a commit to a branch of another repository, which may lose no commits except `old` and
  /// its ancestors.
  ///
  /// - Parameters:
  ///   - url: the address of the repository.
  ///   - old: a commit that the branch may lose together with its ancestors, if it is the tip of
  ///     the branch.
  static func push(
    _ commit: ObjectID, to branch: String, at url: String, replacing old: ObjectID? = nil
  ) -> GitCall {
    var call = GitCall(
      "push", "--quiet", "--no-follow-tags", "--recurse-submodules=no", "--no-verify",
      "--receive-pack=git-receive-pack")
    if let old { call.words.append("--force-with-lease=refs/heads/\(branch):\(old)") }
    call.words += ["--end-of-options", url, "\(commit):refs/heads/\(branch)"]
    call.variables["GIT_ALLOW_PROTOCOL"] = "file:https:ssh"
    call.variables["GIT_PROXY_COMMAND"] = ""
    call.seconds = 60
    return call
  }

  /// The addresses to which git pushes for a remote; status 2 if there is no such remote.
  static func pushAddress(of remote: String) -> GitCall {
    var call = GitCall("remote", "get-url", "--push", "--end-of-options", remote)
    call.answers = [2]
    return call
  }
}
