public import Facts
public import QueueModel
public import QueueStore

/// The state of the caller's session.
public enum SessionState: Equatable, Sendable {
  /// A person, or a session that gave no name.
  case unnamed
  /// A session that works on no row.
  case idle(session: String)
  /// The session has the row, and may report it.
  case working(QueueItem)
  /// The session no longer has the row it was assigned.
  case over(id: String, End)

  /// Why a session no longer has its row.
  public enum End: Equatable, Sendable {
    /// The row has this status, and is not IN_PROGRESS.
    case status(Status)
    case refused(Refusal)
  }
}

/// Use case: describes the state of the caller's session, and what it would be assigned next.
public struct DescribeSession: Sendable {
  private let queue: Queue

  public init(queue: Queue) { self.queue = queue }

  /// - Parameters:
  ///   - id: the row that the caller was started for; `nil` for the rows that its session owns.
  ///   - snapshot: a reading of the queue.
  public func callAsFunction(
    assigned id: String?, in snapshot: any QueueSnapshot
  ) throws(Problem) -> SessionState {
    let context = try queue.context()
    return try asking {
      if let id { return try state(of: id, in: snapshot, context) }
      guard let session = queue.caller.session else { return .unnamed }
      let owned = try snapshot.items(.inProgress).filter { $0.ownerSession == session }
        .map { try state(of: $0.id, in: snapshot, context) }
      return owned.first(where: \.isAtWork) ?? owned.first ?? .idle(session: session)
    }
  }

  /// What a pick would do now, and why it would skip the first `limit` waiting rows.
  public func nextPick(
    in snapshot: any QueueSnapshot, explaining limit: Int
  ) throws(Problem) -> PickPreview {
    let context = try queue.context()
    return try asking { try PickPreview(of: snapshot, limit: limit, context: context) }
  }

  /// A caller that may release a row may also report it: both check owner, lease and claim.
  private func state(
    of id: String, in snapshot: some QueueSnapshot, _ context: TransitionContext
  ) throws -> SessionState {
    do {
      let item = try snapshot.existing(id)
      guard item.status == .inProgress else {
        return .over(id: id, .status(item.status))
      }
      _ = try Transition.release(id: id, force: false).decide(in: snapshot, context: context)
      return .working(item)
    } catch let refusal as Refusal {
      return .over(id: id, .refused(refusal))
    }
  }

  /// Runs rules on a snapshot, and converts their errors.
  private func asking<Answer>(_ rules: () throws -> Answer) throws(Problem) -> Answer {
    do { return try rules() } catch { throw .store(StoreError(ofRule: error)) }
  }
}

extension SessionState {
  fileprivate var isAtWork: Bool { if case .working = self { true } else { false } }
}
