/// A file or folder that is made under a hidden name, and moved to its own when it is complete.
///
/// The hidden name has the maker's process id, so that the next maker of the same path finds and
/// removes what a crash left.
package struct Draft: Equatable {
  /// The path of the complete file.
  package let path: String
  /// The hidden path, in the same folder.
  package let hidden: String

  /// What SQLite may leave beside a database.
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
  /// - Returns: whether it could be given the group of `model`.
  @discardableResult
  package func create(like model: FileStatus) throws(SystemError) -> Bool {
    do throws(SystemError) {
      let file = try FileDescriptor(opening: hidden, for: .creating(permissions: 0o600))
      return try file.share(permissions: model.companionPermissions, group: model.group)
    } catch {
      // The error names the path that people know.
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

  /// Moves it to its path, unless something is there (`alreadyExists`).
  package func place() throws(SystemError) {
    // SQLite may have left companions that it could not remove.
    for companion in Self.companions.dropFirst() { Self.remove(hidden + companion) }
    guard try FileStatus(of: hidden).kind == .directory else {
      return try Directory.moveNew(hidden, to: path)
    }
    // Not every file system can refuse to replace a folder; a folder with files is never replaced.
    if try FileStatus.ifExists(path) != nil { throw .taken(path) }
    try Directory.move(hidden, to: path)
  }

  /// Removes it, from its path if it was placed already.
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

  /// Removes a file, or a folder with all that is in it; of a link, only the link.
  private static func remove(_ path: String) {
    guard (try? FileStatus(ofName: path))?.kind == .directory else {
      return (try? Directory.remove(path)) ?? ()
    }
    for name in (try? Directory.names(in: path)) ?? [] { remove(Path.join(path, name)) }
    try? Directory.removeFolder(path)
  }
}
