import Model
import Testing

@testable import Workload

/// Made-up histories, and what the oracle finds in each.
@Suite struct OracleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let operations: [Operation]
    let rows: [FoundQueue.Row]
    let faults: [String]

    init(
      _ name: String, _ operations: [Operation], _ rows: [FoundQueue.Row], _ faults: String...
    ) {
      testDescription = name
      self.operations = operations
      self.rows = rows
      self.faults = faults
    }
  }

  private static func op(
    _ kind: Operation.Kind, _ times: ClosedRange<Int>, by session: String = "a",
    id: String? = "X", saying text: String? = nil, _ outcome: Operation.Outcome = .acknowledged
  ) -> Operation {
    Operation(
      kind: kind, session: session, id: id, text: text, began: .seconds(times.lowerBound),
      ended: .seconds(times.upperBound), outcome: outcome)
  }

  private static func row(
    _ status: Status, _ owner: String? = nil, id: String = "X", notes: String = "", line: Int = 7
  ) -> FoundQueue.Row {
    FoundQueue.Row(
      id: id, state: RowState(status: status, owner: owner), task: "the task", notes: notes,
      line: line)
  }

  static let cases = [
    Case("nothing happened", [], []),
    Case("an added row is there", [op(.add, 1...2)], [row(.pending)]),
    Case(
      "an added row is gone", [op(.add, 1...2)], [],
      "lost X: add by a was acknowledged, the row is not there"),
    Case("a row whose add was refused is not there", [op(.add, 1...2, .refused)], []),
    Case(
      "a row whose add was refused is there", [op(.add, 1...2, .refused)], [row(.pending)],
      "unexpected X: stands in line 7, and was never added"),
    Case("the outcome of an addition is unknown", [op(.add, 1...2, .unknown)], []),
    Case(
      "the outcome of an addition is unknown, and the row is there", [op(.add, 1...2, .unknown)],
      [row(.pending)]),
    Case(
      "another task stands there", [op(.add, 1...2, saying: "a task")], [row(.pending)],
      "lost X: add by a was acknowledged, the row does not say 'a task'"),
    Case("a person typed behind the task", [op(.add, 1...2, saying: "the")], [row(.pending)]),
    Case(
      "a claim counts", [op(.add, 1...2), op(.pick, 3...4, by: "b")], [row(.inProgress, "b")]),
    Case(
      "a claim is lost", [op(.add, 1...2), op(.pick, 3...4, by: "b")], [row(.pending)],
      "lost X: pick by b was acknowledged, the row is PENDING of nobody"),
    Case(
      "a claimed row is gone: the claim alone is reported",
      [op(.add, 1...4), op(.pick, 3...6, by: "b")], [],
      "lost X: pick by b was acknowledged, the row is not there"),
    Case(
      "a result counts",
      [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6, saying: "r1")],
      [row(.done, "a", notes: "x / r1")]),
    Case(
      "a result is lost", [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6, saying: "r1")],
      [row(.inProgress, "a")],
      "lost X: done by a was acknowledged, the row is IN_PROGRESS of a"),
    Case(
      "the notes of a result are lost",
      [op(.add, 1...2), op(.pick, 3...4), op(.fail, 5...6, saying: "r1")], [row(.failed, "a")],
      "lost X: fail by a was acknowledged, the row does not say 'r1'"),
    Case(
      "the owner of a result is lost", [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6)],
      [row(.done)], "lost X: done by a was acknowledged, the row is DONE of nobody",
      "unexpected X: is DONE of nobody, which was never written"),
    Case(
      "a result was refused: the claim stands",
      [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6, .refused)], [row(.inProgress, "a")]),
    Case(
      "a result was refused, and is there",
      [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6, .refused)], [row(.done, "a")],
      "lost X: pick by a was acknowledged, the row is DONE of a",
      "unexpected X: is DONE of a, which was never written"),
    Case(
      "the outcome of a result is unknown, and it is not there",
      [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6, .unknown)], [row(.inProgress, "a")]),
    Case(
      "the outcome of a result is unknown, and it is there",
      [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6, .unknown)], [row(.done, "a")]),
    Case(
      "a row is in a state that was never written", [op(.add, 1...2)], [row(.blocked)],
      "lost X: add by a was acknowledged, the row is BLOCKED of nobody",
      "unexpected X: is BLOCKED of nobody, which was never written"),
    Case(
      "a released row waits", [op(.add, 1...2), op(.pick, 3...4), op(.release, 5...6)],
      [row(.pending)]),
    Case(
      "a release is lost", [op(.add, 1...2), op(.pick, 3...4), op(.release, 5...6)],
      [row(.inProgress, "a")],
      "lost X: release by a was acknowledged, the row is IN_PROGRESS of a"),
    Case(
      "a released row is picked by another, before the release was acknowledged",
      [op(.add, 1...2), op(.pick, 3...4), op(.release, 5...9), op(.pick, 4...7, by: "b")],
      [row(.inProgress, "b")]),
    Case(
      "a row is handed out twice",
      [op(.add, 1...2), op(.pick, 3...4), op(.pick, 3...5, by: "b")], [row(.inProgress, "b")],
      "duplicated X: picked by a, and by b without a release in between"),
    Case(
      "a row is handed out again before its release was given",
      [
        op(.add, 1...2), op(.pick, 3...4), op(.pick, 5...6, by: "b"), op(.release, 7...8),
        op(.done, 9...10, by: "b"),
      ], [row(.done, "b")],
      "duplicated X: picked by a, and by b without a release in between"),
    Case(
      "a finished row is handed out",
      [op(.add, 1...2), op(.pick, 3...4), op(.done, 5...6), op(.pick, 7...8, by: "b")],
      [row(.inProgress, "b")],
      "duplicated X: picked by a, and by b without a release in between"),
    Case(
      "the same session gets its own row again",
      [op(.add, 1...2), op(.pick, 3...4), op(.pick, 5...6)],
      [row(.inProgress, "a")],
      "duplicated X: picked by a, and by a without a release in between"),
    Case(
      "a row goes round",
      [
        op(.add, 1...2), op(.pick, 3...4), op(.release, 5...6), op(.pick, 7...8, by: "b"),
        op(.release, 9...10, by: "b"), op(.pick, 11...12), op(.fail, 13...14),
      ], [row(.failed, "a")]),
    Case(
      "the outcome of a release before the next claim is unknown",
      [
        op(.add, 1...2), op(.pick, 3...4), op(.release, 5...6, .unknown), op(.pick, 7...8, by: "b"),
      ],
      [row(.inProgress, "b")]),
    Case(
      "the row of a pick is unknown", [op(.add, 1...2), op(.pick, 3...4, id: nil, .unknown)],
      [row(.inProgress, "a")]),
    Case(
      "a row stands twice", [op(.add, 1...2)], [row(.pending), row(.pending, line: 9)],
      "duplicated X: stands in the lines 7, 9"),
    Case(
      "a row that was not added", [], [row(.pending)],
      "unexpected X: stands in line 7, and was never added"),
  ]

  @Test(arguments: cases)
  func `what became of a row`(_ play: Case) {
    let found = FoundQueue(rows: play.rows, text: "")
    let oracle = Oracle(History(operations: play.operations), found: found)
    #expect(oracle.faults == play.faults)
    #expect(oracle.isClean == play.faults.isEmpty)
    let reversed = Oracle(History(operations: play.operations.reversed()), found: found)
    #expect(reversed.faults.sorted() == play.faults.sorted(), "in any order")
  }

  @Test func `commands are counted by kind and outcome`() {
    let operations = [
      Self.op(.add, 1...2), Self.op(.add, 1...2, id: "Y"), Self.op(.pick, 3...4),
      Self.op(.done, 5...6, .refused), Self.op(.pick, 7...8, id: nil, .unknown),
    ]
    let oracle = Oracle(
      History(operations: operations), found: FoundQueue(rows: [], text: ""))
    #expect(oracle.acknowledged == [.add: 2, .pick: 1])
    #expect(oracle.refused == 1)
    #expect(oracle.unknown == 1)
  }

  @Test func `a text that was typed is in the file or gone`() {
    let typed = [
      TypedText(text: "(typed 1)", place: .belowTable, method: .appended),
      TypedText(
        text: "(typed 2)", place: .cell(.init(id: "X", column: "task")), method: .backedUp),
      TypedText(text: "(typed 3)", place: .belowTable, method: .inPlace),
    ]
    let oracle = Oracle(
      History(typed: typed), found: FoundQueue(rows: [], text: "a (typed 1)\u{301}, (typed 31)"))
    #expect(oracle.typed == 3)
    #expect(
      oracle.faults == [
        "gone X: '(typed 2)' typed into task, saved backed_up",
        "gone -: '(typed 3)' typed below the table, saved in_place",
      ])
    #expect(!oracle.isClean)
  }
}

extension Oracle {
  /// Each fault with the count that it is in.
  fileprivate var faults: [String] {
    [("lost", lost), ("duplicated", duplicated), ("unexpected", unexpected), ("gone", gone)]
      .flatMap { name, faults in faults.map { "\(name) \($0.id ?? "-"): \($0.message)" } }
  }
}
