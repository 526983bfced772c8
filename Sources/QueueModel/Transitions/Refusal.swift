/// Why a transition is not carried out. It changes nothing.
public enum Refusal: Error, Equatable, Sendable {
  case notFound(String)
  case alreadyExists(String)
  case illFormedID(String)
  /// Several rows have the id; `lines` are theirs, counting from 1.
  case repeatedID(String, lines: [Int])
  /// The row with the id, in a line of the file where there is one, cannot be read;
  /// `problem` says why.
  case malformedRow(String, line: Int?, problem: String)
  case wrongState(QueueItem, action: Action)
  /// The row belongs to another session than the one that speaks.
  case notOwner(QueueItem, action: Action, session: String?)
  case waits(String, for: [Dependencies.Blocker])
  case backsOff(String, until: Int, now: QueueTime)
  case dependencyCycle([String])
  case permanentFailure(String)
  case attemptsUsedUp(QueueItem, limit: Int)
  /// Another session works on the row, or is about to.
  case leased(QueueItem, Lease, action: Action, now: QueueTime)
  /// The speaker's lease has ended; nobody else has one.
  case leaseEnded(QueueItem, Lease)
  /// The session that speaks has no lease on the row; `nil` is a person, who never has one.
  case noLease(QueueItem, session: String?)
  /// The speaker works for a claim that is over.
  case staleAttempt(QueueItem, attempt: String, action: Action)
  /// Somebody reports on a row without the token of the worker that orch started for it.
  case missingAttempt(QueueItem)
  /// The history has nothing of the row, or of the speaker, that may be taken back.
  case nothingToUndo(String?)
  /// No save was merged, or each was taken as it was saved since.
  case noMergeToUndo
  /// A session asks to take back what another did.
  case notYours(HistoryEntry)
  /// The row is not as the transition left it: `column` now says something else.
  case changedSince(HistoryEntry, Column, String?)
  /// Other rows wait for the row that would go.
  case neededBy(String, [String])
  /// The row to be brought back is there.
  case notDeleted(String)
  /// The history knows of no deletion of the row.
  case neverDeleted(String)
  /// What the history kept of a deleted row makes no row.
  case unreadableDeletion(String)
  /// The row has another status than the one in which somebody was asked about it.
  case otherStatus(QueueItem, than: Status)
  /// The row is no longer what it was when its report was judged.
  case movedOn(QueueItem)
  /// The criteria are others than the report was judged by: these.
  case criteriaChanged(QueueItem, Transition.Judge.Criteria)
  /// The row waits for no answer, or for no approval.
  case notAwaited(QueueItem, Awaited)
  /// The row's last question has another number.
  case otherQuestion(QueueItem, Int)

  /// What was asked for, as far as the wording of a refusal needs it.
  public enum Action: Equatable, Sendable {
    case pick, assign, release, cancel, replan, retry, lease, undo
    case finish(Status)
    case review, report
  }
}

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
}
