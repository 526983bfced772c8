import Glibc

extension FileDescriptor {
  /// Gives a new file or folder that root made to the owner of the folder that it is in: a queue that
  /// root works on stays its owner's. Where that is refused, it stays root's.
  ///
  /// Only what is new and in that very folder is given away: who owns the folder may have put a link
  /// there, or a file of root's, meanwhile.
  func giveToOwnerOfFolder() {
    guard CurrentProcess.effectiveUser == 0,
      let folder = try? FileDescriptor(opening: Path.parent(of: path), for: .directory),
      let owner = try? folder.status().owner, owner != 0, let mine = try? status(), mine.owner == 0,
      mine.isNew, let named = folder.status(ofName: Path.name(of: path)),
      named.identity.isSameFile(as: mine.identity)
    else { return }
    _ = FileChange.call(.setOwner(path)) { fchown(number, owner, ~0) }
  }

  /// The status of what has the name in this folder; `nil` for nothing.
  private func status(ofName name: String) -> FileStatus? {
    var status = stat()
    return fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? FileStatus(status) : nil
  }
}

extension FileStatus {
  /// Whether nothing was written to the file, or put into the folder.
  fileprivate var isNew: Bool {
    switch kind {
    case .regular: links == 1 && identity.size == 0
    case .directory: links <= 2
    case .other: false
    }
  }
}
