import Door
import Model
import Testing
import Text

@testable import Runner

@Suite struct ItemJSONTests {
  private static let bare = QueueItem(id: "A", priority: .p1, task: nil, successCriteria: nil)
  private static let bareText =
    #"{"id":"A","status":"PENDING","priority":"P1","task":null,"success_criteria":null,"#
    + #""owner_session":null,"started_at_kst":null,"due_at_kst":null,"notes":null,"after":[],"#
    + #""attempt_count":0,"max_attempts":null,"idempotency_key":null,"lease_owner":null,"lease_expires_at":null,"line":null}"#

  @Test func `an item has every field of the contract, in its order`() {
    let item = QueueItem(
      id: "ORCH-1", status: .inProgress, priority: .p0, task: "로그 \"정리\"",
      successCriteria: "a\\b", ownerSession: "s1", startedAt: "2026-01-31 18:00",
      dueAt: "tomorrow", notes: Notes("so / review_attempts=2 / after=A"), after: ["A", "B"],
      line: 17)
    #expect(
      ZonedItem(item, in: nil).jsonText
        == #"{"id":"ORCH-1","status":"IN_PROGRESS","priority":"P0","task":"로그 \"정리\"","#
        + #""success_criteria":"a\\b","owner_session":"s1","started_at_kst":"2026-01-31 18:00","#
        + #""due_at_kst":"tomorrow","notes":"so / review_attempts=2 / after=A","#
        + #""after":["A","B"],"attempt_count":2,"max_attempts":null,"idempotency_key":null,"#
        + #""lease_owner":null,"lease_expires_at":null,"line":17}"#)
  }

  /// The claim of a row, with the lease that ends then.
  private static func claimed(until end: Int) -> QueueItem {
    var item = bare
    item.notes = Notes("idempotency_key=k1 / max_attempts=5")
    let lease = Lease(owner: "w", expiresAt: end, hasHeartbeat: true)
    item.claim = Claim(number: 7, nonce: "3fa92c", madeAt: 1, lease: lease)
    return item
  }

  @Test(arguments: [
    (1_769_850_900, #""w","lease_expires_at":1769850900"#), (0, #"null,"lease_expires_at":null"#),
  ])
  func `a lease is shown until its end is recorded`(_ end: Int, lease: String) {
    let text = ZonedItem(Self.claimed(until: end), in: nil).jsonText
    #expect(
      text.hasSuffix(
        #""attempt_count":0,"max_attempts":5,"idempotency_key":"k1","lease_owner":\#(lease),"#
          + #""line":null}"#), "\(text)")
    #expect(!text.contains("3fa92c"))
  }

  @Test func `only the claimant of a row gets the token`() {
    #expect(
      ClaimAnswer(Self.bare, in: nil).jsonText == #"{"item":\#(Self.bareText),"attempt":null}"#)
    #expect(ClaimAnswer(nil, in: nil).jsonText == #"{"item":null}"#)
    #expect(
      ClaimAnswer(Self.claimed(until: 0), in: nil).jsonText.hasSuffix(#","attempt":"7-3fa92c"}"#))
  }

  @Test func `the keys that may be asked for are those of a row that has everything`() throws {
    var item = Self.bare
    item.status = .blocked
    (item.startedAt, item.dueAt) = ("2026-01-31 18:00", "2026-02-01 18:00")
    item.notes = Notes(
      "not_before=2026-02-01 09:00 / labels=ui / worker=w / timeout=2h / repo=r / plan=p / approval=done / on_failure=cancel / "
        + "awaits=answer / question=1 / pr=1 / ci=passed")
    let text = ZonedItem(item, in: .fixed(32400)).jsonText
    // A row that waits for an answer is not cancelled.
    #expect(
      try JSONValue(parsing: Array(text.utf8)).objectValue?.keys
        == ZonedItem.document.keys.filter { $0 != "cancelled" })
    item.notes = Notes("cancelled_by_operator")
    #expect(ZonedItem(item, in: nil).jsonText.contains(#""cancelled":true"#))
  }

  @Test func `what is absent is null`() {
    #expect(ZonedItem(Self.bare, in: nil).jsonText == Self.bareText)
  }

  @Test(arguments: [(Priority.unknown(""), "null"), (.unknown("높음"), "\"높음\""), (.p2, "\"P2\"")])
  func `a priority is what its cell says`(_ priority: Priority, text: String) {
    var item = Self.bare
    item.priority = priority
    #expect(ZonedItem(item, in: nil).jsonText.contains(#","priority":\#(text),"#))
  }

  @Test(arguments: [
    ("", 0), ("review_attempts=3", 3), ("review_attempts=3 / review_attempts=4", 4),
    ("review_attempts=many", 0),
  ])
  func `attempts are counted in the notes`(_ notes: String, count: Int) {
    var item = Self.bare
    item.notes = Notes(notes)
    #expect(ZonedItem(item, in: nil).jsonText.contains(#","attempt_count":\#(count),"#))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let decision: Decision
    let text: String?
    let item: QueueItem?
  }

  @Test(arguments: [
    Case(testDescription: "nothing", decision: .unchanged, text: nil, item: nil),
    Case(
      testDescription: "a row that is so", decision: .alreadySo(bare),
      text: #"{"id":"A","from":"PENDING","to":"PENDING","item":\#(bareText)}"#, item: bare),
    Case(
      testDescription: "a new row", decision: .change(ItemChange(.added, before: nil, after: bare)),
      text: #"{"id":"A","from":null,"to":"PENDING","item":\#(bareText)}"#, item: bare),
    Case(
      testDescription: "a row that changed",
      decision: .change(ItemChange(.done, before: done, after: bare)),
      text: #"{"id":"A","from":"DONE","to":"PENDING","item":\#(bareText)}"#, item: bare),
  ])
  func `a transition has the status before and after`(_ outcome: Case) {
    #expect(outcome.decision.answers(in: nil).first?.jsonText == outcome.text)
    #expect(outcome.decision.item == outcome.item)
  }

  private static let done = {
    var item = bare
    item.status = .done
    return item
  }()
}
