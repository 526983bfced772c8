import Model
import StoreTestSupport
import Testing

/// The session s1 took a row, and the row passed on: what s1 still says changes nothing.
@Suite struct FenceTests {
  /// What a worker may say of its row.
  private static let acts: [(name: String, transition: Transition)] = [
    ("done", .finish(.init(id: "A", as: .done, notes: "n"))),
    ("fail", .finish(.init(id: "A", as: .failed(isPermanent: false), notes: "n"))),
    ("block", .finish(.init(id: "A", as: .blocked, notes: "n"))),
    ("release", .release(id: "A", force: false)),
    ("renew", .lease(.init(id: "A", .renew(seconds: nil)))),
    ("let go", .lease(.init(id: "A", .release))),
    ("assign", .assign(id: "A", to: "s3", from: "s1", force: false)),
    ("pick", .pick(id: "A")),
    ("acquire", .lease(.init(id: "A", .acquire(seconds: nil)))),
  ]

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    /// The answer to each act of s1 with the token of its claim, and to the same without it.
    let withToken: [String]
    let without: [String]
  }

  private static let stale = Array(repeating: "stale_attempt", count: 7)
  private static let notOwner = ["not_owner", "not_owner", "not_owner", "not_owner"]
  private static let wrongState = "wrong_state"
  private static let leased = "leased to s2"
  private static let acquired = "lease_acquired: A PENDING - - [], claim 9 s1 900 s beats"

  private static func row(_ status: Status, owner: String? = nil) -> QueueItem {
    .sample("A", status, owner: owner)
  }

  @Test(arguments: [
    Case(
      testDescription: "taken over by another, with a lease",
      item: row(.inProgress, owner: "s2").claimed(8, by: "s2"),
      withToken: [
        "not_owner", "not_owner", "not_owner", "not_owner", "stale_attempt", "stale_attempt",
        "not_owner", wrongState, leased,
      ],
      without: notOwner + [leased, leased, "not_owner", wrongState, leased]),
    Case(
      testDescription: "taken over by another, whose lease has ended, too",
      item: row(.inProgress, owner: "s2").claimed(8, by: "s2", for: 0),
      withToken: [
        "not_owner", "not_owner", "not_owner", "not_owner", "stale_attempt", "stale_attempt",
        "not_owner", wrongState,
        "lease_acquired: A IN_PROGRESS s1 18:00 [], claim 9 s1 900 s beats lost 1",
      ],
      without: notOwner + [
        "no_lease", "already so", "not_owner", wrongState,
        "lease_acquired: A IN_PROGRESS s1 18:00 [], claim 9 s1 900 s beats lost 1",
      ]),
    Case(
      testDescription: "assigned to another",
      item: row(.inProgress, owner: "s2").claimed(7, by: "s2"),
      withToken: notOwner + [leased, leased, "not_owner", wrongState, leased],
      without: notOwner + [leased, leased, "not_owner", wrongState, leased]),
    Case(
      testDescription: "another's, but an old buffer says s1",
      item: row(.inProgress, owner: "s1").claimed(8, by: "s2"),
      withToken: [
        "stale_attempt", "stale_attempt", "stale_attempt", "stale_attempt", "stale_attempt",
        "stale_attempt", leased, leased, leased,
      ],
      without: [leased, leased, leased, leased, leased, leased, leased, leased, leased]),
    Case(
      testDescription: "another's, but an old buffer says that it waits",
      item: row(.pending).claimed(8, by: "s2"),
      withToken: [
        "stale_attempt", "stale_attempt", "stale_attempt", "stale_attempt", "stale_attempt",
        "stale_attempt", wrongState, leased, leased,
      ],
      without: [leased, leased, leased, leased, leased, leased, wrongState, leased, leased]),
    Case(
      testDescription: "taken by a person",
      item: row(.inProgress).claimed(8, by: nil),
      withToken: [
        "stale_attempt", "stale_attempt", "stale_attempt", "stale_attempt", "stale_attempt",
        "already so", "not_owner", wrongState,
        "lease_acquired: A IN_PROGRESS s1 18:00 [], claim 9 s1 900 s beats",
      ],
      without: [
        "done: A DONE - - [n]", "failed: A FAILED - - [n]", "blocked: A BLOCKED - - [n]",
        "released: A PENDING - - []", "no_lease", "already so", "not_owner", wrongState,
        "lease_acquired: A IN_PROGRESS s1 18:00 [], claim 9 s1 900 s beats",
      ]),
    Case(
      testDescription: "taken back by the watchdog",
      item: row(.pending).claimed(7, by: nil, lost: 1),
      withToken: [
        "stale_attempt", "stale_attempt", "stale_attempt", "already so", "stale_attempt",
        "already so", wrongState, "picked: A IN_PROGRESS s1 18:00 [], claim 9 s1 3600 s lost 1",
        acquired + " lost 1",
      ],
      without: [
        "done: A DONE - - [n]", "failed: A FAILED - - [n]", "blocked: A BLOCKED - - [n]",
        "already so", "no_lease", "already so", wrongState,
        "picked: A IN_PROGRESS s1 18:00 [], claim 9 s1 3600 s lost 1", acquired + " lost 1",
      ]),
    Case(
      testDescription: "cancelled",
      item: row(.blocked, owner: "s1"),
      withToken: [
        "stale_attempt", "stale_attempt", "stale_attempt", wrongState, "stale_attempt",
        "already so", wrongState, wrongState,
        "lease_acquired: A BLOCKED s1 09:00 [], claim 9 s1 900 s beats",
      ],
      without: [
        "done: A DONE s1 09:00 [n]", "failed: A FAILED s1 09:00 [n]",
        "blocked: A BLOCKED s1 09:00 [n]", wrongState, "no_lease", "already so", wrongState,
        wrongState, "lease_acquired: A BLOCKED s1 09:00 [], claim 9 s1 900 s beats",
      ]),
    Case(
      testDescription: "done by another",
      item: row(.done, owner: "s2"),
      withToken: [
        wrongState, wrongState, wrongState, wrongState, "stale_attempt", "already so",
        wrongState, wrongState, wrongState,
      ],
      without: [
        wrongState, wrongState, wrongState, wrongState, "no_lease", "already so",
        wrongState, wrongState, wrongState,
      ]),
    Case(
      testDescription: "taken anew by a session of the same name",
      item: row(.inProgress, owner: "s1").claimed(8, by: "s1"),
      withToken: stale + ["already so", "stale_attempt"],
      without: [
        "done: A DONE s1 09:00 [n]", "failed: A FAILED s1 09:00 [n]",
        "blocked: A BLOCKED s1 09:00 [n]", "released: A PENDING - - []",
        "lease_renewed: A IN_PROGRESS s1 09:00 [], claim 8 s1 900 s beats",
        "lease_released: A IN_PROGRESS s1 09:00 [], claim 8",
        "assigned: A IN_PROGRESS s3 09:00 [], claim 8 s3 600 s", "already so",
        "lease_acquired: A IN_PROGRESS s1 09:00 [], claim 8 s1 900 s beats",
      ]),
  ])
  func `a session that lost a row cannot change it`(_ row: Case) {
    var table = MemoryTable([row.item])
    table.nextClaimNumber = 9
    for (index, act) in Self.acts.enumerated() {
      let withToken = act.transition.fate(in: table, context(claimToken: "7-abcdef"))
      #expect(withToken == row.withToken[index], "\(act.name) with its token")
      let without = act.transition.fate(in: table, context())
      #expect(without == row.without[index], "\(act.name) without a token")
    }
  }
}
