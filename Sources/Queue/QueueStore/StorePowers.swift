public import Host
public import Model

// What only some stores can do.

/// A store whose finished rows can go to an archive, a queue of its own beside it.
public protocol Archiving {
  /// Moves the rows that a rule selects to the archive, durably, and removes those that did not
  /// change meanwhile. After a crash between the two, the next run completes it.
  ///
  /// - Parameters:
  ///   - rule: selects rows.
  ///   - context: its time and author are recorded in the histories.
  ///   - isDryRun: returns the rows without moving them.
  ///   - receive: gets the warnings of the archive, then those of the queue.
  func archive(
    _ rule: ArchiveRule, context: TransitionContext, isDryRun: Bool, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<ArchiveOutcome>

  /// The archive; `nil` where there is none yet.
  var archiveStore: (any QueueStore)? { get throws(StoreError) }
}

/// A store whose queue can be edited by other programs, such as a file in an editor.
public protocol ExternalEdits {
  /// Whether the queue was edited since the last change in the history. The next change records it.
  var hasUnrecordedEdit: Bool { get }

  /// Records external edits since the last change, as the next change would: rows that the editor
  /// could not have seen stay.
  func recordExternalEdits(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void>

  /// What git does with the queue's file, so that nothing should be started; `nil` for nothing.
  var gitHold: GitHold? { get }

  /// The number of conflicts between edits and changes that were recorded.
  func recordedConflicts() throws(StoreError) -> Int

  /// The number of those that are not marked as read.
  func unreadConflicts() throws(StoreError) -> Int

  /// Marks the first `count` conflicts as read.
  func markConflictsRead(_ count: Int) throws(StoreError)
}

/// Why a queue's file may be another one soon, or is an old one.
public enum GitHold: Equatable, Sendable {
  /// Git has begun something that a person ends or takes back.
  case operation(GitOperation)
  /// A commit was checked out, and nobody has changed a row since. Before it was a branch.
  case detached(from: String)
}

/// A store whose changes show in files of this machine.
public protocol Watchable {
  /// The files of which each change changes one, and reading none: those that hold the queue, or one
  /// that the process keeps up to date, from the first question for it on.
  var files: [String] { get }

  /// Throws the error that each change would meet for want of permission.
  func checkWritable() throws(StoreError)

  /// Waits until what other programs have written to the files so far can be read.
  ///
  /// - Throws: `locked` where one of them takes too long.
  func awaitWriters() throws(StoreError)
}

/// A store whose queue several machines work on.
public protocol SharedClaims {
  /// The tokens of claims of rows IN_PROGRESS that other machines made, each with the place of its
  /// machine: nothing is known here of their workers.
  func claimsElsewhere() throws(StoreError) -> [String: String]

  /// Where a row, which may be archived, was claimed for workers, oldest first.
  func claimPlaces(ofRow id: String) throws(StoreError) -> [ClaimPlace]
}

/// Where a claim for a worker was made: there are the worker's log and its branch.
public struct ClaimPlace: Equatable, Sendable {
  /// The number of the claim.
  public let number: Int
  /// The place of the machine: `HOST:FOLDER`.
  public let machine: String
  /// Whether it is this machine.
  public let isHere: Bool

  public init(number: Int, machine: String, isHere: Bool) {
    (self.number, self.machine, self.isHere) = (number, machine, isHere)
  }
}

/// A store that has figures on its rows at hand, which else follow only from history and run log.
public protocol FigureKeeping {
  func figures() throws(StoreError) -> StoreFigures

  /// When each of these FAILED and BLOCKED rows got its status, by its id; where no event says so,
  /// when it was last changed. Rows whose time is unknown are left out.
  func stopTimes(of ids: [String]) throws(StoreError) -> [String: QueueTime]
}

/// Figures on a queue's rows.
public struct StoreFigures: Equatable, Sendable {
  /// The number of retries.
  public let retries: Int
  /// The arrival of the oldest PENDING row; `nil` where there is none, or it is unknown.
  public let oldestPending: QueueTime?

  public init(retries: Int, oldestPending: QueueTime?) {
    (self.retries, self.oldestPending) = (retries, oldestPending)
  }
}

/// A store whose queue is a table that people write, too: what they left in it can be mended.
public protocol TableMending {
  /// Aligns the table's columns.
  ///
  /// - Returns: the number of changed lines.
  func align(
    _ context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Int>

  /// Gives one of several rows with one id another id.
  ///
  /// - Parameters:
  ///   - id: the id of the rows.
  ///   - line: the row's line in the file, counting from 1.
  ///   - newID: an id that no row has.
  ///   - context: its time and author are recorded in the history.
  ///   - receive: called once, with the warnings of the answer or error.
  func rename(
    _ id: String, inLine line: Int, to newID: String, _ context: TransitionContext,
    receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Void>

  /// Gives the rows without an id the next ones.
  ///
  /// - Parameters:
  ///   - prefix: that of the ids, `ORCH`.
  ///   - number: their numbers are above this one, and above those that ids had.
  ///   - context: its time and author are recorded in the history.
  ///   - receive: called once, with the warnings of the answer or error.
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

/// An undone merge.
public struct UndoneMerge: Sendable {
  /// The external edit.
  public let entry: HistoryEntry
  /// What undoing the merge changed.
  public let rows: [RowChange]

  package init(entry: HistoryEntry, rows: [RowChange]) { (self.entry, self.rows) = (entry, rows) }
}
