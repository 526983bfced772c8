import Host

/// Whether only this user, or root, could have put a file where it is.
enum FileOwnership {
  enum Owner { case currentUser, root }

  /// Refuses what belongs to another user, and what others may write.
  static func check(_ path: String, of owners: [Owner]) throws(TrustRefusal) {
    let status = try status(of: path)
    try checkOwner(of: path, status, owners)
    guard status.permissions & othersMayWrite == 0 else {
      throw .writable(path: path, isFolder: status.kind == .directory)
    }
  }

  /// Refuses a folder above `path` in which others could put another file of this name. In a
  /// sticky folder of root, such as `/tmp`, they can't.
  static func checkFolders(above path: String) throws(TrustRefusal) {
    var folder = path
    repeat {
      folder = Path.parent(of: folder)
      let status = try status(of: folder)
      try checkOwner(of: folder, status, [.currentUser, .root])
      let isSticky = status.permissions & sticky != 0 && status.owner == 0
      guard isSticky || status.permissions & othersMayWrite == 0 else {
        throw .writable(path: folder, isFolder: true)
      }
    } while folder != "/"
  }

  private static let othersMayWrite: UInt32 = 0o022
  private static let sticky: UInt32 = 0o1000

  private static func checkOwner(
    of path: String, _ status: FileStatus, _ owners: [Owner]
  ) throws(TrustRefusal) {
    let isOurs = status.owner == CurrentProcess.effectiveUser
    guard isOurs || owners.contains(.root) && status.owner == 0 else { throw .foreign(path: path) }
  }

  private static func status(of path: String) throws(TrustRefusal) -> FileStatus {
    do { return try FileStatus(of: path) } catch { throw .system(error) }
  }
}
