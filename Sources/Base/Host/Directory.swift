import CSystem
import Glibc

/// Operations on folders and on the names in them.
public enum Directory {
  /// Makes changes of names in a folder durable, like fsync(2).
  public static func sync(_ path: String) throws(SystemError) {
    try FileDescriptor(opening: path, for: .directory).sync()
  }

  /// Creates a folder. Returns `false` if the folder exists.
  @discardableResult
  public static func create(_ path: String, permissions: UInt32) throws(SystemError) -> Bool {
    if FileChange.call(.createFolder(path), { mkdir(path, permissions) }) == 0 {
      if CurrentProcess.effectiveUser == 0 {
        try? FileDescriptor(opening: path, for: .directory).giveToOwnerOfFolder()
      }
      return true
    }
    let error = SystemError.last(.create, path)
    if error.alreadyExists, (try? FileStatus(of: path))?.kind == .directory { return false }
    throw error
  }

  /// Creates a folder that all users of a queue share and git ignores. Returns `false` if the
  /// folder exists.
  ///
  /// - Parameter queue: the status of the queue's file, whose permissions and group the folder
  ///   gets.
  @discardableResult
  public static func create(_ path: String, like queue: FileStatus) throws(SystemError) -> Bool {
    guard try create(path, permissions: 0o700) else { return false }
    try FileDescriptor(opening: path, for: .directory)
      .share(permissions: queue.companionFolderPermissions, group: queue.group)
    do throws(SystemError) {
      try NewFile.create(Path.join(path, ".gitignore"), text: "*\n", like: queue)
    } catch {
      if !error.alreadyExists { throw error }
    }
    return true
  }

  /// Creates a folder with the permissions and the group of another one. Returns `false` if the
  /// folder exists.
  public static func create(_ path: String, asIn model: String) throws(SystemError) -> Bool {
    guard try create(path, permissions: 0o700) else { return false }
    let status = try FileStatus(of: model)
    try FileDescriptor(opening: path, for: .directory)
      .share(permissions: status.permissions, group: status.group)
    return true
  }

  /// Creates a folder and its missing parents.
  public static func createWithParents(_ path: String) throws(SystemError) {
    if let status = try? FileStatus(of: path), status.kind == .directory { return }
    let parent = Path.parent(of: path)
    if parent != path { try createWithParents(parent) }
    try create(path, permissions: 0o777)
  }

  /// The names in a folder, in no particular order. `.`, `..` and names that are not UTF-8 are left
  /// out.
  public static func names(in path: String) throws(SystemError) -> [String] {
    guard let folder = opendir(path) else { throw .last(.read, path) }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { SystemText.text($0) }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    if errno != 0 { throw .last(.read, path) }
    return names
  }

  /// Swaps two names atomically. Returns `false` if the kernel or the file system can't swap names.
  public static func exchange(_ first: String, _ second: String) throws(SystemError) -> Bool {
    if FileChange.call(.exchange(first, second), { csystem_exchange(first, second) }) == 0 {
      return true
    }
    if errno == EINVAL || errno == ENOSYS { return false }
    throw .last(.replace, second)
  }

  /// Renames a file or folder, and replaces a file that has the new name.
  public static func move(_ from: String, to: String) throws(SystemError) {
    try check(.replace, to) { FileChange.call(.rename(from, to: to)) { rename(from, to) } }
  }

  /// Renames a file or folder; throws `alreadyExists` if the new name is taken.
  public static func moveNew(_ from: String, to: String) throws(SystemError) {
    if FileChange.call(.renameNew(from, to: to), { csystem_rename_new(from, to) }) == 0 { return }
    guard errno == EINVAL || errno == ENOSYS else { throw .last(.create, to) }
    try link(from, to: to)
    try remove(from)
  }

  /// Creates a hard link.
  public static func link(_ from: String, to: String) throws(SystemError) {
    try check(.create, to) { FileChange.call(.link(from, to: to)) { Glibc.link(from, to) } }
  }

  public static func remove(_ path: String) throws(SystemError) {
    try check(.remove, path) { FileChange.call(.remove(path)) { unlink(path) } }
  }

  public static func removeIfThere(_ path: String) throws(SystemError) {
    do { try remove(path) } catch { if !error.isMissing { throw error } }
  }

  /// Removes an empty folder.
  public static func removeFolder(_ path: String) throws(SystemError) {
    try check(.remove, path) { FileChange.call(.removeFolder(path)) { rmdir(path) } }
  }
}
