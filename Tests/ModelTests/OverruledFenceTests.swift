import Model
import StoreTestSupport
import Testing

/// The sessions that may change a claimed row: its owner, a person, and any with `--force`.
@Suite struct OverruledFenceTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let transition: Transition
    let context: TransitionContext
    let fate: String
  }

  private static func finish(force: Bool) -> Transition {
    .finish(.init(id: "A", as: .done, notes: "n", force: force))
  }

  private static let done = "done: A DONE s2 09:00 [n]"
  private static let freed = "released: A PENDING - - []"
  private static let handed = "assigned: A IN_PROGRESS s3 09:00 [], claim 8 s3 600 s"
  private static let token = "8-abcdef"

  private static func assign(from owner: String?, force: Bool = false) -> Transition {
    .assign(id: "A", to: "s3", from: owner, force: force)
  }

  @Test(arguments: [
    Case(
      testDescription: "done by its owner", transition: finish(force: false),
      context: context("s2"), fate: done),
    Case(
      testDescription: "done by its owner, with the token", transition: finish(force: false),
      context: context("s2", claimToken: token), fate: done),
    Case(
      testDescription: "done by its owner, with another token", transition: finish(force: false),
      context: context("s2", claimToken: "8-abcdee"), fate: "stale_attempt"),
    Case(
      testDescription: "done by a person", transition: finish(force: false), context: context(nil),
      fate: done),
    Case(
      testDescription: "done by a worker without a name, with the token",
      transition: finish(force: false), context: context(nil, claimToken: token), fate: done),
    Case(
      testDescription: "done by a worker without a name, with another token",
      transition: finish(force: false), context: context(nil, claimToken: "7-abcdef"),
      fate: "stale_attempt"),
    Case(
      testDescription: "done by force", transition: finish(force: true),
      context: context("s1", claimToken: "7-abcdef"), fate: done),
    Case(
      testDescription: "release by its owner", transition: .release(id: "A", force: false),
      context: context("s2", claimToken: token), fate: freed),
    Case(
      testDescription: "release by its owner, with another token",
      transition: .release(id: "A", force: false), context: context("s2", claimToken: "7-abcdef"),
      fate: "stale_attempt"),
    Case(
      testDescription: "release by a person", transition: .release(id: "A", force: false),
      context: context(nil), fate: "not_owner"),
    Case(
      testDescription: "release by force", transition: .release(id: "A", force: true),
      context: context("s1", claimToken: "7-abcdef"), fate: freed),
    Case(
      testDescription: "assign from its owner", transition: assign(from: "s2"),
      context: context("lead"), fate: handed),
    Case(
      testDescription: "assign from its owner, with another token", transition: assign(from: "s2"),
      context: context("s3", claimToken: "7-abcdef"), fate: "stale_attempt"),
    Case(
      testDescription: "assign from the session that lost it", transition: assign(from: "s1"),
      context: context("s1"), fate: "not_owner"),
    Case(
      testDescription: "assign without the owner's name", transition: assign(from: nil),
      context: context("s1"), fate: "not_owner"),
    Case(
      testDescription: "assign by force", transition: assign(from: nil, force: true),
      context: context("s1", claimToken: "7-abcdef"), fate: handed),
  ])
  func `the row of s2 is changed by permitted sessions only`(_ test: Case) {
    let item = QueueItem.sample("A", .inProgress, owner: "s2").claimed(8, by: "s2")
    #expect(test.transition.fate(of: item, test.context) == test.fate)
  }

  @Test(
    arguments: [
      ("done", finish(force: false), "done: A DONE s1 09:00 [n]"),
      ("release", .release(id: "A", force: false), freed),
      ("assign", assign(from: "s2"), handed),
    ] as [(String, Transition, String)])
  func `the lease's owner owns the row, whatever an old buffer says`(
    _ name: String, _ transition: Transition, fate: String
  ) {
    let item = QueueItem.sample("A", .inProgress, owner: "s1").claimed(8, by: "s2")
    #expect(transition.fate(of: item, context("s2", claimToken: "8-abcdef")) == fate)
  }

  @Test(
    arguments: [
      (nil, false, "leased to s2"), ("s1", false, "leased to s2"),
      ("s2", false, "lease_released: A PENDING - - []"),
      ("s1", true, "lease_released: A PENDING - - []"),
      (nil, true, "lease_released: A PENDING - - []"),
    ] as [(String?, Bool, String)])
  func `a row that waits is freed by its lease's owner, or by force`(
    _ session: String?, force: Bool, fate: String
  ) {
    let item = QueueItem.sample("A").claimed(by: "s2")
    #expect(Transition.release(id: "A", force: force).fate(of: item, context(session)) == fate)
  }

  @Test func `a lease that has ended excludes no session, and its owner may end its work`() {
    let item = QueueItem.sample("A", .inProgress, owner: "s2").claimed(8, by: "s2", for: nil)
    #expect(
      Self.finish(force: false).fate(of: item, context("s2", claimToken: Self.token)) == Self.done)
    #expect(Self.finish(force: false).fate(of: item, context("s1")) == "not_owner")
  }
}
