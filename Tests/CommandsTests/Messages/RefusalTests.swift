import Door
import StoreTestSupport
import Testing
import Text

@testable import Model
@testable import Runner

@Suite struct RefusalTests {
  struct Wording: CustomTestStringConvertible {
    let refusal: Refusal
    let code, message, hint: String
    var testDescription: String { "\(code): \(message)" }
  }

  private static let hidden = "A\u{202E}B\u{1B}"

  @Test(arguments: [
    Wording(
      refusal: .notFound("A"), code: "not_found", message: "Row id not found: A",
      hint: "orch list shows the rows"),
    Wording(
      refusal: .notFound(hidden), code: "not_found",
      message: #"Row id not found: A\u{202E}B\u{1B}"#, hint: "orch list shows the rows"),
    Wording(
      refusal: .alreadyExists("A"), code: "already_exists", message: "Row id already exists: A",
      hint: "choose another id, or leave --id out for the next free one"),
    Wording(
      refusal: .illFormedID("a/\n"), code: "ill_formed_id",
      message: #"Row id is ill-formed: a/\u{A}"#,
      hint: "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, no '..'"),
    Wording(
      refusal: .repeatedID(hidden, lines: [3, 5, 8]), code: "repeated_id",
      message: #"Row id is in several rows: A\u{202E}B\u{1B}, lines 3 and 5 and 8"#,
      hint: #"orch edit A\u{202E}B\u{1B} --line 8 --id NEW gives one of them another id"#),
    Wording(
      refusal: .malformedRow(hidden, line: 4, problem: .emptyID), code: "malformed_row",
      message:
        #"The row A\u{202E}B\u{1B} in line 4 cannot be changed: the id is empty; orch fmt --ids gives the row one"#,
      hint: "fix the line in the file; orch lint shows where"),
    Wording(
      refusal: .waits("A", for: [.init(id: "B", status: .failed), .init(id: hidden, status: nil)]),
      code: "waits", message: #"A waits for B (FAILED), A\u{202E}B\u{1B} (no readable row)"#,
      hint: #"finish B, A\u{202E}B\u{1B} first"#),
    Wording(
      refusal: .nearMiss(
        "A", NearMissNote(segment: "approval=\(hidden)", form: "approval=start", holds: true)),
      code: "near_miss_note",
      message:
        #"A has the note 'approval=A\u{202E}B\u{1B}', which no rule reads: write approval=start, or put it in backticks"#,
      hint: "orch edit A --editor, or fix the file"),
    Wording(
      refusal: .backsOff(
        "A", until: StoreConformance.now.epochSeconds + 60, now: StoreConformance.now),
      code: "backs_off",
      message: "A is not tried again before 2026-01-31 18:01",
      hint: "wait, or let it start at once: ops retry A"),
    Wording(
      refusal: .backsOff("A", until: .max, now: StoreConformance.now), code: "backs_off",
      message: "A is not tried again before 9999-12-31 23:59",
      hint: "wait, or let it start at once: ops retry A"),
    Wording(
      refusal: .keyUsed(RequestKey("it's")!, added: ["A", hidden]), code: "key_used",
      message: "key 'it's' was used for a request with other content",
      hint: #"it added A, A\u{202E}B\u{1B}; use another key for other rows"#),
    Wording(
      refusal: .dependencyCycle(["A", hidden, "A"]), code: "dependency_cycle",
      message: #"The rows would wait for each other: A -> A\u{202E}B\u{1B} -> A"#,
      hint: "leave one of them out of --after"),
    Wording(
      refusal: .otherStatus(.sample("A", .inProgress, owner: hidden), than: .pending),
      code: "moved_on",
      message: #"A is IN_PROGRESS, owned by A\u{202E}B\u{1B}, no longer PENDING"#,
      hint: "nothing was changed; check the row, then run the command again"),
    Wording(
      refusal: .movedOn(.sample("A", .inProgress, owner: hidden)), code: "moved_on",
      message:
        #"A is IN_PROGRESS, owned by A\u{202E}B\u{1B}; it changed after the report was judged"#,
      hint: "nothing was changed; the verdict is for an earlier claim or state"),
    Wording(
      refusal: .criteriaChanged(.sample(hidden), .init("c")), code: "criteria_changed",
      message:
        #"The success criteria of A\u{202E}B\u{1B} changed after the report was judged"#,
      hint: "nothing was changed; review it again"),
    Wording(
      refusal: .wrongState(.sample("A", .done), action: .review), code: "wrong_state",
      message: "A is DONE",
      hint: "only unfinished rows can be reviewed; "
        + "ops replan --id A --force --notes WHY opens it again"),
    Wording(
      refusal: .wrongState(.sample("A", .blocked), action: .report), code: "wrong_state",
      message: "A is BLOCKED",
      hint:
        "reports are only accepted for IN_PROGRESS rows; ops retry --id A takes it back, or use "
        + "--force"),
    Wording(
      refusal: .permanentFailure(hidden), code: "permanent_failure",
      message: #"A\u{202E}B\u{1B} failed for good (failure=permanent)"#,
      hint: "--force tries it again anyway"),
    Wording(
      refusal: .nothingToUndo(hidden), code: "nothing_to_undo",
      message: #"There is nothing to undo for A\u{202E}B\u{1B}"#,
      hint: #"orch history --id A\u{202E}B\u{1B} shows what happened to it"#),
    Wording(
      refusal: .neededBy("A", ["B"]), code: "needed_by", message: "B waits for A",
      hint: "remove A from the 'after' of those rows first, or use orch rm --force"),
    Wording(
      refusal: .notDeleted("A"), code: "already_exists", message: "Row id already exists: A",
      hint: "it is in the table, not deleted"),
    Wording(
      refusal: .neverDeleted("A"), code: "not_found", message: "Row id not found: A",
      hint: "the history has no deleted row with this id"),
    Wording(
      refusal: .unreadableDeletion("A"), code: "malformed_row",
      message: "The deleted row A cannot be read",
      hint: "orch history --id A shows its cells; write the row into the table by hand"),
    Wording(
      refusal: .notOwner(.sample(owner: hidden), action: .release, session: "s\u{7}"),
      code: "not_owner", message: #"A belongs to A\u{202E}B\u{1B}, not to s\u{7}"#,
      hint: #"release it with --owner-session A\u{202E}B\u{1B}, or use --force"#),
    Wording(
      refusal: .notOwner(.sample(), action: .assign, session: nil), code: "not_owner",
      message: "A belongs to nobody", hint: "name its owner with --from, or use --force"),
    Wording(
      refusal: .notOwner(.sample(owner: "s2"), action: .finish(.done), session: "s1"),
      code: "not_owner", message: "A belongs to s2, not to s1", hint: "--force overrides the owner"),
  ])
  func `a refusal names the finding and the remedy`(_ wording: Wording) {
    #expect(wording.refusal.code.rawValue == wording.code)
    #expect(wording.refusal.sentence.english == wording.message)
    #expect(wording.refusal.hint.english == wording.hint)
    expectKoreanTwin(of: wording.refusal.sentence)
    expectKoreanTwin(of: wording.refusal.hint)
  }

  struct State: CustomTestStringConvertible {
    let status: Status
    let action: Refusal.Action
    let hint: String
    var testDescription: String { "\(action) of \(status.rawValue)" }
  }

  @Test(arguments: [
    State(
      status: .inProgress, action: .pick,
      hint: "only PENDING rows can be picked; orch release --id A --force frees it"),
    State(
      status: .blocked, action: .pick,
      hint: "only PENDING rows can be picked; ops retry --id A takes it back"),
    State(
      status: .done, action: .pick,
      hint: "only PENDING rows can be picked; ops replan --id A --force --notes WHY opens it again"),
    State(
      status: .pending, action: .assign,
      hint: "only IN_PROGRESS rows have an owner; orch pick --id A claims it"),
    State(
      status: .failed, action: .release,
      hint: "only IN_PROGRESS rows can be released; ops retry --id A takes it back"),
    State(
      status: .done, action: .release,
      hint: "only IN_PROGRESS rows can be released; "
        + "ops replan --id A --force --notes WHY opens it again"),
    State(
      status: .done, action: .finish(.blocked),
      hint: "orch block --force changes it anyway"),
    State(
      status: .done, action: .finish(.failed), hint: "orch fail --force changes it anyway"),
    State(
      status: .failed, action: .finish(.done), hint: "orch done --force changes it anyway"),
    State(status: .done, action: .cancel, hint: "only unfinished rows can be cancelled"),
    State(status: .done, action: .replan, hint: "ops replan --force opens it again"),
    State(
      status: .inProgress, action: .retry,
      hint:
        "only FAILED and BLOCKED rows and rows that back off can be retried; orch release --id A "
        + "--force frees it"
    ),
    State(
      status: .done, action: .retry,
      hint:
        "only FAILED and BLOCKED rows and rows that back off can be retried; ops replan --id A "
        + "--force --notes WHY opens it again"
    ),
    State(
      status: .pending, action: .retry,
      hint:
        "only FAILED and BLOCKED rows and rows that back off can be retried; orch pick --id A "
        + "claims it"
    ),
  ])
  func `a wrong state is named with what would work`(_ state: State) {
    let refusal = Refusal.wrongState(.sample("A", state.status), action: state.action)
    #expect(refusal.code == .wrongState)
    #expect(refusal.sentence.english == "A is \(state.status.rawValue)")
    #expect(refusal.hint.english == state.hint)
    expectKoreanTwin(of: refusal.sentence)
    expectKoreanTwin(of: refusal.hint)
  }

  @Test func `a row in progress is named with its owner`() {
    let item = QueueItem.sample(Self.hidden, .inProgress, owner: "s\u{200B}1")
    let refusal = Refusal.wrongState(item, action: .pick)
    #expect(
      refusal.sentence.english == #"A\u{202E}B\u{1B} is IN_PROGRESS, owned by s\u{200B}1"#
    )
    #expect(
      refusal.hint.english
        == #"only PENDING rows can be picked; orch release --id A\u{202E}B\u{1B} --force frees it"#)
  }
}

/// How refusals that have to do with claims are worded.
@Suite struct LeaseRefusalTests {
  struct Wording: CustomTestStringConvertible {
    let refusal: Refusal
    let code, message, hint: String
    var testDescription: String { "\(code): \(message) (\(hint))" }
  }

  private static let hidden = "s\u{202E}"
  private static let busy = QueueItem.sample("A", .inProgress, owner: hidden)
  private static let changed = QueueItem.sample(
    "A", .blocked,
    notes: "approval=start / approved earlier (me@host, 2026-01-31 18:00, 0123456789ab) / "
      + "awaits=approval")
  private static let lease = Lease(
    owner: hidden, expiresAt: StoreConformance.now.epochSeconds + 3600, hasHeartbeat: true)
  private static let endless = Lease(owner: "v", expiresAt: .max, hasHeartbeat: false)

  private static func leased(
    _ status: Status, _ action: Refusal.Action, _ lease: Lease = lease
  ) -> Refusal {
    .leased(.sample("A", status), lease, action: action, now: StoreConformance.now)
  }

  private static func stale(_ status: Status, _ action: Refusal.Action) -> Refusal {
    .staleClaim(.sample("A", status), claimToken: "3-abc\u{1B}", action: action)
  }

  private static let until = #"A is leased to s\u{202E} until 2026-01-31 19:00"#
  private static let over = #"The attempt 3-abc\u{1B} of A is over: the row is"#

  @Test(arguments: [
    Wording(
      refusal: leased(.pending, .pick), code: "leased", message: until,
      hint: "wait until then, or free it: orch release --id A --force"),
    Wording(
      refusal: leased(.blocked, .lease), code: "leased", message: until, hint: "wait until then"),
    Wording(
      refusal: leased(.inProgress, .lease, endless), code: "leased",
      message: "A is leased to v until it is released",
      hint: "wait until then, or free it: orch release --id A --force"),
    Wording(
      refusal: leased(.blocked, .finish(.done)), code: "leased", message: until,
      hint: "the work has passed to that session; --force overrides"),
    Wording(
      refusal: leased(.pending, .release), code: "leased", message: until,
      hint: "orch release --id A --force frees it"),
    Wording(
      refusal: .leaseEnded(busy, lease), code: "lease_ended",
      message: #"The lease of s\u{202E} on A has ended"#,
      hint: #"orch lease acquire --id A --owner-session s\u{202E} takes it again, "#
        + "unless another session has taken it"),
    Wording(
      refusal: .noLease(busy, session: "v"), code: "no_lease",
      message: #"v has no lease on A, which is IN_PROGRESS, owned by s\u{202E}"#,
      hint: "orch lease acquire --id A --owner-session v takes one, unless another session has it"),
    Wording(
      refusal: .noLease(busy, session: nil), code: "no_lease",
      message: "No session is named for the lease on A", hint: "name a session with --owner-session"
    ),
    Wording(
      refusal: .staleClaim(busy, claimToken: "3-abcdef", action: .lease), code: "stale_attempt",
      message: #"The attempt 3-abcdef of A is over: the row is IN_PROGRESS, owned by s\u{202E}"#,
      hint: "it was claimed again since then"),
    Wording(
      refusal: stale(.inProgress, .finish(.done)), code: "stale_attempt",
      message: "\(over) IN_PROGRESS", hint: "it was claimed again since then; --force overrides"),
    Wording(
      refusal: stale(.pending, .finish(.done)), code: "stale_attempt", message: "\(over) PENDING",
      hint: "orch pick --id A claims it; --force overrides"),
    Wording(
      refusal: stale(.failed, .lease), code: "stale_attempt", message: "\(over) FAILED",
      hint: "ops retry --id A takes it back"),
    Wording(
      refusal: .unmetProofs("A", ["file: x\u{1B}: x: it does not exist", "file: y: y: empty"]),
      code: "unmet_proofs",
      message: #"A: not met: file: x\u{1B}: x: it does not exist; file: y: y: empty"#,
      hint: "orch check A checks again; --force makes it DONE anyway"),
    Wording(
      refusal: .needsApproval(.sample("A")), code: "needs_approval",
      message: "A needs a person's approval before its work begins",
      hint: "orch approve A, or orch reject A --reason R"),
    Wording(
      refusal: .needsApproval(changed), code: "needs_approval",
      message: "A was changed since it was approved, and needs a person's approval again before "
        + "its work begins",
      hint: "orch diff A --since-approval; orch approve A, or orch reject A --reason R"),
    Wording(
      refusal: .contentChanged(
        changed, .init(given: nil, now: "ba9876543210", parts: [.task, .successCriteria])),
      code: "changed_since",
      message:
        "A was changed since it began to wait (task, success_criteria): it is ba9876543210 now",
      hint: "look at it again: orch show A, orch diff A --since-approval; --digest ba9876543210"),
    Wording(
      refusal: .contentChanged(
        .sample("A"), .init(given: "0123456789ab", now: "ba9876543210", parts: [])),
      code: "changed_since",
      message: "A does not match 0123456789ab: it is ba9876543210 now",
      hint: "look at it again: orch show A; --digest ba9876543210"),
    Wording(
      refusal: .nothingApproved(.sample("A"), digest: nil), code: "not_awaited",
      message: "A has no approved content", hint: "orch history --id A shows its changes"),
    Wording(
      refusal: .nothingApproved(changed, digest: "0123456789ab"), code: "not_awaited",
      message: "the approved content of A, 0123456789ab, is not kept here",
      hint: "orch history --id A shows its changes"),
    Wording(
      refusal: .attemptsUsedUp(.sample("A", .failed, notes: "review_attempts=3"), limit: 3),
      code: "attempts_used_up", message: "A has used up its attempts: 3 of 3",
      hint: "--force tries it again anyway"),
  ])
  func `a refusal names the row's owner and the remedy`(_ wording: Wording) {
    #expect(wording.refusal.code.rawValue == wording.code)
    #expect(wording.refusal.sentence.english == wording.message)
    #expect(wording.refusal.hint.english == wording.hint)
    expectKoreanTwin(of: wording.refusal.sentence)
    expectKoreanTwin(of: wording.refusal.hint)
  }
}
