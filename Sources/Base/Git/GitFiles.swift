import Host

/// The files that git reads before it does anything. On a pipe among them git would block, so their
/// kinds are checked before git is started. A file that git creates in a clone is never a pipe, but
/// an archive can contain one.
struct GitFiles {
  private let top: String
  /// The folder of the worktree's own files.
  private let own: String
  /// The folder that all worktrees share.
  private let common: String

  /// - Parameter top: the top folder of a worktree.
  init(of top: String) {
    let folders = GitHead.folders(of: top)
    self.top = top
    own = folders?.own ?? Path.join(top, ".git")
    common = folders?.common ?? own
  }

  /// Throws if one of the files is neither a regular file nor missing.
  func check() throws(GitError) {
    for name in ["HEAD", "config.worktree", "commondir", "gitdir", "index"] + Self.heads {
      try Self.check(Path.join(own, name))
    }
    for name in Self.shared { try Self.check(Path.join(common, name)) }
    for name in [".gitattributes", ".gitignore", ".gitmodules"] {
      try Self.check(Path.join(top, name))
    }
    let worktrees = Path.join(common, "worktrees")
    for worktree in (try? Directory.names(in: worktrees)) ?? [] {
      for name in ["HEAD", "commondir", "gitdir"] {
        try Self.check(Path.join(worktrees, "\(worktree)/\(name)"))
      }
    }
    var configurations = [Path.join(common, "config"), Path.join(own, "config.worktree")]
    try checkIncludes(of: &configurations)
    var rest = Self.mostRefs
    try Self.checkRefs(in: Path.join(common, "refs"), &rest)
    if own != common { try Self.checkRefs(in: Path.join(own, "refs"), &rest) }
  }

  private static let heads = [
    "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD", "ORIG_HEAD", "FETCH_HEAD",
  ]
  private static let shared = [
    "config", "packed-refs", "shallow", "info/attributes", "info/exclude", "info/grafts",
    "info/sparse-checkout", "objects/info/alternates", "objects/info/commit-graph",
  ]

  private static func check(_ path: String) throws(GitError) {
    guard let kind = (try? FileStatus(of: path))?.kind, kind != .regular else { return }
    // Git itself reports an error if a folder has the name of such a file.
    if kind == .directory, Path.name(of: path) != "HEAD" { return }
    throw .system(.notARegularFile(path, kind))
  }

  // MARK: Refs

  /// The most refs whose kinds are checked. Each is a system call, and there may be very many.
  private static let mostRefs = 5000

  private static func checkRefs(in folder: String, _ rest: inout Int) throws(GitError) {
    for name in (try? Directory.names(in: folder)) ?? [] where rest > 0 {
      rest -= 1
      let path = Path.join(folder, name)
      switch (try? FileStatus(of: path))?.kind {
      case .directory?: try checkRefs(in: path, &rest)
      case .other?: throw .system(.notARegularFile(path, .other))
      case .regular?, nil: break
      }
    }
  }

  // MARK: Includes

  /// The most files of settings that are read. Git follows at most ten levels.
  private static let mostConfigurations = 100

  /// Checks the files that settings include, whatever their conditions are.
  ///
  /// - Parameter files: the files to read, to which included files are added.
  private func checkIncludes(of files: inout [String]) throws(GitError) {
    var next = 0
    while next < min(files.count, Self.mostConfigurations) {
      let file = files[next]
      next += 1
      for path in Self.includes(in: file) where !files.contains(path) {
        try Self.check(path)
        files.append(path)
      }
    }
  }

  /// The paths that a file of settings includes. Source: git-config(1), "Includes".
  static func includes(in file: String) -> [String] {
    guard let descriptor = try? FileDescriptor(opening: file, for: .reading),
      (try? descriptor.status())?.kind == .regular,
      let bytes = try? descriptor.read(1 << 20, at: 0)
    else { return [] }
    var isInclude = false
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      var line = trimmed(line)
      if line.first == "[" {
        isInclude = line.dropFirst().lowercased().hasPrefix("include")
        guard let end = line.lastIndex(of: "]") else { return nil }
        line = trimmed(line[line.index(after: end)...])
      }
      guard isInclude, let equals = line.firstIndex(of: "="),
        trimmed(line[..<equals]).lowercased() == "path"
      else { return nil }
      let value = value(of: trimmed(line[line.index(after: equals)...]))
      // A path in the home of the user was written by the user.
      if value.isEmpty || value.hasPrefix("~") { return nil }
      return Path.join(Path.parent(of: file), String(value))
    }
  }

  /// The value without its quotes, and without a comment.
  private static func value(of text: Substring) -> Substring {
    if text.first == "\"" { return text.dropFirst().prefix { $0 != "\"" } }
    return trimmed(text.prefix { $0 != "#" && $0 != ";" })
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let blanks: [Character] = [" ", "\t", "\r", "\r\n"]
    guard let start = text.firstIndex(where: { !blanks.contains($0) }),
      let end = text.lastIndex(where: { !blanks.contains($0) })
    else { return "" }
    return text[start...end]
  }
}
