/// Why a transition is not carried out. A refused transition changes nothing.
public enum Refusal: Error, Equatable, Sendable {
  case notFound(String)
  case alreadyExists(String)
  case illFormedID(String)
  /// Several rows have the id; `lines` are their lines, starting at 1.
  case repeatedID(String, lines: [Int])
  /// The row in the line is not one of the rows with the repeated id, which are in `lines`.
  case notRepeated(String, line: Int, lines: [Int])
  /// The row can't be read because of `problem`; `line` is its line in a queue file.
  case malformedRow(String, line: Int?, problem: Finding.Fact)
  case wrongState(QueueItem, action: Action)
  /// The row belongs to another session.
  case notOwner(QueueItem, action: Action, session: String?)
  case waits(String, for: [Dependencies.Blocker])
  /// A segment of the row's notes was meant as control, and may mean that the row must not start.
  case nearMiss(String, NearMissNote)
  case backsOff(String, until: Int, now: QueueTime)
  /// A person deferred the row to a later time.
  case deferred(String, until: Int, now: QueueTime)
  /// A person must approve the row before its work begins.
  case needsApproval(QueueItem)
  case dependencyCycle([String])
  case permanentFailure(String)
  case attemptsUsedUp(QueueItem, limit: Int)
  /// Another session works on the row, or is about to.
  case leased(QueueItem, Lease, action: Action, now: QueueTime)
  /// The caller's lease has ended, and no other session has one.
  case leaseEnded(QueueItem, Lease)
  /// The caller's session has no lease on the row; `nil` is a person, who never has one.
  case noLease(QueueItem, session: String?)
  /// The claim of the caller's token has ended.
  case staleClaim(QueueItem, claimToken: String, action: Action)
  /// A worker that orch started reported on the row without its claim's token.
  case missingClaimToken(QueueItem)
  /// The history has nothing to undo for the row, or for the caller.
  case nothingToUndo(String?)
  /// The change to undo is of a kind that can't be undone.
  case irreversible(HistoryEntry, Irreversible)
  /// No save was merged, or all merges are undone.
  case noMergeToUndo
  /// The command to undo is no longer the caller's last one. This entry belongs to a later command.
  case otherCommand(HistoryEntry)
  /// A session tried to undo a change by someone else.
  case notYours(HistoryEntry)
  /// The row has changed since: the field with this name has another text now.
  case changedSince(HistoryEntry, String, String?)
  /// The row's brief has changed since.
  case briefChangedSince(HistoryEntry)
  /// A field that the caller saw and wants to edit has another text now.
  case editedMeanwhile(QueueItem, EditableField)
  /// Other rows wait for the row that is to be removed.
  case neededBy(String, [String])
  /// The row to restore still exists.
  case notDeleted(String)
  /// The history has no deletion of the row.
  case neverDeleted(String)
  /// The deleted row can't be read from the history.
  case unreadableDeletion(String)
  /// The status changed between a person's confirmation and the command.
  case otherStatus(QueueItem, than: Status)
  /// A session can't make the row DONE, because these proofs are not met: `CRITERION: REASON`.
  case unmetProofs(String, [String])
  /// The row was claimed, or its status changed, after its report was judged.
  case movedOn(QueueItem)
  /// The criteria changed after the report was judged; these are the current ones.
  case criteriaChanged(QueueItem, Transition.Review.Criteria)
  /// The row does not wait for such a reply.
  case notAwaited(QueueItem, Awaited)
  /// The content of the row has changed since the person saw it, or since the row began to wait.
  case contentChanged(QueueItem, ContentChange)
  /// A person never approved the row, or the approved content with this digest is not kept.
  case nothingApproved(QueueItem, digest: String?)
  /// A request with other content used the key before, and added these rows.
  case keyUsed(RequestKey, added: [String])
  /// The row's last question has another number.
  case otherQuestion(QueueItem, Int)
  /// A caller of this kind may not decide this about the row or plan with this name.
  case reserved(String, Reserved, for: CallerKind)

  /// How the content that a person decides about has changed.
  public struct ContentChange: Equatable, Sendable {
    /// The digest that the person gave; `nil` if the row changed since it began to wait.
    public let given: String?
    /// The digest of the current content.
    public let now: String
    /// The changed parts; empty if unknown.
    public let parts: [DecidedContent.Part]

    public init(given: String?, now: String, parts: [DecidedContent.Part]) {
      (self.given, self.now, self.parts) = (given, now, parts)
    }
  }

  /// Why a change can't be undone.
  public enum Irreversible: Equatable, Sendable {
    /// The change gave the row its id.
    case renaming
    /// The previous status, typed by hand, is not a valid one.
    case unknownStatus(String)
    /// The change ended the attempt of a worker that orch started and that is gone.
    case endOfAttempt
    /// A save in an editor added the row.
    case addedInEditor
    /// The change claimed the row, as part of a whole command.
    case claim
    /// The change merged work or sent it to a forge.
    case landed
    /// The change is an approval of the row, whose work was merged or sent to a forge.
    case approvalOfLanded
    /// The change is a report on the work.
    case report
    /// The change included the row's brief, whose previous text is no longer kept.
    case forgottenBrief

    /// The name in JSON.
    public var code: String {
      switch self {
      case .renaming: "renaming"
      case .unknownStatus: "unknown_status"
      case .endOfAttempt: "end_of_attempt"
      case .addedInEditor: "added_in_editor"
      case .claim: "claim"
      case .landed, .approvalOfLanded: "landed"
      case .report: "report"
      case .forgottenBrief: "forgotten_brief"
      }
    }
  }

  /// The kind of the refused transition.
  public enum Action: Equatable, Sendable {
    case pick, assign, release, cancel, replan, retry, beginAnew, lease, undo
    case edit, split, remove
    case finish(Status)
    case review, report
  }
}

extension Refusal {
  /// The names of refusals in JSON; part of the contract.
  public enum Code: String, CaseIterable, Sendable, CustomStringConvertible {
    case notFound = "not_found"
    case alreadyExists = "already_exists"
    case illFormedID = "ill_formed_id"
    case repeatedID = "repeated_id"
    case notRepeated = "not_repeated"
    case malformedRow = "malformed_row"
    case wrongState = "wrong_state"
    case notOwner = "not_owner"
    case waits
    case nearMiss = "near_miss_note"
    case backsOff = "backs_off"
    case deferred
    case needsApproval = "needs_approval"
    case dependencyCycle = "dependency_cycle"
    case permanentFailure = "permanent_failure"
    case attemptsUsedUp = "attempts_used_up"
    case leased
    case leaseEnded = "lease_ended"
    case noLease = "no_lease"
    case staleClaim = "stale_attempt"
    case missingClaimToken = "missing_attempt"
    case nothingToUndo = "nothing_to_undo"
    case changedSince = "changed_since"
    case neededBy = "needed_by"
    case unmetProofs = "unmet_proofs"
    case criteriaChanged = "criteria_changed"
    case movedOn = "moved_on"
    case notAwaited = "not_awaited"
    case otherQuestion = "other_question"
    case keyUsed = "key_used"
    /// A worker may not decide this.
    case insideWorker = "inside_worker"
    /// A token without the scope `decide` may not decide this.
    case lacksScope = "lacks_scope"
    /// A session may not decide this.
    case needsPerson = "needs_person"

    public var description: String { rawValue }
  }

  public var code: Code {
    switch self {
    case .notFound: .notFound
    case .alreadyExists: .alreadyExists
    case .illFormedID: .illFormedID
    case .repeatedID: .repeatedID
    case .notRepeated: .notRepeated
    case .malformedRow: .malformedRow
    case .wrongState: .wrongState
    case .notOwner: .notOwner
    case .waits: .waits
    case .nearMiss: .nearMiss
    case .backsOff: .backsOff
    case .deferred: .deferred
    case .needsApproval: .needsApproval
    case .dependencyCycle: .dependencyCycle
    case .permanentFailure: .permanentFailure
    case .attemptsUsedUp: .attemptsUsedUp
    case .leased: .leased
    case .leaseEnded: .leaseEnded
    case .noLease: .noLease
    case .staleClaim: .staleClaim
    case .missingClaimToken: .missingClaimToken
    case .nothingToUndo, .irreversible, .noMergeToUndo: .nothingToUndo
    case .notYours: .notOwner
    case .changedSince, .briefChangedSince, .editedMeanwhile, .contentChanged: .changedSince
    case .neededBy: .neededBy
    case .notDeleted: .alreadyExists
    case .neverDeleted: .notFound
    case .unreadableDeletion: .malformedRow
    case .unmetProofs: .unmetProofs
    case .criteriaChanged: .criteriaChanged
    case .otherStatus, .movedOn, .otherCommand: .movedOn
    case .notAwaited, .nothingApproved: .notAwaited
    case .otherQuestion: .otherQuestion
    case .keyUsed: .keyUsed
    case .reserved(_, _, for: .worker): .insideWorker
    case .reserved(_, _, for: .token(mayDecide: false)): .lacksScope
    case .reserved: .needsPerson
    }
  }
}
