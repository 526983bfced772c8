import Glibc

/// Distinguishes versions of a file without reading the file.
public struct FileIdentity: Equatable, Sendable {
  public var device: UInt64
  public var inode: UInt64
  public var size: Int
  /// Modification time, nanoseconds since 1970.
  public var modified: Int

  public init(device: UInt64, inode: UInt64, size: Int, modified: Int) {
    (self.device, self.inode, self.size, self.modified) = (device, inode, size, modified)
  }
}

extension FileIdentity {
  /// Whether both are versions of one file.
  public func isSameFile(as other: FileIdentity) -> Bool {
    inode == other.inode && device == other.device
  }
}

/// The status of a file, as stat(2) gives it.
public struct FileStatus: Equatable, Sendable {
  public enum Kind: Equatable, Sendable { case regular, directory, other }

  public let identity: FileIdentity
  public let kind: Kind
  /// When contents, names or attributes last changed, in nanoseconds since 1970. No program can set
  /// this time.
  public let changed: Int
  /// The twelve permission bits.
  public let permissions: UInt32
  public let owner: UInt32
  public let group: UInt32
  public let links: Int

  /// The permissions for a file beside this one: the owner may read and write, and group and others
  /// have the same permissions as in this file.
  public var companionPermissions: UInt32 { permissions & 0o666 | 0o600 }

  /// The permissions for a folder beside this file: like `companionPermissions`, and whoever may
  /// read the folder may also enter it.
  public var companionFolderPermissions: UInt32 {
    companionPermissions | companionPermissions >> 2 & 0o111
  }

  /// The permissions for a folder beside this file that only those may read who may write this file.
  public var writersFolderPermissions: UInt32 {
    let write = permissions & 0o222 | 0o200
    return write | write << 1 | write >> 1
  }

  init(_ status: stat) {
    identity = FileIdentity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      modified: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      default: .other
      }
    changed = status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
    permissions = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
    links = Int(status.st_nlink)
  }

  /// The status of `path`, following links.
  public init(of path: String) throws(SystemError) {
    var status = stat()
    try check(.read, path) { stat(path, &status) }
    self.init(status)
  }

  /// The status of `path` itself, without following a link.
  public init(ofName path: String) throws(SystemError) {
    var status = stat()
    try check(.read, path) { lstat(path, &status) }
    self.init(status)
  }

  /// The status of `path`, or `nil` when it does not exist.
  public static func ifExists(_ path: String) throws(SystemError) -> FileStatus? {
    do {
      return try FileStatus(of: path)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }
}
