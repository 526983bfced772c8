/// One call of git: its words, and what it reads. Each is a function below, whose words are tested
/// without running them.
///
/// No word that comes from outside can be taken for an option: revisions follow `--end-of-options`
/// or are ids, and paths follow `--`. Source: gitcli(7).
public struct GitCall: Equatable, Sendable {
  /// Behind `git` and the settings that every call has.
  public var words: [String]
  /// The contents of standard input.
  public var input = ""
  /// Variables that only this call has, such as `GIT_INDEX_FILE`.
  public var variables: [String: String] = [:]
  /// The exit statuses other than 0 that are an answer.
  public var answers: Set<Int32> = []
  /// The most seconds that it may take.
  public var seconds = 60
  /// What the longest may take.
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
  /// - Parameter folder: git's own files of it.
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
  /// Of the repository that holds the working directory, each on a line: its git folder, the one
  /// that its worktrees share, whether it is bare, and the top folder of the worktree. It fails at
  /// the last one where there is no worktree.
  static let folders = GitCall(
    "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir", "--is-bare-repository",
    "--show-toplevel")

  /// The commit that a revision names; status 1 where it names none.
  static func commit(of revision: String) -> GitCall {
    var call = GitCall("rev-parse", "--verify", "--quiet", "--end-of-options")
    call.words.append("\(revision)^{commit}")
    call.answers = [1, 128]
    return call
  }

  /// The branch that is checked out; status 1 where none is.
  static let head: GitCall = {
    var call = GitCall("symbolic-ref", "--quiet", "HEAD")
    call.answers = [1]
    return call
  }()

  /// Of each branch below a prefix: its ref, its commit, the ref that it stands for where it is a
  /// symbolic one, and the worktree in which it is checked out.
  static func branches(below ref: String) -> GitCall {
    GitCall(
      "for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)%00%(worktreepath)%00", "--",
      ref)
  }

  /// The refs below a prefix that have one of these commits, each with what it names.
  static func branches(below ref: String, withAnyOf commits: [ObjectID]) -> GitCall {
    var call = GitCall("for-each-ref", "--format=%(refname) %(objectname)")
    call.words += commits.map { "--contains=\($0)" } + ["--", ref]
    return call
  }

  /// The names of refs below a prefix.
  static func refs(below prefix: String) -> GitCall {
    GitCall("for-each-ref", "--format=%(refname)", "--", prefix)
  }

  /// Of each branch and tag: its ref, and what it names.
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

  /// The commits of a branch's own line that have a commit, the newest first.
  static func line(of branch: ObjectID, since commit: ObjectID) -> GitCall {
    GitCall(
      "rev-list", "--first-parent", "--ancestry-path", "\(commit)..\(branch)", "--")
  }

  static func tree(of commit: ObjectID) -> GitCall {
    GitCall("rev-parse", "--verify", "\(commit)^{tree}")
  }

  /// The paths that differ between two trees or commits, each behind a record: `:`, the modes, the
  /// ids, and a letter: `A`, `M`, `D`, `T`. A file `.gitmodules` can't hide a submodule among them.
  /// Source: git-diff-tree(1), "Raw output format".
  static func changes(from first: ObjectID, to second: ObjectID) -> GitCall {
    GitCall(
      "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff",
      "--no-textconv", "--ignore-submodules=none", first.text, second.text)
  }

  /// The changes for people.
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

  /// What is checked out, and what differs from it in index and worktree, with untracked files. Of
  /// submodules only their commits count: git would run in their worktrees, with the programs of
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

  /// The untracked files that git ignores; a folder of which it ignores all is one, with a slash.
  static let ignoredFiles = GitCall(
    "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")

  /// All settings, each as its scope, and then its name, a line break and its value.
  static let settings = GitCall("config", "--list", "-z", "--show-scope")

  /// Who commits or wrote a commit, by the settings; it fails where they do not say it.
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
  /// Attributes can make markers longer, and call a text binary.
  static func conflictMarkers(in commit: ObjectID) -> GitCall {
    var call = GitCall(
      "grep", "--no-textconv", "--text", "--no-color", "-z", "--name-only", "-E", "-e",
      "^(<{7,}|>{7,}) ", commit.text, "--")
    call.answers = [1]
    return call
  }

  /// How many bytes a file of a commit has, and that it is one; status 128 where it is not there.
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
  /// Makes a worktree, locked at once, so that no `git worktree prune` removes what it knows of it.
  ///
  /// - Parameters:
  ///   - path: its folder, which must not exist.
  ///   - branch: what is checked out in it.
  ///   - start: where the branch begins; `nil` for a branch that exists.
  ///   - reason: why it is locked.
  static func addWorktree(
    _ path: String, on branch: Branch, from start: ObjectID?, reason: String
  ) -> GitCall {
    var call = GitCall("worktree", "add", "--quiet", "--lock", "--reason", reason)
    if let start {
      // With --no-track nothing is written to the settings, whose lock somebody may hold.
      call.words += ["--no-track", "-b", branch.name, "--", path, start.text]
    } else {
      call.words += ["--", path, branch.name]
    }
    call.seconds = 600
    return call
  }

  /// Makes a worktree of a commit, with no branch.
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

  /// Makes and checks out the submodules, whatever program the settings name for it.
  static let updateSubmodules: GitCall = {
    var call = GitCall("submodule", "--quiet", "update", "--init", "--recursive", "--checkout")
    // As git itself has it: a submodule of a folder of this machine is an attack.
    call.variables["GIT_ALLOW_PROTOCOL"] = "git:http:https:ssh"
    call.variables["GIT_PROXY_COMMAND"] = ""
    call.seconds = 600
    return call
  }()
}

// MARK: Writing

extension GitCall {
  /// Takes all files of the worktree into the index, but for the excluded ones.
  ///
  /// - Parameter excluded: paths from the top folder.
  static func addAll(except excluded: [String]) -> GitCall {
    var call = GitCall("add", "--all", "--", ":/")
    call.words += excluded.map { ":(top,exclude,literal)\($0)" }
    call.seconds = 600
    return call
  }

  /// Takes the commits of submodules into the index; their paths are the input. `git add` would run
  /// git in them.
  static func addSubmodules(_ paths: [String]) -> GitCall {
    var call = GitCall("update-index", "--remove", "-z", "--stdin")
    call.input = paths.map { $0 + "\0" }.joined()
    return call
  }

  /// Makes the entries of paths in the index those of a commit.
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

  /// Makes a ref of any object, for a while.
  static func hold(_ object: ObjectID, as ref: String) -> GitCall {
    GitCall("update-ref", "--no-deref", ref, object.text, object.zero)
  }

  static func release(_ ref: String) -> GitCall { GitCall("update-ref", "--no-deref", "-d", ref) }

  /// All that a commit or tree needs, besides what other commits have; it fails where that is missing.
  static func objects(of object: ObjectID, beside known: [ObjectID]) -> GitCall {
    var call = GitCall("rev-list", "--objects", "--quiet", object.text)
    call.words += known.map { "^\($0)" } + ["--"]
    call.seconds = 600
    return call
  }

  /// Moves a branch, unless it is elsewhere than expected.
  ///
  /// - Parameter old: where it is; `nil` where it must not exist.
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

  /// Gives a branch another name, both or neither, unless it is elsewhere than expected.
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

  /// Checks a commit out, and no branch; index and files stay as they are.
  static func detachHead(at commit: ObjectID, reason: String) -> GitCall {
    GitCall("update-ref", "--no-deref", "-m", reason, "HEAD", commit.text)
  }

  /// Makes the index of a worktree that of a tree, and leaves the files.
  static func readIndex(from tree: ObjectID) -> GitCall {
    var call = GitCall("read-tree", "--reset", tree.text)
    call.seconds = 600
    return call
  }

  /// Makes index and files those of a tree, and leaves the branch. What is not committed is lost.
  static func checkOut(_ tree: ObjectID) -> GitCall {
    var call = GitCall("read-tree", "--reset", "-u", tree.text)
    call.seconds = 600
    return call
  }

  /// Moves a checkout forward along its branch, and keeps what is not committed, also files that
  /// git ignores.
  static func fastForward(to commit: ObjectID) -> GitCall {
    var call = GitCall(
      "merge", "--quiet", "--ff-only", "--no-verify", "--no-verify-signatures", "--no-autostash",
      "--no-squash", "--no-overwrite-ignore", commit.text)
    call.seconds = 600
    return call
  }

  /// Merges two commits without a worktree: prints the tree, then the entries of the index that are in
  /// conflict, and behind an empty field the messages, each with its paths and its kind. A branch that
  /// a worker began anew may share no commit with the other. Source: git-merge-tree(1), "OUTPUT".
  static func mergeTree(_ first: ObjectID, _ second: ObjectID) -> GitCall {
    var call = GitCall(
      "merge-tree", "--write-tree", "-z", "--messages",
      "--allow-unrelated-histories", first.text, second.text)
    call.answers = [1]
    call.seconds = 600
    return call
  }

  /// Brings a remote's branch up to date, and no other, whatever the settings say of the remote.
  static func fetch(_ branch: String, from remote: String) -> GitCall {
    var call = GitCall(
      "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
      "--no-prune", "--refmap=", "--upload-pack=git-upload-pack", "--end-of-options", remote)
    call.words.append("+refs/heads/\(branch):refs/remotes/\(remote)/\(branch)")
    call.variables["GIT_ALLOW_PROTOCOL"] = "file:git:http:https:ssh"
    // Of several values of core.gitProxy the first one counts: it can't be overridden.
    call.variables["GIT_PROXY_COMMAND"] = ""
    call.seconds = 120
    return call
  }

  /// Brings a commit to a branch of another repository, which may lose none but those named.
  ///
  /// - Parameters:
  ///   - url: its address.
  ///   - old: the commit that the branch may lose with all before it, if it is the newest one there.
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
