import Model
import StoreTestSupport
import Testing

/// How long a lease lasts, how its end is written down, and how it moves along.
@Suite struct LeaseEndTests {
  private static let running = QueueItem.sample("A", .inProgress, owner: "s1")

  private static func lease(_ action: Transition.LeaseRequest.Action) -> Transition {
    .lease(.init(id: "A", action))
  }

  @Test(arguments: [(60, "60 s"), (0, "0 s"), (nil, "900 s")])
  func `it lasts as long as was asked for`(_ seconds: Int?, text: String) {
    let item = Self.running.claimed(by: "s1")
    #expect(
      Self.lease(.renew(seconds: seconds)).fate(of: item)
        == "lease_renewed: A IN_PROGRESS s1 09:00 [], claim 7 s1 \(text) beats")
    #expect(
      Self.lease(.acquire(seconds: seconds)).fate(of: item)
        == "lease_acquired: A IN_PROGRESS s1 09:00 [], claim 7 s1 \(text) beats")
  }

  @Test func `it ends at the end of time at the latest`() throws {
    let decision = try Self.lease(.acquire(seconds: .max))
      .decide(in: MemoryTable([.sample("A")]), context: context())
    #expect(decision.changes.first?.after?.claim?.lease?.expiresAt == .max)
  }

  @Test(
    arguments: [
      (
        running.claimed(by: "s1", for: 0),
        "lease_ended: A IN_PROGRESS s1 09:00 [], claim 7 s1 ended"
      ),
      (running.claimed(by: "s1", for: 1), "already so"),
      (running.claimed(by: "s1", for: nil), "already so"), (running.claimed(by: nil), "already so"),
      (
        running.claimed(by: "s1", for: -5, beats: true),
        "lease_ended: A IN_PROGRESS s1 09:00 [], claim 7 s1 ended beats"
      ),
      (running, "lease_ended: A IN_PROGRESS s1 09:00 [], claim 1 s1 ended"),
      (running.started("17:01"), "already so"), (.sample("A"), "already so"),
      (
        QueueItem.sample("A").claimed(by: "s2", for: 0),
        "lease_ended: A PENDING - - [], claim 7 s2 ended"
      ),
    ] as [(QueueItem, String)])
  func `an end that was seen is recorded, whichever session saw it`(_ item: QueueItem, fate: String)
  {
    for session in ["s1", "s2", nil] {
      #expect(Self.lease(.expire).fate(of: item, context(session)) == fate)
    }
  }

  @Test func `a claim by hand that is written down began when the work did`() throws {
    let decision = try Self.lease(.expire).decide(
      in: MemoryTable([Self.running]), context: context())
    #expect(decision.changes.first?.after?.claim?.madeAt == now.epochSeconds - 9 * 3600)
  }

  @Test(
    arguments: [
      (running.claimed(by: "s1", for: 60, beats: true), "claim 7 s2 60 s beats"),
      (running.claimed(by: "s1", for: 0), "claim 7 s2 3600 s"),
      (running.claimed(by: nil), "claim 7 s2 3600 s"), (running, ""),
    ] as [(QueueItem, String)])
  func `the session to which a row is assigned has its lease`(_ item: QueueItem, claim: String) {
    let assign = Transition.assign(id: "A", to: "s2", from: "s1", force: false)
    #expect(
      assign.fate(of: item, context("lead"))
        == "assigned: A IN_PROGRESS s2 09:00 []" + (claim.isEmpty ? "" : ", \(claim)"))
  }

  @Test func `a row that is assigned to no session has no lease`() {
    let assign = Transition.assign(id: "A", to: "-", from: "s1", force: false)
    #expect(
      assign.fate(of: Self.running.claimed(by: "s1"))
        == "assigned: A IN_PROGRESS - 09:00 [], claim 7")
  }

  struct Ending: CustomTestStringConvertible {
    let testDescription: String
    let transition: Transition
    var status = Status.inProgress
    let fate: String
  }

  @Test(arguments: [
    Ending(
      testDescription: "done", transition: .finish(.init(id: "A", as: .done, notes: "n")),
      fate: "done: A DONE s1 09:00 [n]"),
    Ending(
      testDescription: "fail",
      transition: .finish(.init(id: "A", as: .failed(isPermanent: false), notes: "n")),
      fate: "failed: A FAILED s1 09:00 [n]"),
    Ending(
      testDescription: "block", transition: .finish(.init(id: "A", as: .blocked, notes: "n")),
      fate: "blocked: A BLOCKED s1 09:00 [n]"),
    Ending(
      testDescription: "release", transition: .release(id: "A", force: false),
      fate: "released: A PENDING - - []"),
    Ending(
      testDescription: "cancel", transition: .cancel(id: "A"),
      fate: "cancelled: A BLOCKED s1 09:00 [cancelled_by_operator]"),
    Ending(
      testDescription: "replan", transition: .replan(id: "A", reason: "r", force: false),
      fate: "replanned: A BLOCKED s1 09:00 [replan:r]"),
    Ending(
      testDescription: "release of the lease on a row that waits",
      transition: .release(id: "A", force: false), status: .pending,
      fate: "lease_released: A PENDING s1 09:00 [], claim 7 lost 2"),
  ])
  func `a claim ends with the work`(_ ending: Ending) {
    let item = QueueItem.sample("A", ending.status, owner: "s1").claimed(by: "s1", lost: 2)
    #expect(ending.transition.fate(of: item) == ending.fate)
  }
}
