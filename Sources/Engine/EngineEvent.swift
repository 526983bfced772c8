public import QueueModel
public import QueueStore

/// What happens while a use case works, in its order, for whoever shows or logs it.
public enum EngineEvent: Sendable {
  /// A transition was carried out.
  case changed(Decision)
  /// What a store warns of, with an operation's outcome.
  case storeWarnings(StoreWarnings)
  case warning(EngineWarning)
  /// One of several pieces of work begins that are logged each by itself.
  case stepBegan
  /// It ended.
  case stepEnded(StepEnd)
}

/// How one of several pieces of work ended.
public struct StepEnd: Sendable {
  /// The row that it was about, where it changed none.
  public var id: String?
  /// Where it sent the row.
  public var routedTo: Status?
  /// Why it failed.
  public var error: EngineError?
}

/// What people should know of, though the work goes on. The facts; sentences are made where they are
/// shown.
public enum EngineWarning: Sendable {
  /// A row was closed by a claim, because its work was done under another id.
  case closedAsDone(QueueItem)
  /// A restored row waits for rows that the queue does not have.
  case missingDependencies(of: String, [String])
  /// A row was finished by a person while a session held it.
  case leaseEnded(of: String, Lease, now: QueueTime)
  /// The criteria of a row changed since its claim, and those of then count.
  case criteriaChanged(id: String)
  /// A report should be shorter.
  case longReport(id: String, tokens: Int)
  /// A message that was kept names no row.
  case reportWithoutRow
  /// A row changed, but its report could not be put with its evidence.
  case reportNotFiled(EngineError)
  /// Reports wait for another queue or database that has the same sidecar.
  case reportsOfOtherQueue(String, count: Int)
  /// Rows wait, and none could be claimed.
  case blockedReason(BlockedReason)
  /// Nothing could be started for a row, which is FAILED.
  case workerNotStarted(id: String, reason: String)
  /// A worker is ended, because its claim is over.
  case workerEnded(id: String)
  /// A worker did not end when asked to.
  case workerKilled(id: String)
  /// The database does not have a change of the file.
  case notMirrored(EngineError)
  /// The database has changes of its own, and was not changed there.
  case mirrorConflicts(database: String)
  /// Something failed that stops nothing else.
  case failure(EngineError)
}
