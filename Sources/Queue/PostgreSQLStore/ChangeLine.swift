import Glibc
import Model
import PostgreSQL
import QueueStore
import Synchronization

/// The changes of this process that wait for a transaction of the same queue.
///
/// One thread at a time, the leader, makes a transaction. It takes along all changes that wait
/// then, so that they need the queue's lock once and are committed once. At its end, the first of
/// the changes that came meanwhile leads.
private enum ChangeLine {
  /// What the thread of a change does next.
  enum Turn { case leads, changesAlone, isDone }

  /// By the address of a queue that has a leader.
  private static let waiting = Mutex<[String: [Member]]>([:])

  // `@unchecked`: its thread waits while the leader sets `turn` and `error`.
  final class Member: @unchecked Sendable {
    let change: Change
    private var turn = Turn.isDone
    private(set) var error: (any Error)?
    private let signal = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init(_ change: Change) {
      self.change = change
      sem_init(signal, 0, 0)
    }

    deinit {
      sem_destroy(signal)
      signal.deallocate()
    }

    func wait() -> Turn {
      while sem_wait(signal) != 0 {}
      return turn
    }

    func wake(_ turn: Turn, _ error: (any Error)? = nil) {
      (self.turn, self.error) = (turn, error)
      sem_post(signal)
    }
  }

  /// Waits until the change leads, or was made by another thread.
  static func enter(_ member: Member, _ address: String) -> Turn {
    let isFirst = waiting.withLock { waiting in
      if waiting[address] == nil {
        waiting[address] = []
        return true
      }
      waiting[address]?.append(member)
      return false
    }
    return isFirst ? .leads : member.wait()
  }

  /// The most changes of one transaction.
  private static let most = 64

  static func takeMembers(_ address: String) -> [Member] {
    waiting.withLock { waiting in
      let taken = Array(waiting[address]?.prefix(most) ?? [])
      waiting[address]?.removeFirst(taken.count)
      return taken
    }
  }

  static func leave(_ address: String) {
    let next = waiting.withLock { waiting -> Member? in
      guard let next = waiting[address]?.first else {
        waiting[address] = nil
        return nil
      }
      waiting[address]?.removeFirst()
      return next
    }
    next?.wake(.leads)
  }
}

extension PostgreSQLStore {
  /// Runs `decide` in a transaction that has the queue's lock.
  ///
  /// - Parameter together: whether the transaction may be shared with changes of other threads.
  func decided<Decided>(
    by hint: TransactionTable.Hint?, _ scope: HistoryScope?, as author: Author, together: Bool,
    _ decide: (Transaction) throws -> Decided
  ) throws -> Decided {
    // As in `Parallel.beside`. Where an error leaves, the check has the place of the last brace.
    #sourceLocation(file:"PostgreSQLStore.decided",line:1)
    return try withoutActuallyEscaping(decide) { decide in
      var decision: Decided?
      let change = Change(of: self, reading: hint, scope) { decision = try decide($0) }
      defer { change.decide = nil }
      if together { try makeTogether(change, as: author) } else { try make(change, as: author) }
      // A change without a decision has thrown.
      return decision!
    }
  }
  #sourceLocation()

  private func makeTogether(_ change: Change, as author: Author) throws {
    let member = ChangeLine.Member(change)
    switch ChangeLine.enter(member, address) {
    case .isDone: if let error = member.error ?? change.refusal { throw error }
    case .changesAlone: try make(change, as: author)
    case .leads:
      defer { ChangeLine.leave(address) }
      let others = ChangeLine.takeMembers(address)
      if others.isEmpty { return try make(change, as: author) }
      do { try make([change] + others.map(\.change), as: author) } catch {
        // If it is unknown whether the changes were made, none of them may be made again.
        let isUndecided = (error as? StoreError)?.isUndecided ?? false
        for other in others {
          if isUndecided { other.wake(.isDone, error) } else { other.wake(.changesAlone) }
        }
        if isUndecided { throw error }
        if (error as? PostgreSQLError)?.kind == .lost { connection = nil }
        return try make(change, as: author)
      }
      for other in others { other.wake(.isDone) }
      if let refusal = change.refusal { throw refusal }
    }
  }
}

extension StoreError {
  fileprivate var isUndecided: Bool {
    if case .server(let failure) = self, case .undecided = failure.cause { return true }
    return false
  }
}
