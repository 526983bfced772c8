public import Host

/// The records of a queue's hooks and their locks: `hooks/NAME.json` and `hooks/NAME.lock` in the
/// sidecar, of a database in `hooks-DATABASE`. On a server the machines share them, so that each
/// event comes once, whichever machines have the hook.
///
/// The lock of a hook is of its own: one that hangs keeps no other one from getting its events.
public struct HookFolder: Sendable {
  private let files: SharedFiles
  private let folder: String

  /// - Parameters:
  ///   - files: those beside the queue.
  ///   - database: the path of the database that is the queue, relative to home; `nil` for a table.
  ///     Both may share a sidecar.
  public init(_ files: SharedFiles, database: String?) {
    self.files = files
    folder = "hooks" + (database.map { "-\(DaemonLock.fileName(of: $0))" } ?? "")
  }

  private func path(of hook: String) -> String { "\(folder)/\(hook)\(Self.ending)" }

  private static let ending = ".json"

  /// The record of a hook; `nil` where there is none, or it can't be read: such a hook begins anew.
  ///
  /// - Throws: where a server can't be asked for it.
  public func record(of hook: String) throws(SystemError) -> HookRecord? {
    do throws(SystemError) {
      return try files.bytes(of: path(of: hook), upTo: Self.longest).flatMap(HookRecord.init)
    } catch {
      if files.areShared { throw error }
      return nil
    }
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
    try files.replace(path(of: hook), with: record.text, mayBeLost: mayBeLost)
  }

  /// Takes the lock of a hook, for the lifetime of the value that is returned; `nil` where another
  /// process has it.
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

  /// Seconds that another machine waits after this one was lost, besides the hook's own time.
  public static let lease = 60

  /// Removes the records of hooks other than these. Those that machines share may be another one's.
  public func removeRecords(except hooks: [String]) throws(SystemError) {
    if files.areShared { return }
    for name in (try? files.names(in: folder)) ?? [] where name.hasSuffix(Self.ending) {
      let hook = String(name.dropLast(Self.ending.utf8.count))
      if !hooks.contains(hook) { try files.remove("\(folder)/\(name)") }
    }
  }
}
