import StoreTestSupport
import Testing

@testable import Model

@Suite struct PickTests {
  private let pick = Transition.pick(id: nil)

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    let outcome: String
  }

  @Test(arguments: [
    Case(testDescription: "nothing", items: [], outcome: "nothing pending"),
    Case(
      testDescription: "nothing that waits",
      items: [.sample("A", .done), .sample("B", .failed), .sample("C", .inProgress, owner: "s1")],
      outcome: "nothing pending"),
    Case(
      testDescription: "priority before place",
      items: [.sample("X", .pending, .unknown("x")), .sample("B", .pending, .p2), .sample("A")],
      outcome: "A IN_PROGRESS s1 18:00 []"),
    Case(
      testDescription: "place among equals",
      items: [.sample("B", .pending, .p0), .sample("A", .pending, .p0)],
      outcome: "B IN_PROGRESS s1 18:00 []"),
    Case(
      testDescription: "an unknown priority last", items: [.sample("X", .pending, .unknown(""))],
      outcome: "X IN_PROGRESS s1 18:00 []"),
    Case(
      testDescription: "past a row that waits for another",
      items: [.sample("A", .pending, .p0, after: ["B"]), .sample("B", .pending, .p2)],
      outcome: "B IN_PROGRESS s1 18:00 []"),
    Case(
      testDescription: "past a row that waits for a failed one",
      items: [.sample("A", after: ["B"]), .sample("B", .failed)], outcome: "nothing pending"),
    Case(
      testDescription: "past a row that waits for one that is not there",
      items: [.sample("A", after: ["gone"])],
      outcome: "nothing pending"),
    Case(
      testDescription: "a row whose dependencies are done",
      items: [.sample("A", after: ["B", "C"]), .sample("B", .done), .sample("C", .done)],
      outcome: "A IN_PROGRESS s1 18:00 []"),
    Case(
      testDescription: "past a row that backs off",
      items: [.sample("A", notes: "retry_not_before=1769850001")], outcome: "nothing pending"),
    Case(
      testDescription: "a row whose time has come",
      items: [.sample("A", notes: "retry_not_before=1769850000")],
      outcome: "A IN_PROGRESS s1 18:00 [retry_not_before=1769850000]"),
    Case(
      testDescription: "no row with an unreadable time",
      items: [.sample("A", notes: "retry_not_before=soon")],
      outcome: "nothing pending"),
  ])
  func `the first row that may start is claimed`(_ queue: Case) {
    #expect(pick.outcome(in: MemoryTable(queue.items)) == queue.outcome)
  }

  @Test(arguments: [
    (nil, "-"), ("s1", "s1"), ("a|b\n", "a/b"), ("-", "-"), ("", "-"),
  ])
  func `the session becomes the owner, as a cell can say it`(_ session: String?, owner: String) {
    let outcome = pick.outcome(for: .sample(), session: session)
    #expect(outcome == "A IN_PROGRESS \(owner) 18:00 []")
  }

  @Test func `several rows are claimed, each by a number of its own, or none is`() throws {
    let table = MemoryTable([
      .sample("A"), .sample("B"), .sample("C", after: ["B"]), .sample("D", notes: "approval=start"),
    ])
    func pick(_ ids: String...) -> Transition { .several(ids.map { .pick(id: $0) }) }
    let claims = try pick("A", "B").decide(in: table, context: context("s1")).changes
    #expect(claims.map { $0.after?.claim?.number } == [1, 2])
    #expect(pick("A", "C").outcome(in: table) == "refused: waits")
    #expect(pick("A", "D").outcome(in: table) == "refused: needs_approval")
  }

  @Test(arguments: [
    ("s1", "s1", "A is already so"), ("s1", "s2", "refused: wrong_state"),
    ("s1", nil, "refused: wrong_state"), (nil, nil, "refused: wrong_state"),
    (nil, "-", "refused: wrong_state"), ("a/b", "a|b", "A is already so"),
  ])
  func `only its owner picks a row again`(_ owner: String?, session: String?, outcome: String) {
    let item = QueueItem.sample("A", .inProgress, owner: owner)
    #expect(Transition.pick(id: "A").outcome(for: item, session: session) == outcome)
  }

  @Test func `a named row that may not start says why`() {
    let items: [QueueItem] = [
      .sample("A", after: ["B", "C", "D"]), .sample("B", .blocked), .sample("C", .done),
      .sample("E", notes: "retry_not_before=1769850060"), .sample("a/b"),
    ]
    let blockers: [Dependencies.Blocker] = [
      .init(id: "B", status: .blocked), .init(id: "D", status: nil),
    ]
    expectRefusal(.waits("A", for: blockers), items)
    expectRefusal(.wrongState(items[1], action: .pick), items)
    expectRefusal(.backsOff("E", until: 1_769_850_060, now: now), items)
    expectRefusal(.illFormedID("a/b"), items)
    expectRefusal(.notFound("X"), items)
  }

  private func expectRefusal(
    _ refusal: Refusal, _ items: [QueueItem], at location: SourceLocation = #_sourceLocation
  ) {
    let context = TransitionContext(session: "s1", now: now)
    #expect(throws: refusal, sourceLocation: location) {
      try Transition.pick(id: refusal.id).decide(in: MemoryTable(items), context: context)
    }
  }
}

extension Refusal {
  fileprivate var id: String {
    switch self {
    case .notFound(let id), .alreadyExists(let id), .illFormedID(let id), .repeatedID(let id, _),
      .unmetProofs(let id, _),
      .notRepeated(let id, _, _),
      .malformedRow(let id, _, _), .waits(let id, _), .nearMiss(let id, _),
      .backsOff(let id, _, _), .deferred(let id, _, _),
      .permanentFailure(let id), .neededBy(let id, _), .neverDeleted(let id), .notDeleted(let id),
      .unreadableDeletion(let id), .reserved(let id, _, for: _):
      id
    case .nothingToUndo(let id): id ?? ""
    case .noMergeToUndo: ""
    case .notYours(let entry), .changedSince(let entry, _, _), .briefChangedSince(let entry),
      .irreversible(let entry, _),
      .otherCommand(let entry):
      entry.id ?? ""
    case .wrongState(let item, _), .notOwner(let item, _, _), .attemptsUsedUp(let item, _),
      .leased(let item, _, _, _), .leaseEnded(let item, _), .noLease(let item, _),
      .staleClaim(let item, _, _), .criteriaChanged(let item, _),
      .otherStatus(let item, _), .movedOn(let item), .missingClaimToken(let item),
      .notAwaited(let item, _), .needsApproval(let item), .otherQuestion(let item, _),
      .editedMeanwhile(let item, _), .contentChanged(let item, _), .nothingApproved(let item, _):
      item.id
    case .dependencyCycle(let ids), .keyUsed(_, let ids): ids[0]
    }
  }
}

@Suite struct PickPreviewTests {
  private static func preview(_ items: [QueueItem], limit: Int = 3) throws -> PickPreview {
    try PickPreview(
      of: MemoryTable(items), limit: limit, context: TransitionContext(session: "s", now: now))
  }

  private static func leased(_ id: String, to owner: String) -> QueueItem {
    var item = QueueItem.sample(id)
    item.claim = Claim(
      number: 1, nonce: "3fa92c", madeAt: 0,
      lease: Lease(owner: owner, expiresAt: now.epochSeconds + 60, hasHeartbeat: true))
    return item
  }

  @Test func `what comes next is the row that a pick would claim, as it stands`() throws {
    let waiting = QueueItem.sample("W", .pending, .p0, after: ["A"])
    let items = [waiting, .sample("A"), .sample("B", .pending, .p0), .sample("C", .done)]
    #expect(try Self.preview(items).next == items[2])
    #expect(try Self.preview([waiting, .sample("A", .inProgress, owner: "w")]).next == nil)
    #expect(try Self.preview([]).next == nil)
  }

  @Test func `a row whose work was done under another key is neither next nor held`() throws {
    let preview = try Self.preview([
      .sample("A", notes: "idempotency_key=k"), .sample("D", .done, notes: "idempotency_key=k"),
      .sample("B"),
    ])
    #expect(preview.next?.id == "B")
    #expect(preview.held == [])
  }

  @Test func `rows that may not start are held, by the words of a pick`() throws {
    let later = QueueItem.sample("B", notes: "retry_not_before=\(now.epochSeconds + 300)")
    let items = [
      later, .sample("W", .pending, .p0, after: ["A", "Z"]), Self.leased("L", to: "v"),
      Self.leased("M", to: "s"), .sample("A", .failed),
    ]
    let preview = try Self.preview(items, limit: 9)
    #expect(
      preview.held.map { "\($0.item.id): \($0.refusal.message)" } == [
        "W: W waits for A (FAILED), Z (no readable row)",
        "B: B is not tried again before 2026-01-31 18:05",
        "L: L is leased to v until 2026-01-31 18:01",
      ])
    #expect(preview.next?.id == "M")
    #expect(preview.startable.map(\.id) == ["M"])
    #expect(try Self.preview(items, limit: 2).held == Array(preview.held.prefix(2)))
  }
}
