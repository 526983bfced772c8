import Door
import Model
import Runner
import Testing
import Text

@Suite struct StoppedRowTests {
  struct Case: CustomTestStringConvertible {
    let notes: String
    var status = Status.blocked
    var context = TransitionContext(
      session: nil, now: QueueTime(epochSeconds: 0, offset: 0), author: Author(actor: "me@here"))
    let reason: String
    var remedy = Remedy.retry("A", force: false)

    var testDescription: String { notes }
  }

  private static let database: TransitionContext = {
    var context = TransitionContext(
      session: nil, now: QueueTime(epochSeconds: 0, offset: 0), author: Author(actor: "me@here"))
    context.policy = .forDatabase
    return context
  }()

  @Test(arguments: [
    Case(
      notes: "blue / review:QUESTION verified=1 reported=0 question:which one? / question=1 / "
        + "awaits=answer",
      reason: "asks: which one?", remedy: .answer("A")),
    Case(notes: "awaits=answer", reason: "asks a question", remedy: .answer("A")),
    Case(notes: "awaits=approval", reason: "waits for approval", remedy: .approve("A")),
    Case(
      notes: "x / review_attempts=3 / review:BLOCK retry_limit_reached:3/3",
      reason: "review: no attempts left (3/3)", remedy: .retry("A", force: true)),
    Case(
      notes: "review:BLOCK awaits_approval:no criteria / awaits=approval",
      reason: "waits for approval: no criteria", remedy: .approve("A")),
    Case(
      notes: "review:BLOCK secret_in_output:docs/x.md:3;secret_in_output:b:1 / awaits=approval",
      reason: "waits for approval: there is a secret in docs/x.md:3, b:1", remedy: .approve("A")),
    Case(
      notes: "review:BLOCK secret_in_output:b:1;missing_checks:1; unmet=1 (x: no)"
        + " / awaits=approval",
      reason: "waits for approval: there is a secret in b:1; missing_checks:1; unmet=1 (x: no)",
      remedy: .approve("A")),
    Case(
      notes: "review:BLOCK secret_in_output:b:1;explicit_block_marker:no access",
      reason: "review: there is a secret in b:1; the worker can't go on: no access"),
    Case(
      notes: "x / approval=start / awaits=approval",
      reason: "waits for approval before its work begins", remedy: .approve("A")),
    Case(
      notes: "x / approval=done / awaits=approval / review:PASS all_success_criteria_covered",
      reason: "waits for approval: its report passed the review", remedy: .approve("A")),
    Case(
      notes: "x / dependency_failed: F\u{202E}", reason: #"cancelled, because F\u{202E} failed"#),
    Case(
      notes: "review:RETRY attempt=1/2 unmet=1 (x: no) / review:BLOCK verified=1 reported=0 "
        + "missing_checks:1;retry_limit_reached:2/2; unmet=1 (grep: a; b: no file)",
      reason: "review: no attempts left (2/2); not met: 1 (grep: a; b: no file)"),
    Case(
      notes: "review:BLOCK explicit_block_marker:no access",
      reason: "review: the worker can't go on: no access"),
    Case(
      notes: "Guardrail BLOCK: state=HARD_EXCEEDED; violations=2",
      reason: "the guardrails stopped its report: too many tokens were used; it broke 2 rules"),
    Case(
      notes: "needs_human: 3 claims ended without an outcome",
      reason: "a person should look at it: 3 claims ended without an outcome"),
    Case(notes: "x / cancelled_by_operator", reason: "cancelled by an operator"),
    Case(
      notes: "x / cancelled_by_operator: not now/later",
      reason: "cancelled by an operator: not now/later"),
    Case(notes: "x / replan:split", reason: "to be replanned: split"),
    Case(notes: "x / replan:split / in two", reason: "to be replanned: split / in two"),
    Case(notes: "x / replan:split / exit 3: no disk", status: .failed, reason: "exit 3: no disk"),
    Case(notes: "x / replan:split / no key", status: .failed, reason: "no key"),
    Case(
      notes: "[watchdog] stale reset / [watchdog] stale; attempts used up / review_attempts=3",
      status: .failed, reason: "its worker was lost, and its attempts are used up",
      remedy: .retry("A", force: true)),
    Case(notes: "blue / exit 3: no disk", status: .failed, reason: "exit 3: no disk"),
    Case(
      notes: "nl_intake: x / no key\u{1B}[2J / yet", status: .failed,
      reason: #"no key\u{1B}[2J / yet"#),
    Case(
      notes: "no / failure=permanent", status: .failed, reason: "no",
      remedy: .retry("A", force: true)),
    Case(notes: "-", reason: "no reason is noted"),
    Case(
      notes: "no", context: database, reason: "no", remedy: .retry("A", force: true)),
  ])
  func `a row that stopped has its newest reason, and what moves it on`(_ example: Case) throws {
    let item = QueueItem(
      id: "A", status: example.status, priority: .p1, task: "t", successCriteria: "c",
      notes: Notes(example.notes == "-" ? "" : example.notes))
    let row = try #require(StoppedRow(item, example.context))
    #expect(row.cause.sentence.english == example.reason)
    #expect(row.remedy == example.remedy)
  }

  @Test(arguments: [
    ("first / no disk", "first / no disk"),
    (String(repeating: "디", count: 101), String(repeating: "디", count: 99) + "…"),
    ("first / \(String(repeating: "a", count: 190)) / no disk", "… / no disk"),
  ])
  func `a long reason is cut, and the newest notes stay`(_ notes: String, reason: String) {
    #expect(StoppedRow.Cause.note(notes).shortSentence.english == reason)
  }

  @Test(arguments: [Status.pending, .inProgress, .done])
  func `no other row stopped`(_ status: Status) {
    let item = QueueItem(id: "A", status: status, priority: .p1, task: "t", successCriteria: "c")
    #expect(StoppedRow(item, Self.database) == nil)
  }
}

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("90s", 90), ("30m", 1800), ("24h", 86400), ("3d", 259_200), ("2w", 1_209_600), ("0", 0),
    ("5", 300), ("", nil), ("h", nil), ("-1h", nil), ("1.5h", nil), ("1H", nil),
    ("99999999999999999999w", nil), ("800000w", nil),
  ])
  func `a number without a unit has the given one`(_ text: String, seconds: Int?) {
    #expect(DurationText.seconds(text, unit: .minute) == seconds)
    if text == "5" { #expect(DurationText.seconds(text) == nil) }
  }

  @Test(arguments: [(0, "0s"), (59, "59s"), (60, "1m"), (7199, "1h"), (86400, "1d"), (9e5, "10d")])
  func `the largest unit that fits`(_ seconds: Double, text: String) {
    #expect(DurationText.text(Int(seconds)) == text)
  }
}
