public import Host

extension Repository {
  /// The objects that revisions name, without revisions that name none. This takes one call of git,
  /// and needs no opened `Repository`.
  ///
  /// - Parameters:
  ///   - revisions: such as `HEAD^{commit}`, without line breaks.
  ///   - folder: any folder of a worktree.
  ///   - environment: the variables with which git is found and run.
  public static func objects(
    named revisions: [String], at folder: String, environment: Environment
  ) throws(GitError) -> [String: ObjectID] {
    let holder = try holder(of: folder)
    let lines = try lines(
      .objects(named: revisions), in: holder,
      ChildEnvironment.variables(
        from: environment,
        // If the `.git` of `holder` is not a repository, git must not use a repository in a parent
        // folder.
        given: variables.merging(["GIT_CEILING_DIRECTORIES": Path.parent(of: holder)]) { $1 }))
    return try objects(revisions, lines, in: holder)
  }

  /// The objects that revisions name, without revisions that name none.
  ///
  /// - Parameter revisions: without line breaks.
  public func objects(named revisions: [String]) throws(GitError) -> [String: ObjectID] {
    let text = try text(.objects(named: revisions)) ?? ""
    return try Self.objects(revisions, text.split(separator: "\n").map(String.init), in: top)
  }

  private static func objects(
    _ revisions: [String], _ lines: [String], in folder: String
  ) throws(GitError) -> [String: ObjectID] {
    guard lines.count == revisions.count else {
      throw .unreadable(command: "cat-file", folder: folder)
    }
    var found: [String: ObjectID] = [:]
    for (revision, line) in zip(revisions, lines) { found[revision] = ObjectID(line) }
    return found
  }

  /// The commits that are reachable from a commit and changed a file, each before its
  /// parents.
  ///
  /// - Parameter other: a commit whose ancestors are left out.
  public func commits(
    of commit: ObjectID, without other: ObjectID? = nil, changing path: String, atMost count: Int
  ) throws(GitError) -> [ObjectID] {
    (try text(.commits(of: commit, without: other, changing: path, atMost: count)) ?? "")
      .split(separator: "\n").compactMap { ObjectID($0) }
  }

  /// The commits that changed a file and that refs, stashes or the last fetch reach, but `HEAD` does
  /// not, each before its parents.
  public func commitsOutsideHead(
    changing path: String, atMost count: Int
  ) throws(GitError) -> [ObjectID] {
    let others =
      Self.ids(in: Path.join(folder, "FETCH_HEAD"), at: 0)
      + Self.ids(in: Path.join(commonFolder, "logs/refs/stash"), at: 1)
    let hasHead = try commit(of: "HEAD") != nil
    let call = GitCall.commitsOutsideHead(
      and: others, hasHead: hasHead, changing: path, atMost: count)
    return (try text(call) ?? "").split(separator: "\n").compactMap { ObjectID($0) }
  }

  /// The ids that are the words at an index of a file's lines; empty if the file can't be read.
  private static func ids(in file: String, at index: Int) -> [ObjectID] {
    guard let file = try? FileDescriptor(opening: file, for: .readingNoLink),
      let bytes = try? file.readWhole(upTo: longestFile)
    else { return [] }
    return bytes.split(separator: 10).compactMap { line in
      let words = line.split(maxSplits: index + 1) { $0 == 32 || $0 == 9 }
      return words.dropFirst(index).first.flatMap { ObjectID(String(decoding: $0, as: UTF8.self)) }
    }
  }

  /// In bytes.
  private static let longestFile = 1 << 20

  /// The names of the authors of commits, in the same order.
  public func authors(of commits: [ObjectID]) throws(GitError) -> [String] {
    if commits.isEmpty { return [] }
    let names = (try text(.authors(of: commits)) ?? "").split(
      separator: "\n", omittingEmptySubsequences: false)
    return names.prefix(commits.count).map(String.init)
  }

  /// The untracked files that match patterns, from the top folder. A folder that is a repository of
  /// its own is named with a slash at the end.
  ///
  /// - Parameter file: the file with the patterns, in the form of `.gitignore`.
  public func untrackedFiles(matching file: String) throws(GitError) -> [String] {
    try paths(.untrackedFiles(matching: file))
  }

  /// The paths, of those given, that git ignores in this worktree.
  public func ignored(of paths: [String]) throws(GitError) -> Set<String> {
    paths.isEmpty ? [] : Set(try self.paths(.ignored(of: paths)))
  }

  func paths(_ call: GitCall) throws(GitError) -> [String] {
    String(decoding: try run(call).output, as: UTF8.self).split(separator: "\0").map(String.init)
  }

  /// A submodule of a commit that `updateSubmodules` can't check out because its address is a
  /// folder of this machine. A relative address is resolved against the address of `origin`, or
  /// against the repository's own path if there is no `origin`. Source: gitmodules(5).
  public func localSubmodule(
    of base: String
  ) throws(GitError) -> (path: String, address: String)? {
    var settings: [String: [Substring: String]] = [:]
    var origin = top
    let lines = [try text(.submodules(of: base)), try text(.addresses)].compactMap(\.self)
    for line in lines.joined().split(separator: "\n") {
      let (key, value) = line.cut(at: " ")
      let parts = Setting(String(key), String(value)).parts
      guard let name = parts.middle else { continue }
      if parts.section == "remote" {
        origin = String(value)
      } else {
        settings[String(name), default: [:]][parts.name] = String(value)
      }
    }
    for said in settings.sorted(by: { $0.key < $1.key }).map(\.value) {
      guard let path = said["path"], let url = said["url"], said["update"] != "none" else {
        continue
      }
      let isRelative = url.hasPrefix("./") || url.hasPrefix("../")
      if Self.isLocal(isRelative ? origin : url) { return (path, url) }
    }
    return nil
  }

  /// Whether an address is a path, or `file:`; others are `ssh://…` and `host:path`.
  private static func isLocal(_ address: String) -> Bool {
    if address.hasPrefix("file:") { return true }
    guard let colon = address.firstIndex(of: ":") else { return true }
    return address[..<colon].contains("/")
  }

  /// The value of an attribute of a file; `unspecified` if the file has no such attribute.
  public func attribute(_ name: String, of path: String) throws(GitError) -> String {
    let fields = try paths(.attribute(name, of: path))
    guard fields.count == 3 else { throw .unreadable(command: "check-attr", folder: top) }
    return fields[2]
  }

  /// The value of a setting from any of git's configuration files; `nil` if the setting is missing.
  public func setting(_ key: String) throws(GitError) -> String? {
    try text(.setting(key)).map { String($0.dropLast()) }
  }

  /// Writes a setting of the repository.
  public func set(_ key: String, to value: String) throws(GitError) {
    _ = try run(.set(key, to: value))
  }

  /// The file with the repository's settings.
  public func settingsFile() throws(GitError) -> String {
    String((try text(.settingsFile) ?? "").dropLast())
  }
}
