import Glibc

extension FileDescriptor {
  /// Changes the owner of a new file or folder that root made to the owner of the parent folder. So
  /// a queue's files keep their owner when root works on the queue. If the system refuses the
  /// change, the file stays root's.
  ///
  /// The owner changes only if the parent folder still has this new file under its name. Meanwhile
  /// the owner of the folder may have replaced the file by a link, or by another file of root's.
  func giveToOwnerOfFolder() {
    guard CurrentProcess.effectiveUser == 0,
      let folder = try? FileDescriptor(opening: Path.parent(of: path), for: .directory),
      let owner = try? folder.status().owner, owner != 0, let mine = try? status(), mine.owner == 0,
      mine.isNew, let named = folder.status(ofName: Path.name(of: path)),
      named.identity.isSameFile(as: mine.identity)
    else { return }
    _ = FileChange.call(.setOwner(path)) { fchown(number, owner, ~0) }
  }

  /// The status of the file with this name in this folder; `nil` if there is none.
  private func status(ofName name: String) -> FileStatus? {
    var status = stat()
    return fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? FileStatus(status) : nil
  }
}

extension FileStatus {
  /// Whether the file has no contents yet, or the folder has no subfolders.
  fileprivate var isNew: Bool {
    switch kind {
    case .regular: links == 1 && identity.size == 0
    case .directory: links <= 2
    case .other: false
    }
  }
}
