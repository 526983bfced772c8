public import Host
public import Model

// Abilities of only some stores.

/// A store whose finished rows can be moved to an archive, which is a separate queue beside it.
public protocol Archiving {
  /// Moves the rows that a rule selects to the archive durably, and removes those that did not
  /// change meanwhile. After a crash between the two steps, the next run completes the second one.
  ///
  /// - Parameters:
  ///   - rule: the rule that selects rows.
  ///   - context: its time and author are recorded in the histories.
  ///   - isDryRun: whether the rows are only returned, and not moved.
  ///   - receive: called with the warnings of the archive, and then with those of the queue.
  func archive(
    _ rule: ArchiveRule, context: TransitionContext, isDryRun: Bool, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<ArchiveOutcome>

  /// The archive; `nil` if it does not exist yet.
  var archiveStore: (any QueueStore)? { get throws(StoreError) }
}

/// A store whose queue can be edited by other programs, such as a file in an editor.
public protocol ExternalEdits {
  /// Whether the queue was edited since the last change in the history. The next change records it.
  var hasUnrecordedEdit: Bool { get }

  /// Records external edits since the last change, as the next change would do. Rows that the
  /// editor could not have seen are kept.
  func recordExternalEdits(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void>

  /// The state of git because of which no work should be started; `nil` if there is none.
  var gitHold: GitHold? { get }

  /// The number of recorded conflicts between edits and changes.
  func recordedConflicts() throws(StoreError) -> Int

  /// The number of recorded conflicts that are not marked as read.
  func unreadConflicts() throws(StoreError) -> Int

  /// Marks the first `count` conflicts as read.
  func markConflictsRead(_ count: Int) throws(StoreError)
}

/// A state of git in which a queue's file may soon be replaced, or is an old version.
public enum GitHold: Equatable, Sendable {
  /// A git operation is in progress, which a person completes or aborts.
  case operation(GitOperation)
  /// A commit was checked out, and no row has changed since. `from` is the previous branch.
  case detached(from: String)
}

/// A store whose changes are visible in files of this machine.
public protocol Watchable {
  /// Files that show changes: each change of the queue changes at least one of them, and reading
  /// the queue changes none. They are the files of the queue, or a file that this process keeps up
  /// to date after the first call.
  var files: [String] { get }

  /// If permissions for a change are missing, throws the error that each change would throw.
  func checkWritable() throws(StoreError)

  /// Waits until all changes that other programs have begun to write can be read.
  ///
  /// - Throws: `locked` if one of these programs takes too long.
  func awaitWriters() throws(StoreError)
}

/// A store whose queue is used by several machines.
public protocol SharedClaims {
  /// The tokens of the claims that other machines made on rows that are IN_PROGRESS. Each token
  /// comes with the place of its machine. This machine does not know the state of the workers of
  /// these claims.
  func claimsElsewhere() throws(StoreError) -> [String: String]

  /// The places at which a row was claimed for workers, the oldest claim first. The row may be
  /// archived.
  func claimPlaces(ofRow id: String) throws(StoreError) -> [ClaimPlace]
}

/// The place at which a claim for a worker was made. The worker's log and its branch are at this
/// place.
public struct ClaimPlace: Equatable, Sendable {
  public let number: Int
  /// The place of the machine: `HOST:FOLDER`.
  public let machine: String
  /// Whether this is the current machine.
  public let isHere: Bool

  public init(number: Int, machine: String, isHere: Bool) {
    (self.number, self.machine, self.isHere) = (number, machine, isHere)
  }
}

/// A store that keeps statistics about its rows. For other stores, statistics have to be computed
/// from the history and the run log.
public protocol FigureKeeping {
  func figures() throws(StoreError) -> StoreFigures

  /// For each of these FAILED and BLOCKED rows, by id, the time at which the row got its status. If
  /// there is no event for that, it is the time of the row's last change. Rows without a known time
  /// are left out.
  func stopTimes(of ids: [String]) throws(StoreError) -> [String: QueueTime]
}

/// Statistics about a queue's rows.
public struct StoreFigures: Equatable, Sendable {
  public let retries: Int
  /// The time at which the oldest PENDING row was added; `nil` if there is no such row, or the time
  /// is unknown.
  public let oldestPending: QueueTime?

  public init(retries: Int, oldestPending: QueueTime?) {
    (self.retries, self.oldestPending) = (retries, oldestPending)
  }
}

/// A store whose queue is a table that people edit, too. It can correct rows that people wrote.
public protocol TableMending {
  /// Aligns the table's columns.
  ///
  /// - Returns: the number of changed lines.
  func align(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Int>

  /// Puts back a file that was removed or emptied, as the last command or recorded save left it.
  ///
  /// - Returns: `nil` if no version of the file can be rebuilt.
  /// - Throws: `alreadyExists` if the file has text.
  func restoreFile(_ context: TransitionContext) throws(StoreError) -> RestoredFile?

  /// Gives another id to one of several rows with the same id.
  ///
  /// - Parameters:
  ///   - id: the id of the rows.
  ///   - line: the row's line in the file, starting at 1.
  ///   - newID: an id that no row has.
  ///   - context: its time and author are recorded in the history.
  ///   - receive: called one time, with the warnings for the result or error.
  func rename(
    _ id: String, inLine line: Int, to newID: String, _ context: TransitionContext,
    receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void>

  /// Gives new ids to the rows without an id.
  ///
  /// - Parameters:
  ///   - prefix: the prefix of the ids, such as `ORCH`.
  ///   - number: the new numbers are above this number, and above all numbers that ids have had.
  ///   - context: its time and author are recorded in the history.
  ///   - receive: called one time, with the warnings for the result or error.
  /// - Returns: the ids, in the order of the rows.
  func nameRows(
    prefix: String, above number: Int, _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<[String]>

  /// Undoes the last merge of an external edit: the table becomes the saved version, with all later
  /// changes applied to it.
  func undoMerge(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<UndoneMerge>
}

public struct UndoneMerge: Sendable {
  /// The external edit.
  public let entry: HistoryEntry
  /// The changes that undid the merge.
  public let rows: [RowChange]

  package init(entry: HistoryEntry, rows: [RowChange]) { (self.entry, self.rows) = (entry, rows) }
}

/// A queue's file that was put back.
public struct RestoredFile: Equatable, Sendable {
  /// The entry of the history that recorded this version.
  public let entry: HistoryEntry
  public let rowCount: Int

  public init(entry: HistoryEntry, rowCount: Int) {
    (self.entry, self.rowCount) = (entry, rowCount)
  }
}
