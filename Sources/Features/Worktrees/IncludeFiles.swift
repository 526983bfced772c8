import Door
import Git
import Host

/// Use case: copies ignored files from the checkout to a new worktree: the files that match the
/// patterns of `.worktreeinclude` in the base. Source: `docs/worktrees.md`.
struct IncludeFiles: Sendable {
  let workspace: Workspace
  let main: Repository

  static let fileName = ".worktreeinclude"
  /// In bytes, for all files together.
  private static let mostBytes = 64 << 20

  /// - Parameters:
  ///   - base: the commit at which the work begins.
  ///   - note: receives a line for the copied files, and a line for each file that was not copied.
  func callAsFunction(
    of base: ObjectID, in worktree: RowWorktree, _ own: Repository, note: (String) -> Void
  ) throws {
    // The worktree was just checked out. If it does not have the file, the commit does not have it
    // either.
    if (try? FileStatus(ofName: Path.join(worktree.path, Self.fileName))) == nil { return }
    guard let patterns = try main.file(Self.fileName, of: base) else { return }
    let all = try files(matching: patterns)
    // The worktree has to ignore the files, too, because they must not be committed there.
    let inside = all.filter { isInside(worktree, $0) }
    let ignored = try own.ignored(of: inside)
    let queue = workspace.queuePaths(in: main.top)
    var copied: [String] = []
    var rest = Self.mostBytes
    for path in all.sorted() where !queue.contains(where: { Path.isInside(path, $0) }) {
      if let why = try copy(path, to: worktree, isIgnored: ignored.contains(path), &rest) {
        note("\(Self.fileName): \(path) was passed over: \(why)")
      } else {
        copied.append(path)
      }
    }
    if !copied.isEmpty { note("\(Self.fileName): copied \(copied.joined(separator: ", "))") }
  }

  private func files(matching patterns: [UInt8]) throws -> [String] {
    let place = try TemporaryFolder(in: main.folder, prefix: "orch-")
    defer { withExtendedLifetime(place) {} }
    let file = Path.join(place.path, "patterns")
    try FileDescriptor(opening: file, for: .creating(permissions: 0o600)).write(patterns)
    return try main.untrackedFiles(matching: file)
  }

  /// Whether no symbolic link in the worktree leads the path to another folder.
  private func isInside(_ worktree: RowWorktree, _ path: String) -> Bool {
    (try? Path.checkNoLink(from: worktree.path, to: Path.join(worktree.path, path))) != nil
  }

  /// - Parameter rest: how many bytes may still be copied.
  /// - Returns: why a file was not copied; `nil` if it was.
  private func copy(
    _ path: String, to worktree: RowWorktree, isIgnored: Bool, _ rest: inout Int
  ) throws -> String? {
    if path.hasSuffix("/") { return "it is a repository of its own" }
    guard isInside(worktree, path) else { return "a symbolic link in the worktree leads elsewhere" }
    guard isIgnored else { return "git does not ignore it" }
    let (source, target) = (Path.join(main.top, path), Path.join(worktree.path, path))
    guard (try? Path.checkNoLink(from: main.top, to: source)) != nil else {
      return "it is a symbolic link"
    }
    guard let file = try? FileDescriptor(opening: source, for: .readingNoLink),
      let status = try? file.status(), status.kind == .regular
    else { return "it is not a file that can be read" }
    guard status.identity.size <= rest else {
      return "the files together have more than \(Self.mostBytes >> 20) MB"
    }
    if (try? FileStatus(ofName: target)) != nil { return "the worktree already has it" }
    let bytes = try file.readWhole(upTo: rest)
    rest -= bytes.count
    try Directory.createWithParents(Path.parent(of: target))
    try FileDescriptor(opening: target, for: .creating(permissions: status.permissions & 0o777))
      .write(bytes)
    return nil
  }
}
