import Door
import Host
import Model
import Workers

/// Use case: packs the attempts of finished rows, a day after the last of them ended. Until then
/// people look at the files, and late reports and reviews add some.
struct PackAttempts: Sendable {
  private let workspace: Workspace
  private let archive: String

  /// How long the files of an attempt stay in their folder after its end, in seconds.
  private static let delay = 86400

  /// - Parameter archive: the sidecar of the archive.
  init(_ workspace: Workspace, archive: String) {
    (self.workspace, self.archive) = (workspace, archive)
  }

  /// A row that has folders of attempts in the sidecar that belongs to it.
  struct Place: Sendable {
    let sidecar: String
    let id: String
  }

  /// The attempts of a row that can be packed.
  struct Row: Sendable {
    let pack: AttemptPack
    let attempts: [AttemptFolder]
    /// When the last attempt ended, in seconds since 1970.
    let endedAt: Int
  }

  /// Whether any row has folders of attempts.
  var hasFolders: Bool {
    [workspace.sidecar, archive].contains { !AttemptFolder.rows(in: $0).isEmpty }
  }

  /// The rows that have folders of attempts, sorted by sidecar and id.
  ///
  /// A row of the queue has them in the queue's sidecar, and an archived row in the archive's. The
  /// others are of rows whose files are still to be moved. If these were packed, the files of one
  /// attempt would come into two packs.
  ///
  /// - Parameter isInQueue: whether the queue has a row.
  func places(_ isInQueue: (String) -> Bool) -> [Place] {
    let (queue, archived) = (workspace.sidecar, archive)
    let inQueue = AttemptFolder.rows(in: queue).filter { archived == queue || isInQueue($0) }
    let inArchive =
      archived == queue ? [] : AttemptFolder.rows(in: archived).filter { !isInQueue($0) }
    return inQueue.map { Place(sidecar: queue, id: $0) }
      + inArchive.map { Place(sidecar: archived, id: $0) }
  }

  /// Removes the empty folders that a crash or a fault left.
  func removeEmptyFolders(at places: [Place]) {
    for place in places where AttemptFolder.unpacked(sidecar: place.sidecar, id: place.id).isEmpty {
      AttemptFolder.removeRowFolder(in: place.sidecar, id: place.id)
    }
  }

  /// The attempts to pack.
  ///
  /// - Parameters:
  ///   - places: where to look.
  ///   - finished: the rows whose attempts may be packed.
  ///   - most: how many rows are wanted.
  func rows(
    at places: [Place], finished: Set<String>, now: QueueTime, most: Int = .max
  ) throws -> [Row] {
    // The supervisor of a row that was cancelled may still write.
    let busy = Set(try workspace.records().map(\.id))
    let limit = now.epochSeconds - Self.delay
    return places.lazy.filter { finished.contains($0.id) && !busy.contains($0.id) }
      .compactMap { Self.row(at: $0, endedBefore: limit) }.prefix(most).map(\.self)
  }

  /// `nil` if an attempt ended later, or if the folders have what is not packed.
  private static func row(at place: Place, endedBefore limit: Int) -> Row? {
    let attempts = AttemptFolder.unpacked(sidecar: place.sidecar, id: place.id)
    guard let pack = AttemptPack(sidecar: place.sidecar, id: place.id),
      let end = attempts.map({ $0.end ?? .max }).max(), end <= limit,
      attempts.allSatisfy(\.isPackable)
    else { return nil }
    return Row(pack: pack, attempts: attempts, endedAt: end)
  }

  /// Packs the attempts of rows. The caller holds the lock of the packs.
  ///
  /// - Parameter failed: called with the error of a row whose attempts stay as they are.
  /// - Throws: if the disk is full or broken. The attempts that are left stay as they are.
  static func pack(
    _ rows: [Row], failed: (SystemError) -> Void
  ) throws(SystemError) -> PackedAttempts {
    var sum = PackedAttempts()
    var rest = rows[...]
    // Names become durable together, which takes as long as for one.
    while !rest.isEmpty {
      let batch = rest.prefix(Self.batch)
      rest = rest.dropFirst(Self.batch)
      var packed: [AttemptPack.Packed] = []
      for row in batch {
        do throws(SystemError) {
          packed.append(try row.pack.add(row.attempts, endedAt: row.endedAt))
        } catch {
          if error.isFullDisk || error.isInputOutput { throw error }
          failed(error)
        }
      }
      for sidecar in Set(batch.map(\.pack.sidecar)) where !packed.isEmpty {
        try AttemptPack.syncFolder(in: sidecar)
      }
      for row in packed {
        let isGone = row.removeFiles()
        sum.add(count: row.count, savedBytes: row.savedBytes, isGone: isGone)
      }
    }
    return sum
  }

  private static let batch = 50

  /// What packing would give.
  static func estimate(_ rows: [Row]) -> PackedAttempts {
    rows.reduce(into: PackedAttempts()) { sum, row in
      sum.add(
        count: row.attempts.count, savedBytes: AttemptPack.estimatedSaving(by: row.attempts))
    }
  }
}

/// The attempts that were packed, or would be.
public struct PackedAttempts: Equatable, Sendable {
  public private(set) var rows = 0
  /// The number of attempts.
  public private(set) var count = 0
  /// The bytes of the disk that this saves, on a disk with blocks of 4 KB.
  public private(set) var savedBytes = 0
  /// The number of rows with files that could not be removed after they were packed.
  private(set) var rowsLeft = 0

  init() {}

  fileprivate mutating func add(count: Int, savedBytes: Int, isGone: Bool = true) {
    rows += 1
    self.count += count
    self.savedBytes += savedBytes
    rowsLeft += isGone ? 0 : 1
  }
}

extension AttemptFolder {
  /// When the attempt ended, in seconds since 1970; if that is not recorded, when a file was last
  /// added. `nil` if the folder can't be read.
  var end: Int? {
    result()?.endedAt.flatMap { QueueTime(iso8601: $0)?.epochSeconds }
      ?? (try? FileStatus(ofName: path)).map { $0.identity.modified / 1_000_000_000 }
  }
}
