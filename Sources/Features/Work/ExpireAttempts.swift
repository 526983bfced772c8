import Door
import Host
import Model
import Workers

/// Use case: removes attempts of finished rows that exceed the retention, the oldest first. The
/// attempts of all other rows are kept, but count towards the limits of the retention. Packed
/// attempts of a row go together.
struct ExpireAttempts: Sendable {
  private let workspace: Workspace
  private let sidecars: [String]

  /// - Parameter archive: the sidecar of the archive.
  init(_ workspace: Workspace, archive: String) {
    self.workspace = workspace
    sidecars = archive == workspace.sidecar ? [archive] : [workspace.sidecar, archive]
  }

  /// An attempt, or the packed attempts of a row, with size and age.
  struct Kept: Sendable {
    enum Place: Sendable {
      case folder(AttemptFolder)
      case pack(AttemptPack, FileIdentity)
    }

    let place: Place
    let bytes: Int
    /// When the attempt, or the last of them, ended, in seconds since 1970.
    let endedAt: Int

    var id: String {
      switch place {
      case .folder(let folder): folder.id
      case .pack(let pack, _): pack.id
      }
    }

    /// The number of the claim; of packed attempts 0.
    var claimNumber: Int {
      switch place {
      case .folder(let folder): folder.claimNumber
      case .pack: 0
      }
    }
  }

  /// All attempts of the queue, the oldest first. No pack is opened, because there may be very many.
  func attempts() -> [Kept] {
    (sidecars.flatMap(unpacked) + sidecars.flatMap(packed)).sorted {
      ($0.endedAt, $0.id, $0.claimNumber) < ($1.endedAt, $1.id, $1.claimNumber)
    }
  }

  private func unpacked(in sidecar: String) -> [Kept] {
    AttemptFolder.rows(in: sidecar).flatMap { AttemptFolder.unpacked(sidecar: sidecar, id: $0) }
      .compactMap { folder in
        guard isOfQueue(folder), let end = folder.end else { return nil }
        return Kept(place: .folder(folder), bytes: folder.size, endedAt: end)
      }
  }

  private func packed(in sidecar: String) -> [Kept] {
    AttemptPack.all(in: sidecar).compactMap { pack in
      guard let identity = pack.status?.identity else { return nil }
      return Kept(
        place: .pack(pack, identity), bytes: identity.size,
        endedAt: identity.modified / 1_000_000_000)
    }
  }

  /// Whether the attempt was not made for another queue: a table and a database may share the
  /// sidecar.
  private func isOfQueue(_ folder: AttemptFolder) -> Bool {
    folder.result()?.store.map { $0 == workspace.storeName } ?? true
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
      guard finished.contains(attempt.id) else { return false }
      guard attempt.endedAt < limit || bytes > retention.bytes ?? .max else { return false }
      bytes -= attempt.bytes
      return true
    }
  }

  /// The number of attempts; of a pack that also has attempts of another queue, can't be read, or
  /// was replaced since, 0: it stays. A caller that removes it next holds the lock of the packs.
  func count(of attempts: Kept) -> Int {
    switch attempts.place {
    case .folder: return 1
    case .pack(let pack, let identity):
      guard pack.status?.identity == identity else { return 0 }
      let names = try? pack.read { (contents) throws(SystemError) in contents.attempts }
      let all = AttemptFolder.all(sidecar: pack.sidecar, id: pack.id)
      return all.allSatisfy(isOfQueue) ? names?.count ?? 0 : 0
    }
  }

  /// Removes attempts.
  ///
  /// - Returns: whether they are gone.
  static func remove(_ attempts: Kept) -> Bool {
    switch attempts.place {
    case .folder(let folder): folder.remove()
    case .pack(let pack, _): (try? pack.remove()) != nil
    }
  }
}
