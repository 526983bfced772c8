import Host

/// A file or folder that is being made under a hidden name, and gets its own when all is well.
struct Draft: Equatable {
  /// Where it is to be.
  let path: String
  /// Where it is until then, in the same folder.
  let hidden: String

  /// - Throws: `alreadyExists` where something is at `path`.
  init(for path: String) throws(SystemError) {
    if try FileStatus.ifExists(path) != nil || Path.linkTarget(path) != nil { throw .taken(path) }
    self.path = path
    let name = ".\(Path.name(of: path)).\(Randomness.hexDigits(6))"
    hidden = Path.join(Path.parent(of: path), name)
  }

  /// Makes an empty file that those may read who may read `model`.
  func create(like model: FileStatus) throws(SystemError) {
    do throws(SystemError) {
      let file = try FileDescriptor(opening: hidden, for: .creating(permissions: 0o600))
      try file.share(permissions: model.companionPermissions, group: model.group)
    } catch {
      // People know it by the name that it is to have.
      throw SystemError(code: error.code, action: error.action, path: path)
    }
  }

  /// Makes a folder that those may enter who may read `model`.
  func createFolder(like model: FileStatus) throws(SystemError) {
    guard try Directory.create(hidden, permissions: 0o700) else { throw .taken(hidden) }
    try FileDescriptor(opening: hidden, for: .directory)
      .share(permissions: model.companionFolderPermissions, group: model.group)
  }

  /// Gives it its name; never over anything.
  func place() throws(SystemError) {
    if try FileStatus(of: hidden).kind == .directory {
      // Not every file system can refuse to replace a folder; a full one is never replaced.
      if try FileStatus.ifExists(path) != nil { throw .taken(path) }
      try Directory.move(hidden, to: path)
    } else {
      try Directory.moveNew(hidden, to: path)
    }
  }

  /// Takes it away, with what SQLite leaves beside a database.
  func discard(isPlaced: Bool) {
    let found = isPlaced ? path : hidden
    for name in (try? Directory.names(in: found)) ?? [] {
      try? Directory.remove(Path.join(found, name))
    }
    try? Directory.removeFolder(found)
    for suffix in ["", "-journal", "-wal", "-shm"] { try? Directory.remove(found + suffix) }
  }
}
