public import Model

/// A store of one queue. Every store carries out the same transitions by the same rules, and passes
/// the same conformance suite. Abilities of only some stores are separate protocols. For each of
/// these protocols there is a property, because a dynamic cast makes a short command 10 % slower.
public protocol QueueStore: Sendable {
  /// Carries out one transition durably, or changes nothing.
  ///
  /// - Parameters:
  ///   - transition: the change.
  ///   - context: the time and the caller; the history names its author.
  ///   - receive: called one time, with the warnings for the result or error.
  func perform(
    _ transition: Transition, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Decision>

  /// The current queue, read without a lock.
  func snapshot(receive: WarningReceiver) throws(StoreError) -> any QueueSnapshot

  /// Queries rows of the current queue by their ids, without a lock. A database does not read the
  /// other rows.
  ///
  /// - Parameters:
  ///   - question: the query; it must not keep the table.
  ///   - receive: called one time, with the warnings for the result or error.
  /// - Throws: also a `Refusal` of the question, as `.refused`, and an error of the table.
  func read<Answer>(
    _ question: (any QueueTable) throws -> Answer, receive: WarningReceiver
  ) throws(StoreError) -> Answer

  /// The same store for several queries in immediate succession. It reads the file one time and
  /// answers all queries from that, until it changes the queue.
  func holdingFile() -> any QueueStore

  /// The history of a row, the oldest first; `nil` for all rows.
  func history(of id: String?) throws(StoreError) -> [HistoryEntry]

  /// The history of these rows, the oldest first. Most entries of other rows are not read.
  func history(ofRows ids: Set<String>) throws(StoreError) -> [HistoryEntry]

  /// Passes the history to `visit`, the oldest first, one entry at a time. Of a very long history,
  /// each store passes only the newest part.
  func visitHistory(_ visit: (HistoryEntry) -> Void) throws(StoreError)

  /// Passes the changes that `history(of: nil)` returns to `visit`, the oldest first, one at a time.
  ///
  /// - Parameter time: changes before this time may be left out; `nil` for all.
  func visitHistory(
    from time: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError)

  /// Passes the changes of rows' statuses in the history to `visit`, the oldest first. Of a very
  /// long history, each store passes only the newest part.
  ///
  /// - Parameters:
  ///   - onlyRecent: whether only changes in entries that `history(of: nil)` returns are passed.
  ///   - visit: called with each change, and with `true` if `history(of: nil)` returns its entry.
  func visitStatusChanges(
    onlyRecent: Bool, _ visit: (_ change: StatusChange, _ isRecent: Bool) -> Void
  ) throws(StoreError)

  /// The history after the entry with a number, the oldest first; all recent entries if the
  /// numbering has restarted since.
  func history(since sequence: Int) throws(StoreError) -> [HistoryEntry]

  /// The last changes of the history, the oldest first. The cost depends on their number, not on
  /// the history's length, so they can be read repeatedly.
  ///
  /// - Parameter count: the maximum number. A store keeps the last two hundred ready, and may
  ///   return no others.
  func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry]

  /// The random id of the store's history, which the first call generates. A copy of the store has
  /// the same id.
  ///
  /// - Parameter context: its time and author are recorded.
  func historyID(_ context: TransitionContext) throws(StoreError) -> String

  /// Passes the whole history after an entry to `visit`, the oldest first, one entry at a time,
  /// including entries of archived rows. If it is not certain yet that an entry's change was made,
  /// this entry and all later ones are held back. A later call passes them.
  ///
  /// - Parameters:
  ///   - sequence: the number of the entry; 0 for all.
  ///   - time: entries before this time may be left out; `nil` for all.
  ///   - visit: called with each entry.
  /// - Returns: the number of the last entry, even if it is held back; `nil` if there is none.
  func visitHistory(
    after sequence: Int, from time: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int?

  /// This store, if its rows can be archived.
  var archiving: (any Archiving)? { get }
  /// This store, if other programs can edit its queue.
  var externalEdits: (any ExternalEdits)? { get }
  /// This store, if its queue is in files of this machine.
  var watchable: (any Watchable)? { get }
  /// This store, if several machines work on its queue.
  var sharedClaims: (any SharedClaims)? { get }
  /// This store, if it keeps statistics.
  var figureKeeping: (any FigureKeeping)? { get }
  /// This store, if its queue is a table that people edit, too.
  var tableMending: (any TableMending)? { get }
}

extension QueueStore {
  public func holdingFile() -> any QueueStore { self }

  public func visitHistory(_ visit: (HistoryEntry) -> Void) throws(StoreError) {
    for entry in try history(of: nil) { visit(entry) }
  }

  public func visitHistory(
    from time: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) {
    for entry in try history(of: nil) { visit(entry) }
  }

  public func visitHistory(
    after sequence: Int, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int? {
    try visitHistory(after: sequence, from: nil, visit)
  }

  public func visitStatusChanges(
    onlyRecent: Bool, _ visit: (_ change: StatusChange, _ isRecent: Bool) -> Void
  ) throws(StoreError) {
    try visitHistory { visit(StatusChange($0), true) }
  }

  public func history(since sequence: Int) throws(StoreError) -> [HistoryEntry] {
    try history(of: nil).filter { $0.sequence > sequence }
  }

  public var archiving: (any Archiving)? { nil }
  public var externalEdits: (any ExternalEdits)? { nil }
  public var watchable: (any Watchable)? { nil }
  public var figureKeeping: (any FigureKeeping)? { nil }
  public var sharedClaims: (any SharedClaims)? { nil }
  public var tableMending: (any TableMending)? { nil }

  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer, receive: WarningReceiver
  ) throws(StoreError) -> Answer {
    let found = try snapshot(receive: receive)
    do { return try question(found) } catch { throw StoreError(ofRule: error) }
  }

  /// The current queue, for callers that show no warnings.
  public func snapshot() throws(StoreError) -> any QueueSnapshot { try snapshot { _ in } }

  /// Queries rows of the queue, for callers that show no warnings.
  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer
  ) throws(StoreError) -> Answer {
    try read(question) { _ in }
  }
}

// MARK: The rows at one moment

/// A queue at one moment, in memory, with its rows in their order. It can always be read: `item(_:)`
/// throws only refusals. Only questions about rows that are gone read other files, and throw.
public protocol QueueSnapshot: QueueTable {
  func status(of id: String) -> Status?
  func contains(_ id: String) -> Bool
  func visit(_ status: Status, _ body: (QueueItem) throws -> Visit) rethrows
  func rows(waitingFor ids: Set<String>) -> [String]
  var nextClaimNumber: Int { get }
  func hasDone(idempotencyKey: String) -> Bool

  /// The number of rows, including unreadable ones.
  var rowCount: Int { get }
  /// The row's status; `nil` if the row can't be read.
  func status(at row: Int) -> Status?
  /// The row's `Priority.rank`.
  func priorityRank(at row: Int) -> Int
  /// The row; `nil` if it can't be read.
  func item(at row: Int) -> QueueItem?
  /// Whether the row may wait for others; `false` is certain.
  func mayWait(at row: Int) -> Bool
  /// Appends the texts of a row's cells with `separator` between them.
  func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8])
  /// The row's line, if the queue is a table. A text that is not in the line is not in any cell of
  /// the row. The pointer is valid as long as the snapshot exists.
  func line(at row: Int) -> UnsafeRawBufferPointer?
  /// The malformed rows, in their order.
  var rowsToMend: [MalformedRow] { get }
  /// Whether a later snapshot may differ although no file changes. That is so if a save seems to be
  /// in progress, and is not merged yet.
  var isProvisional: Bool { get }
}

extension QueueSnapshot {
  public var isProvisional: Bool { false }

  public func line(at row: Int) -> UnsafeRawBufferPointer? { nil }
}

/// The malformed rows of a warning. No command changes them until they are corrected.
public struct MalformedRows: Equatable, Sendable {
  public let count: Int
  public let first: Finding

  package init(count: Int, first: Finding) { (self.count, self.first) = (count, first) }
}

extension QueueStore {
  /// Performs a transition. If it is refused because the caller's lease has ended, the end of the
  /// lease is recorded, so that it does not become valid again if the clock is set back. Source:
  /// `docs/storage.md`, "Claims and leases".
  public func performRecordingLeaseEnd(
    _ transition: Transition, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Decision> {
    do { return try perform(transition, context: context, receive: receive) } catch {
      guard case .refused(.leaseEnded(let item, _)) = error else { throw error }
      _ = try perform(
        .lease(.init(id: item.id, .expire)), context: context, receive: receive)
      throw error
    }
  }
}
