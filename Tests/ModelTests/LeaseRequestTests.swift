import Model
import StoreTestSupport
import Testing

/// `lease acquire`, `renew` and `release`, from each status and by each caller.
@Suite struct LeaseRequestTests {
  typealias Action = Transition.LeaseRequest.Action

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    var session: String? = "s1"
    let fate: String
  }

  private static func fate(_ action: Action, _ row: Case) -> String {
    var table = MemoryTable([row.item])
    table.nextClaimNumber = 8
    return Transition.lease(.init(id: row.item.id, action)).fate(in: table, context(row.session))
  }

  private static let pending = QueueItem.sample("A")
  private static let blocked = QueueItem.sample("A", .blocked)
  /// By hand, since nine o'clock.
  private static let running = QueueItem.sample("A", .inProgress, owner: "s1")

  @Test(arguments: [
    Case(
      testDescription: "a row that waits", item: pending,
      fate: "lease_acquired: A PENDING - - [], claim 8 s1 900 s beats"),
    Case(
      testDescription: "a row that is blocked", item: blocked,
      fate: "lease_acquired: A BLOCKED - - [], claim 8 s1 900 s beats"),
    Case(testDescription: "a row that is done", item: .sample("A", .done), fate: "wrong_state"),
    Case(testDescription: "a row that failed", item: .sample("A", .failed), fate: "wrong_state"),
    Case(testDescription: "no id", item: .sample("a/b"), fate: "ill_formed_id"),
    Case(
      testDescription: "again: the claim stays", item: pending.claimed(by: "s1", for: 5),
      fate: "lease_acquired: A PENDING - - [], claim 7 s1 900 s beats"),
    Case(
      testDescription: "again, when it has ended: the claim stays",
      item: running.claimed(by: "s1", for: nil),
      fate: "lease_acquired: A IN_PROGRESS s1 09:00 [], claim 7 s1 900 s beats"),
    Case(
      testDescription: "another's", item: pending.claimed(by: "s2", for: 1), fate: "leased to s2"),
    Case(
      testDescription: "another's that has ended", item: pending.claimed(by: "s2", for: 0),
      fate: "lease_acquired: A PENDING - - [], claim 8 s1 900 s beats"),
    Case(
      testDescription: "another's work", item: running.claimed(by: "s1", for: 1), session: "s2",
      fate: "leased to s1"),
    Case(
      testDescription: "another's work whose lease has ended passes on, and counts as lost",
      item: running.claimed(by: "s1", for: 0, lost: 1), session: "s2",
      fate: "lease_acquired: A IN_PROGRESS s2 18:00 [], claim 8 s2 900 s beats lost 2"),
    Case(
      testDescription: "another's work that let go of its lease passes on",
      item: running.claimed(by: nil), session: "s2",
      fate: "lease_acquired: A IN_PROGRESS s2 18:00 [], claim 8 s2 900 s beats"),
    Case(
      testDescription: "work without an owner", item: .sample("A", .inProgress),
      fate: "lease_acquired: A IN_PROGRESS s1 18:00 [], claim 8 s1 900 s beats"),
    Case(
      testDescription: "one's own work by hand", item: running.started("17:30"),
      fate: "lease_acquired: A IN_PROGRESS s1 17:30 [], claim 8 s1 900 s beats"),
    Case(
      testDescription: "another's work by hand", item: running.started("17:01"), session: "s2",
      fate: "leased to s1"),
    Case(
      testDescription: "another's work by hand, for too long", item: running.started("17:00"),
      session: "s2",
      fate: "lease_acquired: A IN_PROGRESS s2 18:00 [], claim 8 s2 900 s beats lost 1"),
    Case(
      testDescription: "another's work by hand with an unknown start",
      item: running.started("soon"), session: "s2", fate: "leased to s1"),
    Case(
      testDescription: "one's own, in an old buffer of another's",
      item: running.claimed(by: "s2", for: 60), session: "s2",
      fate: "lease_acquired: A IN_PROGRESS s2 18:00 [], claim 7 s2 900 s beats"),
    Case(testDescription: "by a person", item: pending, session: nil, fate: "no_lease"),
    Case(
      testDescription: "by a person, of a session's", item: pending.claimed(by: "s2"),
      session: nil, fate: "leased to s2"),
  ])
  func `a lease is taken where no other session works`(_ row: Case) {
    #expect(Self.fate(.acquire(seconds: nil), row) == row.fate)
  }

  @Test(arguments: [
    Case(
      testDescription: "one's own", item: running.claimed(by: "s1", for: 1),
      fate: "lease_renewed: A IN_PROGRESS s1 09:00 [], claim 7 s1 900 s beats"),
    Case(
      testDescription: "one's own on a row that waits", item: pending.claimed(by: "s1", for: 1),
      fate: "lease_renewed: A PENDING - - [], claim 7 s1 900 s beats"),
    Case(
      testDescription: "one's own that has ended", item: running.claimed(by: "s1", for: 0),
      fate: "lease_ended"),
    Case(
      testDescription: "one's own that was seen as ended",
      item: running.claimed(by: "s1", for: nil),
      fate: "lease_ended"),
    Case(
      testDescription: "one's own that ends later: it is not shortened",
      item: running.claimed(by: "s1", for: 3300),
      fate: "lease_renewed: A IN_PROGRESS s1 09:00 [], claim 7 s1 3300 s beats"),
    Case(
      testDescription: "one's own with heartbeats that ends later: it is not shortened",
      item: running.claimed(by: "s1", for: 3300, beats: true),
      fate: "lease_renewed: A IN_PROGRESS s1 09:00 [], claim 7 s1 3300 s beats"),
    Case(
      testDescription: "one's own work by hand gets a claim",
      item: running.started("17:30"),
      fate: "lease_renewed: A IN_PROGRESS s1 17:30 [], claim 8 s1 1800 s beats"),
    Case(
      testDescription: "one's own work by hand with an unknown start",
      item: running.started("soon"),
      fate: "lease_renewed: A IN_PROGRESS s1  soon [], claim 8 s1 900 s beats"),
    Case(
      testDescription: "one's own work by hand, for too long", item: running, fate: "lease_ended"),
    Case(
      testDescription: "another's", item: running.claimed(by: "s1"), session: "s2",
      fate: "leased to s1"),
    Case(
      testDescription: "another's that has ended", item: running.claimed(by: "s1", for: 0),
      session: "s2", fate: "no_lease"),
    Case(testDescription: "none", item: pending, fate: "no_lease"),
    Case(
      testDescription: "none on a row that is done", item: .sample("A", .done), fate: "no_lease"),
    Case(
      testDescription: "one that its owner let go of", item: running.claimed(by: nil),
      fate: "lease_renewed: A IN_PROGRESS s1 09:00 [], claim 7 s1 900 s beats"),
    Case(
      testDescription: "one that another let go of", item: running.claimed(by: nil), session: "s2",
      fate: "no_lease"),
    Case(
      testDescription: "by a person", item: running.claimed(by: "s1"), session: nil,
      fate: "no_lease"
    ),
  ])
  func `a lease is renewed while it lasts`(_ row: Case) {
    #expect(Self.fate(.renew(seconds: nil), row) == row.fate)
  }

  @Test(arguments: [
    Case(
      testDescription: "one's own work stays one's own", item: running.claimed(by: "s1"),
      fate: "lease_released: A IN_PROGRESS s1 09:00 [], claim 7"),
    Case(
      testDescription: "one's own that has ended", item: running.claimed(by: "s1", for: 0),
      fate: "lease_released: A IN_PROGRESS s1 09:00 [], claim 7"),
    Case(
      testDescription: "one's own on a row that waits: nothing is left of it",
      item: pending.claimed(by: "s1"), fate: "lease_released: A PENDING - - []"),
    Case(
      testDescription: "one's own on a row that waits, with lost claims",
      item: pending.claimed(by: "s1", lost: 1),
      fate: "lease_released: A PENDING - - [], claim 7 lost 1"),
    Case(
      testDescription: "one's own work by hand",
      item: running.started("17:30"), fate: "lease_released: A IN_PROGRESS s1 17:30 [], claim 8"),
    Case(
      testDescription: "another's", item: running.claimed(by: "s1"), session: "s2",
      fate: "leased to s1"),
    Case(
      testDescription: "another's that has ended", item: running.claimed(by: "s1", for: 0),
      session: "s2", fate: "already so"),
    Case(testDescription: "none", item: pending, fate: "already so"),
    Case(
      testDescription: "by a person", item: running.claimed(by: "s1"), session: nil,
      fate: "already so"),
  ])
  func `a lease is given back`(_ row: Case) {
    #expect(Self.fate(.release, row) == row.fate)
  }
}

/// `assign` and `release`.
@Suite struct HandOverTests {
  @Test(
    arguments: [
      ("s1", "s1", false, "A IN_PROGRESS s3 09:00 []"), ("s1", "s2", false, "refused: not_owner"),
      ("s1", nil, false, "refused: not_owner"), ("s1", nil, true, "A IN_PROGRESS s3 09:00 []"),
      ("s1", "s2", true, "A IN_PROGRESS s3 09:00 []"), (nil, nil, false, "A IN_PROGRESS s3 - []"),
      (nil, "s2", false, "refused: not_owner"), ("s3", nil, false, "A is already so"),
      ("s3", "s2", false, "A is already so"), ("a/b", "a|b", false, "A IN_PROGRESS s3 09:00 []"),
    ] as [(String?, String?, Bool, String)])
  func `a row is assigned from the owner that is named`(
    _ owner: String?, from: String?, force: Bool, outcome: String
  ) {
    let item = QueueItem.sample("A", .inProgress, owner: owner)
    let assign = Transition.assign(id: "A", to: "s3", from: from, force: force)
    #expect(assign.outcome(for: item, session: "s9") == outcome)
  }

  @Test func `the new owner is written as a cell can say it`() {
    let assign = Transition.assign(id: "A", to: "a|b\n", from: nil, force: true)
    let outcome = assign.outcome(for: .sample("A", .inProgress, owner: "s1"))
    #expect(outcome == "A IN_PROGRESS a/b 09:00 []")
  }

  @Test func `a row whose id could be an argument gone wrong is not assigned`() {
    let assign = Transition.assign(id: "-rf", to: "s2", from: "s1", force: true)
    #expect(
      assign.outcome(for: .sample("-rf", .inProgress, owner: "s1")) == "refused: ill_formed_id")
  }

  @Test(
    arguments: [
      ("s1", "s1", false, "A PENDING - - [x]"), ("s1", "s2", false, "refused: not_owner"),
      ("s1", nil, false, "refused: not_owner"), ("s1", nil, true, "A PENDING - - [x]"),
      ("s1", "s2", true, "A PENDING - - [x]"), (nil, "s2", false, "A PENDING - - [x]"),
      (nil, nil, false, "A PENDING - - [x]"), ("a/b", "a|b", false, "A PENDING - - [x]"),
    ] as [(String?, String?, Bool, String)])
  func `a row is released by its owner`(
    _ owner: String?, session: String?, force: Bool, outcome: String
  ) {
    let item = QueueItem.sample("A", .inProgress, owner: owner, notes: "x")
    #expect(
      Transition.release(id: "A", force: force).outcome(for: item, session: session) == outcome)
  }
}
