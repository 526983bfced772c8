import Model
import StoreTestSupport
import Testing

/// The wall clock decides, and it may be set an hour on or back at any time: no
/// row has two owners, and what ended once stays ended.
@Suite struct ClockStepTests {
  /// What is asked, so many seconds from `now` on, and what becomes of it.
  struct Step {
    let time: Int
    var session: String? = "s1"
    let transition: Transition
    let fate: String

    init(_ time: Int, _ session: String?, _ transition: Transition, _ fate: String) {
      (self.time, self.session, self.transition, self.fate) = (time, session, transition, fate)
    }
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let steps: [Step]
  }

  private static let hour = 3600
  private static let pick = Transition.pick(id: "A")
  private static let acquire = Transition.lease(.init(id: "A", .acquire(seconds: nil)))
  private static let renew = Transition.lease(.init(id: "A", .renew(seconds: nil)))
  private static let expire = Transition.lease(.init(id: "A", .expire))
  private static let watchdog = Transition.rescue(staleTimeout: .seconds(3600))
  private static let done = Transition.finish(.init(id: "A", as: .done, notes: "n"))
  private static let picked = Step(
    0, "s1", pick, "picked: A IN_PROGRESS s1 18:00 [], claim 1 s1 3600 s")
  private static let beats = Step(
    0, "s1", .lease(.init(id: "A", .renew(seconds: 900))),
    "lease_renewed: A IN_PROGRESS s1 18:00 [], claim 1 s1 900 s beats")
  private static let reset =
    "retried: A PENDING - - [[watchdog] stale reset / review_attempts=1], claim 1 lost 1"

  @Test(arguments: [
    Case(
      testDescription: "back while a lease lasts: it lasts longer, and is its owner's",
      steps: [
        picked, beats, Step(-hour, "s2", acquire, "leased to s1"),
        Step(-hour, "s2", watchdog, "nothing pending"),
        Step(
          -hour, "s1", renew, "lease_renewed: A IN_PROGRESS s1 18:00 [], claim 1 s1 4500 s beats"),
        Step(
          900, "s2", acquire,
          "lease_acquired: A IN_PROGRESS s2 18:15 [], claim 2 s2 900 s beats lost 1"),
        Step(900 - hour, "s1", done, "not_owner"),
      ]),
    Case(
      testDescription: "on: what was live has ended, and another may take it",
      steps: [
        picked, beats, Step(hour, "s1", renew, "lease_ended"),
        Step(
          hour, "s2", acquire,
          "lease_acquired: A IN_PROGRESS s2 19:00 [], claim 2 s2 900 s beats lost 1"),
        Step(0, "s1", renew, "leased to s2"), Step(0, "s1", done, "not_owner"),
        Step(
          0, "s2", renew,
          "lease_renewed: A IN_PROGRESS s2 19:00 [], claim 2 s2 4500 s beats lost 1"),
      ]),
    Case(
      testDescription: "on and back, without a look in between: nothing happened",
      steps: [
        picked, beats,
        Step(899, "s1", renew, "lease_renewed: A IN_PROGRESS s1 18:00 [], claim 1 s1 900 s beats"),
      ]),
    Case(
      testDescription: "on and back, and the end was written down: it stays ended",
      steps: [
        picked, beats,
        Step(hour, "s2", expire, "lease_ended: A IN_PROGRESS s1 18:00 [], claim 1 s1 ended beats"),
        Step(0, "s1", renew, "lease_ended"), Step(0, "s2", expire, "already so"),
        Step(
          0, "s2", acquire,
          "lease_acquired: A IN_PROGRESS s2 18:00 [], claim 2 s2 900 s beats lost 1"),
      ]),
    Case(
      testDescription:
        "on and back, its end recorded, and no other session came: its owner has it again",
      steps: [
        picked,
        Step(hour, nil, expire, "lease_ended: A IN_PROGRESS s1 18:00 [], claim 1 s1 ended"),
        Step(
          0, "s1", acquire,
          "lease_acquired: A IN_PROGRESS s1 18:00 [], claim 1 s1 900 s beats"),
        Step(0, "s1", done, "done: A DONE s1 18:00 [n]"),
      ]),
    Case(
      testDescription: "on: the watchdog takes the row back, and what comes late is refused",
      steps: [
        picked, Step(hour - 1, nil, watchdog, "nothing pending"), Step(hour, nil, watchdog, reset),
        Step(
          0, "s2", pick,
          "picked: A IN_PROGRESS s2 18:00 "
            + "[[watchdog] stale reset / review_attempts=1], claim 2 s2 3600 s lost 1"),
        Step(0, "s1", done, "not_owner"), Step(hour, "s1", renew, "no_lease"),
      ]),
    Case(
      testDescription: "back: a start in the future is never stale",
      steps: [
        picked, Step(-hour, nil, watchdog, "nothing pending"),
        Step(-1, nil, watchdog, "nothing pending"), Step(119, nil, watchdog, "nothing pending"),
      ]),
    Case(
      testDescription: "back: heartbeats that have ended are judged when the start is past again",
      steps: [
        picked, beats,
        Step(hour, nil, expire, "lease_ended: A IN_PROGRESS s1 18:00 [], claim 1 s1 ended beats"),
        Step(-hour, nil, watchdog, "nothing pending"), Step(119, nil, watchdog, "nothing pending"),
        Step(120, nil, watchdog, reset),
      ]),
  ])
  func `no step of the clock gives a row two owners`(_ course: Case) throws {
    var table = MemoryTable([.sample("A")])
    for step in course.steps {
      let context = context(step.session, after: step.time)
      #expect(
        step.transition.fate(in: table, context) == step.fate, "at \(step.time): \(step.transition)"
      )
      let changes = (try? step.transition.decide(in: table, context: context))?.changes ?? []
      for change in changes { table.perform(change) }
    }
  }

  @Test(arguments: [(-3600, "backs_off"), (59, "backs_off"), (60, "picked"), (3660, "picked")])
  func `what backs off waits for the clock`(_ time: Int, fate: String) {
    let item = QueueItem.sample("A", notes: "retry_not_before=1769850060")
    #expect(Self.pick.fate(of: item, context(after: time)).hasPrefix(fate))
  }
}

extension MemoryTable {
  /// Makes a change of a row that is there, as a store does.
  fileprivate mutating func perform(_ change: ItemChange) {
    items = items.map { $0.id == change.id ? change.after ?? $0 : $0 }
    nextClaimNumber = max(nextClaimNumber, (change.after?.claim?.number ?? 0) + 1)
  }
}
