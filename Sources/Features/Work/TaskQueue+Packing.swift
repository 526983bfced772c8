public import Door
import Host
import Model
import QueueStore
import Text
import Workers

extension TaskQueue {
  /// Packs the attempts of finished rows, a day after the last of them ended: one file a row. An
  /// error is only a warning, because the attempts stay as they are.
  ///
  /// - Parameters:
  ///   - isDryRun: whether nothing is packed, and the result is an estimate.
  ///   - most: the largest number of rows.
  public func packAttempts(dryRun isDryRun: Bool = false, most: Int = .max) -> PackedAttempts {
    do {
      let pack = PackAttempts(try workspace(), archive: try archiveSidecar())
      guard pack.hasFolders else { return PackedAttempts() }
      let places = pack.places(try snapshot().contains)
      let finished = try finishedRows(among: Set(places.map(\.id)))
      func rows() throws -> [PackAttempts.Row] {
        try pack.rows(at: places, finished: finished, now: now(), most: most)
      }
      if isDryRun { return PackAttempts.estimate(try rows()) }
      pack.removeEmptyFolders(at: places)
      if try rows().isEmpty { return PackedAttempts() }
      let lock = try lockPacks()
      var first: SystemError?
      // Another process may have packed some until it released the lock.
      let packed = try PackAttempts.pack(rows()) { first = first ?? $0 }
      _ = consume lock
      if let first { warn(.attemptsNotPacked(.system(first))) }
      if packed.rowsLeft > 0 { warn(.attemptsStay(packed.rowsLeft)) }
      return packed
    } catch {
      warn(.attemptsNotPacked(Problem(error)))
      return PackedAttempts()
    }
  }

  /// What packing would save, if it is much. Of many rows only some are looked at.
  package func packDiagnoses() -> [Diagnosis] {
    guard let workspace = try? workspace(), let archive = try? archiveSidecar() else { return [] }
    let pack = PackAttempts(workspace, archive: archive)
    guard pack.hasFolders, let queue = try? snapshot() else { return [] }
    let places = pack.places(queue.contains)
    let step = max(1, places.count / Self.sampledRows)
    let sample = stride(from: 0, to: places.count, by: step).map { places[$0] }
    guard let finished = try? finishedRows(among: Set(sample.map(\.id))), let now = try? now(),
      let rows = try? pack.rows(at: sample, finished: finished, now: now)
    else { return [] }
    let found = PackAttempts.estimate(rows)
    let saved = found.savedBytes * step
    guard saved >= Self.notableBytes else { return [] }
    let (count, size) = (found.rows * step, ByteCount.text(saved))
    return [
      .warn(
        "attempts",
        Sentence(
          "the attempts of about \(count) finished rows are not packed: that would save about \(size)",
          "끝난 행 약 \(count)개의 시도를 묶지 않았습니다. 묶으면 약 \(size)를 아낍니다"),
        fix: Sentence(
          "ops gc packs them, and so does a daemon once a day; nothing is lost",
          "ops gc나 데몬(하루에 한 번)이 묶습니다. 잃는 것은 없습니다"))
    ]
  }

  private static let sampledRows = 200
  private static let notableBytes = 10 << 20

  /// The rows that have ended, in the queue or the archive, without those that may belong to
  /// another queue.
  func finishedRows(among ids: Set<String>) throws -> Set<String> {
    if ids.isEmpty { return [] }
    let queue = try snapshot()
    let archive =
      ids.allSatisfy(queue.contains) ? nil : try store().archiving?.archiveStore?.snapshot()
    let finished = ids.filter { id in
      queue.status(of: id)?.isFinished ?? (!queue.contains(id) && archive?.contains(id) ?? false)
    }
    return finished.subtracting(try idsOfOtherQueues(among: finished))
  }
}
