// Calls about files that are in no commit, and about settings.

extension GitCall {
  /// The ids of the objects that revisions name, one per line; for a revision that names no object,
  /// the line ends with ` missing`. Source: git-cat-file(1), "Batch output".
  ///
  /// - Parameter revisions: without line breaks.
  static func objects(named revisions: [String]) -> GitCall {
    var call = GitCall("cat-file", "--batch-check=%(objectname)")
    call.input = revisions.map { $0 + "\n" }.joined()
    return call
  }

  /// The contents of objects. Before each object there is a line `ID TYPE SIZE`, and after it a
  /// line break.
  static func contents(of objects: [ObjectID]) -> GitCall {
    var call = GitCall("cat-file", "--batch", "--buffer")
    call.input = objects.map { $0.text + "\n" }.joined()
    call.seconds = longestSeconds
    return call
  }

  /// With these variables, git ignores the files with which a worker could hide parents of a
  /// commit. Source: gitglossary(7), "grafts" and "shallow clone".
  private static let withAllParents = ["GIT_GRAFT_FILE": "/dev/null", "GIT_SHALLOW_FILE": ""]

  /// The commits that are reachable from a commit and from none of the others, the oldest first.
  static func commits(of commit: ObjectID, without others: [ObjectID]) -> GitCall {
    var call = GitCall("rev-list", "--reverse", "--topo-order", commit.text, "--not")
    call.words += others.map(\.text) + ["--"]
    call.variables = withAllParents
    call.longest = 256 << 20
    return call
  }

  /// The commits that are reachable from a commit and from none of the others, and then, after a
  /// hyphen, the parents of these that are left out.
  static func boundary(of commit: ObjectID, without others: [ObjectID]) -> GitCall {
    var call = commits(of: commit, without: others)
    call.words.insert("--boundary", at: 1)
    return call
  }

  /// The changes of commits, in the format of `changes(from:to:)`, each after the commit's id; for
  /// a merge, the changes that differ from all of its parents.
  static func changes(in commits: [ObjectID]) -> GitCall {
    var call = GitCall(
      "diff-tree", "--stdin", "-r", "-c", "--root", "-z", "--raw", "--no-abbrev", "--no-renames",
      "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
    call.input = commits.map { $0.text + "\n" }.joined()
    call.variables = withAllParents
    call.seconds = longestSeconds
    call.longest = 256 << 20
    return call
  }

  /// The commits that are reachable from a commit and changed a file, each before its parents.
  /// Commits of merged branches are included.
  ///
  /// - Parameter other: a commit whose ancestors are left out.
  static func commits(
    of commit: ObjectID, without other: ObjectID?, changing path: String, atMost count: Int
  ) -> GitCall {
    var call = GitCall(
      "rev-list", "--full-history", "--topo-order", "--max-count=\(count)", commit.text)
    if let other { call.words += ["--not", other.text] }
    call.words += ["--", ":(top,literal)\(path)"]
    return call
  }

  /// The commits that changed a file and that refs or some commits reach, but `HEAD` does not, each
  /// before its parents.
  ///
  /// - Parameters:
  ///   - others: the commits; objects that do not exist are left out.
  ///   - head: whether `HEAD` has a commit.
  static func commitsOutsideHead(
    and others: [ObjectID], hasHead head: Bool, changing path: String, atMost count: Int
  ) -> GitCall {
    var call = GitCall(
      "rev-list", "--full-history", "--topo-order", "--ignore-missing", "--max-count=\(count)",
      "--all")
    call.words += others.map(\.text) + (head ? ["--not", "HEAD"] : [])
    call.words += ["--", ":(top,literal)\(path)"]
    return call
  }

  /// The names of the authors of commits, one per line.
  static func authors(of commits: [ObjectID]) -> GitCall {
    var call = GitCall("log", "--no-walk=unsorted", "--no-show-signature", "--format=%an")
    call.words += commits.map(\.text) + ["--"]
    return call
  }

  /// The untracked files that match patterns, whether git ignores them or not.
  ///
  /// - Parameter file: the file with the patterns, in the form of `.gitignore`.
  static func untrackedFiles(matching file: String) -> GitCall {
    GitCall("ls-files", "--others", "--ignored", "--exclude-from=\(file)", "-z", "--", ":/")
  }

  /// The paths of the input that git ignores; status 1 if git ignores none.
  ///
  /// - Parameter byRulesAlone: whether a tracked path is also listed if a rule matches it.
  static func ignored(of paths: [String], byRulesAlone: Bool = false) -> GitCall {
    var call = GitCall("check-ignore", "-z", "--stdin")
    if byRulesAlone { call.words.append("--no-index") }
    call.input = paths.map { $0 + "\0" }.joined()
    call.answers = [1]
    return call
  }

  /// An attribute of a file, as three texts that each end with a NUL: path, attribute, value.
  static func attribute(_ name: String, of path: String) -> GitCall {
    GitCall("check-attr", "-z", name, "--", path)
  }

  /// The value of a setting from any of git's configuration files; status 1 if the setting is
  /// missing.
  static func setting(_ key: String) -> GitCall {
    var call = GitCall("config", "--get", key)
    call.answers = [1]
    return call
  }

  static func setting(_ key: String, inFile file: String) -> GitCall {
    GitCall("config", "--file", file, "--no-includes", "--get", key)
  }

  static func set(_ key: String, to value: String, inFile file: String) -> GitCall {
    GitCall("config", "--file", file, key, value)
  }

  /// The folder that all worktrees share.
  static let sharedFolder = GitCall("rev-parse", "--path-format=absolute", "--git-common-dir")

  /// The settings of submodules in a file `.gitmodules`, one per line: its key, a blank and its
  /// value.
  ///
  /// - Parameter base: the commit that has the file.
  static func submodules(of base: String) -> GitCall {
    var call = GitCall("config", "--blob", "\(base):.gitmodules", "--get-regexp")
    call.words.append(#"^submodule\..*\.(path|url|update)$"#)
    call.answers = [1]
    return call
  }

  /// The addresses of the submodules that are initialized here, and of `origin`, in the form of
  /// `submodules(of:)`.
  static let addresses: GitCall = {
    var call = GitCall("config", "--get-regexp")
    call.words.append(#"^(submodule\..*|remote\.origin)\.(url|update)$"#)
    call.answers = [1]
    return call
  }()

  static func set(_ key: String, to value: String) -> GitCall {
    GitCall("config", "--local", key, value)
  }

  static let settingsFile = GitCall("rev-parse", "--path-format=absolute", "--git-path", "config")
}
