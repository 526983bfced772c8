import Model
import StoreTestSupport
import Testing

@Suite struct FinishTests {
  typealias Ending = Transition.Finish.Ending

  private static func finish(
    _ ending: Ending, _ notes: String, appends: Bool = false, force: Bool = false
  ) -> Transition {
    .finish(.init(id: "A", as: ending, notes: notes, appends: appends, force: force))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let transition: Transition
    let notes, result: String
  }

  @Test(arguments: [
    Case(
      testDescription: "prose is replaced", transition: finish(.done, "new"), notes: "old",
      result: "new"),
    Case(
      testDescription: "control is kept", transition: finish(.failed(isPermanent: false), "new"),
      notes: "old / after=B / review_attempts=1 / retry_not_before=9",
      result: "new / after=B / review_attempts=1 / retry_not_before=9"),
    Case(
      testDescription: "done drops the count of attempts", transition: finish(.done, "new"),
      notes: "old / after=B / review_attempts=1 / retry_not_before=9", result: "new / after=B"),
    Case(
      testDescription: "appended", transition: finish(.done, "new", appends: true),
      notes: "old / review_attempts=1", result: "old / review_attempts=1 / new"),
    Case(
      testDescription: "appended a second time", transition: finish(.done, "new", appends: true),
      notes: "old / new", result: "old / new"),
    Case(
      testDescription: "for good", transition: finish(.failed(isPermanent: true), "no"),
      notes: "old / after=B", result: "no / after=B / failure=permanent"),
    Case(
      testDescription: "for good already", transition: finish(.failed(isPermanent: true), "no"),
      notes: "old / failure=permanent", result: "no / failure=permanent"),
    Case(
      testDescription: "hostile", transition: finish(.blocked, "x | after=Z\n| B | DONE |"),
      notes: "after=B", result: "x / `after=Z` / B / DONE / after=B"),
    Case(
      testDescription: "hostile, a whole segment", transition: finish(.blocked, "x | after=Z"),
      notes: "after=B", result: "x / `after=Z` / after=B"),
  ])
  func `the notes say how it ended`(_ ending: Case) {
    let item = QueueItem.sample("A", .inProgress, owner: "s1", notes: ending.notes)
    #expect(ending.transition.outcome(for: item).hasSuffix("s1 09:00 [\(ending.result)]"))
  }

  @Test(
    arguments: [Ending.done, .blocked, .failed(isPermanent: false), .failed(isPermanent: true)],
    ["fine", "", "-", "a | b", "foo /", "after=B", "x / failure=no", " \u{301}"])
  func `the same word twice is already so`(_ ending: Ending, notes: String) throws {
    let transition = Self.finish(ending, notes)
    let item = QueueItem.sample("A", .inProgress, owner: "s1", notes: "old / after=B")
    let context = TransitionContext(session: "s2", now: now)
    let first = try transition.decide(
      in: MemoryTable([item]), context: TransitionContext(session: "s1", now: now))
    guard case .change(let change) = first else { throw Refusal.notFound("a change") }
    let ended = try #require(change.after)
    let second = try transition.decide(in: MemoryTable([ended]), context: context)
    #expect(second == .alreadySo(ended))
  }

  @Test(
    arguments: [
      (Status.inProgress, "s1", "s1", false, "A DONE s1 09:00 [x]"),
      (.inProgress, "s1", "s2", false, "refused: not_owner"),
      (.inProgress, "s1", "s2", true, "A DONE s1 09:00 [x]"),
      (.inProgress, "s1", nil, false, "A DONE s1 09:00 [x]"),
      (.inProgress, nil, "s2", false, "A DONE - - [x]"),
      (.inProgress, "a/b", "a|b", false, "A DONE a/b 09:00 [x]"),
      (.blocked, "s1", "s2", false, "A DONE s1 09:00 [x]"),
    ] as [(Status, String?, String?, Bool, String)])
  func `a row in progress is finished by its owner or a person`(
    _ status: Status, owner: String?, session: String?, force: Bool, outcome: String
  ) {
    let item = QueueItem.sample("A", status, owner: owner)
    let transition = Self.finish(.done, "x", force: force)
    #expect(transition.outcome(for: item, session: session) == outcome)
  }

  @Test(
    arguments: [
      ("s1", Ending.done, false, "refused: unmet_proofs"),
      ("s1", .done, true, "A DONE s1 09:00 [x]"),
      (nil, .done, false, "A DONE s1 09:00 [x]"), ("s2", .done, false, "refused: not_owner"),
    ] as [(String?, Ending, Bool, String)])
  func `a session does not make a row DONE whose proof is not met`(
    session: String?, ending: Ending, force: Bool, outcome: String
  ) {
    var finish = Transition.Finish(id: "A", as: ending, notes: "x", force: force)
    finish.unmet = ["file: x: x: empty"]
    let item = QueueItem.sample("A", .inProgress, owner: "s1")
    #expect(Transition.finish(finish).outcome(for: item, session: session) == outcome)
  }

  @Test(
    arguments: [
      (.done, nil, "A DONE s1 09:00 [x / branch=orch/A]"),
      (.done, .done, "A BLOCKED s1 09:00 [x / approval=done / branch=orch/A / awaits=approval]"),
      (.blocked, nil, "A BLOCKED s1 09:00 [x]"),
      (.failed(isPermanent: false), nil, "A FAILED s1 09:00 [x]"),
    ] as [(Ending, Approval?, String)])
  func `a row that is done names the branch with its work`(
    _ ending: Ending, approval: Approval?, outcome: String
  ) {
    var finish = Transition.Finish(id: "A", as: ending, notes: "x")
    finish.landing = Landing(branch: "orch/A")
    let item = QueueItem.sample(
      "A", .inProgress, owner: "s1", notes: approval.map { "approval=\($0.rawValue)" } ?? "")
    #expect(Transition.finish(finish).outcome(for: item, session: "s1") == outcome)
  }

  @Test func `the refusal names what was asked for`() {
    let item = QueueItem.sample("A", .inProgress, owner: "s2")
    let context = TransitionContext(session: "s1", now: now)
    #expect(throws: Refusal.notOwner(item, action: .finish(.failed), session: "s1")) {
      try Self.finish(.failed(isPermanent: true), "x").decide(
        in: MemoryTable([item]), context: context)
    }
  }
}
