import Model

extension StoreConformance {
  /// A transition of a row that changes nothing.
  private static func unchanged(
    _ name: String, _ item: QueueItem, by transition: Transition, _ session: String?,
    _ answer: String
  ) -> Case {
    Case(testDescription: name, items: [item] + bystanders) { scene in
      // The transition is tried twice, because the first try must not leave a trace for the second.
      for _ in 1...2 {
        try scene.expectAnswer(answer, to: transition, session: session)
        try scene.expectUntouched()
      }
    }
  }

  // MARK: Rows that are already so

  private static func alreadySo(
    _ name: String, _ item: QueueItem, _ transition: Transition, session: String? = "s1"
  ) -> Case {
    unchanged(
      "nothing changes: \(name)", item, by: transition, session, "already so: \(item.rowText)")
  }

  static let repeats: [Case] = [
    alreadySo("pick of one's own row", item(.inProgress), .pick(id: "A")),
    alreadySo("done with the same notes", item(.done), finish(.done, notes: "x")),
    alreadySo(
      "done with the same notes, by another", item(.done), finish(.done, notes: "x"), session: "s2"),
    alreadySo(
      "fail with the same notes", item(.failed), finish(.failed(isPermanent: false), notes: "x")),
    alreadySo(
      "fail for good with the same notes", item(.failed, notes: "x / failure=permanent"),
      finish(.failed(isPermanent: true), notes: "x")),
    alreadySo("block with the same notes", item(.blocked), finish(.blocked, notes: "x")),
    alreadySo(
      "done appending what the notes end with", item(.done, notes: "w / x / touches=src"),
      finish(.done, notes: "x", appends: true)),
    alreadySo(
      "assign to the owner", item(.inProgress),
      .assign(id: "A", to: "s1", from: "s9", force: false)),
    alreadySo("release of a PENDING row", item(), .release(id: "A", force: false)),
    alreadySo(
      "cancel of a cancelled row", item(.blocked, notes: "x / cancelled_by_operator"),
      .cancel(id: "A")),
    alreadySo(
      "replan for the same reason", item(notes: "x / replan:r"),
      .replan(id: "A", reason: "r", force: false)),
    alreadySo(
      "retry of a row that waits for it", item(notes: "x / retry_requested"),
      .retry(id: "A", force: false)),
  ]

  // MARK: Refusals

  private static func refused(
    _ name: String, _ item: QueueItem, _ transition: Transition, session: String? = "s1",
    _ answer: String
  ) -> Case {
    unchanged("refused: \(name)", item, by: transition, session, "refused: \(answer)")
  }

  static let refusals: [Case] = [
    refused(
      "pick of another's row", item(.inProgress), .pick(id: "A"), session: "s2",
      "wrong_state: A is IN_PROGRESS, owned by s1"),
    refused("pick of a DONE row", item(.done), .pick(id: "A"), "wrong_state: A is DONE"),
    refused(
      "done of another's row", item(.inProgress), finish(.done, notes: "x"), session: "s2",
      "not_owner: A belongs to s1, not to s2"),
    refused(
      "done of a DONE row with other notes", item(.done), finish(.done, notes: "y"),
      "wrong_state: A is DONE"),
    refused(
      "fail of a DONE row", item(.done), finish(.failed(isPermanent: false)),
      "wrong_state: A is DONE"),
    refused("block of a FAILED row", item(.failed), finish(.blocked), "wrong_state: A is FAILED"),
    refused(
      "assign of a PENDING row", item(), .assign(id: "A", to: "s2", from: nil, force: false),
      "wrong_state: A is PENDING"),
    refused(
      "assign from another than the owner", item(.inProgress),
      .assign(id: "A", to: "s2", from: "s9", force: false), "not_owner: A belongs to s1, not to s9"),
    refused(
      "release of another's row", item(.inProgress), .release(id: "A", force: false),
      session: "s2", "not_owner: A belongs to s1, not to s2"),
    refused(
      "release of a DONE row", item(.done), .release(id: "A", force: true), "wrong_state: A is DONE"
    ),
    refused("cancel of a FAILED row", item(.failed), .cancel(id: "A"), "wrong_state: A is FAILED"),
    refused(
      "cancel of a row that was PENDING when it was asked for", item(.inProgress),
      .cancel(id: "A", from: .pending),
      "moved_on: A is IN_PROGRESS, owned by s1, no longer PENDING"),
    refused(
      "replan of a row that was BLOCKED when it was asked for", item(.inProgress),
      .replan(id: "A", from: .blocked, reason: "r", force: false),
      "moved_on: A is IN_PROGRESS, owned by s1, no longer BLOCKED"),
    refused(
      "retry of a row that was BLOCKED when it was chosen", item(.failed),
      .retry(id: "A", from: .blocked, force: false),
      "moved_on: A is FAILED, no longer BLOCKED"),
    refused(
      "replan of a DONE row", item(.done), .replan(id: "A", reason: "r", force: false),
      "wrong_state: A is DONE"),
    refused(
      "retry of a PENDING row", item(), .retry(id: "A", force: true), "wrong_state: A is PENDING"),
    refused(
      "retry of a failure for good", item(.failed, notes: "x / failure=permanent"),
      .retry(id: "A", force: false),
      "permanent_failure: A failed for good (failure=permanent)"),
    refused(
      "a row that is not there", item(), finish(.done, id: "Z"), "not_found: Row id not found: Z"),
  ]
}
