public import Host

/// The records of a queue's hooks and their locks: `hooks/NAME.json` and `hooks/NAME.lock` in the
/// sidecar, or in `hooks-DATABASE` for a database. With a queue on a server the machines share
/// them, so that each event arrives only once, even if several machines have the hook.
///
/// Each hook has its own lock, so that a hook that hangs does not keep other hooks from getting
/// their events.
public struct HookFolder: Sendable {
  private let files: SharedFiles
  private let folder: String

  /// - Parameters:
  ///   - files: the files beside the queue.
  ///   - database: the path of the database that is the queue, relative to home; `nil` for a table.
  ///     Both may share a sidecar.
  public init(_ files: SharedFiles, database: String?) {
    self.files = files
    folder = "hooks" + (database.map { "-\(DaemonLock.fileName(of: $0))" } ?? "")
  }

  private func path(of hook: String) -> String { "\(folder)/\(hook)\(Self.ending)" }

  private static let ending = ".json"

  /// The record of a hook; `nil` if there is none, or if it cannot be read. Without a record the
  /// hook starts anew.
  ///
  /// - Throws: if a server cannot be asked for the record.
  public func record(of hook: String) throws(SystemError) -> HookRecord? {
    do throws(SystemError) {
      return try files.bytes(of: path(of: hook), upTo: Self.longest).flatMap(HookRecord.init)
    } catch {
      if files.areShared { throw error }
      return nil
    }
  }

  /// The maximum length in bytes; orch never writes a longer file.
  private static let longest = 64 << 10

  /// Writes the record of a hook, whose lock the caller holds.
  ///
  /// - Parameters:
  ///   - record: the new record.
  ///   - hook: the name.
  ///   - mayBeLost: whether a power loss may leave the old record.
  public func save(
    _ record: HookRecord, of hook: String, mayBeLost: Bool = false
  ) throws(SystemError) {
    try files.replace(path(of: hook), with: record.text, mayBeLost: mayBeLost)
  }

  /// Takes the lock of a hook for the lifetime of the returned value; `nil` if another process has
  /// it.
  public func lock(_ hook: String, _ clock: Clock) throws(SystemError) -> SharedLock? {
    do throws(SharedLock.Failure) {
      return try files.lock(
        "\(folder)/\(hook).lock", timeout: .zero, lease: Self.lease, by: "orch deliver", clock)
    } catch {
      switch error {
      case .held, .leased: return nil
      case .system(let error): throw error
      }
    }
  }

  /// The seconds that another machine waits, in addition to the hook's own time, after this machine
  /// stops answering.
  public static let lease = 60

  /// Removes the records of other hooks. Shared records stay, because they may belong to another
  /// machine.
  public func removeRecords(except hooks: [String]) throws(SystemError) {
    if files.areShared { return }
    for name in (try? files.names(in: folder)) ?? [] where name.hasSuffix(Self.ending) {
      let hook = String(name.dropLast(Self.ending.utf8.count))
      if !hooks.contains(hook) { try files.remove("\(folder)/\(name)") }
    }
  }
}
