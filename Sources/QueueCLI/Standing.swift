import Host
public import QueueModel
public import QueueStore

/// How whoever speaks stands to the queue.
public enum Standing: Equatable, Sendable {
  /// Nobody said who speaks.
  case unnamed
  /// A session that works on no row.
  case idle(session: String)
  /// The row is the speaker's to work on and to report.
  case atWork(QueueItem)
  /// The row that the speaker was given is not theirs any more; `reason` says why.
  case over(id: String, reason: String)
}

extension Session {
  /// The row that the speaker was started for; `nil` where orch started nobody.
  private var assignedID: String? {
    environment["ORCH_ITEM_ID"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// How the speaker stands to the queue: by the row that they were started for, else by the
  /// rows that their session owns.
  public func standing(in snapshot: any QueueSnapshot) throws(CommandError) -> Standing {
    let context = try context()
    if let assignedID { return try standing(to: assignedID, in: snapshot, context) }
    guard let speaker else { return .unnamed }
    let owned = try snapshot.itemsInProgress.filter { $0.ownerSession == speaker }
      .map { (item) throws(CommandError) in try standing(to: item.id, in: snapshot, context) }
    return owned.first(where: \.isAtWork) ?? owned.first ?? .idle(session: speaker)
  }

  /// What a pick would do now; tells of `limit` rows at most why they are not started.
  public func outlook(
    in snapshot: any QueueSnapshot, telling limit: Int
  ) throws(CommandError) -> Outlook {
    let context = try context()
    return try asking { try Outlook(of: snapshot, telling: limit, context: context) }
  }

  /// Who may hand a row back may also report it: both ask for owner, lease and claim.
  private func standing(
    to id: String, in snapshot: some QueueSnapshot, _ context: TransitionContext
  ) throws(CommandError) -> Standing {
    try asking {
      do {
        let item = try snapshot.existing(id)
        guard item.status == .inProgress else {
          return .over(id: id, reason: "\(id.escaped) is \(item.status.rawValue)")
        }
        _ = try Transition.release(id: id, force: false).decide(in: snapshot, context: context)
        return .atWork(item)
      } catch let refusal as Refusal {
        return .over(id: id, reason: refusal.message)
      }
    }
  }

  /// Runs rules that ask a queue which was read before.
  private func asking<Answer>(_ rules: () throws -> Answer) throws(CommandError) -> Answer {
    do { return try rules() } catch { throw CommandError(StoreError(ofRule: error)) }
  }
}

extension Standing {
  fileprivate var isAtWork: Bool {
    switch self {
    case .atWork: true
    case .unnamed, .idle, .over: false
    }
  }
}
