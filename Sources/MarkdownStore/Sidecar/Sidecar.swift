package import Host

/// The folder beside the queue that holds what a rewrite needs: the lock, the
/// journal, displaced generations.
public struct Sidecar: Sendable {
  public let folder: String

  /// `.orch` for `QUEUE.md`, `.NAME.orch` for a file called NAME.
  public init(forQueueAt path: String) {
    let name = Path.name(of: path)
    folder = Path.join(Path.parent(of: path), name == "QUEUE.md" ? ".orch" : ".\(name).orch")
  }

  /// A folder of this kind, wherever it is.
  package init(folder: String) { self.folder = folder }

  /// Whether a queue was used here.
  public var exists: Bool { (try? FileStatus(of: journal)) != nil }

  var lock: String { "\(folder)/lock" }
  var journal: String { "\(folder)/journal.jsonl" }
  /// Who took which row.
  var claims: String { "\(folder)/claims.json" }
  var generations: String { "\(folder)/gen" }
  /// Versions of the queue from which the journal tells the others.
  var versions: String { "\(folder)/versions" }
  /// Saves that nobody can read as a queue, kept for people to look at.
  var found: String { "\(folder)/found" }

  /// The files in such a folder that change when there is something new to tell of the queue's
  /// history.
  public static func news(in folder: String) -> [String] {
    let sidecar = Sidecar(folder: folder)
    return [sidecar.journal, ConflictMark(sidecar: sidecar).path]
  }

  func history(year: String) -> String { "\(folder)/history-\(year).jsonl" }

  /// Makes the folder, so that there is a place for the lock.
  func createFolder(like queue: FileStatus) throws(SystemError) {
    try create(folder, like: queue)
  }

  func createGenerations(like queue: FileStatus) throws(SystemError) {
    try create(generations, like: queue)
  }

  /// Makes the folder of versions anew where it was removed, for whoever may use the journal;
  /// durable before anything is put there.
  func createVersions() throws(SystemError) {
    try Directory.create(versions, permissions: 0o700)
    let model = try FileStatus(of: generations)
    try FileDescriptor(opening: versions, for: .directory)
      .share(permissions: model.permissions, group: model.group)
    try Directory.sync(folder)
  }

  /// The first of its folders that is a link. It may have come with a clone, and lead
  /// to files of this user's that are nobody's queue.
  var link: String? { [folder, generations, versions].first { Path.linkTarget($0) != nil } }

  package func checkIsNoLink() throws(SystemError) {
    if let link { throw .link(link) }
  }

  /// Makes what belongs into the folder, for whoever may use the queue, and keeps
  /// it out of git. The journal comes last: where it is, everything is.
  ///
  /// Only for whoever holds the lock; after a crash it begins again.
  ///
  /// - Returns: whether it could be given the queue's group.
  func fill(like queue: FileStatus) throws(SystemError) -> Bool {
    let isShared = try share(folder, like: queue)
    try createGenerations(like: queue)
    try create(versions, like: queue)
    try share(FileDescriptor(opening: lock, for: .updating), like: queue)
    try write("*\n", to: "\(folder)/.gitignore", like: queue)
    try Directory.removeIfThere(ConflictMark(sidecar: self).path)
    try write("", to: journal + ".new", like: queue)
    try Directory.move(journal + ".new", to: journal)
    try Directory.sync(folder)
    return isShared
  }

  /// Keeps a file of the sidecar for people, in a folder that nothing empties, for
  /// whoever may use this one.
  ///
  /// - Returns: its path there: `found/NAME.md`, or where that is taken, for a
  ///   journal that was deleted counts from 1 again, `found/NAME-2.md` and so on.
  func keep(_ path: String, as name: String) throws(SystemError) -> String {
    try Path.checkNoLink(from: folder, to: found)
    try Directory.create(found, permissions: 0o700)
    let model = try FileStatus(of: generations)
    try FileDescriptor(opening: found, for: .directory)
      .share(permissions: model.permissions, group: model.group)
    var kept = "\(found)/\(name).md"
    var copy = 1
    while try FileStatus.ifExists(kept) != nil {
      copy += 1
      kept = "\(found)/\(name)-\(copy).md"
    }
    try Directory.moveNew(path, to: kept)
    return kept
  }

  private func create(_ path: String, like queue: FileStatus) throws(SystemError) {
    try Directory.create(path, permissions: 0o700)
    try share(path, like: queue)
  }

  /// Who may read the queue may enter the folder.
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
