import Model
import Testing
import Workload

@testable import Soaking

/// Made-up histories of two rows of one key, and what the oracle finds in them.
@Suite struct RepeatedWorkTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// `ID EVENT ATTEMPT TIME` of the ledger.
    let ledger: [String]
    /// `ID STATUS TIME` of the history, the row's last one being its end; `skip` is DONE for the
    /// sake of another.
    let changes: [String]
    let succeeded: Int
    let faults: [String]
  }

  private static let skipped = ["X PENDING 0", "Y PENDING 1", "X DONE 20", "Y skip 21"]
  private static let worked = ["X began 1-a 11", "X worked 1-a 19"]

  static let cases = [
    Case(
      testDescription: "one is done, the other closed", ledger: worked, changes: skipped,
      succeeded: 2, faults: []),
    Case(
      testDescription: "the times of both come from clocks that were read before a lock",
      ledger: worked, changes: ["X PENDING 0", "Y PENDING 1", "X DONE 20", "Y skip 18"],
      succeeded: 2, faults: []),
    Case(
      testDescription: "they close each other", ledger: [],
      changes: ["X PENDING 0", "Y PENDING 1", "X skip 20", "Y skip 21"], succeeded: 0,
      faults: [
        "X: was closed as a duplicate, and no other row of its key was DONE",
        "Y: was closed as a duplicate, and no other row of its key was DONE",
      ]),
    Case(
      testDescription: "one is closed, and the other came to no good end",
      ledger: ["X began 1-a 11", "X failed 1-a 19"],
      changes: ["X PENDING 0", "Y PENDING 1", "X FAILED 20", "Y skip 21"], succeeded: 0,
      faults: [
        "X: is FAILED in the end",
        "Y: was closed as a duplicate, and no other row of its key was DONE",
      ]),
    Case(
      testDescription: "one is closed before the other is done", ledger: worked,
      changes: ["X PENDING 0", "Y PENDING 1", "Y skip 5", "X DONE 20"], succeeded: 1,
      faults: ["Y: was closed as a duplicate, and no other row of its key was DONE"]),
    Case(
      testDescription: "one is closed, and the other is DONE without a worker", ledger: [],
      changes: skipped, succeeded: 0,
      faults: [
        "X: is DONE, and no worker did it",
        "Y: was closed as a duplicate, and no other row of its key was DONE",
      ]),
    Case(
      testDescription: "both are at work, and one fails and is closed",
      ledger: worked + ["Y began 2-b 15", "Y failed 2-b 30"], changes: skipped, succeeded: 2,
      faults: ["Y: 2-b began while 1-a of X was at work"]),
    Case(
      testDescription: "both are at work, and the one that began first loses its lease",
      ledger: ["Y began 2-b 5", "Y loses 2-b 12"] + worked, changes: skipped, succeeded: 2,
      faults: ["X: 1-a began while 2-b of Y was at work"]),
    Case(
      testDescription: "one works after the other, which failed",
      ledger: ["Y began 2-b 5", "Y failed 2-b 7"] + worked, changes: skipped, succeeded: 2,
      faults: []),
    Case(
      testDescription: "a worker begins when the other row is DONE",
      ledger: worked + ["Y began 2-b 22", "Y failed 2-b 23"],
      changes: ["X PENDING 0", "Y PENDING 1", "X DONE 20", "Y skip 24"], succeeded: 2,
      faults: ["Y: 2-b began when X of its key was DONE"]),
    Case(
      testDescription: "a worker begins when its row was closed",
      ledger: ["Y began 2-b 12", "Y failed 2-b 13"],
      changes: ["X PENDING 0", "Y PENDING 1", "Y skip 10"], succeeded: 0,
      faults: [
        "Y: 2-b began when the row was DONE", "X: is PENDING in the end",
        "Y: was closed as a duplicate, and no other row of its key was DONE",
      ]),
    Case(
      testDescription: "both are done, one after the other",
      ledger: worked + ["Y began 2-b 22", "Y worked 2-b 25"],
      changes: ["X PENDING 0", "Y PENDING 1", "X DONE 20", "Y DONE 26"], succeeded: 2,
      faults: [
        "Y: 2-b began when X of its key was DONE",
        "X, Y: the same work with key k, accepted more than once",
      ]),
  ]

  private static func history(_ play: Case) throws -> SoakHistory {
    var history = SoakHistory(
      submissions: [.init(ids: ["X"], key: "k"), .init(ids: ["Y"], key: "k")])
    history.ledger = try play.ledger.map { text in
      let words = text.split(separator: " ").map(String.init)
      let (event, time) = (try #require(LedgerLine.Event(rawValue: words[1])), Int(words[3]) ?? 0)
      return LedgerLine(
        event: event, id: words[0], claimToken: words[2], monotonic: time, queueTime: time)
    }
    var ends: [String: Status] = [:]
    for text in play.changes {
      let words = text.split(separator: " ").map(String.init)
      let isSkip = words[1] == "skip"
      let status = isSkip ? .done : try #require(Status(rawValue: words[1]))
      history.changes.append(
        .init(
          id: words[0], from: ends[words[0]], to: status, time: Int(words[2]) ?? 0, isSkip: isSkip))
      ends[words[0]] = status
    }
    history.rows = ends
    return history
  }

  @Test(arguments: cases)
  func `what became of a work that was submitted twice`(_ play: Case) throws {
    let oracle = SoakOracle(try Self.history(play))
    let faults = oracle.duplicates + oracle.unfinished + oracle.surprises
    #expect(faults.map(\.description) == play.faults)
    #expect([oracle.submitted, oracle.succeeded] == [2, play.succeeded])
  }

  @Test func `a row is closed for the sake of its own key alone`() throws {
    var history = try Self.history(Self.cases[0])
    history.submissions = [.init(ids: ["X"], key: "k"), .init(ids: ["Y"], key: "l")]
    let fault = Fault("Y", "was closed as a duplicate, and no other row of its key was DONE")
    #expect(SoakOracle(history).surprises == [fault])
    history.submissions = [.init(ids: ["X", "Y"])]
    #expect(SoakOracle(history).surprises == [fault])
    #expect(SoakOracle(history).skipped == 0)
  }

  @Test func `two attempts at once of two rows are a fault also while one row is open`() throws {
    var history = try Self.history(Self.cases[6])
    history.rows["Y"] = .pending
    history.changes.removeLast()
    history.isCutShort = true
    let oracle = SoakOracle(history)
    #expect(oracle.duplicates.map(\.description) == ["Y: 2-b began while 1-a of X was at work"])
    #expect([oracle.open, oracle.submitted] == [1, 1])
  }

  @Test func `two workers on a row are a fault also while the row is open`() {
    let lines = [(LedgerLine.Event.began, 1), (.metAnother, 2)].map { event, time in
      LedgerLine(event: event, id: "X", claimToken: "\(time)-a", monotonic: time, queueTime: time)
    }
    var history = SoakHistory(
      submissions: [.init(ids: ["X"])], ledger: lines, rows: ["X": .inProgress])
    history.isCutShort = true
    #expect(SoakOracle(history).duplicates == [Fault("X", "2-a began while 1-a was at work")])
  }
}
