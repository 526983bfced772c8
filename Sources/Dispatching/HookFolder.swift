public import Host

/// The records of a queue's hooks and their locks: `hooks/NAME.json` and `hooks/NAME.lock` in the
/// sidecar, of a database in `hooks-DATABASE`.
///
/// The lock of a hook is of its own: one that hangs keeps no other one from getting its events.
public struct HookFolder: Sendable {
  private let sidecar: String
  private let folder: String
  /// The queue's file, whose permissions the files get.
  private let queue: String

  /// - Parameters:
  ///   - sidecar: the folder beside the queue.
  ///   - queue: the path of the queue's file.
  ///   - database: the path of the database that is the queue, relative to home; `nil` for a table.
  ///     Both may share a sidecar.
  public init(sidecar: String, queue: String, database: String?) {
    (self.sidecar, self.queue) = (sidecar, queue)
    folder = "\(sidecar)/hooks" + (database.map { "-\(DaemonLock.fileName(of: $0))" } ?? "")
  }

  private func path(of hook: String) -> String { "\(folder)/\(hook)\(Self.ending)" }

  private static let ending = ".json"

  /// The record of a hook; `nil` where there is none, or it can't be read: such a hook begins anew.
  public func record(of hook: String) -> HookRecord? {
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil,
      let file = try? FileDescriptor(opening: path(of: hook), for: .readingNoLink),
      (try? file.status().kind) == .regular, let bytes = try? file.read(Self.longest, at: 0)
    else { return nil }
    return HookRecord(parsing: bytes)
  }

  /// Bytes; orch writes no longer file.
  private static let longest = 64 << 10

  /// Writes the record of a hook, whose lock is held.
  ///
  /// - Parameters:
  ///   - record: what is written.
  ///   - hook: the name.
  ///   - mayBeLost: whether a loss of power may leave the old one.
  public func save(
    _ record: HookRecord, of hook: String, mayBeLost: Bool = false
  ) throws(SystemError) {
    let model = try FileStatus(of: queue)
    try NewFile.replace(
      path(of: hook), text: record.text, permissions: model.companionPermissions,
      group: model.group, syncsFolder: !mayBeLost)
  }

  /// Takes the lock of a hook, for the lifetime of the value that is returned; `nil` where another
  /// process has it.
  public func lock(_ hook: String, _ clock: Clock) throws(SystemError) -> LockFile? {
    try Path.checkNoLink(from: sidecar, to: sidecar)
    let model = try FileStatus(of: queue)
    // A database has no sidecar before its first file there.
    try Directory.create(sidecar, like: model)
    try Path.checkNoLink(from: sidecar, to: folder)
    _ = try Directory.create(folder, asIn: sidecar)
    NewFile.removeAbandoned(in: folder, prefix: "\(hook)\(Self.ending).")
    do throws(LockFile.Failure) {
      return try LockFile(
        at: "\(folder)/\(hook).lock", permissions: model.companionPermissions, timeout: .zero,
        holder: "orch deliver", clock: clock)
    } catch {
      switch error {
      case .held: return nil
      case .system(let error): throw error
      }
    }
  }

  /// Removes the records of hooks other than these.
  public func removeRecords(except hooks: [String]) throws(SystemError) {
    guard (try? Path.checkNoLink(from: sidecar, to: folder)) != nil else { return }
    for name in (try? Directory.names(in: folder)) ?? [] where name.hasSuffix(Self.ending) {
      let hook = String(name.dropLast(Self.ending.utf8.count))
      if !hooks.contains(hook) { try Directory.removeIfThere("\(folder)/\(name)") }
    }
  }
}
