import Door
import Host
import Model
import Workers

/// Use case: removes the attempts of finished rows that the retention does not keep, the oldest
/// first. The attempts of all other rows stay, but count towards its limits.
struct ExpireAttempts: Sendable {
  private let workspace: Workspace
  private let sidecars: [String]

  /// - Parameter archive: the sidecar of the archive.
  init(_ workspace: Workspace, archive: String) {
    self.workspace = workspace
    sidecars = archive == workspace.sidecar ? [archive] : [workspace.sidecar, archive]
  }

  /// An attempt with its size and age.
  struct Kept: Sendable {
    let folder: AttemptFolder
    let bytes: Int
    /// When the attempt ended, in seconds since 1970.
    let endedAt: Int
  }

  /// All attempts of the queue, the oldest first.
  func attempts() -> [Kept] {
    let name = workspace.storeName
    let all = sidecars.flatMap { sidecar -> [Kept] in
      let ids = AttemptFolder.rows(in: sidecar)
      return ids.flatMap { AttemptFolder.all(sidecar: sidecar, id: $0) }.compactMap { folder in
        let result = folder.result()
        // A table and a database may share the sidecar.
        if let store = result?.store, store != name { return nil }
        guard let status = try? FileStatus(ofName: folder.path) else { return nil }
        let end = result?.endedAt.flatMap { QueueTime(iso8601: $0)?.epochSeconds }
        return Kept(
          folder: folder, bytes: folder.size,
          endedAt: end ?? status.identity.modified / 1_000_000_000)
      }
    }
    return all.sorted {
      ($0.endedAt, $0.folder.id, $0.folder.claimNumber)
        < ($1.endedAt, $1.folder.id, $1.folder.claimNumber)
    }
  }

  /// The attempts that a retention does not keep.
  ///
  /// - Parameters:
  ///   - attempts: all attempts, the oldest first.
  ///   - finished: the rows whose attempts may be removed.
  static func expired(
    by retention: Retention, at now: QueueTime, of attempts: [Kept], finished: Set<String>
  ) -> [Kept] {
    let limit = retention.days.map { now.epochSeconds - $0 * 86400 } ?? .min
    var bytes = attempts.reduce(0) { $0 + $1.bytes }
    return attempts.filter { attempt in
      guard finished.contains(attempt.folder.id) else { return false }
      guard attempt.endedAt < limit || bytes > retention.bytes ?? .max else { return false }
      bytes -= attempt.bytes
      return true
    }
  }

  /// Removes attempts.
  ///
  /// - Returns: how many are gone.
  static func remove(_ attempts: [Kept]) -> Int { attempts.count { $0.folder.remove() } }
}
