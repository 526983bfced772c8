import Model
import StoreTestSupport
import Testing

/// Every transition from every status. Source: `docs/storage.md`, "Transitions".
@Suite struct TransitionTableTests {
  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let transition: Transition
    /// From PENDING, IN_PROGRESS, DONE, FAILED and BLOCKED, the order of `Status`.
    let outcomes: [String]
  }

  private static func finish(_ ending: Transition.Finish.Ending, force: Bool = false) -> Transition
  {
    .finish(.init(id: "A", as: ending, notes: "n", force: force))
  }

  private static let commit = String(repeating: "a", count: 40)

  private static let landed: Transition = {
    var edit = Transition.Edit(id: "A", [:])
    edit.landing = Landing(branch: "orch/A", commit: commit)
    return .edit(edit)
  }()

  private static let wrongState = "refused: wrong_state"
  private static let pending = "A PENDING - - "
  private static let retried = pending + "[x / retry_requested / review_attempts=1]"

  @Test(arguments: [
    Row(
      testDescription: "pick", transition: .pick(id: "A"),
      outcomes: [
        "A IN_PROGRESS s1 18:00 [x]", "A is already so", wrongState, wrongState, wrongState,
      ]),
    Row(
      testDescription: "edit", transition: .edit(.init(id: "A", [.notes: "n"])),
      outcomes: [
        "A PENDING - - [n]", "A IN_PROGRESS s1 09:00 [n]", "A DONE s1 09:00 [n]",
        "A FAILED s1 09:00 [n]", "A BLOCKED s1 09:00 [n]",
      ]),
    Row(
      testDescription: "its work has landed", transition: landed,
      outcomes: ["PENDING - -", "IN_PROGRESS s1 09:00"].map {
        "A \($0) [x / branch=orch/A / merged=\(commit)]"
      }
        + ["DONE", "FAILED", "BLOCKED"].map {
          "A \($0) s1 09:00 [x / branch=orch/A / merged=\(commit)]"
        }),
    Row(
      testDescription: "done", transition: finish(.done),
      outcomes: [
        "A DONE - - [n]", "A DONE s1 09:00 [n]", wrongState, wrongState, "A DONE s1 09:00 [n]",
      ]),
    Row(
      testDescription: "done --force", transition: finish(.done, force: true),
      outcomes: ["A DONE - - [n]"] + Array(repeating: "A DONE s1 09:00 [n]", count: 4)),
    Row(
      testDescription: "fail", transition: finish(.failed(isPermanent: false)),
      outcomes: [
        "A FAILED - - [n]", "A FAILED s1 09:00 [n]", wrongState, wrongState,
        "A FAILED s1 09:00 [n]",
      ]),
    Row(
      testDescription: "fail --force", transition: finish(.failed(isPermanent: false), force: true),
      outcomes: ["A FAILED - - [n]"] + Array(repeating: "A FAILED s1 09:00 [n]", count: 4)),
    Row(
      testDescription: "fail --permanent", transition: finish(.failed(isPermanent: true)),
      outcomes: [
        "A FAILED - - [n / failure=permanent]", "A FAILED s1 09:00 [n / failure=permanent]",
        wrongState, wrongState, "A FAILED s1 09:00 [n / failure=permanent]",
      ]),
    Row(
      testDescription: "block", transition: finish(.blocked),
      outcomes: [
        "A BLOCKED - - [n]", "A BLOCKED s1 09:00 [n]", wrongState, wrongState,
        "A BLOCKED s1 09:00 [n]",
      ]),
    Row(
      testDescription: "block --force", transition: finish(.blocked, force: true),
      outcomes: ["A BLOCKED - - [n]"] + Array(repeating: "A BLOCKED s1 09:00 [n]", count: 4)),
    Row(
      testDescription: "assign", transition: .assign(id: "A", to: "s2", from: "s1", force: false),
      outcomes: [wrongState, "A IN_PROGRESS s2 09:00 [x]", wrongState, wrongState, wrongState]),
    Row(
      testDescription: "assign --force",
      transition: .assign(id: "A", to: "s2", from: nil, force: true),
      outcomes: [wrongState, "A IN_PROGRESS s2 09:00 [x]", wrongState, wrongState, wrongState]),
    Row(
      testDescription: "release", transition: .release(id: "A", force: false),
      outcomes: ["A is already so", pending + "[x]", wrongState, wrongState, wrongState]),
    Row(
      testDescription: "release --force", transition: .release(id: "A", force: true),
      outcomes: ["A is already so", pending + "[x]", wrongState, wrongState, wrongState]),
    Row(
      testDescription: "cancel", transition: .cancel(id: "A"),
      outcomes: [
        "A BLOCKED - - [x / cancelled_by_operator]",
        "A BLOCKED s1 09:00 [x / cancelled_by_operator]", wrongState, wrongState,
        "A BLOCKED s1 09:00 [x / cancelled_by_operator]",
      ]),
    Row(
      testDescription: "replan", transition: .replan(id: "A", reason: "r", force: false),
      outcomes: [
        pending + "[x / replan:r]", "A BLOCKED s1 09:00 [x / replan:r]", wrongState,
        pending + "[x / replan:r]", pending + "[x / replan:r]",
      ]),
    Row(
      testDescription: "replan --force", transition: .replan(id: "A", reason: "r", force: true),
      outcomes: [
        pending + "[x / replan:r]", "A BLOCKED s1 09:00 [x / replan:r]", pending + "[x / replan:r]",
        pending + "[x / replan:r]", pending + "[x / replan:r]",
      ]),
    Row(
      testDescription: "retry", transition: .retry(id: "A", force: false),
      outcomes: [
        wrongState, wrongState, wrongState, retried, retried,
      ]),
    Row(
      testDescription: "retry --force", transition: .retry(id: "A", force: true),
      outcomes: [
        wrongState, wrongState, wrongState, retried, retried,
      ]),
  ])
  func `a transition leads from each status to its own`(_ row: Row) {
    let outcomes = Status.allCases.map { status in
      row.transition.outcome(
        for: .sample("A", status, owner: status == .pending ? nil : "s1", notes: "x"))
    }
    #expect(outcomes == row.outcomes)
  }

  @Test func `a row that is not there is not found`() {
    let transitions: [Transition] = [
      .pick(id: "A"), Self.finish(.done), .assign(id: "A", to: "s", from: nil, force: true),
      .release(id: "A", force: true), .cancel(id: "A"), .replan(id: "A", reason: "", force: true),
      .retry(id: "A", force: true), .edit(.init(id: "A", [.notes: "n"])),
      .remove(["A"], force: true),
    ]
    for transition in transitions {
      #expect(transition.outcome(in: MemoryTable()) == "refused: not_found", "\(transition)")
    }
  }

  @Test func `a change shows the row before it`() throws {
    let item = QueueItem.sample("A", .inProgress, owner: "s1")
    let context = TransitionContext(session: "s1", now: now)
    let decision = try Transition.cancel(id: "A").decide(in: MemoryTable([item]), context: context)
    guard case .change(let change) = decision else { throw Refusal.notFound("a change") }
    #expect(change.before == item)
  }
}
