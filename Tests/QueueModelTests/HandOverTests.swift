import QueueModel
import StoreTestSupport
import Testing

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
