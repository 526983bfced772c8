import CSystem

/// Writes files that are never seen half written: each file is written under a temporary name,
/// synced, and then renamed.
public enum NewFile {
  /// Creates `path` with `text`, whole and durable, or not at all.
  ///
  /// - Parameters:
  ///   - model: a file whose companion permissions and group the new file gets; with `nil` the file
  ///     gets `permissions`.
  ///   - permissions: reduced by the umask of the process.
  ///   - syncsFolder: whether the file's name is durable, too. If not, a later sync of the folder
  ///     makes the name durable, and a power failure before that sync may lose the file.
  /// - Throws: `alreadyExists` when the file exists.
  public static func create(
    _ path: String, text: String, like model: FileStatus? = nil, permissions: UInt32 = 0o666,
    syncsFolder: Bool = true
  ) throws(SystemError) {
    let temporary = temporary(path)
    try write(
      temporary, permissions: model?.companionPermissions ?? permissions, group: model?.group
    ) { (file) throws(SystemError) in
      try file.write(text)
    } move: { () throws(SystemError) in
      try Directory.moveNew(temporary, to: path)
    }
    if syncsFolder { try Directory.sync(Path.parent(of: path)) }
  }

  /// Replaces `path` by a file with `text`, whole and durable, or leaves it as it is.
  ///
  /// - Parameters:
  ///   - path: the file; it may be missing.
  ///   - permissions: the permissions of the new file, whatever the old one has.
  ///   - group: the group of the new file; `nil` means the process's group.
  ///   - isOfUser: whether the file belongs to the user of this process, even if that is root and
  ///     the folder is another user's.
  ///   - syncsFolder: whether the rename is durable, too. If not, a power failure before a later
  ///     sync of the folder may leave the complete old file.
  public static func replace(
    _ path: String, text: String, permissions: UInt32, group: UInt32? = nil, isOfUser: Bool = false,
    syncsFolder: Bool = true
  ) throws(SystemError) {
    let temporary = temporary(path)
    try write(
      temporary, permissions: permissions, group: group, isOfUser: isOfUser
    ) { (file) throws(SystemError) in
      try file.write(text)
    } move: { () throws(SystemError) in
      try Directory.move(temporary, to: path)
    }
    if syncsFolder { try Directory.sync(Path.parent(of: path)) }
  }

  /// Replaces `path` by a file that `body` writes, whole, or leaves it as it is. The caller syncs
  /// the folder.
  ///
  /// - Parameters:
  ///   - path: the file; it may be missing.
  ///   - model: a file whose companion permissions and group the new file gets.
  public static func replace(
    _ path: String, asCompanionOf model: FileStatus,
    body: (borrowing FileDescriptor) throws(SystemError) -> Void
  ) throws(SystemError) {
    let temporary = temporary(path)
    try write(
      temporary, permissions: model.companionPermissions, group: model.group, body
    ) { () throws(SystemError) in
      try Directory.move(temporary, to: path)
    }
  }

  /// Replaces `path`. The caller must hold a lock, so no other process uses `temporary`. If a crash
  /// leaves `temporary`, the next call removes it. The caller syncs the folder.
  ///
  /// - Parameters:
  ///   - path: the file; it may be missing.
  ///   - temporary: a path in the same folder.
  ///   - model: a file whose permissions and group the new file gets.
  public static func replace(
    _ path: String, through temporary: String, like model: FileStatus,
    body: (borrowing FileDescriptor) throws(SystemError) -> Void
  ) throws(SystemError) {
    try write(
      temporary, permissions: model.permissions, group: model.group, body
    ) { () throws(SystemError) in
      try Directory.move(temporary, to: path)
    }
  }

  /// Creates the temporary file, and removes an older one with the same name that a crash left.
  private static func open(
    _ temporary: String, permissions: UInt32
  ) throws(SystemError) -> FileDescriptor {
    do {
      return try FileDescriptor(opening: temporary, for: .creating(permissions: permissions))
    } catch {
      guard error.alreadyExists else { throw error }
    }
    try Directory.remove(temporary)
    return try FileDescriptor(opening: temporary, for: .creating(permissions: permissions))
  }

  private static func temporary(_ path: String) -> String {
    // A thread must not take the file of another one for a file that a crash left.
    "\(path).\(csystem_thread_id())\(ending)"
  }

  /// The ending of temporary files.
  public static let ending = ".new"

  /// Removes the temporary files of processes that have ended.
  ///
  /// - Parameters:
  ///   - folder: the folder with the temporary files; its subfolders are not searched.
  ///   - prefix: the beginning of the temporary files' names.
  ///   - suffix: the end of the final names for which the temporary files were made.
  public static func removeAbandoned(
    in folder: String, prefix: String = "", suffix: String = ""
  ) {
    for name in (try? Directory.names(in: folder)) ?? [] where name.hasPrefix(prefix) {
      guard let (target, maker) = parts(ofTemporary: name), target.hasSuffix(suffix),
        !ProcessTable.contains(maker)
      else { continue }
      try? Directory.remove(Path.join(folder, name))
    }
  }

  /// Removes the temporary files of processes that have ended, in a folder and below it. Links are
  /// not followed.
  ///
  /// - Parameters:
  ///   - folder: the folder to search; it may be missing.
  ///   - limit: a time in seconds since 1970. Files that changed later stay, because a process of
  ///     another machine may be writing them.
  public static func removeAbandoned(below folder: String, before limit: Int) {
    guard (try? FileStatus(ofName: folder))?.kind == .directory else { return }
    for name in (try? Directory.names(in: folder)) ?? [] {
      let path = Path.join(folder, name)
      guard let (_, maker) = parts(ofTemporary: name) else {
        removeAbandoned(below: path, before: limit)
        continue
      }
      guard let status = try? FileStatus(ofName: path), status.kind == .regular,
        status.identity.modified / 1_000_000_000 < limit, !ProcessTable.contains(maker)
      else { continue }
      try? Directory.remove(path)
    }
  }

  /// The final name for which a temporary file was made, and the id of the thread that made it;
  /// `nil` if `name` is not the name of a temporary file.
  private static func parts(ofTemporary name: String) -> (target: String, maker: Int)? {
    guard name.hasSuffix(ending) else { return nil }
    let parts = name.dropLast(ending.utf8.count).split(
      separator: ".", omittingEmptySubsequences: false)
    guard let maker = parts.last.flatMap({ Int($0) }) else { return nil }
    return (parts.dropLast().joined(separator: "."), maker)
  }

  private static func write(
    _ temporary: String, permissions: UInt32, group: UInt32?, isOfUser: Bool = false,
    _ body: (borrowing FileDescriptor) throws(SystemError) -> Void,
    move: () throws(SystemError) -> Void
  ) throws(SystemError) {
    let file = try open(temporary, permissions: group == nil ? permissions : 0o600)
    do throws(SystemError) {
      if let group {
        try file.share(permissions: permissions, group: group)
      } else if !isOfUser {
        file.giveToOwnerOfFolder()
      }
      try body(file)
      try file.sync()
      try move()
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
  }
}
