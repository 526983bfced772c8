public import QueueModel
public import QueueStore
import Synchronization

/// The memory double of the stores: the same transitions by the same rules,
/// without a file.
public final class MemoryStore: QueueStore, Sendable {
  fileprivate struct State {
    var queue: MemorySnapshot
    var history: [HistoryEntry] = []
  }

  private let state: Mutex<State>
  private let author: Author
  private let storage: FieldStorage

  /// A store whose history names `author`, or who speaks where the context says so.
  ///
  /// - Parameter hasRecords: whether attempts and keys are fields, as in a database.
  public init(_ items: [QueueItem] = [], author: Author, hasRecords: Bool = false) {
    let items = items.map { item in
      var item = item
      if hasRecords, item.record == nil { item.record = QueueItem.Record() }
      return item
    }
    state = Mutex(State(queue: MemorySnapshot(items)))
    storage = hasRecords ? .columns : .notes(hasAfterColumn: false)
    self.author = author
  }

  public func perform(
    _ transition: Transition, context: TransitionContext
  ) throws(StoreFailure) -> StoreOutcome<Decision> {
    let (author, storage) = (author, storage)
    return try state.withLock { (state) throws(StoreFailure) in
      var context = context
      context.history = state.history
      let decision: Decision
      do {
        decision = try transition.decide(in: state.queue, context: context).encoded(for: storage)
      } catch { throw StoreFailure(StoreError(ofRule: error)) }
      let speaker =
        context.actor.isEmpty
        ? author
        : Author(command: author.command, traceID: author.traceID, actor: context.actor)
      for change in decision.changes { state.apply(change, by: speaker, at: context.now) }
      return StoreOutcome(decision, isRecorded: !decision.changes.isEmpty)
    }
  }

  public func snapshot() throws(StoreFailure) -> StoreOutcome<any QueueSnapshot> {
    StoreOutcome(state.withLock(\.queue))
  }

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    state.withLock(\.history).filter { id == nil || $0.id == id }
  }
}

extension MemoryStore.State {
  fileprivate mutating func apply(_ change: ItemChange, by author: Author, at time: QueueTime) {
    queue.lastClaim = max(queue.lastClaim, change.after?.claim?.number ?? 0)
    let row = queue.items.firstIndex { $0.id == change.before?.id }
    let place = row.map { $0 == 0 ? RowPlace.first : .behind(queue.items[$0 - 1].id) }
    switch (row, change.after) {
    case (let row?, let after?): queue.items[row] = after
    case (let row?, nil): queue.items.remove(at: row)
    case (nil, let after?): queue.items.insert(after, at: newRow(change.origin?.place))
    case (nil, nil): break
    }
    guard change.isTold else { return }
    let cells = RowChange(change)
    var entry =
      HistoryEntry(
        sequence: history.count + 1, time: time.iso8601, traceID: author.traceID,
        command: author.command, actor: author.actor, id: change.id,
        before: cells.before, after: cells.after, undoes: change.undoes?.sequence,
        place: change.after == nil ? place : nil)
    entry.judgement = change.judgement
    history.append(entry)
  }

  private func newRow(_ place: RowPlace?) -> Int {
    switch place {
    case .first?: 0
    case .behind(let id)?:
      queue.items.firstIndex { $0.id == id }.map { $0 + 1 } ?? queue.items.count
    case nil: queue.items.count
    }
  }
}
