package import Host

/// The folder beside the queue, with the lock, the journal, the claims and the generations.
public struct Sidecar: Sendable {
  public let folder: String

  /// `.orch` for `QUEUE.md`, `.NAME.orch` for a file called NAME.
  public init(forQueueAt path: String) {
    let name = Path.name(of: path)
    folder = Path.join(Path.parent(of: path), name == "QUEUE.md" ? ".orch" : ".\(name).orch")
  }

  /// A sidecar with another path.
  package init(folder: String) { self.folder = folder }

  /// Whether a queue has been used with this folder.
  public var exists: Bool { (try? FileStatus(of: journal)) != nil }

  /// Whether a change of the queue is recorded.
  public var hasHistory: Bool { (try? FileStatus(of: journal))?.identity.size ?? 0 > 0 }

  /// Whether the journal in this folder has entries, and `orch init --join` has not ended its use.
  /// In this case the copy of a queue in another git worktree is a separate queue.
  public var goesOnAlone: Bool { hasHistory && (try? FileStatus(ofName: joined)) == nil }

  /// Makes commands stop using the copy of the queue beside this folder. The copy's history stays.
  ///
  /// - Parameter queue: the queue that commands use from now on.
  package func join(_ queue: String) throws(SystemError) {
    try NewFile.create(joined, text: "\(queue)\n", like: FileStatus(of: journal))
  }

  /// Reverts `join`.
  package func separate() { try? Directory.removeIfThere(joined) }

  /// The file that marks the queue beside the folder as an unused copy, even if the journal has
  /// entries.
  private var joined: String { "\(folder)/joined" }
  var lock: String { "\(folder)/lock" }
  var journal: String { "\(folder)/journal.jsonl" }
  var claims: String { "\(folder)/claims.json" }
  var generations: String { "\(folder)/gen" }
  var versions: String { "\(folder)/versions" }
  /// The folder with saves that are not a queue, and with versions that a crash left, for people to
  /// examine.
  var found: String { "\(folder)/found" }

  /// The files that change when the queue's history, or the number of conflicts that were read,
  /// changes.
  public static func historyFiles(in folder: String) -> [String] {
    let sidecar = Sidecar(folder: folder)
    return [sidecar.journal, ReadConflicts(sidecar: sidecar).path]
  }

  func history(year: String) -> String { "\(folder)/history-\(year).jsonl" }

  /// Creates the folder of versions, durably, with the permissions of the folder of generations.
  func createVersions() throws(SystemError) {
    try Directory.create(versions, permissions: 0o700)
    let model = try FileStatus(of: generations)
    try FileDescriptor(opening: versions, for: .directory)
      .share(permissions: model.permissions, group: model.group)
    try Directory.sync(folder)
  }

  /// The first of the folders that is a link. A link may come from a cloned repository, and point
  /// to other files of this user.
  var link: String? { [folder, generations, versions].first { Path.linkTarget($0) != nil } }

  /// The folders that only the handling of workers writes. If one of them is a link, commands still
  /// change rows, but each start of a worker fails.
  var foldersOfWorkers: [String] { ["attempts", "inbox", "workers"].map { "\(folder)/\($0)" } }

  package func checkIsNoLink() throws(SystemError) {
    if let link { throw .link(link) }
  }

  /// Creates the files of the folder, with the queue's permissions, and excludes it from git.
  ///
  /// The journal is created last, so if it exists, all other files exist, too. The caller must hold
  /// the lock. After a crash, the next command creates the files again.
  ///
  /// - Returns: whether the folder could be given the queue's group.
  func fill(like queue: FileStatus) throws(SystemError) -> Bool {
    let isShared = try share(folder, like: queue)
    try create(generations, like: queue)
    try create(versions, like: queue)
    try share(FileDescriptor(opening: lock, for: .updating), like: queue)
    try write("*\n", to: "\(folder)/.gitignore", like: queue)
    try Directory.removeIfThere(ReadConflicts(sidecar: self).path)
    try write("", to: journal + ".new", like: queue)
    try Directory.move(journal + ".new", to: journal)
    try Directory.sync(folder)
    return isShared
  }

  /// Moves a file of the sidecar to the folder `found`, which no command empties.
  ///
  /// - Returns: the new path: `found/NAME.md` or, if that exists, `found/NAME-2.md` and so on. It
  ///   may exist if a journal was deleted, because its numbers then start again at 1.
  func moveToFound(_ path: String, as name: String) throws(SystemError) -> String {
    try Path.checkNoLink(from: folder, to: found)
    try Directory.create(found, permissions: 0o700)
    let model = try FileStatus(of: generations)
    try FileDescriptor(opening: found, for: .directory)
      .share(permissions: model.permissions, group: model.group)
    var target = "\(found)/\(name).md"
    var copy = 1
    while try FileStatus.ifExists(target) != nil {
      copy += 1
      target = "\(found)/\(name)-\(copy).md"
    }
    try Directory.moveNew(path, to: target)
    return target
  }

  func create(_ path: String, like queue: FileStatus) throws(SystemError) {
    try Directory.create(path, permissions: 0o700)
    try share(path, like: queue)
  }

  @discardableResult
  private func share(_ path: String, like queue: FileStatus) throws(SystemError) -> Bool {
    try FileDescriptor(opening: path, for: .directory)
      .share(permissions: queue.companionFolderPermissions, group: queue.group)
  }

  private func share(
    _ file: borrowing FileDescriptor, like queue: FileStatus
  ) throws(SystemError) {
    try file.share(permissions: queue.companionPermissions, group: queue.group)
  }

  private func write(
    _ text: String, to path: String, like queue: FileStatus
  ) throws(SystemError) {
    let descriptor = try FileDescriptor(
      opening: path, for: .updatingOrCreating(permissions: 0o600))
    try share(descriptor, like: queue)
    try descriptor.write(text)
  }
}
