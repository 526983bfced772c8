public import Door
import Host
import Model
import QueueStore
import Workers

/// The rows that were archived, or would be in a dry run.
public struct Archived: Sendable {
  /// The path of the archive.
  public let path: String
  public let ids: [String]
  /// How many files of attempts and refused reports were moved, too.
  public let files: Int
  /// The attempts that were packed, or would be.
  public let packed: PackedAttempts
  /// The number of attempts that exceed the retention, and their size in bytes; `nil` without a
  /// retention.
  public let expired: (count: Int, bytes: Int)?
}

extension TaskQueue {
  /// Moves DONE and FAILED rows with their files to the archive, and packs attempts. Removes
  /// attempts that exceed the retention, and half-written files of killed processes. After rows have
  /// been moved, an error is only a warning.
  ///
  /// - Parameters:
  ///   - age: the least time since the rows ended.
  ///   - isDryRun: whether nothing is moved or removed.
  public func archive(
    olderThan age: Duration, dryRun isDryRun: Bool = false, as caller: Caller
  ) throws(Problem) -> Archived {
    try asking {
      let retention = try fileSettings().retention
      let rows = try archiveRows(
        endedBefore: age, isDryRun, queue(as: caller, for: ArchiveRule.command))
      return Archived(
        path: rows.path, ids: rows.ids, files: archiveFiles(of: rows, isDryRun),
        packed: packAttempts(dryRun: isDryRun),
        expired: retention.isUnlimited ? nil : expireAttempts(by: retention, isDryRun))
    }
  }

  private func archiveRows(
    endedBefore age: Duration, _ isDryRun: Bool, _ queue: Queue
  ) throws -> ArchiveOutcome {
    guard let archiving = queue.store.archiving else {
      preconditionFailure("the archive of a queue must be a file or a database")
    }
    if !isDryRun { try queue.checkWritable() }
    let context = try queue.context()
    let limit = context.now.epochSeconds - Int(age.components.seconds)
    let rule = ArchiveRule(
      endedBefore: QueueTime(epochSeconds: limit, zone: context.now.zone), now: context.now,
      idPrefix: context.policy.idPrefix)
    var notices: [StoreNotice] = []
    let outcome = try archiving.archive(rule, context: context, isDryRun: isDryRun) {
      notices += $0.notices
    }
    if outcome.isRecorded { queue.updateMirror() }
    show(StoreWarnings(notices))
    return outcome.value
  }

  /// Moves the files of all rows that only the archive has, including files that an earlier run did
  /// not reach. Files that may belong to another queue are not moved.
  ///
  /// - Returns: how many files were moved, or would be.
  private func archiveFiles(of rows: ArchiveOutcome, _ isDryRun: Bool) -> Int {
    do {
      if !isDryRun {
        try removeTemporaryFiles()
        try removeDecisions()
      }
      let files = try archivedFiles()
      let counts = files.counts()
      if counts.isEmpty { return 0 }
      var ids = Set(isDryRun ? rows.ids : [])
      if let archive = try store().archiving?.archiveStore {
        let (queue, archive) = (try snapshot(), try archive.snapshot())
        ids.formUnion(counts.keys.filter { archive.contains($0) && !queue.contains($0) })
      }
      ids.subtract(try idsOfOtherQueues(among: ids))
      if isDryRun { return counts.reduce(0) { $0 + (ids.contains($1.key) ? $1.value : 0) } }
      return try lockingPacks { try files.archive(ids) }
    } catch {
      warn(.filesStay(Problem(error)))
      return 0
    }
  }

  /// Removes files that processes left half-written when they were killed at least an hour ago.
  private func removeTemporaryFiles() throws {
    let limit = try now().epochSeconds - 3600
    for sidecar in try Set([workspace().sidecar, archiveSidecar()]) {
      NewFile.removeAbandoned(below: sidecar, before: limit)
    }
  }

  /// Removes the decisions about rows that are neither in the queue nor in the archive nor in
  /// another queue.
  private func removeDecisions() throws {
    let workspace = try workspace()
    let rows = DecidedContents.rows(in: workspace.sharedFiles)
    if rows.isEmpty { return }
    let (queue, archive) = (try snapshot(), try store().archiving?.archiveStore?.snapshot())
    let gone = Set(rows.filter { !queue.contains($0) && !(archive?.contains($0) ?? false) })
    for id in gone.subtracting(try idsOfOtherQueues(among: gone)) {
      DecidedContents.remove(id, in: workspace)
    }
  }

  /// Removes the attempts that exceed a retention. An error is only a warning.
  ///
  /// - Returns: the attempts that were removed, or would be.
  func expireAttempts(
    by retention: Retention, _ isDryRun: Bool = false
  ) -> (count: Int, bytes: Int) {
    do {
      // The retention may have come with a clone.
      if case .refused(let refusal) = try trustPermission() {
        throw Problem.untrusted(.removingAttempts, refusal)
      }
      let expire = ExpireAttempts(try workspace(), archive: try archiveSidecar())
      let attempts = expire.attempts()
      let expired = ExpireAttempts.expired(
        by: retention, at: try now(), of: attempts,
        finished: try finishedRows(among: Set(attempts.map(\.id))))
      var (removed, stayed, bytes) = (0, 0, 0)
      func expireEach() {
        for attempt in expired {
          let count = expire.count(of: attempt)
          if count == 0 { continue }
          if isDryRun || ExpireAttempts.remove(attempt) {
            removed += count
            bytes += attempt.bytes
          } else {
            stayed += count
          }
        }
      }
      // Another process may be adding newer attempts to a pack.
      if isDryRun { expireEach() } else { try lockingPacks(expireEach) }
      if stayed > 0 { warn(.attemptsStay(stayed)) }
      return (removed, bytes)
    } catch {
      warn(.noAttemptsRemoved(Problem(error)))
      return (0, 0)
    }
  }
}
