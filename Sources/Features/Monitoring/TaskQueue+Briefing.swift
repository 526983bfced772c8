import Attempts
public import Door
public import Model
import QueueStore

/// What a session should know about itself and the queue.
public struct Briefing: Sendable {
  public let state: SessionState
  public let counts: [Status: Int]
  /// The rows that are IN_PROGRESS, most urgent first.
  public let inProgress: [QueueItem]
  /// The result that a pick would have now.
  public let preview: PickPreview
  /// The pause; `nil` if the queue is not paused.
  public let pause: Pause?
  /// The time of the reading.
  public let now: QueueTime
}

/// The state of the caller's session.
public enum SessionState: Equatable, Sendable {
  /// A person, or a session that gave no name.
  case unnamed
  /// A session that works on no row.
  case idle(session: String)
  /// The session has the row, and may report it.
  case working(QueueItem)
  /// The session no longer has the row that it was assigned.
  case over(id: String, End)

  /// Why a session no longer has its row.
  public enum End: Equatable, Sendable {
    /// The row is not IN_PROGRESS any more, and has this status.
    case status(Status)
    case refused(Refusal)
  }
}

extension TaskQueue {
  /// - Parameters:
  ///   - caller: the session.
  ///   - id: the row for which the session was started; `nil` for the rows that it owns.
  ///   - limit: for how many waiting rows the answer gives the reason why a pick would skip them.
  public func briefing(
    for caller: Caller, assigned id: String? = nil, explaining limit: Int
  ) throws(Problem) -> Briefing {
    try asking {
      let (snapshot, pause) = (try snapshot(), try pause())
      let (context, inProgress) = (try queue(as: caller).context(), snapshot.itemsInProgress)
      return Briefing(
        state: try state(of: caller, assigned: id, among: inProgress, in: snapshot, context),
        counts: snapshot.counts, inProgress: inProgress,
        preview: try PickPreview(of: snapshot, limit: limit, context: context), pause: pause,
        now: context.now)
    }
  }

  private func state(
    of caller: Caller, assigned id: String?, among inProgress: [QueueItem],
    in snapshot: any QueueSnapshot, _ context: TransitionContext
  ) throws -> SessionState {
    if let id { return try state(ofRow: id, in: snapshot, context) }
    guard let session = caller.session else { return .unnamed }
    let owned = try inProgress.filter { $0.ownerSession == session }
      .map { try state(ofRow: $0.id, in: snapshot, context) }
    let atWork = owned.first { if case .working = $0 { true } else { false } }
    return atWork ?? owned.first ?? .idle(session: session)
  }

  /// A caller that may release a row may also send its report: both require the same owner, lease
  /// and claim.
  private func state(
    ofRow id: String, in snapshot: some QueueSnapshot, _ context: TransitionContext
  ) throws -> SessionState {
    do {
      let item = try snapshot.existing(id)
      guard item.status == .inProgress else { return .over(id: id, .status(item.status)) }
      _ = try Transition.release(id: id, force: false).decide(in: snapshot, context: context)
      return .working(item)
    } catch let refusal as Refusal {
      return .over(id: id, .refused(refusal))
    }
  }
}
