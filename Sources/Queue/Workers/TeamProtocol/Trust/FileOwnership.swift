package import Host

/// Checks that only this user or root could have put a file in its place.
package enum FileOwnership {
  package enum Owner: Sendable { case currentUser, root }

  /// Refuses a file of another user, and a file that others may write.
  package static func check(_ path: String, of owners: [Owner]) throws(TrustRefusal) {
    try check(path, status(of: path), of: owners)
  }

  /// Refuses a file of another user, and a file that others may write.
  ///
  /// - Parameter status: the status of the file, which may be open.
  package static func check(
    _ path: String, _ status: FileStatus, of owners: [Owner]
  ) throws(TrustRefusal) {
    try checkOwner(of: path, status, owners)
    guard status.permissions & othersMayWrite == 0 else {
      throw .writable(path: path, isSticky: status.isStickyFolder)
    }
  }

  /// Refuses a file or folder that gives orders to workers, such as the queue, if it belongs to
  /// another user or if every user may write it. Its group may write it, because people share a
  /// queue with a group. A missing file is not refused.
  package static func checkGivesOrders(_ path: String) throws(TrustRefusal) {
    let found: FileStatus?
    do { found = try FileStatus.ifExists(path) } catch { throw .system(error) }
    guard let found else { return }
    try checkOwner(of: path, found, [.currentUser, .root])
    if found.permissions & 0o002 != 0 { throw .writable(path: path, isSticky: false) }
  }

  /// Refuses a path on which others could replace a file: checks each folder down to `path`, and
  /// the folders of links in it. In a sticky folder, such as `/tmp`, others cannot replace files.
  ///
  /// - Parameter path: absolute.
  package static func checkPath(to path: String) throws(TrustRefusal) {
    var place = "/"
    var links = 0
    var parts = Array(path.split(separator: "/").reversed())
    while let part = parts.popLast() {
      try checkFolder(place)
      if part == "." { continue }
      if part == ".." {
        place = Path.parent(of: place)
        continue
      }
      let next = Path.join(place, String(part))
      guard let target = Path.linkTarget(next) else {
        place = next
        continue
      }
      links += 1
      if links > mostLinks { throw .system(.link(next)) }
      try checkOwner(of: next, status(ofName: next), [.currentUser, .root])
      parts += target.split(separator: "/").reversed()
      if target.utf8.first == UInt8(ascii: "/") { place = "/" }
    }
  }

  private static func checkFolder(_ folder: String) throws(TrustRefusal) {
    let status = try status(of: folder)
    try checkOwner(of: folder, status, [.currentUser, .root])
    guard status.isStickyFolder || status.permissions & othersMayWrite == 0 else {
      throw .writable(path: folder, isSticky: false)
    }
  }

  /// The kernel's limit. Source: path_resolution(7).
  private static let mostLinks = 40
  private static let othersMayWrite: UInt32 = 0o022

  private static func checkOwner(
    of path: String, _ status: FileStatus, _ owners: [Owner]
  ) throws(TrustRefusal) {
    let isOurs = status.owner == CurrentProcess.effectiveUser
    guard isOurs || owners.contains(.root) && status.owner == 0 else { throw .foreign(path: path) }
  }

  private static func status(of path: String) throws(TrustRefusal) -> FileStatus {
    do { return try FileStatus(of: path) } catch { throw .system(error) }
  }

  private static func status(ofName path: String) throws(TrustRefusal) -> FileStatus {
    do { return try FileStatus(ofName: path) } catch { throw .system(error) }
  }
}

extension FileStatus {
  /// Whether only the owner of the folder, or of a file in it, may rename or remove that file.
  fileprivate var isStickyFolder: Bool { kind == .directory && permissions & 0o1000 != 0 }
}
