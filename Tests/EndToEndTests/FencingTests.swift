import TestSupport
import Testing

/// A worker that is late: its lease has passed to another session. Whatever it says,
/// it changes nothing, and its error names the owner of the row.
@Suite struct FencingTests {
  /// What a late worker may say.
  struct Word: CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let code: String
    let error: String

    init(_ line: String, _ code: String, _ error: String) {
      testDescription = line
      words = line.split(separator: " ").map(String.init)
      (self.code, self.error) = (code, error)
    }
  }

  private static let notOwner = "A belongs to v, not to w"

  private static let words = [
    Word("done A --notes x", "not_owner", "\(notOwner) (--force overrides the owner)"),
    Word("fail A --notes x", "not_owner", "\(notOwner) (--force overrides the owner)"),
    Word("block A --notes x", "not_owner", "\(notOwner) (--force overrides the owner)"),
    Word(
      "release A", "not_owner",
      "\(notOwner) (release it with --owner-session v, or use --force)"),
    Word(
      "assign A --from w", "not_owner", "\(notOwner) (name its owner with --from, or use --force)"),
    Word("lease renew A", "leased", leased), Word("lease acquire A", "leased", leased),
    Word("lease release A", "leased", leased),
  ]

  private static let leased =
    "A is leased to v until 2026-01-31 21:00 "
    + "(wait until then, or free it: orch release --id A --force)"

  /// How the work came to the other session, at 19:00.
  enum Passing: String, CaseIterable {
    case byLease = "the lease was taken over"
    case byWatchdog = "the watchdog took the row back, and it was picked anew"
    case byForce = "a person freed the row, and it was picked anew"
  }

  /// Where the queue is kept, and how the work came to the other session.
  struct Past: CaseIterable, CustomTestStringConvertible {
    let kept: QueueKept
    let passing: Passing

    static let allCases = QueueKept.allCases.flatMap { kept in
      Passing.allCases.map { Past(kept: kept, passing: $0) }
    }

    var testDescription: String { "\(passing.rawValue), \(kept)" }
  }

  /// A row that w took at 18:00, and v has since 19:00, with a lease until 21:00.
  ///
  /// - Returns: the token that w got.
  private static func pass(_ passing: Passing, in scene: Scene) throws -> String {
    let token = try scene.claimedToken(by: "w")
    let at = later(minutes: 60)
    switch passing {
    case .byLease: break
    case .byWatchdog: try expect(scene.orch("watchdog", environment: at), is: .prints("RESET A\n"))
    case .byForce:
      try expect(
        scene.orch("release", "A", "--force", environment: at), is: .prints("A -> PENDING\n"))
    }
    if passing != .byLease {
      // In a database a row that is taken back waits for a minute.
      let taken = try scene.claimedToken(by: "v", minutes: 61)
      #expect(taken.hasPrefix("2-"), "\(taken)")
    }
    try expect(
      scene.orch(
        "lease", "acquire", "A", "--owner-session", "v", "--seconds", "7200", environment: at),
      is: .prints("lease acquired A until \(Scene.nowEpoch + 3 * 3600)\n"))
    return token
  }

  /// As it was, and with the clock an hour back or on.
  @Test(arguments: Past.allCases, [60, 0, 120])
  func `a late worker changes nothing, and its error names the new owner`(
    _ past: Past, minutes: Int
  ) throws {
    let scene = try Scene(past.kept, ids: "A", "B")
    _ = try Self.pass(past.passing, in: scene)
    let before = try scene.bytes(past.kept.name)
    let environment = later(minutes: minutes).merging(["ORCH_OWNER_SESSION": "w"]) { $1 }
    for word in Self.words {
      let words = word.words[0] == "assign" ? word.words + ["--owner-session", "u"] : word.words
      try expectRefusal(of: word, words, in: scene, environment)
    }
    try expect(scene.bytes(past.kept.name), is: before)
  }

  private func expectRefusal(
    of word: Word, _ words: [String], in scene: Scene, _ environment: [String: String]
  ) throws {
    try expect(
      scene.run(scene.orchPath, words, environment: environment),
      is: .fails(1, "ERROR: \(word.error)"))
    let json = try scene.run(scene.orchPath, words + ["--json"], environment: environment)
    #expect(json.errors.hasPrefix("{\"error\":{\"code\":\"\(word.code)\","), "\(json)")
  }

  /// With the name of the other session, too: it is the claim that is over.
  @Test(arguments: Past.allCases, ["w", "v"])
  func `a late worker's token is refused, whatever session it names`(
    _ past: Past, session: String
  ) throws {
    // A lease that is taken over by name is another claim, too.
    let scene = try Scene(past.kept, ids: "A", "B")
    let token = try Self.pass(past.passing, in: scene)
    let before = try scene.bytes(past.kept.name)
    let said =
      "The attempt \(token) of A is over: the row is IN_PROGRESS, owned by v (it was claimed "
      + "again since then"
    let environment = later(minutes: 60).merging(
      ["ORCH_OWNER_SESSION": session, "ORCH_ATTEMPT": token]) { $1 }
    func expect(_ words: [String], is error: String) throws {
      EndToEndTests.expect(
        try scene.run(scene.orchPath, words, environment: environment),
        is: .fails(1, "ERROR: \(error)"))
    }
    for words in [["done", "A", "--notes", "x"], ["release", "A"]] where session == "v" {
      try expect(words, is: "\(said); --force overrides)")
    }
    for action in ["renew", "release"] { try expect(["lease", action, "A"], is: "\(said))") }
    try expect(
      ["assign", "A", "--from", "v", "--owner-session", "u"], is: "\(said); --force overrides)")
    EndToEndTests.expect(try scene.bytes(past.kept.name), is: before)
  }

  @Test(arguments: QueueKept.allCases)
  func `a person with the token of a claim that is over is refused, too`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, ids: "A")
    let token = try Self.pass(.byWatchdog, in: scene)
    let outcome = try scene.orch(
      "done", "A", "--notes", "x", "--attempt", token, environment: later(minutes: 61))
    #expect(
      outcome
        == .fails(
          1,
          "ERROR: The attempt \(token) of A is over: the row is IN_PROGRESS, owned by v "
            + "(it was claimed again since then; --force overrides)"))
  }

  @Test(arguments: QueueKept.allCases)
  func `the token of the claim that counts is taken`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, ids: "A")
    let token = try scene.claimedToken(by: "w")
    let environment = ["ORCH_OWNER_SESSION": "w", "ORCH_ATTEMPT": token]
    for words in [["lease", "renew", "A"], ["done", "A", "--notes", "x"]] {
      #expect(try scene.run(scene.orchPath, words, environment: environment).status == 0)
    }
  }

  @Test(arguments: QueueKept.allCases)
  func `a lease that was recorded as ended stays ended, whatever the clock says`(_ kept: QueueKept)
    throws
  {
    let scene = try Scene(kept, ids: "A")
    let token = try scene.claimedToken(by: "w")
    let renew = ["lease", "renew", "A", "--owner-session", "w", "--attempt", token]
    let ended = Outcome.fails(
      1,
      "ERROR: The lease of w on A has ended (orch lease acquire --id A --owner-session w takes "
        + "it again, unless another session has taken it)")
    // At its end, then an hour before that.
    for minutes in [60, 0] {
      try expect(
        scene.run(scene.orchPath, renew, environment: later(minutes: minutes)), is: ended)
    }
    try expect(
      scene.orch("lease", "acquire", "A", "--owner-session", "v"),
      is: .prints("lease acquired A until \(Scene.nowEpoch + 900)\n"))
  }

  @Test(arguments: QueueKept.allCases)
  func `a clock that steps forward and back takes no row from its worker`(_ kept: QueueKept) throws
  {
    let scene = try Scene(kept, ids: "A")
    _ = try scene.claimedToken(by: "w")
    try expect(scene.orch("watchdog", environment: later(minutes: 59)), is: .prints("NOOP\n"))
    try expect(scene.orch("watchdog", environment: later(minutes: -60)), is: .prints("NOOP\n"))
    let done = ["done", "A", "--notes", "x", "--owner-session", "w"]
    try expect(
      scene.run(scene.orchPath, done, environment: later(minutes: -60)), is: .prints("A -> DONE\n"))
  }
}
