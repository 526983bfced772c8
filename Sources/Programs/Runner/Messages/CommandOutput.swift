public import Host
public import Model
public import Review
public import Stores
public import Text
public import Workers
public import Worktrees

/// What commands print besides data: a line of a person's, as facts.
public indirect enum CommandOutput: Sendable {
  // Rows.
  /// A row got another id in a merge of branches, because another row keeps `formerID`.
  case renamedByMerge(file: String, id: String, formerID: String, isTheirs: Bool)
  case added(id: String)
  case assigned(id: String, owner: String?)
  case edited(id: String)
  /// A row got another id, because another row had its own.
  case renamed(line: Int, from: String, to: String)
  /// An edit changed nothing.
  case asItWas(id: String)
  case removedRow(id: String, isDryRun: Bool)
  case removed(id: String, undone: String)
  case changed(id: String, status: String, undone: String)
  /// Only the row's brief was taken back.
  case briefUndone(id: String)
  /// A row that was changed since the command that was taken back.
  case keptOfUndo(id: String)
  /// `ids` are those of the rows that were changed, with commas.
  case mergeUndone(moment: String, ids: String)
  case noPendingTasks
  case noPendingRows
  case nothingWaitsForPerson
  case noRows
  case firstRow
  case otherOwner(String)
  case allRows
  case rows(Int)
  case rowsOf(Int, total: Int)
  /// DONE rows that a list leaves out.
  case moreFinished(Int)
  case rowsInProgress(Int, of: Int)
  case moreRows(Int)
  case noWorkers
  case oldestPendingRow(Age)
  case noChanges, noConflicts

  // Attempts.
  /// The text of a criterion, and the first line of what its proof found.
  case criterion(number: Int, String, CheckedWork.Result)
  case noProofs(id: String)
  /// New rows have criteria, and none that is checked.
  case addedWithoutProof(ids: [String], more: Int)
  case noAttempts(id: String)
  /// Nothing is booked, or nothing from this day on.
  case noCosts(since: String?)

  // Pauses and schedules.
  case resumed, notPaused, drained
  /// The queue, after a drain.
  case staysPaused
  /// Rows are claimed, and nothing is started for them.
  case claimedForCaller(Int)
  case workerResumed(String)
  case workerNotPaused(String)
  /// What comes of a test; the status is that of the report.
  case workerTested(String, WorkerEnding, status: String?)
  case workerTestCosts(String)
  case tokenShownOnce(String)
  // The state of a worker.
  case ready, pausedForNow, cannotStart
  case nothingScheduled
  case removedSchedule(kind: String, place: String, isDryRun: Bool)

  // Files.
  case created(path: String)
  /// A file that was to be made is there.
  case staysAsItIs(path: String)
  /// The queue was there before: `postgresql://…`.
  case queueIsThere(path: String)
  /// `git config orch.queue` names the queue in this file.
  case worktreesUse(settings: String)
  /// The rows that only the copy has are missing.
  case joined(copy: String, queue: String, missing: [String])
  /// The zone is `Europe/Berlin` or `UTC+5.5`; the file is `orch.json`.
  case timesAre(zone: String, key: String, file: String)
  /// What names the machine's zone, `TZ=Europe/Nowhere` or a file, names none that can be used.
  case timesAreKorean(unusable: String)
  /// The same, where times are in UTC for it.
  case zoneNotFound(String)
  case timesAreKoreanInUTC
  case newIDsAre(String, file: String)
  /// A file beside a new queue has tasks; `queue` is the path of one that no command finds from here.
  case taskListIsThere(String, queue: String?)
  /// `parts` are what was written, with commas.
  case gitMerges(path: String, parts: String)
  /// The commands that come next.
  case nextSteps([NextStep])
  case aligned(file: String)
  case notAligned(file: String, lines: Int)
  case alignedLines(Int, file: String)
  case named(id: String)
  case imported(rows: Int, database: String)
  case databaseGoesOn
  case rendered(rows: Int)
  case mirrored(MirrorReport.Line)
  case archived(rows: Int, path: String, isDryRun: Bool)
  case archivedFiles(Int, isDryRun: Bool)
  case expiredAttempts(Int, bytes: Int, isDryRun: Bool)
  case spooled(String)

  // Worktrees.
  case noWorktrees
  case noRecurring
  case noWorktreeGoes
  case removedWorktree(id: String, path: String, isDryRun: Bool)
  /// A dry run names it.
  case ignoredFile(String)
  case nothingToMerge
  case merged(id: String, commit: String)
  case pullRequest(id: String, SyncedForge.Step, url: String?)
  case forgeAsked(until: QueueTime)
  case movedCheckout(branch: String, to: String)
  case checkoutStays(LeftIntegration.Why)
  /// What is said of another repository.
  case ofRepository(String, CommandOutput)

  // Hooks.
  case hookBegins(String)
  case hookDelivered(String, Int)
  /// It never took an event of a row.
  case hookGaveUp(String, event: String, id: String)
  /// Another process delivers to it.
  case hookElsewhere(String)
  case hookFails(Sentence)

  // Trust.
  case names(file: String, anyPrograms: Bool)
  case projectFiles, gitSettings
  case uncovered(word: String)
  case obstacle(key: String, ProgramLookup.Obstacle)
  case placeOutside(key: String, path: String)
  case changedSinceTrusted([String])
  case trusts(home: String)
  case trusted(home: String)
  case noLongerTrusted(home: String)
}

/// A command that comes next, and what for.
public struct NextStep: Sendable {
  public let command: String
  let purpose: Purpose

  public init(command: String, purpose: Purpose) {
    (self.command, self.purpose) = (command, purpose)
  }

  public enum Purpose: Sendable {
    case trust, version, tryWorker, addRow, work, look, attempts, answer
  }
}
