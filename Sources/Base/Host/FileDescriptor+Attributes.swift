import CSystem
import Glibc

extension FileDescriptor {
  /// Gives this new file the owner, group, permissions and extended attributes of `model`.
  ///
  /// - Returns: `false` if this process is not permitted to do so.
  public func copyAttributes(
    of model: borrowing FileDescriptor, status: FileStatus
  ) throws(SystemError) -> Bool {
    let mine = try self.status()
    if mine.owner != status.owner || mine.group != status.group {
      let isDone = FileChange.call(.setOwner(path)) { fchown(number, status.owner, status.group) }
      guard isDone == 0 else { return false }
    }
    let names = model.extendedAttributeNames()
    // A folder may give new files default attributes that the model does not have.
    for name in extendedAttributeNames() where !names.contains(name) {
      _ = FileChange.call(.setAttribute(path)) {
        csystem_remove_attribute(number, name)
      }
    }
    for name in names {
      guard let value = model.extendedAttribute(name) else { return false }
      let isSet = FileChange.call(.setAttribute(path)) {
        csystem_set_attribute(number, name, value, value.count)
      }
      guard isSet == 0 else { return false }
    }
    // The permissions are set last, because a change of owner removes set-id bits, and access lists
    // change the permissions.
    if try self.status().permissions != status.permissions {
      try setPermissions(status.permissions)
    }
    return true
  }

  /// Gives a file or folder of this process the permissions and group of a shared folder. If the
  /// system refuses the change of group, the file keeps its group, and this group gets the
  /// permissions of others.
  ///
  /// A folder keeps its set-group-id bit. If root made the file or folder, the owner of the parent
  /// folder becomes its owner.
  ///
  /// - Returns: whether the group is now `group`.
  @discardableResult
  public func share(permissions: UInt32, group: UInt32) throws(SystemError) -> Bool {
    giveToOwnerOfFolder()
    let mine = try status()
    let isTheirs =
      mine.group == group || FileChange.call(.setOwner(path), { fchown(number, ~0, group) }) == 0
    var wanted = isTheirs ? permissions : permissions & (~0o070 | permissions << 3)
    if mine.kind == .directory { wanted |= mine.permissions & 0o2000 }
    if mine.permissions != wanted {
      try setPermissions(wanted)
    }
    return isTheirs
  }

  /// Removes from an existing file or folder of this user the permissions of group and others that
  /// `permissions` lacks.
  public static func restrictPermissions(of path: String, to permissions: UInt32)
    throws(SystemError)
  {
    guard let status = try FileStatus.ifExists(path), status.kind != .other else { return }
    let excess = status.permissions & 0o077 & ~permissions
    guard excess != 0, status.owner == CurrentProcess.effectiveUser else { return }
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    try file.setPermissions(status.permissions & ~excess)
  }

  /// Sets the modification time, nanoseconds since 1970.
  public func setModified(_ nanoseconds: Int) throws(SystemError) {
    let time = timespec(nanoseconds: nanoseconds)
    let both = [time, time]
    try check(.write, path) {
      FileChange.call(.setModified(path)) { futimens(number, both) }
    }
  }

  private func setPermissions(_ permissions: UInt32) throws(SystemError) {
    try check(.write, path) {
      FileChange.call(.setPermissions(path)) { fchmod(number, permissions) }
    }
  }

  private func extendedAttributeNames() -> [String] {
    // The call fails with ENOTSUP on a file system without extended attributes.
    let size = csystem_list_attributes(number, nil, 0)
    guard size > 0 else { return [] }
    var names = [CChar](repeating: 0, count: size)
    let count = csystem_list_attributes(number, &names, size)
    guard count > 0 else { return [] }
    return names[..<count].split(separator: 0).map {
      String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  private func extendedAttribute(_ name: String) -> [UInt8]? {
    let size = csystem_get_attribute(number, name, nil, 0)
    guard size >= 0 else { return nil }
    var value = [UInt8](repeating: 0, count: size)
    return csystem_get_attribute(number, name, &value, size) == size ? value : nil
  }
}
