public import QueueModel
public import QueueStore

/// How a speaker stands to the queue.
public enum SessionState: Equatable, Sendable {
  /// A person, or a session that gave no name.
  case unnamed
  /// A session that works on no row.
  case idle(session: String)
  /// The row is the speaker's to work on and to report.
  case working(QueueItem)
  /// The row that the speaker was given is not theirs any more.
  case over(id: String, End)

  /// Why a row is not the speaker's any more.
  public enum End: Equatable, Sendable {
    /// The row is in this state, and nobody works on it.
    case status(Status)
    case refused(Refusal)
  }
}

/// Use case: says how the speaker stands to the queue, and what it would be handed next.
public struct DescribeSession: Sendable {
  private let queue: Queue

  public init(queue: Queue) { self.queue = queue }

  /// - Parameters:
  ///   - id: the row that the speaker was started for; the rows that its session owns, for `nil`.
  ///   - snapshot: the queue as it was read before.
  public func callAsFunction(
    assigned id: String?, in snapshot: any QueueSnapshot
  ) throws(EngineError) -> SessionState {
    let context = try queue.context()
    return try asking {
      if let id { return try state(of: id, in: snapshot, context) }
      guard let session = queue.speaker.session else { return .unnamed }
      let owned = try snapshot.items(.inProgress).filter { $0.ownerSession == session }
        .map { try state(of: $0.id, in: snapshot, context) }
      return owned.first(where: \.isAtWork) ?? owned.first ?? .idle(session: session)
    }
  }

  /// What a pick would do now, and why it would pass over the first `limit` rows that wait.
  public func nextPick(
    in snapshot: any QueueSnapshot, explainer limit: Int
  ) throws(EngineError) -> PickPreview {
    let context = try queue.context()
    return try asking { try PickPreview(of: snapshot, telling: limit, context: context) }
  }

  /// Who may hand a row back may also report it: both ask for owner, lease and claim.
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

  /// Runs rules that ask a queue which was read before.
  private func asking<Answer>(_ rules: () throws -> Answer) throws(EngineError) -> Answer {
    do { return try rules() } catch { throw .store(StoreError(ofRule: error)) }
  }
}

extension SessionState {
  fileprivate var isAtWork: Bool { if case .working = self { true } else { false } }
}
