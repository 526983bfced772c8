import Host

// The folders of the inbox, for whoever may use the queue.

extension Inbox {
  func checkIsNoLink() throws(SystemError) {
    try Path.checkNoLink(from: sidecar, to: refused)
  }

  func createFolders() throws(SystemError) {
    try checkIsNoLink()
    let model = try FileStatus(of: queue)
    for path in [sidecar, folder, refused] {
      guard try Directory.create(path, permissions: 0o700) || path == sidecar else { continue }
      try FileDescriptor(opening: path, for: .directory)
        .share(permissions: model.companionFolderPermissions, group: model.group)
    }
    // The sidecar of a database, or of a queue that nobody changed yet, has none.
    let ignored = "\(folder)/.gitignore"
    if try FileStatus.ifExists(ignored) == nil {
      do throws(SystemError) { try NewFile.create(ignored, text: "*\n", like: model) } catch {
        if !error.alreadyExists { throw error }
      }
    }
  }
}
