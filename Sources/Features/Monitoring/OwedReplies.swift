import Attempts
public import Door
public import Model
public import Plans
import Worktrees

/// The replies that people owe a queue: answers and approvals for rows, and decisions about
/// proposed plans; and the rows that people have had for long.
public struct OwedReplies: Sendable {
  /// The time of the reading.
  public let now: QueueTime
  /// The rows, longest waiting first. Rows whose time is unknown come last.
  public let rows: [OwedReply]
  /// The proposals that are not decided yet, by the names of their plans.
  public let proposals: [PlanProposal]
  /// The rows that a person has had for longer than `long_work_after`, longest first.
  public let held: [HeldRow]
  /// The other BLOCKED rows whose notes say that a person should look at them, most urgent first.
  public let stopped: [StoppedRow]

  public var isEmpty: Bool {
    rows.isEmpty && proposals.isEmpty && held.isEmpty && stopped.isEmpty
  }
}

/// A row that a person has had for longer than `long_work_after`. The watchdog leaves it alone.
public struct HeldRow: Sendable {
  public let item: QueueItem
  public let since: QueueTime

  /// How many seconds the person has had the row by `now`.
  public func seconds(at now: QueueTime) -> Int { now.epochSeconds - since.epochSeconds }
}

/// A row that waits for the reply of a person.
public struct OwedReply: Sendable {
  public let row: StoppedRow
  /// The digest of the state about which a person decides; `nil` for a merge.
  public let digest: String?
  /// When the row began to wait; `nil` if that is unknown.
  public let since: QueueTime?
  /// The approval that a person elsewhere gave the row; `nil` if there is none.
  public let elsewhere: ApprovalElsewhere?
  /// The address of the row's pull request; `nil` if the row does not wait for a merge, or if no
  /// address is known.
  public let address: String?

  /// How many seconds the row has waited by `now`; `nil` if that is unknown.
  public func seconds(at now: QueueTime) -> Int? {
    since.map { max(0, now.epochSeconds - $0.epochSeconds) }
  }
}

/// An approval that git brought, and that does not count here: `approve_pulled_rows`.
public struct ApprovalElsewhere: Sendable {
  /// Who approved the row.
  public let approver: String
  /// The commit that brought the approval; `nil` if it is unknown.
  public let source: RowSource?
}

extension StoppedRow {
  fileprivate var isForPerson: Bool { if case .needsPerson = cause { true } else { false } }
}

extension TaskQueue {
  /// The rows that wait for an answer or an approval, and the plans that are proposed.
  ///
  /// - Parameter plan: the only plan to look at; `nil` for all rows and plans.
  /// - Throws: `PlanProblem.unknown` if there is no such plan, not even as a proposal.
  public func owedReplies(ofPlan plan: String? = nil) throws(Problem) -> OwedReplies {
    try asking {
      let (store, context) = (try store(), try queue(as: Caller()).context())
      let snapshot = try snapshot()
      if let plan { _ = try self.plan(plan) }
      func isOfPlan(_ item: QueueItem) -> Bool { plan == nil || item.planName == plan }
      let rows = snapshot.itemsAwaitingPeople.filter(isOfPlan)
      let now = context.now
      let times = rows.isEmpty ? [:] : try store.stopTimes(of: rows, at: now)
      let replies = try rows.compactMap { item in
        try StoppedRow(item, context).map { row in
          try OwedReply(
            row: row,
            digest: item.awaited == .merge ? nil : context.contents?.digest(item, item.matter),
            since: times[item.id].map { QueueTime(epochSeconds: $0, zone: now.zone) },
            elsewhere: approvalElsewhere(of: item),
            address: item.awaited == .merge ? pullRequestAddress(of: item.id) : nil)
        }
      }
      func order(_ reply: OwedReply) -> Int { reply.since?.epochSeconds ?? .max }
      // Of rows that have waited equally long, the more urgent one comes first.
      let sorted = replies.enumerated().sorted {
        (order($0.element), $0.offset) < (order($1.element), $1.offset)
      }
      let stopped = snapshot.otherItemsBlocked.filter(isOfPlan)
      return OwedReplies(
        now: now, rows: sorted.map(\.element), proposals: try openProposals(ofPlan: plan),
        held: try heldRows(snapshot.itemsInProgress.filter(isOfPlan), at: now),
        stopped: stopped.compactMap { StoppedRow($0, context) }.filter(\.isForPerson))
    }
  }

  private func approvalElsewhere(of item: QueueItem) throws -> ApprovalElsewhere? {
    guard let approver = item.approverElsewhere else { return nil }
    let brought = try queue(as: Caller()).history(of: item.id).last {
      $0.source != nil && QueueItem.hasApprovalElsewhere($0.after)
    }
    return ApprovalElsewhere(approver: approver, source: brought?.source)
  }

  private func heldRows(_ items: [QueueItem], at now: QueueTime) throws -> [HeldRow] {
    let limit = try value(Settings.longWorkAfter)
    guard limit > 0 else { return [] }
    return items.filter(\.isHeldByPerson).compactMap { item in
      item.start(in: now.zone).map { HeldRow(item: item, since: $0) }
    }.filter { $0.seconds(at: now) >= limit }.sorted {
      $0.since.epochSeconds < $1.since.epochSeconds
    }
  }

  private func openProposals(ofPlan plan: String?) throws -> [PlanProposal] {
    let workspace = try workspace()
    let names = PlanFolder.names(workspace).filter { plan == nil || $0 == plan }
    return names.compactMap { name in
      // A proposal that can't be read does not hide the others. `ops doctor` reports it.
      let last = (try? ProposalFolder(name, workspace).last()) ?? nil
      return last?.state == .proposed ? last : nil
    }
  }
}
