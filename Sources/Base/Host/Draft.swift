/// A file or folder that is made under a hidden name, and renamed to its final name when it is
/// complete.
///
/// The hidden name contains the process id of its maker, so the next process that makes the same
/// path finds and removes drafts of processes that crashed.
package struct Draft: Equatable {
  /// The path of the complete file.
  package let path: String
  /// The hidden path, in the same folder.
  package let hidden: String

  /// The suffixes of a database and of the files that SQLite may leave beside it.
  private static let companions = ["", "-journal", "-wal", "-shm"]

  /// Removes the drafts of `path` that a crash left.
  ///
  /// - Throws: `alreadyExists` if something is at `path`.
  package init(for path: String) throws(SystemError) {
    if try FileStatus.ifExists(path) != nil || Path.linkTarget(path) != nil { throw .taken(path) }
    Self.removeAbandoned(of: path)
    self.path = path
    hidden = "\(Self.beginning(of: path))\(CurrentProcess.id)-\(Randomness.hexDigits(6))"
  }

  private static func beginning(of path: String) -> String {
    Path.join(Path.parent(of: path), ".\(Path.name(of: path)).")
  }

  // MARK: While it is made

  /// Makes an empty file with the permissions of `model`.
  ///
  /// - Returns: whether the file could be given the group of `model`.
  @discardableResult
  package func create(like model: FileStatus) throws(SystemError) -> Bool {
    do throws(SystemError) {
      let file = try FileDescriptor(opening: hidden, for: .creating(permissions: 0o600))
      return try file.share(permissions: model.companionPermissions, group: model.group)
    } catch {
      // The error names the final path, which people know.
      throw SystemError(code: error.code, action: error.action, path: path)
    }
  }

  /// Makes a folder with the permissions of `model`.
  package func createFolder(like model: FileStatus) throws(SystemError) {
    guard try Directory.create(hidden, permissions: 0o700) else { throw .taken(hidden) }
    try FileDescriptor(opening: hidden, for: .directory)
      .share(permissions: model.companionFolderPermissions, group: model.group)
  }

  // MARK: At its end

  /// Moves the draft to its path; throws `alreadyExists` if the path exists.
  package func place() throws(SystemError) {
    // SQLite may have left files that it could not remove, such as `-wal`.
    for companion in Self.companions.dropFirst() { Self.remove(hidden + companion) }
    guard try FileStatus(of: hidden).kind == .directory else {
      return try Directory.moveNew(hidden, to: path)
    }
    // Some file systems can't rename without replacing an empty folder, so the path is checked
    // first. A folder with files is never replaced.
    if try FileStatus.ifExists(path) != nil { throw .taken(path) }
    try Directory.move(hidden, to: path)
  }

  /// Removes the draft, from its final path if it was placed already.
  package func discard(isPlaced: Bool = false) {
    let found = isPlaced ? path : hidden
    for companion in Self.companions { Self.remove(found + companion) }
  }

  /// Removes the drafts of `path` whose makers have ended.
  private static func removeAbandoned(of path: String) {
    let beginning = Path.name(of: beginning(of: path))
    for name in (try? Directory.names(in: Path.parent(of: path))) ?? []
    where name.hasPrefix(beginning) {
      let rest = name.dropFirst(beginning.count)
      guard rest.contains("-"), let maker = Int(rest.prefix { $0 != "-" }) else { continue }
      if !ProcessTable.contains(maker) { remove(Path.join(Path.parent(of: path), name)) }
    }
  }

  /// Removes a file, or a folder with its contents. For a link, only the link itself is removed.
  private static func remove(_ path: String) {
    guard (try? FileStatus(ofName: path))?.kind == .directory else {
      return (try? Directory.remove(path)) ?? ()
    }
    for name in (try? Directory.names(in: path)) ?? [] { remove(Path.join(path, name)) }
    try? Directory.removeFolder(path)
  }
}
