import Testing

@Suite struct LeaseCommandTests {
  private static func epoch(_ minutes: Int) -> Int { Scene.nowEpoch + minutes * 60 }

  private static let mine = row("A", "IN_PROGRESS", owner: "w", started: Scene.now)

  @Test func `a lease is taken, renewed and given back`() throws {
    let scene = try Scene(rows: row("A"))
    let environment = ["ORCH_OWNER_SESSION": "w"]
    func lease(_ words: String...) throws -> Outcome {
      try scene.run(scene.orchPath, ["lease"] + words, environment: environment)
    }
    try expect(
      lease("acquire", "--id", "A"), is: .prints("lease acquired A until \(Self.epoch(15))\n"))
    try expect(
      lease("renew", "A", "--seconds", "60"),
      is: .prints("lease renewed A until \(Self.epoch(1))\n"))
    for _ in 1...2 { try expect(lease("release", "A"), is: .prints("lease released A\n")) }
    try expect(scene.text(), is: queueText(row("A")))
  }

  struct Refused: CustomTestStringConvertible {
    let testDescription: String
    let row: String
    let words: String
    let code: String
    let error: String

    init(_ row: String, _ words: String, _ code: String, _ error: String) {
      testDescription = "\(words) on \(row)"
      (self.row, self.words, self.code, self.error) = (row, words, code, error)
    }
  }

  @Test(arguments: [
    Refused(
      mine, "renew A", "no_lease",
      "v has no lease on A, which is IN_PROGRESS, owned by w (orch lease acquire --id A "
        + "--owner-session v takes one, unless another session has it)"),
    Refused(
      mine, "renew A --attempt 1-abcdef", "stale_attempt",
      "The attempt 1-abcdef of A is over: the row is IN_PROGRESS, owned by w "
        + "(it was claimed again since then)"),
    Refused(row("B"), "acquire A", "not_found", "Row id not found: A (orch list shows the rows)"),
  ])
  func `a lease that cannot be had says why`(_ refused: Refused) throws {
    let scene = try Scene(rows: refused.row)
    let words = ["lease"] + refused.words.split(separator: " ").map(String.init)
    let session = ["ORCH_OWNER_SESSION": "v"]
    try expect(
      scene.run(scene.orchPath, words, environment: session),
      is: .fails(1, "ERROR: \(refused.error)"))
    let json = try scene.run(scene.orchPath, words + ["--json"], environment: session)
    #expect(json.status == 1)
    #expect(json.errors.hasPrefix("{\"error\":{\"code\":\"\(refused.code)\","), "\(json)")
    try expect(scene.text(), is: queueText(refused.row))
  }

  @Test func `however few files may be open, a lease is shown, or the command fails`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.bash("$ORCH lease acquire A --owner-session w").check()
    let whole = try scene.orch("show", "A", "--json", "--no-log")
    let statuses = try (3...16).map { limit in
      let outcome = try scene.bash("ulimit -n \(limit); exec $ORCH show A --json --no-log")
      if outcome.status == 0 { expect(outcome.output, is: whole.output) }
      return outcome.status
    }
    #expect(statuses.first != 0 && statuses.last == 0)
  }

  @Test func `show names the owner of a row while the lease lasts, and no token`() throws {
    let scene = try Scene(rows: row("A", notes: "idempotency_key=k1 / max_attempts=5"))
    let token = try scene.claimedToken(by: "w")
    func shown(minutes: Int) throws -> [Substring] {
      let text = try scene.orch("show", "A", environment: later(minutes: minutes)).output
      #expect(!text.contains(token))
      return text.split(separator: "\n").dropFirst(9).prefix { $0 != "history" }
    }
    let head: [Substring] = ["max_attempts      5", "idempotency_key   k1"]
    try expect(
      shown(minutes: 59),
      is: head + ["lease             w until 2026-01-31 19:00", "line              5"])
    try expect(shown(minutes: 60), is: head + ["line              5"])
    let json = try scene.orch("show", "A", "--json").output
    let item = itemJSON(
      "A", "IN_PROGRESS", owner: "w", started: Scene.now,
      notes: "idempotency_key=k1 / max_attempts=5", maxAttempts: 5, key: "k1",
      lease: ("w", Self.epoch(60)), line: 5)
    #expect(json.hasPrefix("{\"item\":\(item),") && !json.contains(token), "\(json)")
  }

  @Test func `a person's word counts, and says whose work it ended`() throws {
    for (command, status) in [("done", "DONE"), ("fail", "FAILED"), ("block", "BLOCKED")] {
      let scene = try Scene(rows: row("A"))
      try scene.orch("pick", "--owner-session", "w").check()
      let warning =
        "WARNING: A was leased to w until 2026-01-31 19:00; that session may still be working on "
        + "it\n"
      try expect(
        scene.orch(command, "A", "--notes", "x"),
        is: .prints("A -> \(status)\n", warning: warning))
    }
    let scene = try Scene(rows: row("A"))
    try scene.orch("pick", "--owner-session", "w").check()
    try expect(
      scene.orch("done", "A", "--notes", "x", environment: later(minutes: 60)),
      is: .prints("A -> DONE\n"))
  }
}
