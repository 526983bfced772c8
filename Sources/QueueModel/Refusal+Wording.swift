extension Refusal {
  /// The error's name in JSON; part of the contract.
  public var code: String {
    switch self {
    case .notFound: "not_found"
    case .alreadyExists: "already_exists"
    case .illFormedID: "ill_formed_id"
    case .repeatedID: "repeated_id"
    case .malformedRow: "malformed_row"
    case .wrongState: "wrong_state"
    case .notOwner: "not_owner"
    case .waits: "waits"
    case .backsOff: "backs_off"
    case .dependencyCycle: "dependency_cycle"
    case .permanentFailure: "permanent_failure"
    case .attemptsUsedUp: "attempts_used_up"
    case .leased: "leased"
    case .leaseEnded: "lease_ended"
    case .noLease: "no_lease"
    case .staleAttempt: "stale_attempt"
    case .missingAttempt: "missing_attempt"
    case .nothingToUndo, .noMergeToUndo: "nothing_to_undo"
    case .notYours: "not_owner"
    case .changedSince: "changed_since"
    case .neededBy: "needed_by"
    case .notDeleted: "already_exists"
    case .neverDeleted: "not_found"
    case .unreadableDeletion: "malformed_row"
    case .criteriaChanged: "criteria_changed"
    case .otherStatus, .movedOn: "moved_on"
    case .notAwaited: "not_awaited"
    case .otherQuestion: "other_question"
    }
  }

  /// What was found, in one sentence.
  public var message: String {
    switch self {
    case .notFound(let id): "Row id not found: \(id.escaped)"
    case .alreadyExists(let id): "Row id already exists: \(id)"
    case .illFormedID(let id): "Row id is ill-formed: \(id.escaped)"
    case .repeatedID(let id, let lines):
      "Row id stands in several rows: \(id.escaped), \(lines.listed)"
    case .malformedRow(let id, let line, let problem):
      "The row \(id.escaped)\(line.map { " in line \($0)" } ?? "") cannot be changed: \(problem)"
    case .wrongState(let item, _): "\(item.id.escaped) is \(item.state)"
    case .notOwner(let item, _, let session):
      "\(item.id.escaped) belongs to \(item.shownOwner)\(session.map { ", not to \($0.escaped)" } ?? "")"
    case .waits(let id, let blockers):
      "\(id) waits for " + blockers.map(\.description).joined(separator: ", ")
    case .backsOff(let id, let until, let now):
      "\(id) is not tried again before "
        + QueueTime(epochSeconds: until, offset: now.offset).text
    case .dependencyCycle(let ids):
      "The rows would wait for each other: " + ids.map(\.escaped).joined(separator: " -> ")
    case .permanentFailure(let id): "\(id.escaped) failed for good (failure=permanent)"
    case .attemptsUsedUp(let item, let limit):
      "\(item.id.escaped) has used up its attempts: \(item.attemptCount) of \(limit)"
    case .leased(let item, let lease, _, let now):
      "\(item.id.escaped) is leased to \(lease.owner.escaped) until \(lease.shownEnd(now))"
    case .leaseEnded(let item, let lease):
      "The lease of \(lease.owner.escaped) on \(item.id.escaped) has ended"
    case .noLease(let item, let session?):
      "\(session.escaped) has no lease on \(item.id.escaped), which is \(item.state)"
    case .noLease(let item, nil): "Nobody is named who leases \(item.id.escaped)"
    case .staleAttempt(let item, let attempt, _):
      "The attempt \(attempt.escaped) of \(item.id.escaped) is over: the row is \(item.state)"
    case .missingAttempt(let item):
      "\(item.id.escaped) was started by orch: it takes a report only with its attempt's token"
    case .nothingToUndo(let id?): "There is nothing to undo of \(id.escaped)"
    case .noMergeToUndo: "There is no merge of a save to undo"
    case .nothingToUndo(nil): "There is nothing of yours to undo"
    case .notYours(let entry):
      "The last change of \(entry.escapedID), \(entry.command), was made by \(entry.actor.escaped)"
    case .changedSince(let entry, let column, let text):
      "\(entry.escapedID) was changed since \(entry.command): \(column.name) is now "
        + "\((text ?? "-").escaped)"
    case .neededBy(let id, let waiting):
      "\(waiting.map(\.escaped).joined(separator: ", ")) \(waiting.count == 1 ? "waits" : "wait") "
        + "for \(id.escaped)"
    case .notDeleted(let id): "Row id already exists: \(id.escaped)"
    case .neverDeleted(let id): "Row id not found: \(id.escaped)"
    case .unreadableDeletion(let id): "The deleted row \(id.escaped) cannot be read"
    case .otherStatus(let item, let status):
      "\(item.id.escaped) is \(item.state), and not \(status.rawValue) any more"
    case .movedOn(let item):
      "\(item.id.escaped) is \(item.state), and not as it was when the report was judged"
    case .criteriaChanged(let item, _):
      "The success criteria of \(item.id.escaped) are others than those that were judged by"
    case .notAwaited(let item, .answer):
      "\(item.id.escaped) waits for no answer: it is \(item.state)"
    case .notAwaited(let item, .approval):
      "\(item.id.escaped) waits for no approval: it is \(item.state)"
    case .otherQuestion(let item, let number):
      "question \(number) of \(item.id.escaped) is not the one that it waits with, \(item.questionNumber)"
    }
  }
}

extension Dependencies.Blocker: CustomStringConvertible {
  /// `ORCH-1 (FAILED)`.
  public var description: String { "\(id.escaped) (\(status?.rawValue ?? "no readable row"))" }
}

extension HistoryEntry {
  var escapedID: String { (id ?? "").escaped }
}

extension QueueItem {
  var shownOwner: String { ownerSession?.escaped ?? "nobody" }

  fileprivate var state: String {
    status == .inProgress && ownerSession != nil
      ? "IN_PROGRESS, owned by \(shownOwner)" : status.rawValue
  }
}

extension Lease {
  /// When it ends, as cells write it; one without a known end says so.
  fileprivate func shownEnd(_ now: QueueTime) -> String {
    expiresAt == .max ? "it is released" : end(at: now).text
  }
}

extension [Int] {
  fileprivate var listed: String { "lines " + map(String.init).joined(separator: " and ") }
}
