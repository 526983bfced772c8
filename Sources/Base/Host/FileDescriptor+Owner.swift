import Glibc

extension FileDescriptor {
  /// Gives a new file or folder that root made to the owner of its folder, so that a queue on which
  /// root works stays its owner's. If that is refused, it stays root's.
  ///
  /// Only a new file in that very folder is given away: the owner of the folder may meanwhile have
  /// put a link there, or a file of root's.
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
  /// Whether nothing was written to the file, or put into the folder.
  fileprivate var isNew: Bool {
    switch kind {
    case .regular: links == 1 && identity.size == 0
    case .directory: links <= 2
    case .other: false
    }
  }
}
