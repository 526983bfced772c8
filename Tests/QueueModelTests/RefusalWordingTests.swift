import Testing

@testable import QueueModel

@Suite struct RefusalWordingTests {
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
      message: #"Row id stands in several rows: A\u{202E}B\u{1B}, lines 3 and 5 and 8"#,
      hint: "give all but one of them another id"),
    Wording(
      refusal: .malformedRow(hidden, line: 4, problem: "unknown status 'x'"), code: "malformed_row",
      message: #"The row A\u{202E}B\u{1B} in line 4 cannot be changed: unknown status 'x'"#,
      hint: "mend the line in the file; orch lint shows where"),
    Wording(
      refusal: .waits("A", for: [.init(id: "B", status: .failed), .init(id: hidden, status: nil)]),
      code: "waits", message: #"A waits for B (FAILED), A\u{202E}B\u{1B} (no readable row)"#,
      hint: #"finish B, A\u{202E}B\u{1B} first"#),
    Wording(
      refusal: .backsOff("A", until: now.epochSeconds + 60, now: now), code: "backs_off",
      message: "A is not tried again before 2026-01-31 18:01",
      hint: "wait, or remove retry_not_before from its notes"),
    Wording(
      refusal: .backsOff("A", until: .max, now: now), code: "backs_off",
      message: "A is not tried again before 9999-12-31 23:59",
      hint: "wait, or remove retry_not_before from its notes"),
    Wording(
      refusal: .dependencyCycle(["A", hidden, "A"]), code: "dependency_cycle",
      message: #"The rows would wait for each other: A -> A\u{202E}B\u{1B} -> A"#,
      hint: "leave one of them out of --after"),
    Wording(
      refusal: .otherStatus(.sample("A", .inProgress, owner: hidden), than: .pending),
      code: "moved_on",
      message: #"A is IN_PROGRESS, owned by A\u{202E}B\u{1B}, and not PENDING any more"#,
      hint: "nothing was changed; look what it would do now"),
    Wording(
      refusal: .movedOn(.sample("A", .inProgress, owner: hidden)), code: "moved_on",
      message:
        #"A is IN_PROGRESS, owned by A\u{202E}B\u{1B}, and not as it was when the report was judged"#,
      hint: "nothing was changed; the verdict is of an earlier claim or state"),
    Wording(
      refusal: .criteriaChanged(.sample(hidden), .init("c")), code: "criteria_changed",
      message:
        #"The success criteria of A\u{202E}B\u{1B} are others than those that were judged by"#,
      hint: "nothing was changed; review it again"),
    Wording(
      refusal: .wrongState(.sample("A", .done), action: .review), code: "wrong_state",
      message: "A is DONE",
      hint: "only unfinished rows are reviewed; ops replan --id A --force opens it again"),
    Wording(
      refusal: .wrongState(.sample("A", .blocked), action: .report), code: "wrong_state",
      message: "A is BLOCKED",
      hint:
        "a report is taken for a row IN_PROGRESS; ops retry --id A takes it back, "
        + "or --force overrides"),
    Wording(
      refusal: .permanentFailure(hidden), code: "permanent_failure",
      message: #"A\u{202E}B\u{1B} failed for good (failure=permanent)"#,
      hint: "--force tries it again all the same"),
    Wording(
      refusal: .nothingToUndo(hidden), code: "nothing_to_undo",
      message: #"There is nothing to undo of A\u{202E}B\u{1B}"#,
      hint: #"orch history --id A\u{202E}B\u{1B} shows what happened to it"#),
    Wording(
      refusal: .neededBy("A", ["B"]), code: "needed_by", message: "B waits for A",
      hint: "take A out of their after first"),
    Wording(
      refusal: .notDeleted("A"), code: "already_exists", message: "Row id already exists: A",
      hint: "it is in the table, not deleted"),
    Wording(
      refusal: .neverDeleted("A"), code: "not_found", message: "Row id not found: A",
      hint: "the history tells of no row of this id that was deleted"),
    Wording(
      refusal: .unreadableDeletion("A"), code: "malformed_row",
      message: "The deleted row A cannot be read",
      hint: "orch history --id A shows its cells; write the row into the table by hand"),
    Wording(
      refusal: .notOwner(.sample(owner: hidden), action: .release, session: "s\u{7}"),
      code: "not_owner", message: #"A belongs to A\u{202E}B\u{1B}, not to s\u{7}"#,
      hint: #"release it as --owner-session A\u{202E}B\u{1B}, or use --force"#),
    Wording(
      refusal: .notOwner(.sample(), action: .assign, session: nil), code: "not_owner",
      message: "A belongs to nobody", hint: "name its owner with --from, or use --force"),
    Wording(
      refusal: .notOwner(.sample(owner: "s2"), action: .finish(.done), session: "s1"),
      code: "not_owner", message: "A belongs to s2, not to s1", hint: "--force overrides the owner"),
  ])
  func `a refusal names the finding and the remedy`(_ wording: Wording) {
    #expect(wording.refusal.code == wording.code)
    #expect(wording.refusal.message == wording.message)
    #expect(wording.refusal.hint == wording.hint)
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
      hint: "only PENDING rows are picked; orch release --id A --force frees it"),
    State(
      status: .blocked, action: .pick,
      hint: "only PENDING rows are picked; ops retry --id A takes it back"),
    State(
      status: .done, action: .pick,
      hint: "only PENDING rows are picked; ops replan --id A --force opens it again"),
    State(
      status: .pending, action: .assign,
      hint: "only IN_PROGRESS rows have an owner; orch pick --id A claims it"),
    State(
      status: .failed, action: .release,
      hint: "only IN_PROGRESS rows are released; ops retry --id A takes it back"),
    State(
      status: .done, action: .release,
      hint: "only IN_PROGRESS rows are released; ops replan --id A --force opens it again"),
    State(
      status: .done, action: .finish(.blocked),
      hint: "orch block --force changes it all the same"),
    State(
      status: .done, action: .finish(.failed), hint: "orch fail --force changes it all the same"),
    State(
      status: .failed, action: .finish(.done), hint: "orch done --force changes it all the same"),
    State(status: .done, action: .cancel, hint: "only unfinished rows are cancelled"),
    State(status: .done, action: .replan, hint: "ops replan --force opens it again"),
    State(
      status: .inProgress, action: .retry,
      hint: "only FAILED and BLOCKED rows are retried; orch release --id A --force frees it"),
    State(
      status: .done, action: .retry,
      hint: "only FAILED and BLOCKED rows are retried; ops replan --id A --force opens it again"),
    State(
      status: .pending, action: .retry,
      hint: "only FAILED and BLOCKED rows are retried; orch pick --id A claims it"),
  ])
  func `a wrong state is named with what would work`(_ state: State) {
    let refusal = Refusal.wrongState(.sample("A", state.status), action: state.action)
    #expect(refusal.code == "wrong_state")
    #expect(refusal.message == "A is \(state.status.rawValue)")
    #expect(refusal.hint == state.hint)
  }

  @Test func `a row in progress is named with its owner`() {
    let item = QueueItem.sample(Self.hidden, .inProgress, owner: "s\u{200B}1")
    let refusal = Refusal.wrongState(item, action: .pick)
    #expect(refusal.message == #"A\u{202E}B\u{1B} is IN_PROGRESS, owned by s\u{200B}1"#)
    #expect(
      refusal.hint
        == #"only PENDING rows are picked; orch release --id A\u{202E}B\u{1B} --force frees it"#)
  }
}

@Suite struct EscapingTests {
  @Test(arguments: [
    ("a\u{E0101}b", #"a\u{E0101}b"#),
    ("a\u{2800}\u{34F}b", #"a\u{2800}\u{34F}b"#),
    ("\u{2764}\u{FE0F}", "\u{2764}\u{FE0F}"),
    ("plain 로그 é", "plain 로그 é"), ("a\nb\r\n", #"a\u{A}b\u{D}\u{A}"#), ("\u{9B}", #"\u{9B}"#),
    ("a\u{202E}b\u{2066}", #"a\u{202E}b\u{2066}"#), ("\u{200B}\u{FEFF}", #"\u{200B}\u{FEFF}"#),
    ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#), ("\u{AD}", #"\u{AD}"#),
    ("\u{115F}\u{1160}\u{3164}\u{FFA0}", #"\u{115F}\u{1160}\u{3164}\u{FFA0}"#),
    ("\u{E0041}", #"\u{E0041}"#), ("👩‍👧 \u{200C}", "👩‍👧 \u{200C}"), ("❤\u{FE0F}", "❤\u{FE0F}"),
    ("a\u{A0}b", "a\u{A0}b"),
  ])
  func `what people cannot see is spelled out`(_ text: String, escaped: String) {
    #expect(Array(text.escaped.utf8) == Array(escaped.utf8))
  }
}
