public import Host
public import Model

// Abilities of only some stores.

/// A store whose finished rows can be moved to an archive, which is a separate queue beside it.
public protocol Archiving {
  /// Moves the rows that a rule selects to the archive durably, and removes those that did not
  /// change meanwhile. After a crash between the two steps, the next run completes the second one.
  ///
  /// - Parameters:
  ///   - rule: selects rows.
  ///   - context: its time and author are recorded in the histories.
  ///   - isDryRun: returns the rows without moving them.
  ///   - receive: gets the warnings of the archive, then those of the queue.
  func archive(
    _ rule: ArchiveRule, context: TransitionContext, isDryRun: Bool, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<ArchiveOutcome>

  /// The archive; `nil` if there is none yet.
  var archiveStore: (any QueueStore)? { get throws(StoreError) }
}

/// A store whose queue can be edited by other programs, such as a file in an editor.
public protocol ExternalEdits {
  /// Whether the queue was edited since the last change in the history. The next change records it.
  var hasUnrecordedEdit: Bool { get }

  /// Records external edits since the last change, as the next change would. Rows that the editor
  /// could not have seen stay.
  func recordExternalEdits(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void>

  /// What git is doing with the queue's file, so that nothing should be started; `nil` for nothing.
  var gitHold: GitHold? { get }

  /// The number of recorded conflicts between edits and changes.
  func recordedConflicts() throws(StoreError) -> Int

  /// The number of recorded conflicts that are not marked as read.
  func unreadConflicts() throws(StoreError) -> Int

  /// Marks the first `count` conflicts as read.
  func markConflictsRead(_ count: Int) throws(StoreError)
}

/// Why a queue's file may be replaced soon, or is an old version.
public enum GitHold: Equatable, Sendable {
  /// A git operation is in progress, which a person completes or aborts.
  case operation(GitOperation)
  /// A commit was checked out, and no row has changed since. `from` is the previous branch.
  case detached(from: String)
}

/// A store whose changes are visible in files of this machine.
public protocol Watchable {
  /// The files of which each change of the queue changes one, and which reading does not change:
  /// the files of the queue, or one that the process keeps up to date from the first call on.
  var files: [String] { get }

  /// Throws the error that each change would throw if the permissions are missing.
  func checkWritable() throws(StoreError)

  /// Waits until everything that other programs have written to the files so far can be read.
  ///
  /// - Throws: `locked` if one of them takes too long.
  func awaitWriters() throws(StoreError)
}

/// A store whose queue is used by several machines.
public protocol SharedClaims {
  /// The tokens of claims of rows IN_PROGRESS that other machines made, each with the place of its
  /// machine. The state of their workers is unknown here.
  func claimsElsewhere() throws(StoreError) -> [String: String]

  /// Where a row, which may be archived, was claimed for workers, oldest first.
  func claimPlaces(ofRow id: String) throws(StoreError) -> [ClaimPlace]
}

/// Where a claim for a worker was made. The worker's log and its branch are there.
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

/// A store with ready statistics about its rows, which otherwise follow only from history and run
/// log.
public protocol FigureKeeping {
  func figures() throws(StoreError) -> StoreFigures

  /// When each of these FAILED and BLOCKED rows got its status, by its id; if there is no such
  /// event, when it was last changed. Rows whose time is unknown are left out.
  func stopTimes(of ids: [String]) throws(StoreError) -> [String: QueueTime]
}

/// Statistics about a queue's rows.
public struct StoreFigures: Equatable, Sendable {
  public let retries: Int
  /// When the oldest PENDING row was added; `nil` if there is none, or if that is unknown.
  public let oldestPending: QueueTime?

  public init(retries: Int, oldestPending: QueueTime?) {
    (self.retries, self.oldestPending) = (retries, oldestPending)
  }
}

/// A store whose queue is a table that people also write. It can correct what they left in it.
public protocol TableMending {
  /// Aligns the table's columns.
  ///
  /// - Returns: the number of changed lines.
  func align(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Int>

  /// Gives another id to one of several rows with the same id.
  ///
  /// - Parameters:
  ///   - id: the id of the rows.
  ///   - line: the row's line in the file, starting at 1.
  ///   - newID: an id that no row has.
  ///   - context: its time and author are recorded in the history.
  ///   - receive: called once, with the warnings for the result or error.
  func rename(
    _ id: String, inLine line: Int, to newID: String, _ context: TransitionContext,
    receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void>

  /// Gives new ids to the rows without an id.
  ///
  /// - Parameters:
  ///   - prefix: the prefix of the ids, `ORCH`.
  ///   - number: the new numbers are above this one, and above all numbers that ids had.
  ///   - context: its time and author are recorded in the history.
  ///   - receive: called once, with the warnings for the result or error.
  /// - Returns: the ids, in the order of the rows.
  func nameRows(
    prefix: String, above number: Int, _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<[String]>

  /// Undoes the last merge of an external edit: the table becomes what was saved, with all later
  /// changes.
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
