public import Host
public import Model
public import QueueStore
public import Text
public import Workers

/// A warning of a use case, in addition to its answer.
public enum Notice: Sendable {
  /// A row was closed by a claim, because its work was done under another id.
  case closedAsDone(QueueItem)
  /// A claim reached a row that a person must approve before its work begins.
  case approvalRequested(QueueItem)
  /// A session finished a row that a person must approve.
  case awaitsApproval(id: String)
  /// A person finished a row whose work is on this branch, and on no other.
  case notMerged(id: String, branch: String)
  /// A person finished a row with proofs that are not met: `CRITERION: REASON`.
  case unmetProofs(id: String, [String])
  /// A restored row waits for rows that the queue does not have.
  case missingDependencies(of: String, [String])
  /// A person finished a row while a session had a lease on it.
  case leaseEnded(of: String, Lease, now: QueueTime)
  /// The criteria of a row changed since its claim; the old ones were used.
  case criteriaChanged(id: String)
  /// Only the first bytes of a brief are sent.
  case longBrief(path: String, bytes: Int, limit: Int)
  /// A report exceeds the soft limit.
  case longReport(id: String, tokens: Int)
  /// A message that was kept names no row.
  case reportWithoutRow
  /// The report of a worker is saved, but no process that would judge it is running.
  case judgedLater(id: String)
  /// A row changed, but the report could not be taken out of the inbox.
  case reportNotFiled(Problem)
  /// A row changed, but the result of its attempt could not be recorded.
  case attemptNotRecorded(id: String, Problem)
  /// The folder of an attempt was removed while its worker ran.
  case attemptGone(id: String, path: String)
  /// Reports wait for another queue or database that has the same sidecar.
  case reportsOfOtherQueue(String, count: Int)
  /// A row could be claimed, but the queue is paused.
  case paused(Pause, now: QueueTime)
  /// Most of a budget limit for the day is spent.
  case nearlySpent(BudgetUse)
  /// Rows wait, and none could be claimed.
  case idleReason(IdleReason)
  /// A worker starts, but its sandbox lacks a limit.
  case sandboxLacks(worker: String, SandboxLack)
  /// Nothing could be started for a row, which is PENDING again.
  case workerNotStarted(id: String, reason: String)
  /// Nothing could be started for a row, and the row could not be released.
  case rowStuck(id: String, reason: String)
  /// A worker is ended, because its claim is over.
  case workerEnded(id: String)
  /// A worker did not end when asked to.
  case workerKilled(id: String)
  /// The supervisor of a worker was stopped, and continues now.
  case workerContinued(id: String)
  /// The database does not have a change of the file.
  case notMirrored(Problem)
  /// The database has its own changes to some fields, and these fields were not updated.
  case mirrorConflicts(database: String)
  /// Settings that can't be read are left out.
  case settingsLeftOut(Problem)
  /// An `orch.json` beside a link to the queue is not used.
  case settingsBesideLink(String, queue: String, home: String)
  /// `name` is the name of the setting. The headings of the table are the ones for `used`.
  case zoneNotUsed(name: String, zone: String, used: String)
  /// The machine that began to work on the queue on a server has another zone.
  case zoneElsewhere(String, here: String)
  /// The problem that the last query of the forge found.
  case ofForge(Sentence)
  /// No setting names the zone of the table's times.
  case zoneNotNamed(used: String)
  /// A database belongs to another queue, and is left out.
  case leftOut(Problem)
  /// The queue on the server takes the edits of another table, and not the edits of this one.
  case tableElsewhere(String)
  /// The files of archived rows can't be moved.
  case filesStay(Problem)
  /// The queue's path became a link, which was followed.
  case queueMoved(StoreNotice)
  /// The queue is again at the path at which it was found first.
  case queueIsBack(path: String)
  /// Commands in a linked worktree of git use the queue of the main one.
  case queueOfMainWorktree(String)
  /// The queue is a copy in a linked worktree, and the caller requested the copy.
  case copyOfQueue(String, of: String)
  /// The queue is a copy in a linked worktree, and has its own history.
  case queueApart(String, from: String)
  /// A full run log can't be rotated.
  case logGrows(SystemError)
  case logNotTrusted(Problem)
  case logNotWritten(SystemError)
  /// Attempts that the retention does not keep could not be removed.
  case attemptsStay(Int)
  /// It could not be determined which attempts the retention does not keep.
  case noAttemptsRemoved(Problem)
  /// Attempts of finished rows could not be packed.
  case attemptsNotPacked(Problem)
  /// The branch of a row that begins anew has another name.
  case branchKept(id: String, branch: String)
  /// An error that does not stop the command.
  case failure(Problem)
}
