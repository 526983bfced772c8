import CSystem
import Glibc

/// Operations on folders and on the names in them.
public enum Directory {
  /// Makes changes of names in the folder durable.
  public static func sync(_ path: String) throws(SystemError) {
    try FileDescriptor(opening: path, for: .directory).sync()
  }

  /// Creates a folder; `false` when it exists.
  @discardableResult
  public static func create(_ path: String, permissions: UInt32) throws(SystemError) -> Bool {
    if mkdir(path, permissions) == 0 { return true }
    let error = SystemError.last("create", path)
    if error.alreadyExists, (try? FileStatus(of: path))?.kind == .directory { return false }
    throw error
  }

  /// Creates a folder and its missing parents.
  public static func createWithParents(_ path: String) throws(SystemError) {
    if let status = try? FileStatus(of: path), status.kind == .directory { return }
    let parent = Path.parent(of: path)
    if parent != path { try createWithParents(parent) }
    try create(path, permissions: 0o777)
  }

  /// The names in a folder, without `.` and `..`, in no order, and without those that are not
  /// UTF-8.
  public static func names(in path: String) throws(SystemError) -> [String] {
    guard let folder = opendir(path) else { throw .last("read", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { SystemText.text($0) }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Swaps two names atomically; `false` when kernel or file system cannot.
  public static func exchange(_ first: String, _ second: String) throws(SystemError) -> Bool {
    if csystem_exchange(first, second) == 0 { return true }
    if errno == EINVAL || errno == ENOSYS { return false }
    throw .last("replace", second)
  }

  /// Renames, replacing what has the new name.
  public static func move(_ from: String, to: String) throws(SystemError) {
    try check("replace", to) { rename(from, to) }
  }

  /// Renames, or throws `alreadyExists` when the new name is taken.
  public static func moveNew(_ from: String, to: String) throws(SystemError) {
    if csystem_rename_new(from, to) == 0 { return }
    guard errno == EINVAL || errno == ENOSYS else { throw .last("create", to) }
    try link(from, to: to)
    try remove(from)
  }

  /// Creates a hard link.
  public static func link(_ from: String, to: String) throws(SystemError) {
    try check("create", to) { Glibc.link(from, to) }
  }

  public static func remove(_ path: String) throws(SystemError) {
    try check("remove", path) { unlink(path) }
  }

  public static func removeIfThere(_ path: String) throws(SystemError) {
    do { try remove(path) } catch { if !error.isMissing { throw error } }
  }

  /// Removes an empty folder.
  public static func removeFolder(_ path: String) throws(SystemError) {
    try check("remove", path) { rmdir(path) }
  }
}

/// Writes files whole: under a temporary name first, synced, then renamed.
public enum NewFile {
  /// Creates `path` with `text`, whole and durable, or not at all.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - text: its contents.
  ///   - model: the file gets its companion permissions and group; `nil` for those that the process
  ///     gives to new files.
  /// - Throws: `alreadyExists` when the file exists.
  public static func create(
    _ path: String, text: String, like model: FileStatus? = nil
  ) throws(SystemError) {
    let temporary = "\(path).\(CurrentProcess.id).new"
    do throws(SystemError) {
      let descriptor = try FileDescriptor(
        opening: temporary, for: .creating(permissions: model == nil ? 0o666 : 0o600))
      if let model {
        try descriptor.share(permissions: model.companionPermissions, group: model.group)
      }
      try descriptor.write(text)
      try descriptor.sync()
      try Directory.moveNew(temporary, to: path)
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
    try Directory.sync(Path.parent(of: path))
  }

  /// Replaces `path` by a file with `text`, whole and durable, or leaves it as it is.
  ///
  /// - Parameters:
  ///   - path: the file; it may be missing.
  ///   - text: its contents.
  ///   - permissions: those of the new file, whatever the old one has.
  ///   - group: that of the new file; `nil` for the process's.
  public static func replace(
    _ path: String, text: String, permissions: UInt32, group: UInt32? = nil
  ) throws(SystemError) {
    let temporary = "\(path).\(CurrentProcess.id).new"
    do throws(SystemError) {
      // A crash may have left a file with this name.
      try? Directory.remove(temporary)
      let descriptor = try FileDescriptor(
        opening: temporary, for: .creating(permissions: group == nil ? permissions : 0o600))
      if let group { try descriptor.share(permissions: permissions, group: group) }
      try descriptor.write(text)
      try descriptor.sync()
      try Directory.move(temporary, to: path)
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
    try Directory.sync(Path.parent(of: path))
  }
}

/// A folder that is removed with its contents when it goes out of scope.
public struct TemporaryFolder: ~Copyable {
  public let path: String
  private var isKept = false

  /// Creates it in the folder that `TMPDIR` names, else in `/tmp`; only this user may enter it.
  ///
  /// A long `TMPDIR` is ignored: programs create sockets in such folders, and the path of a socket
  /// has 107 bytes at most (unix(7)). Chromium's needs 57 of them.
  public init(environment: Environment) throws(SystemError) {
    let named = environment["TMPDIR"] ?? ""
    let folder = named.hasPrefix("/") && named.utf8.count <= 50 ? named : "/tmp"
    try self.init(in: folder, prefix: "orch-")
  }

  /// Creates it in `folder`, with a name that begins with `prefix`; only this user may enter it.
  public init(in folder: String, prefix: String) throws(SystemError) {
    var template = Array(Path.join(folder, prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw .last("create", folder) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Keeps the folder when this value goes out of scope.
  public mutating func keep() { isKept = true }

  deinit {
    if isKept { return }
    // A program that is just ending may still create files there.
    for _ in 0..<Self.attempts where !Directory.removeTree(path) {}
  }

  private static let attempts = 20
}

extension Directory {
  /// Removes a folder and its contents, following no link.
  ///
  /// - Returns: whether everything is removed.
  static func removeTree(_ path: String) -> Bool {
    for name in (try? names(in: path)) ?? [] {
      let inner = Path.join(path, name)
      if unlink(inner) != 0, errno == EISDIR || errno == EPERM { _ = removeTree(inner) }
    }
    return rmdir(path) == 0 || errno == ENOENT
  }
}
