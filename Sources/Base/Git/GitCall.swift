/// The words and the input of one call of git. Each call is a function below, whose words are
/// tested without running them.
///
/// No word that comes from outside can be taken for an option: revisions follow `--end-of-options`
/// or are ids, and paths follow `--`. Source: gitcli(7).
public struct GitCall: Equatable, Sendable {
  /// The words after `git` and the settings that every call has.
  public var words: [String]
  /// The contents of standard input.
  public var input = ""
  /// Variables that only this call has, such as `GIT_INDEX_FILE`.
  public var variables: [String: String] = [:]
  /// The exit statuses other than 0 that are an answer.
  public var answers: Set<Int32> = []
  /// The most seconds that it may take.
  public var seconds = 60
  /// The most seconds that the longest calls may take.
  static let longestSeconds = 600
  /// The most bytes that it may print.
  public var longest = 16 << 20

  public init(_ words: String...) { self.words = words }

  /// The call on another index than the worktree's own.
  ///
  /// - Parameter file: the path of the index.
  public func onIndex(_ file: String) -> GitCall {
    var call = self
    call.variables["GIT_INDEX_FILE"] = file
    return call
  }

  /// The call on HEAD and index of another worktree.
  ///
  /// - Parameter folder: the git folder of the worktree.
  func inWorktree(_ folder: String) -> GitCall {
    var call = self
    call.variables["GIT_DIR"] = folder
    return call
  }

  /// The subcommand, as messages name it.
  public var name: String { words.first ?? "" }
}

// MARK: Reading

extension GitCall {
  /// For the repository that holds the working directory, one per line: its git folder, the folder
  /// that its worktrees share, whether it is bare, and the top folder of the worktree. The call
  /// fails at the last one if there is no worktree.
  static let folders = GitCall(
    "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir", "--is-bare-repository",
    "--show-toplevel")

  /// The commit that a revision names; status 1 or 128 if it names none.
  static func commit(of revision: String) -> GitCall {
    var call = GitCall("rev-parse", "--verify", "--quiet", "--end-of-options")
    call.words.append("\(revision)^{commit}")
    call.answers = [1, 128]
    return call
  }

  /// The branch that is checked out; status 1 if there is none.
  static let head: GitCall = {
    var call = GitCall("symbolic-ref", "--quiet", "HEAD")
    call.answers = [1]
    return call
  }()

  /// For each branch below a prefix: its ref, its commit, its target if it is a symbolic ref, and
  /// the worktree in which it is checked out.
  static func branches(below ref: String) -> GitCall {
    GitCall(
      "for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)%00%(worktreepath)%00", "--",
      ref)
  }

  /// The refs below a prefix that contain one of these commits, each with its object.
  static func branches(below ref: String, withAnyOf commits: [ObjectID]) -> GitCall {
    var call = GitCall("for-each-ref", "--format=%(refname) %(objectname)")
    call.words += commits.map { "--contains=\($0)" } + ["--", ref]
    return call
  }

  static func refs(below prefix: String) -> GitCall {
    GitCall("for-each-ref", "--format=%(refname)", "--", prefix)
  }

  /// For each branch and tag: its ref, and its object.
  static let tips: GitCall = {
    var call = GitCall(
      "for-each-ref", "--format=%(refname) %(objectname)", "--", "refs/heads/", "refs/tags/")
    call.longest = 256 << 20
    return call
  }()

  static let worktrees = GitCall("worktree", "list", "--porcelain", "-z")

  /// Whether the first commit is an ancestor of the second, or is it: status 1 for no.
  static func isAncestor(_ first: ObjectID, of second: ObjectID) -> GitCall {
    var call = GitCall("merge-base", "--is-ancestor", first.text, second.text)
    call.answers = [1]
    return call
  }

  /// The best common ancestor; status 1 for none.
  static func mergeBase(_ first: ObjectID, _ second: ObjectID) -> GitCall {
    var call = GitCall("merge-base", first.text, second.text)
    call.answers = [1]
    return call
  }

  /// The commits on the first-parent line of a branch that contain a commit, the newest first.
  static func line(of branch: ObjectID, since commit: ObjectID) -> GitCall {
    GitCall(
      "rev-list", "--first-parent", "--ancestry-path", "\(commit)..\(branch)", "--")
  }

  /// The first line of a commit's message.
  static func subject(of commit: ObjectID) -> GitCall {
    GitCall("log", "--max-count=1", "--no-show-signature", "--format=%s", commit.text, "--")
  }

  static func tree(of commit: ObjectID) -> GitCall {
    GitCall("rev-parse", "--verify", "\(commit)^{tree}")
  }

  /// The paths that differ between two trees or commits, each after a record: `:`, the modes, the
  /// ids, and a letter: `A`, `M`, `D`, `T`. A file `.gitmodules` can't hide a submodule among them.
  /// Source: git-diff-tree(1), "Raw output format".
  static func changes(from first: ObjectID, to second: ObjectID) -> GitCall {
    GitCall(
      "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff",
      "--no-textconv", "--ignore-submodules=none", first.text, second.text)
  }

  /// The changes as text, for people.
  static func diff(from first: ObjectID, to second: ObjectID, _ form: DiffForm) -> GitCall {
    // In another form git looks into submodules, with the programs of their settings.
    var call = GitCall(
      "diff", "--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short",
      "--ignore-submodules=none")
    switch form {
    case .patch: call.words.append("--binary")
    case .statistics: call.words.append("--stat=100")
    }
    call.words += [first.text, second.text, "--"]
    call.longest = 64 << 20
    return call
  }

  public enum DiffForm: Sendable { case patch, statistics }

  /// What is checked out, and what differs from it in index and worktree, with untracked files.
  /// Only the commits of submodules count: git would run in their worktrees, with the programs of
  /// their settings.
  static let status = GitCall(
    "status", "--porcelain=v2", "-z", "--branch", "--no-ahead-behind", "--untracked-files=all",
    "--ignored=no", "--no-renames",
    "--no-show-stash", "--ignore-submodules=dirty")

  /// The entries of the index, each as its mode, its id, a number, a tab and its path.
  static let index: GitCall = {
    var call = GitCall("ls-files", "--stage", "-z")
    call.longest = 256 << 20
    return call
  }()

  /// The untracked files that git ignores; a folder that it ignores as a whole is one entry, with a
  /// slash.
  static let ignoredFiles = GitCall(
    "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")

  /// All settings, each as its scope, and then its name, a line break and its value.
  static let settings = GitCall("config", "--list", "-z", "--show-scope")

  /// The author or committer by the settings; status 1 or 128 if they do not name one.
  static func identity(_ role: Role) -> GitCall {
    var call = GitCall("var", "GIT_\(role.rawValue)_IDENT")
    call.answers = [1, 128]
    return call
  }

  enum Role: String, CaseIterable {
    case author = "AUTHOR"
    case committer = "COMMITTER"
  }

  /// The files of a commit that have a line which begins with a conflict marker; status 1 for none.
  /// Attributes can make markers longer, and declare a text binary.
  static func conflictMarkers(in commit: ObjectID) -> GitCall {
    var call = GitCall(
      "grep", "--no-textconv", "--text", "--no-color", "-z", "--name-only", "-E", "-e",
      "^(<{7,}|>{7,}) ", commit.text, "--")
    call.answers = [1]
    return call
  }

  /// The contents of a file of a commit; status 128 if it is not there.
  static func file(_ path: String, of commit: ObjectID) -> GitCall {
    var call = GitCall("cat-file", "blob", "\(commit):\(path)")
    call.answers = [128]
    return call
  }
}

extension GitCall {
  /// The entries of a tree at these paths, each as its mode, its kind, its id, a tab and its path.
  static func entries(of tree: ObjectID, at paths: [String]) -> GitCall {
    var call = GitCall("ls-tree", "-z", "--full-tree", tree.text, "--")
    call.words += paths
    call.variables["GIT_LITERAL_PATHSPECS"] = "1"
    return call
  }
}

// MARK: Worktrees

extension GitCall {
  /// Makes a worktree, locked at once, so that `git worktree prune` does not remove its entry.
  ///
  /// - Parameters:
  ///   - path: its folder, which must not exist.
  ///   - start: where the branch begins; `nil` for a branch that exists.
  static func addWorktree(
    _ path: String, on branch: Branch, from start: ObjectID?, reason: String
  ) -> GitCall {
    var call = GitCall("worktree", "add", "--quiet", "--lock", "--reason", reason)
    if let start {
      // With --no-track nothing is written to the settings, whose lock another process may hold.
      call.words += ["--no-track", "-b", branch.name, "--", path, start.text]
    } else {
      call.words += ["--", path, branch.name]
    }
    call.seconds = 600
    return call
  }

  /// Makes a worktree of a commit, without a branch.
  static func addScratchWorktree(_ path: String, at commit: ObjectID) -> GitCall {
    var call = GitCall("worktree", "add", "--quiet", "--detach", "--", path, commit.text)
    call.seconds = 600
    return call
  }

  static func unlockWorktree(_ path: String) -> GitCall {
    GitCall("worktree", "unlock", "--", path)
  }

  static func lockWorktree(_ path: String, reason: String) -> GitCall {
    GitCall("worktree", "lock", "--reason", reason, "--", path)
  }

  /// Removes a worktree, unless something in it is not committed.
  static func removeWorktree(_ path: String) -> GitCall {
    var call = GitCall("worktree", "remove", "--", path)
    call.seconds = 600
    return call
  }

  /// Initializes and checks out the submodules, whatever program the settings name for that.
  static let updateSubmodules: GitCall = {
    var call = GitCall("submodule", "--quiet", "update", "--init", "--recursive", "--checkout")
    // As git's own default has it: a submodule from a folder of this machine is an attack.
    call.variables["GIT_ALLOW_PROTOCOL"] = "git:http:https:ssh"
    call.variables["GIT_PROXY_COMMAND"] = ""
    call.seconds = 600
    return call
  }()
}

// MARK: Writing

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

  /// Adds the commits of submodules to the index; their paths are the input. `git add` would run
  /// git in them.
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

  /// Makes a commit of a tree, whose message is the input.
  static func commit(tree: ObjectID, parents: [ObjectID], message: String) -> GitCall {
    var call = GitCall("commit-tree", tree.text)
    call.words += parents.flatMap { ["-p", $0.text] } + ["-F", "-"]
    call.input = message
    return call
  }

  /// Points a new ref at any object, for a while.
  static func hold(_ object: ObjectID, as ref: String) -> GitCall {
    GitCall("update-ref", "--no-deref", ref, object.text, object.zero)
  }

  static func release(_ ref: String) -> GitCall { GitCall("update-ref", "--no-deref", "-d", ref) }

  /// Lists all objects of a commit or tree except those of other commits; fails if one is missing.
  static func objects(of object: ObjectID, beside known: [ObjectID]) -> GitCall {
    var call = GitCall("rev-list", "--objects", "--quiet", object.text)
    call.words += known.map { "^\($0)" } + ["--"]
    call.seconds = 600
    return call
  }

  /// Moves a branch, unless it is elsewhere than expected.
  ///
  /// - Parameter old: the commit at which it is; `nil` if it must not exist.
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

  /// Renames a branch in one transaction, unless it is elsewhere than expected.
  static func rename(_ branch: Branch, to name: Branch, at commit: ObjectID, reason: String)
    -> GitCall
  {
    var call = GitCall("update-ref", "--no-deref", "--create-reflog", "-m", reason, "--stdin")
    call.input = "create \(name.ref) \(commit)\ndelete \(branch.ref) \(commit)\n"
    return call
  }

  /// Checks a branch out, and leaves index and files as they are.
  static func attachHead(to branch: Branch, reason: String) -> GitCall {
    GitCall("symbolic-ref", "-m", reason, "HEAD", branch.ref)
  }

  /// Checks a commit out, without a branch; index and files stay as they are.
  static func detachHead(at commit: ObjectID, reason: String) -> GitCall {
    GitCall("update-ref", "--no-deref", "-m", reason, "HEAD", commit.text)
  }

  /// Reads a tree into the index of a worktree, and leaves the files.
  static func readIndex(from tree: ObjectID) -> GitCall {
    var call = GitCall("read-tree", "--reset", tree.text)
    call.seconds = 600
    return call
  }

  /// Reads a tree into index and files, and leaves the branch. What is not committed is lost.
  static func checkOut(_ tree: ObjectID) -> GitCall {
    var call = GitCall("read-tree", "--reset", "-u", tree.text)
    call.seconds = 600
    return call
  }

  /// Moves a checkout forward along its branch, and keeps what is not committed, including files
  /// that git ignores.
  static func fastForward(to commit: ObjectID) -> GitCall {
    var call = GitCall(
      "merge", "--quiet", "--ff-only", "--no-verify", "--no-verify-signatures", "--no-autostash",
      "--no-squash", "--no-overwrite-ignore", commit.text)
    call.seconds = 600
    return call
  }

  /// Merges two commits without a worktree: prints the tree, then the index entries that are in
  /// conflict and, after an empty field, the messages, each with its paths and its kind. A branch
  /// that a worker began anew may share no commit with the other. Source: git-merge-tree(1),
  /// "OUTPUT".
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
    // The first of several values of core.gitProxy counts, so it can't be overridden.
    call.variables["GIT_PROXY_COMMAND"] = ""
    call.seconds = 120
    return call
  }

  /// Pushes a commit to a branch of another repository, which may lose no commits but those named.
  ///
  /// - Parameters:
  ///   - url: the address of the repository.
  ///   - old: the commit that the branch may lose with all before it, if it is the newest one
  ///     there.
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

  /// The addresses to which a remote is pushed; status 2 for no such remote.
  static func pushAddress(of remote: String) -> GitCall {
    var call = GitCall("remote", "get-url", "--push", "--end-of-options", remote)
    call.answers = [2]
    return call
  }
}
