/// The arguments and the input of one call of git. Each function of its extensions builds one
/// call, so tests can check the arguments without running git.
///
/// Git can't take an argument that comes from outside for an option: revisions follow
/// `--end-of-options` or are ids, and paths follow `--`. Source: gitcli(7).
public struct GitCall: Equatable, Sendable {
  /// The arguments, without the settings that every call begins with.
  public var words: [String]
  /// The contents of standard input.
  public var input = ""
  /// Variables that only this call has, such as `GIT_INDEX_FILE`.
  public var variables: [String: String] = [:]
  /// The exit statuses other than 0 that are an answer, not a failure.
  public var answers: Set<Int32> = []
  /// The largest number of seconds that the call may take.
  public var seconds = 60
  /// The largest number of seconds for slow calls.
  static let longestSeconds = 600
  /// The largest number of bytes that git may print.
  public var longest = 16 << 20

  public init(_ words: String...) { self.words = words }

  /// This call, on another index than the worktree's own.
  ///
  /// - Parameter file: the path of the index.
  public func onIndex(_ file: String) -> GitCall {
    var call = self
    call.variables["GIT_INDEX_FILE"] = file
    return call
  }

  /// This call, on HEAD and index of another worktree.
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
  /// that its worktrees share, whether it is bare, and the top folder of the worktree. Without a
  /// worktree the call prints the first three lines and fails.
  static let folders: GitCall = {
    var call = GitCall(
      "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir",
      "--is-bare-repository", "--show-toplevel")
    call.seconds = 10
    return call
  }()

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

  /// For each branch below the prefixes: its ref, its commit, its target if it is a symbolic ref,
  /// and the worktree in which the branch is checked out.
  static func branches(below refs: [String]) -> GitCall {
    var call = GitCall(
      "for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)%00%(worktreepath)%00", "--")
    call.words += refs
    return call
  }

  /// The refs below a prefix that contain one of these commits, each with its object.
  static func branches(below ref: String, withAnyOf commits: [ObjectID]) -> GitCall {
    var call = GitCall("for-each-ref", "--format=%(refname) %(objectname)")
    call.words += commits.map { "--contains=\($0)" } + ["--", ref]
    return call
  }

  /// The refs below a prefix, each with its object, which may be missing.
  static func refs(below prefix: String) -> GitCall {
    GitCall("for-each-ref", "--format=%(refname) %(objectname)", "--", prefix)
  }

  /// For each branch and tag: its ref, and its object.
  static let tips: GitCall = {
    var call = GitCall(
      "for-each-ref", "--format=%(refname) %(objectname)", "--", "refs/heads/", "refs/tags/")
    call.longest = 256 << 20
    return call
  }()

  /// The objects of the newest branches and tags, of remotes too, that a commit does not contain.
  static func tips(outside commit: ObjectID) -> GitCall {
    GitCall(
      "for-each-ref", "--no-merged=\(commit)", "--sort=-creatordate", "--count=1000",
      "--format=%(objectname)", "--", "refs/heads/", "refs/remotes/", "refs/tags/")
  }

  static let worktrees = GitCall("worktree", "list", "--porcelain", "-z")

  /// Whether the first commit is the second one or an ancestor of it: status 1 for no.
  static func isAncestor(_ first: ObjectID, of second: ObjectID) -> GitCall {
    var call = GitCall("merge-base", "--is-ancestor", first.text, second.text)
    call.answers = [1]
    return call
  }

  /// The best common ancestor of two commits; status 1 if there is none.
  static func mergeBase(_ first: ObjectID, _ second: ObjectID) -> GitCall {
    var call = GitCall("merge-base", first.text, second.text)
    call.answers = [1]
    return call
  }

  /// All best common ancestors of two commits; status 1 if there is none.
  static func mergeBases(_ first: ObjectID, _ second: ObjectID) -> GitCall {
    var call = GitCall("merge-base", "--all", first.text, second.text)
    call.answers = [1]
    return call
  }

  /// Those of some commits that no other one of them contains.
  static func independent(_ commits: [ObjectID]) -> GitCall {
    var call = GitCall("merge-base", "--independent")
    call.words += commits.map(\.text)
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

  /// The paths that differ between two trees or commits. Before each path there is a record: `:`,
  /// the modes, the ids, and one of the letters `A`, `M`, `D` and `T`. A file `.gitmodules` can't
  /// hide a changed submodule. Source: git-diff-tree(1), "Raw output format".
  static func changes(from first: ObjectID, to second: ObjectID) -> GitCall {
    GitCall(
      "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff",
      "--no-textconv", "--ignore-submodules=none", first.text, second.text)
  }

  /// The changes as text, for people.
  static func diff(from first: ObjectID, to second: ObjectID, _ form: DiffForm) -> GitCall {
    // With another value of --submodule, git looks into submodules, and runs the programs that
    // their settings name.
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

  /// The commit and branch that are checked out, the changes in index and worktree, and the
  /// untracked files. Of a submodule only its commit is compared: to compare its files, git would
  /// run in its worktree, with the programs that its settings name.
  static let status = GitCall(
    "status", "--porcelain=v2", "-z", "--branch", "--no-ahead-behind", "--untracked-files=all",
    "--ignored=no", "--no-renames",
    "--no-show-stash", "--ignore-submodules=dirty")

  /// The entries of the index, each as its mode, its id, its stage number, a tab and its path.
  static let index: GitCall = {
    var call = GitCall("ls-files", "--stage", "-z")
    call.longest = 256 << 20
    return call
  }()

  /// The untracked files that git ignores. A folder that git ignores as a whole is one entry, with
  /// a slash at the end.
  static let ignoredFiles = GitCall(
    "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")

  /// All settings. Each is its scope, then its name, a line break and its value.
  static let settings = GitCall("config", "--list", "-z", "--show-scope")

  /// The author or committer that the settings name; status 1 or 128 if they name none.
  static func identity(_ role: Role) -> GitCall {
    var call = GitCall("var", "GIT_\(role.rawValue)_IDENT")
    call.answers = [1, 128]
    return call
  }

  enum Role: String, CaseIterable {
    case author = "AUTHOR"
    case committer = "COMMITTER"
  }

  /// The files of a commit in which a line begins with a conflict marker; status 1 if there are
  /// none. Attributes can make markers longer, and declare a text binary.
  static func conflictMarkers(in commit: ObjectID) -> GitCall {
    var call = GitCall(
      "grep", "--no-textconv", "--text", "--no-color", "-z", "--name-only", "-E", "-e",
      "^(<{7,}|>{7,}) ", commit.text, "--")
    call.answers = [1]
    return call
  }

  /// The contents of a file in a commit; status 128 if the commit has no such file.
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
