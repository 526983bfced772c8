/// Writes files whole: under a temporary name first, synced, then renamed.
public enum NewFile {
  /// Creates `path` with `text`, whole and durable, or not at all.
  ///
  /// - Parameters:
  ///   - model: the file gets its companion permissions and group; `nil` means `permissions`.
  ///   - permissions: reduced by the umask of the process.
  ///   - syncsFolder: whether the name is durable, too; else a later sync of the folder makes it
  ///     so, and a loss of power before that leaves no file.
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
  ///   - syncsFolder: whether the rename is durable, too; else a loss of power before a later sync
  ///     of the folder may leave the old file, whole.
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

  /// Replaces `path`, for the holder of a lock: no other process uses `temporary`, which the next
  /// call removes if a crash left it. The caller syncs the folder.
  ///
  /// - Parameters:
  ///   - path: the file; it may be missing.
  ///   - temporary: a path in the same folder.
  ///   - model: the file gets its permissions and group.
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

  /// Creates the temporary file; a crash may have left one with its name.
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
    "\(path).\(CurrentProcess.id)\(ending)"
  }

  /// The ending of temporary files.
  public static let ending = ".new"

  /// Removes the temporary files of processes that have ended.
  ///
  /// - Parameters:
  ///   - folder: the folder that has them; folders in it are not searched.
  ///   - prefix: the beginning of their names.
  ///   - suffix: the end of the names of the files that they were to become.
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

  /// Removes the temporary files of processes that have ended, in a folder and below it. No link is
  /// followed.
  ///
  /// - Parameters:
  ///   - folder: where they are; it may be missing.
  ///   - limit: in seconds since 1970; files that changed later stay, because they may be another
  ///     machine's.
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

  /// The name that a temporary file was to get, and the id of the process that made it; `nil` if
  /// the name is not of a temporary file.
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
