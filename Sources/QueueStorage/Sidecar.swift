import Host

/// The folder beside the queue that holds what a rewrite needs: the lock, the
/// journal, displaced generations.
public struct Sidecar: Sendable {
  public let folder: String

  /// `.orch` for `QUEUE.md`, `.NAME.orch` for a file called NAME.
  public init(forQueueAt path: String) {
    let name = Path.name(of: path)
    folder = Path.join(Path.parent(of: path), name == "QUEUE.md" ? ".orch" : ".\(name).orch")
  }

  var lock: String { "\(folder)/lock" }
  var journal: String { "\(folder)/journal.jsonl" }
  var generations: String { "\(folder)/gen" }
  /// Saves that came too late for the queue, kept for people to look at.
  var found: String { "\(folder)/found" }

  func history(year: String) -> String { "\(folder)/history-\(year).jsonl" }

  /// Makes the folder, for whoever may use the queue, and keeps it out of git.
  func create(like queue: FileStatus) throws(SystemError) {
    let permissions = queue.permissions & 0o666
    // Who may read the queue may enter the folder.
    let folderPermissions = permissions | 0o600 | (permissions | 0o600) >> 2 & 0o111
    for path in [folder, generations] {
      if try Directory.create(path, permissions: 0o700) {
        let descriptor = try FileDescriptor(opening: path, for: .directory)
        try descriptor.share(permissions: folderPermissions, group: queue.group)
      }
    }
    try write("*\n", to: "\(folder)/.gitignore", like: queue)
    try write("", to: journal, like: queue)
    try Directory.sync(folder)
  }

  private func write(
    _ text: String, to path: String, like queue: FileStatus
  ) throws(SystemError) {
    let descriptor = try FileDescriptor(
      opening: path, for: .appending(permissions: 0o600))
    guard try descriptor.status().identity.size == 0 else { return }
    try descriptor.share(permissions: queue.permissions & 0o666 | 0o600, group: queue.group)
    try descriptor.write(text)
  }
}
