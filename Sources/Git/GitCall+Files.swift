// Calls about files that are in no commit, and about settings.

extension GitCall {
  /// The ids of the objects that revisions name, a line each; one that names none ends with
  /// ` missing`. Source: git-cat-file(1), "Batch output".
  ///
  /// - Parameter revisions: without line breaks.
  static func objects(named revisions: [String]) -> GitCall {
    var call = GitCall("cat-file", "--batch-check=%(objectname)")
    call.input = revisions.map { $0 + "\n" }.joined()
    return call
  }

  /// The untracked files that match patterns, whether git ignores them or not.
  ///
  /// - Parameter file: has the patterns, in the form of `.gitignore`.
  static func untrackedFiles(matching file: String) -> GitCall {
    GitCall("ls-files", "--others", "--ignored", "--exclude-from=\(file)", "-z", "--", ":/")
  }

  /// Those of paths that git ignores; status 1 for none.
  static func ignored(of paths: [String]) -> GitCall {
    var call = GitCall("check-ignore", "-z", "--stdin")
    call.input = paths.map { $0 + "\0" }.joined()
    call.answers = [1]
    return call
  }

  /// An attribute of a file, as three texts that each end with a NUL: path, attribute, value.
  static func attribute(_ name: String, of path: String) -> GitCall {
    GitCall("check-attr", "-z", name, "--", path)
  }

  /// A setting, wherever it is from; status 1 where there is none.
  static func setting(_ key: String) -> GitCall {
    var call = GitCall("config", "--get", key)
    call.answers = [1]
    return call
  }

  /// Writes a setting of the repository.
  static func set(_ key: String, to value: String) -> GitCall {
    GitCall("config", "--local", key, value)
  }

  /// The file with the repository's settings.
  static let settingsFile = GitCall("rev-parse", "--path-format=absolute", "--git-path", "config")
}
