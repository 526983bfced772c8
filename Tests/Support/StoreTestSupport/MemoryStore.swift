public import Model
public import QueueStore
import Synchronization

/// A store in memory for tests. It has the same transitions and the same rules as the other stores.
public final class MemoryStore: QueueStore, Sendable {
  fileprivate struct State {
    var queue: MemoryTable
    var history: [HistoryEntry] = []
  }

  private let state: Mutex<State>
  /// Where rows were claimed for workers, by id, if other machines work on the queue, too.
  private let places: [String: [ClaimPlace]]?

  /// - Parameters:
  ///   - items: the rows of the queue.
  ///   - hasRecords: whether attempts and keys are fields, as in a database.
  ///   - places: where rows were claimed for workers, by id; `nil` for a queue of this machine.
  public init(
    _ items: [QueueItem] = [], hasRecords: Bool = false, places: [String: [ClaimPlace]]? = nil
  ) {
    self.places = places
    let items = items.map { item in
      var item = item
      if hasRecords, item.record == nil { item.record = QueueItem.Record() }
      return item
    }
    var queue = MemoryTable(items)
    if hasRecords { queue.storage = .columns }
    state = Mutex(State(queue: queue))
  }

  public func perform(
    _ transition: Transition, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<Decision> {
    try state.withLock { (state) throws(StoreError) in
      var context = context
      context.history = state.history
      let decision: Decision
      do {
        decision = try transition.decide(in: state.queue, context: context)
          .encoded(for: state.queue.storage)
        try context.alongside?(decision)
      } catch { throw StoreError(ofRule: error) }
      let items = state.queue.items
      for change in decision.changes { state.apply(change, to: items, context) }
      state.queue.move(decision.changes)
      if let request = transition.request, !decision.changes.isEmpty {
        state.queue.additions[request.key] = RecordedAddition(
          digest: request.digest, ids: decision.changes.map(\.id))
      }
      for fact in decision.facts { state.note(fact, context) }
      return StoreOutcome(decision, isRecorded: !decision.changes.isEmpty)
    }
  }

  public func snapshot(receive: WarningReceiver) throws(StoreError) -> any QueueSnapshot {
    state.withLock(\.queue)
  }

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    state.withLock(\.history).filter { id == nil || $0.id == id }
  }

  public func history(ofRows ids: Set<String>) throws(StoreError) -> [HistoryEntry] {
    state.withLock(\.history).filter { $0.id.map(ids.contains) ?? false }
  }

  public func historyID(_ context: TransitionContext) throws(StoreError) -> String {
    String(repeating: "0", count: 32)
  }

  public func visitHistory(
    after sequence: Int, from _: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int? {
    let history = state.withLock(\.history)
    for entry in history where entry.sequence > sequence { visit(entry) }
    return history.last?.sequence
  }

  public func latestHistory(_ count: Int) throws(StoreError) -> [HistoryEntry] {
    Array(state.withLock(\.history).suffix(count))
  }
}

extension MemoryStore: SharedClaims {
  public var sharedClaims: (any SharedClaims)? { places == nil ? nil : self }

  public func claimsElsewhere() throws(StoreError) -> [String: String] { [:] }

  public func claimPlaces(ofRow id: String) throws(StoreError) -> [ClaimPlace] {
    places?[id] ?? []
  }
}

extension QueueStore {
  /// Performs one transition, for a test that ignores warnings.
  public func perform(
    _ transition: Transition, context: TransitionContext
  ) throws(StoreError) -> StoreOutcome<Decision> {
    try perform(transition, context: context) { _ in }
  }
}

extension MemoryStore.State {
  /// - Parameter items: the rows before the first of the changes that are made together.
  fileprivate mutating func apply(
    _ change: ItemChange, to items: [QueueItem], _ context: TransitionContext
  ) {
    queue.nextClaimNumber = max(queue.nextClaimNumber, (change.after?.claim?.number ?? 0) + 1)
    let index = queue.items.firstIndex { $0.id == change.before?.id }
    let place = items.firstIndex { $0.id == change.before?.id }
      .map { $0 == 0 ? RowPlace.first : .behind(items[$0 - 1].id) }
    switch (index, change.after) {
    case (let index?, let after?):
      queue.items[index] = after
    case (let index?, nil): queue.removedIDs.insert(queue.items.remove(at: index).id)
    case (nil, let after?): queue.items.append(after)
    case (nil, nil): break
    }
    guard change.isRecorded else { return }
    var row = RowChange(change)
    if change.after == nil { row.place = place }
    append(row, undoes: change.undoes?.sequence, context)
  }

  fileprivate mutating func note(_ fact: QueueFact, _ context: TransitionContext) {
    append(nil, undoes: nil, context)
    history[history.count - 1].fact = fact
  }

  private mutating func append(_ row: RowChange?, undoes: Int?, _ context: TransitionContext) {
    let author = context.author
    history.append(
      HistoryEntry(
        sequence: history.count + 1, time: context.now.iso8601, traceID: author.traceID,
        command: author.command, run: author.run, actor: author.actor, row: row, undoes: undoes))
  }
}

extension MemoryTable {
  /// Puts moved and restored rows at their places, as databases do.
  fileprivate mutating func move(_ changes: [ItemChange]) {
    if changes.allSatisfy({ $0.newPlace == nil }) { return }
    var rows = NumberedRows(items.enumerated().map { ($1.id, $0) })
    rows.move(changes)
    let byID = Dictionary(items.map { ($0.id, $0) }) { first, _ in first }
    items = rows.order.compactMap { byID[$0] }
  }
}

/// A queue that is a list of rows, none of which is malformed.
public struct MemoryTable: QueueSnapshot, Sendable {
  public var items: [QueueItem]
  public var nextClaimNumber = 1
  public var removedIDs: Set<String> = []
  /// The additions of requests, by the keys of the requests.
  public var additions: [RequestKey: RecordedAddition] = [:]
  /// The refusals that `item(_:)` throws, by id.
  public var refusals: [String: Refusal] = [:]
  /// The place where a store would keep the fields.
  package var storage = FieldStorage.notes(hasAfterColumn: false)

  public init(_ items: [QueueItem] = []) { self.items = items }

  // MARK: By id

  public func item(_ id: String) throws(Refusal) -> QueueItem? {
    if let refusal = refusals[id] { throw refusal }
    return items.first { $0.id == id }
  }

  public func status(of id: String) -> Status? { items.first { $0.id == id }?.status }

  public func contains(_ id: String) -> Bool {
    refusals[id] != nil || items.contains { $0.id == id }
  }

  public func archivedStatus(of id: String) -> Status? { nil }

  public func wasRemoved(_ id: String) -> Bool { removedIDs.contains(id) }

  public var ids: [String] { items.map(\.id) }

  public func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) rethrows {
    for rank in 0...3 {
      for item in items
      where item.status == status && item.priority.rank == rank && ItemID.isWellFormed(item.id) {
        if try visit(item) == .enough { return }
      }
    }
  }

  public func rows(waitingFor ids: Set<String>) -> [String] {
    items.filter { !ids.isDisjoint(with: $0.after) }.map(\.id)
  }

  public func highestNumber(of prefix: String) -> Int {
    (items.map(\.id) + removedIDs).compactMap { NumberedID.number(of: $0.utf8, prefix: prefix) }
      .max() ?? 0
  }

  public func addition(withKey key: RequestKey) -> RecordedAddition? { additions[key] }

  public func hasDone(idempotencyKey key: String) -> Bool {
    items.contains { $0.status == .done && $0.idempotencyKey == key }
  }

  // MARK: By place

  public var rowCount: Int { items.count }

  public func status(at row: Int) -> Status? { items[row].status }

  public func priorityRank(at row: Int) -> Int { items[row].priority.rank }

  public func item(at row: Int) -> QueueItem? { items[row] }

  public func mayWait(at row: Int) -> Bool {
    !items[row].after.isEmpty || !items[row].awaitedPlans.isEmpty
  }

  public func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8]
  ) {
    let cells = columns.map { Array((items[row].text(of: $0) ?? "").utf8) }
    output += cells.joined(separator: [separator])
  }

  public var rowsToMend: [MalformedRow] { [] }
}
