import Model
import Testing
import Workload

@testable import Soaking

/// Made-up histories, wrong in each way, and what the oracle finds in them.
@Suite struct SoakOracleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let history: SoakHistory
    let faults: [String]

    init(_ name: String, _ history: SoakHistory, _ faults: String...) {
      testDescription = name
      self.history = history
      self.faults = faults
    }
  }

  private static func line(
    _ event: LedgerLine.Event, _ claimToken: String, at time: Int, id: String = "X"
  ) -> LedgerLine {
    LedgerLine(event: event, id: id, claimToken: claimToken, monotonic: time, queueTime: time)
  }

  private static func change(
    _ from: Status?, _ to: Status, at time: Int, id: String = "X", isSkip: Bool = false
  ) -> SoakHistory.Change {
    SoakHistory.Change(id: id, from: from, to: to, time: time, isSkip: isSkip)
  }

  private static let added = change(nil, .pending, at: 0)
  private static let claimed = change(.pending, .inProgress, at: 10)
  private static let done = change(.inProgress, .done, at: 20)
  private static let submitted = [SoakHistory.Submission(ids: ["X"])]

  /// A row that was submitted, worked on once, and accepted.
  private static func good(
    _ more: [LedgerLine] = [], _ changes: [SoakHistory.Change] = [added, claimed, done],
    status: Status = .done
  ) -> SoakHistory {
    SoakHistory(
      submissions: submitted,
      ledger: [line(.began, "1-a", at: 11), line(.worked, "1-a", at: 19)] + more,
      rows: ["X": status], changes: changes)
  }

  static let cases = [
    Case("nothing happened", SoakHistory()),
    Case("a row is worked on and accepted", good()),
    Case(
      "a row fails, and is worked on again",
      SoakHistory(
        submissions: submitted,
        ledger: [
          line(.began, "1-a", at: 11), line(.failed, "1-a", at: 12), line(.began, "2-b", at: 15),
          line(.worked, "2-b", at: 19),
        ], rows: ["X": .done], changes: [added, claimed, done])),
    Case(
      "the lock was with another worker", good([line(.metAnother, "2-b", at: 15)]),
      "X: 2-b began while 1-a was at work"),
    Case(
      "a worker began while another was at work, and both wrote their ends",
      good([line(.began, "2-b", at: 15), line(.failed, "2-b", at: 17)]),
      "X: 2-b began while 1-a was at work"),
    Case(
      "two executions for one claim", good([line(.began, "1-a", at: 30)], [added, claimed]),
      "X: two executions of 1-a", "X: is DONE, and no worker did it"),
    Case(
      "a worker began when the row was DONE", good([line(.began, "2-b", at: 22)]),
      "X: 2-b began when the row was DONE"),
    Case(
      "a worker began in the second of the end", good([line(.began, "2-b", at: 21)])),
    Case(
      "a row was accepted twice",
      good(
        [],
        [added, claimed, done, change(.done, .pending, at: 21), change(.inProgress, .done, at: 25)]),
      "X: became DONE twice"),
    Case(
      "a row is lost",
      SoakHistory(submissions: submitted), "X: was submitted, and is missing"),
    Case(
      "a row that was not submitted",
      SoakHistory(rows: ["X": .pending]), "X: it was never submitted"),
    Case(
      "a row stays where it is",
      SoakHistory(submissions: submitted, rows: ["X": .blocked], changes: [added]),
      "X: is BLOCKED in the end"),
    Case(
      "a row is DONE without a worker",
      SoakHistory(submissions: submitted, rows: ["X": .done], changes: [added, done]),
      "X: is DONE, and no worker did it"),
    Case(
      "a row is DONE, and its history does not have it", good([], [added, claimed]),
      "X: is DONE, and no worker did it"),
    Case(
      "the second of a key is closed",
      twice(change(.pending, .done, at: 21, id: "Y", isSkip: true))),
    Case(
      "both of a key were worked on",
      twice(
        change(.inProgress, .done, at: 21, id: "Y"),
        [line(.began, "2-b", at: 15, id: "Y"), line(.worked, "2-b", at: 20, id: "Y")]),
      "Y: 2-b began while 1-a of X was at work",
      "X, Y: the same work with key k, accepted more than once"),
    Case(
      "a command ended unexpectedly",
      SoakHistory(commands: [
        .init(words: "add", meaning: .unexpected(status: 74, error: "ERROR: x")),
        .init(words: "add", meaning: .locked), .init(words: "add", meaning: .done),
        .init(words: "retry", meaning: .refused),
      ]), "add: status 74: ERROR: x"),
    Case("an illegible ledger", illegible(), "2 lines of the ledger cannot be read"),
  ]

  private static func twice(
    _ end: SoakHistory.Change, _ lines: [LedgerLine] = []
  ) -> SoakHistory {
    var history = good(lines)
    history.submissions = [.init(ids: ["X"], key: "k"), .init(ids: ["Y"], key: "k")]
    history.rows["Y"] = .done
    history.changes += [change(nil, .pending, at: 1, id: "Y"), end]
    return history
  }

  private static func illegible() -> SoakHistory {
    var history = SoakHistory()
    history.illegibleLines = 2
    return history
  }

  @Test(arguments: cases)
  func `what became of a row`(_ play: Case) {
    let oracle = SoakOracle(play.history)
    let faults = oracle.duplicates + oracle.unfinished + oracle.surprises
    #expect(faults.map(\.description) == play.faults)
  }

  @Test func `what was cut short counts no row that is on its way`() {
    var history = Self.good()
    history.submissions.append(.init(ids: ["Y"]))
    history.rows["Y"] = .pending
    history.changes.append(Self.change(nil, .pending, at: 1, id: "Y"))
    #expect(SoakOracle(history).unfinished == [Fault("Y", "is PENDING in the end")])
    history.isCutShort = true
    let oracle = SoakOracle(history)
    #expect(oracle.unfinished == [] && oracle.surprises == [])
    #expect([oracle.open, oracle.submitted, oracle.succeeded] == [1, 1, 1])
  }

  @Test func `a lost lease is recovered once its row is DONE`() {
    let loss = [Self.line(.began, "0-l", at: 1), Self.line(.loses, "0-l", at: 2)]
    let recovered = SoakOracle(Self.good(loss))
    #expect([recovered.attempts, recovered.lostLeases, recovered.recovered] == [2, 1, 1])
    let lost = SoakOracle(
      SoakHistory(submissions: Self.submitted, ledger: loss, rows: ["X": .inProgress]))
    #expect([lost.attempts, lost.lostLeases, lost.recovered] == [1, 1, 0])
    #expect(lost.recoveredShare == 0 && lost.successShare == 0)
    #expect(SoakOracle(SoakHistory()).recoveredShare == 1)
  }

  @Test func `the time of a row is that from its arrival to its end`() {
    #expect(SoakOracle(Self.good()).seconds == Percentiles([20]))
    let open = Self.good([], [Self.added, Self.claimed], status: .inProgress)
    #expect(SoakOracle(open).seconds == nil)
  }

  @Test func `locks that were met are counted`() {
    let ends = [SoakHistory.CommandEnd.Meaning.locked, .locked, .done]
    let oracle = SoakOracle(
      SoakHistory(commands: ends.map { SoakHistory.CommandEnd(words: "add", meaning: $0) }))
    #expect([oracle.commands, oracle.lockedCommands, oracle.unexpectedCommands] == [3, 2, 0])
  }
}

@Suite struct PercentilesTests {
  @Test(
    arguments: [
      ([], nil), ([7], [7, 7, 7]), ([2, 1], [1, 2, 2]), (Array(1...100), [50, 95, 100]),
      (Array((1...20).reversed()), [10, 19, 20]), (Array(1...21), [11, 20, 21]),
    ] as [([Int], [Int]?)])
  func `percentiles are values that were measured`(_ values: [Int], _ expected: [Int]?) {
    let found = Percentiles(values)
    #expect(found.map { [$0.p50, $0.p95, $0.max] } == expected)
    #expect(found.map(\.count) == (values.isEmpty ? nil : values.count))
  }
}

@Suite struct LedgerLineTests {
  @Test func `a line is read as it was written`() {
    let line = LedgerLine(
      event: .loses, id: "ORCH-001", claimToken: "17-3fa92c", ordinal: 2, process: 42, monotonic: 7,
      queueTime: 1_769_850_000)
    #expect(
      line.text == """
        {"event":"loses","id":"ORCH-001","attempt":"17-3fa92c","ordinal":2,"pid":42,"monotonic":7,\
        "queue_time":1769850000}

        """)
    #expect(LedgerLine(parsing: line.text.utf8.dropLast()) == line)
  }

  @Test(arguments: ["", "{}", "[]", "{\"event\":\"began\"}", "half of a li"])
  func `what no worker wrote is no line`(_ text: String) {
    #expect(LedgerLine(parsing: Array(text.utf8)) == nil)
  }
}
