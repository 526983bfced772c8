/// Why a transition is not carried out. It changes nothing.
public enum Refusal: Error, Equatable, Sendable {
  case notFound(String)
  case alreadyExists(String)
  case illFormedID(String)
  /// Several rows have the id; `lines` are theirs, counting from 1.
  case repeatedID(String, lines: [Int])
  /// The row in the line is none of several rows with the id, which stand in `lines`.
  case notRepeated(String, line: Int, lines: [Int])
  /// The row can't be read, and `problem` says why; `line` is that of a queue file.
  case malformedRow(String, line: Int?, problem: Finding.Fact)
  case wrongState(QueueItem, action: Action)
  /// The row belongs to another session than the caller's.
  case notOwner(QueueItem, action: Action, session: String?)
  case waits(String, for: [Dependencies.Blocker])
  /// A segment of the row's notes was meant as control, and may be why it must not start.
  case nearMiss(String, NearMissNote)
  case backsOff(String, until: Int, now: QueueTime)
  /// A person lets the row be handed out only later.
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
  /// The claim that the caller's token names is over.
  case staleClaim(QueueItem, claimToken: String, action: Action)
  /// A report on the row of a worker that orch started lacks its claim's token.
  case missingClaimToken(QueueItem)
  /// The history has nothing to undo of the row, or of the caller.
  case nothingToUndo(String?)
  /// The change to undo is of a kind that can't be taken back.
  case irreversible(HistoryEntry, Irreversible)
  /// No save was merged, or all merges are undone.
  case noMergeToUndo
  /// The command to undo is not the caller's last one any more: this one came later.
  case otherCommand(HistoryEntry)
  /// A session would undo what another one did.
  case notYours(HistoryEntry)
  /// The row was changed since: the field of this name has another text now.
  case changedSince(HistoryEntry, String, String?)
  /// The row's brief was changed since.
  case briefChangedSince(HistoryEntry)
  /// A field that the caller saw and would edit has another text now.
  case editedMeanwhile(QueueItem, EditableField)
  /// Other rows wait for the row that would be removed.
  case neededBy(String, [String])
  /// The row to restore exists.
  case notDeleted(String)
  /// The history has no deletion of the row.
  case neverDeleted(String)
  /// The deleted row can't be read from the history.
  case unreadableDeletion(String)
  /// The status changed between a person's confirmation and the command.
  case otherStatus(QueueItem, than: Status)
  /// The row was claimed or changed its status since its report was judged.
  case movedOn(QueueItem)
  /// The criteria changed since the report was judged; these are the present ones.
  case criteriaChanged(QueueItem, Transition.Review.Criteria)
  /// The row waits for no such reply.
  case notAwaited(QueueItem, Awaited)
  /// The row is not what a person saw, or what it was when it began to wait.
  case contentChanged(QueueItem, ContentChange)
  /// A person never approved the row, or what was approved is not kept, which has this digest.
  case nothingApproved(QueueItem, digest: String?)
  /// A request with other content added these rows with the key.
  case keyUsed(RequestKey, added: [String])
  /// The row's last question has another number.
  case otherQuestion(QueueItem, Int)
  /// A caller of this kind does not decide that of the row, or plan, with this name.
  case reserved(String, Reserved, for: CallerKind)

  /// How the content that a person decides about changed.
  public struct ContentChange: Equatable, Sendable {
    /// The digest that was given; `nil` where the row changed since it began to wait.
    public let given: String?
    /// The digest of the content as it is now.
    public let now: String
    /// Empty where it is not known.
    public let parts: [DecidedContent.Part]

    public init(given: String?, now: String, parts: [DecidedContent.Part]) {
      (self.given, self.now, self.parts) = (given, now, parts)
    }
  }

  /// Why a change can't be taken back.
  public enum Irreversible: Equatable, Sendable {
    /// It gave the row its id.
    case renaming
    /// The status before, typed by hand, is none.
    case unknownStatus(String)
    /// It ended the attempt of a worker that orch started, and that is gone.
    case endOfAttempt
    /// A save in an editor added the row.
    case addedInEditor
    /// It claimed the row, as part of a whole command.
    case claim
    /// By it work was merged, or sent to a forge.
    case landed
    /// It is a report on the work.
    case report
    /// It changed the row's brief, and what that was before is not kept any more.
    case forgottenBrief

    /// Its name in JSON.
    public var code: String {
      switch self {
      case .renaming: "renaming"
      case .unknownStatus: "unknown_status"
      case .endOfAttempt: "end_of_attempt"
      case .addedInEditor: "added_in_editor"
      case .claim: "claim"
      case .landed: "landed"
      case .report: "report"
      case .forgottenBrief: "forgotten_brief"
      }
    }
  }

  /// The kind of transition that is refused.
  public enum Action: Equatable, Sendable {
    case pick, assign, release, cancel, replan, retry, beginAnew, lease, undo
    case edit, remove
    case finish(Status)
    case review, report
  }
}

extension Refusal {
  /// The names of refusals in JSON; part of the contract.
  public enum Code: String, Sendable, CustomStringConvertible {
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
    case criteriaChanged = "criteria_changed"
    case movedOn = "moved_on"
    case notAwaited = "not_awaited"
    case otherQuestion = "other_question"
    case keyUsed = "key_used"
    /// What a worker does not decide.
    case insideWorker = "inside_worker"
    /// What a token without the scope `decide` does not decide.
    case lacksScope = "lacks_scope"
    /// What a session does not decide.
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
