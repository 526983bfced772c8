package import Door
import Host
package import Model
package import Workers

extension Workspace {
  /// - Parameters:
  ///   - place: the folder in which files are looked for, and programs run.
  package func proofRunner(
    in place: ProgramPlace, _ review: ReviewSettings,
    whyNoChecks: String? = nil, _ permission: TrustPermission, _ work: WorkTimes = WorkTimes()
  ) -> ProofRunner {
    var runner = ProofRunner(
      in: place, whyNoChecks: whyNoChecks, checks: review.checks, permission: permission,
      protected: review.protected, claimedAt: work.began, startedAt: work.firstClaimed,
      timeLimit: review.checkSeconds, environment: environment)
    (runner.exclusive, runner.exitClasses) = (review.exclusiveChecks, review.checkExitClasses)
    let waited = waited
    runner.receiveTime = { waited.add($0) }
    runner.lockFolder = stateFolder.map { Path.join($0, "locks") }
    return runner
  }

  /// The place of programs in a folder, with the sandbox of a worker that shows this folder.
  ///
  /// - Parameter profile: the worker; `nil` for none.
  package func programPlace(_ folder: String, by profile: WorkerProfile?) throws -> ProgramPlace {
    let root = try projectRoot()
    do {
      let isRoot = Path.resolved(folder) == Path.resolved(root)
      let sandbox = try sandbox(
        of: profile, below: root, in: isRoot ? nil : Self.top(of: folder) ?? folder)
      return ProgramPlace(folder, programRoot: root, sandbox: sandbox)
    } catch {
      return ProgramPlace(folder, programRoot: root, obstacle: Problem(error).message)
    }
  }
}

/// When the work on a row began, by the machine's clock, for comparisons with the times of files.
package struct WorkTimes: Sendable {
  /// When the present work on the row began, in seconds since 1970; `nil` if unknown.
  package var began: Int?
  /// When the row was first claimed after it was last DONE, in nanoseconds since 1970; `nil` if
  /// unknown, or if the clock is frozen.
  package var firstClaimed: Int?
  /// The numbers of the claims that ended before that.
  package var endedClaims: Set<Int> = []

  package init(began: Int? = nil, firstClaimed: Int? = nil) {
    self.began = began
    self.firstClaimed = firstClaimed
  }
}

extension Workspace {
  /// The protected files that were there when workers without a worktree started in the present
  /// work on a row.
  package func protectedFiles(of id: String, _ work: WorkTimes) -> Set<String> {
    let attempts = keptAttempts(of: id).filter { !work.endedClaims.contains($0.claimNumber) }
    return Set(attempts.flatMap { $0.folder?.protectedFiles() ?? [] })
  }
}

extension WorkTimes {
  package init(of item: QueueItem, _ history: [HistoryEntry], _ clock: QueueClock) {
    let began = item.workBegan(history, zone: clock.zone)
    self.began = began.map(clock.machineSeconds(at:))
    let claim = item.firstClaim(history)
    endedClaims = Set(
      history.filter { $0.id == item.id && $0.sequence < claim?.sequence ?? 0 }
        .compactMap { $0.formerClaim?.endedNumber })
    let start = claim.flatMap { QueueTime(iso8601: $0.time)?.epochSeconds } ?? began
    firstClaimed =
      claim?.writtenAt
      ?? (clock.isFrozen
        ? nil : start.map { Duration.seconds(clock.machineSeconds(at: $0)).nanoseconds })
  }
}
