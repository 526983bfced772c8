import Model
import StoreTestSupport
import Testing

/// What `pick` makes of leases and of work that was done already.
@Suite struct ClaimingTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    var id: String?
    var session: String? = "s1"
    let fate: String
  }

  private static let keyed = "idempotency_key=k"
  private static let skipped = "Skipped duplicate by idempotency_key"
  private static let doneBefore = QueueItem.sample("D", .done, notes: keyed)

  @Test(arguments: [
    Case(
      testDescription: "a session gets a lease for as long as work may take",
      items: [.sample("A")], fate: "picked: A IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "a person gets none", items: [.sample("A")], session: nil,
      fate: "picked: A IN_PROGRESS - 18:00 [], claim 8"),
    Case(
      testDescription: "past a row that another has a lease on",
      items: [.sample("A").claimed(by: "s2"), .sample("B")],
      fate: "picked: B IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "past a row that anybody has a lease on, for a person",
      items: [.sample("A").claimed(by: "s1")], session: nil, fate: "nothing pending"),
    Case(
      testDescription: "a row whose lease ends just now",
      items: [.sample("A").claimed(by: "s2", for: 0)],
      fate: "picked: A IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "past a row whose lease lasts another second",
      items: [.sample("A").claimed(by: "s2", for: 1)], fate: "nothing pending"),
    Case(
      testDescription: "one's own lease is kept, with its heartbeats",
      items: [.sample("A").claimed(by: "s1", for: 30, beats: true)],
      fate: "picked: A IN_PROGRESS s1 18:00 [], claim 8 s1 30 s beats"),
    Case(
      testDescription: "one's own lease that came with a claim begins again",
      items: [.sample("A").claimed(by: "s1", for: 30)],
      fate: "picked: A IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "one's own lease that ended begins again",
      items: [.sample("A").claimed(by: "s1", for: nil, beats: true)],
      fate: "picked: A IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "claims that were lost stay counted",
      items: [.sample("A").claimed(by: nil, lost: 2)],
      fate: "picked: A IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s lost 2"),
    Case(
      testDescription: "work that was done under another id is closed, and the pick goes on",
      items: [
        .sample("A", notes: "x / \(keyed)"), .sample("B", notes: keyed), doneBefore, .sample("C"),
      ],
      fate: """
        idempotency_skipped: A DONE - - [x / \(keyed) / \(skipped)]
        idempotency_skipped: B DONE - - [\(keyed) / \(skipped)]
        picked: C IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s
        """),
    Case(
      testDescription: "where all is done, nothing is claimed",
      items: [.sample("A", notes: keyed), doneBefore],
      fate: "idempotency_skipped: A DONE - - [\(keyed) / \(skipped)]"),
    Case(
      testDescription: "duplicates behind the row that is claimed wait for another pick",
      items: [.sample("C"), .sample("A", notes: keyed), doneBefore],
      fate: "picked: C IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "a duplicate that waits, or backs off, is closed anyway",
      items: [
        .sample("A", notes: "\(keyed) / retry_not_before=9999999999", after: ["X"]), doneBefore,
      ],
      fate:
        "idempotency_skipped: A DONE - - [\(keyed) / retry_not_before=9999999999 / \(skipped)]"),
    Case(
      testDescription: "a duplicate that another has a lease on is theirs",
      items: [.sample("A", notes: keyed).claimed(by: "s2"), doneBefore], fate: "nothing pending"),
    Case(
      testDescription: "a key that only others have that are not DONE",
      items: [.sample("A", notes: keyed), .sample("B", .failed, notes: keyed)],
      fate: "picked: A IN_PROGRESS s1 18:00 [\(keyed)], claim 8 s1 3600 s"),
    Case(
      testDescription: "by its id: another's lease", items: [.sample("A").claimed(by: "s2")],
      id: "A", fate: "leased to s2"),
    Case(
      testDescription: "by its id: one's own lease", items: [.sample("A").claimed(by: "s1")],
      id: "A", fate: "picked: A IN_PROGRESS s1 18:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "by its id: work that was done already is closed",
      items: [.sample("A", notes: keyed), doneBefore], id: "A",
      fate: "idempotency_skipped: A DONE - - [\(keyed) / \(skipped)]"),
    Case(
      testDescription: "by its id: one's own row",
      items: [.sample("A", .inProgress, owner: "s1").claimed(by: "s1")], id: "A",
      fate: "already so"),
    Case(
      testDescription: "by its id: one's own row in an old buffer, which is another's",
      items: [.sample("A", .inProgress, owner: "s1").claimed(by: "s2")], id: "A",
      fate: "leased to s2"),
  ])
  func `a row is claimed that is free and not done yet`(_ queue: Case) {
    var table = MemoryTable(queue.items)
    table.nextClaimNumber = 8
    #expect(Transition.pick(id: queue.id).fate(in: table, context(queue.session)) == queue.fate)
  }

  @Test func `a key may be a field of the row`() {
    var table = MemoryTable([
      .sample("A", notes: "idempotency_key=other").recorded(key: "k"),
      .sample("D", .done).recorded(key: "k"),
    ])
    table.storage = .columns
    #expect(
      Transition.pick(id: nil).fate(in: table)
        == "idempotency_skipped: A DONE - - [idempotency_key=other / \(Self.skipped)], attempts 0")
  }

  @Test func `the token is the number of the claim and a random part`() throws {
    var context = context()
    var seen: Set<String> = []
    for entropy in 1...100 as ClosedRange<UInt64> {
      context.entropy = entropy
      let decision = try Transition.dispatch(.init(maxWorkers: 3, limit: 3)).decide(
        in: MemoryTable([.sample("A"), .sample("B"), .sample("C")]), context: context)
      let tokens = decision.changes.compactMap { $0.after?.claim?.token }
      #expect(tokens.map { String($0.prefix(2)) } == ["1-", "2-", "3-"])
      let nonces = tokens.map { String($0.dropFirst(2)) }
      #expect(nonces.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{6}/) != nil }, "\(nonces)")
      seen.formUnion(nonces)
    }
    #expect(seen.count >= 299, "none follows from another")
  }
}
