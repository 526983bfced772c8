public import QueueModel
public import QueueStorage
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

  public init(_ items: [QueueItem] = [], author: Author) {
    state = Mutex(State(queue: MemorySnapshot(items)))
    self.author = author
  }

  public func perform(
    _ transition: Transition, context: TransitionContext
  ) throws(StoreError) -> StoreOutcome {
    let author = author
    return try state.withLock { (state) throws(StoreError) in
      let decision: Decision
      do throws(Refusal) {
        decision = try transition.decide(in: state.queue, context: context)
      } catch { throw .refused(error) }
      if case .change(let change) = decision {
        state.carryOut(change, by: author, at: context.now)
      }
      return StoreOutcome(decision: decision)
    }
  }

  public func snapshot() throws(StoreError) -> any QueueSnapshot { state.withLock(\.queue) }

  public func history(of id: String?) throws(StoreError) -> [HistoryEntry] {
    state.withLock(\.history).filter { id == nil || $0.id == id }
  }
}

extension MemoryStore.State {
  fileprivate mutating func carryOut(_ change: ItemChange, by author: Author, at time: QueueTime) {
    if let row = queue.items.firstIndex(where: { $0.id == change.before?.id }) {
      queue.items[row] = change.after
    } else {
      queue.items.append(change.after)
    }
    history.append(
      HistoryEntry(
        sequence: history.count + 1, time: time.iso8601, traceID: author.traceID,
        command: author.command, actor: author.actor, id: change.after.id,
        before: change.before.map { $0.cells(where: change.after) } ?? [:],
        after: change.after.cells(where: change.before)))
  }
}

extension QueueItem {
  /// The texts of the columns in which this row differs from `other`.
  fileprivate func cells(where other: QueueItem?) -> [String: String] {
    let differing = Column.allCases.filter { text(of: $0) != other?.text(of: $0) }
    return Dictionary(uniqueKeysWithValues: differing.map { ($0.name, text(of: $0) ?? "-") })
  }
}
