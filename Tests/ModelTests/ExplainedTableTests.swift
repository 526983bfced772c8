import Model
import StoreTestSupport
import TestSupport
import Testing

/// Which rows of a table are explained, and how one is asked for.
@Suite struct ExplainedTableTests {
  @Test func `malformed rows come after the others, where they may be PENDING`() {
    let malformed = [
      MalformedRow(id: nil, status: nil, line: 17, problem: .cellCount(expected: 9, found: 3)),
      MalformedRow(
        id: "D", status: .done, line: 18, problem: .repeatedID("D", otherLines: [19])),
      MalformedRow(
        id: "e/e", status: .pending, line: nil, problem: .illFormedID("a\u{1B}")),
    ]
    let analysis = WaitAnalysis.by(malformed: malformed)
    #expect(
      analysis.lines(of: [.sample("A")]) == [
        "A: starts with the next dispatch: orch dispatch",
        "-: malformed row (line 17): expected 9 cells, found 3: orch lint",
        "e/e: malformed row: the id 'a\\u{1B}' is ill-formed: \(ItemID.rule): ops verify",
      ])
  }

  @Test func `a row is asked for by its id`() {
    var table = MemoryTable([.sample("A"), .sample("B"), .sample("e/e")])
    table.refusals = [
      "M": .malformedRow("M", line: 9, problem: .emptyID),
      "F": .repeatedID("F", lines: [3, 4]),
    ]
    let malformed = MalformedRow(
      id: "F", status: .done, line: 3, problem: .repeatedID("F", otherLines: [4]))
    let analysis = WaitAnalysis.by(malformed: [malformed])
    #expect(
      analysis.line(of: "B", in: table) == "B: it is behind 1 row: orch dispatch --parallel 2")
    #expect(
      analysis.line(of: "M", in: table)
        == "M: malformed row (line 9): the id is empty; orch fmt --ids gives the row one: orch lint"
    )
    #expect(
      analysis.line(of: "F", in: table)
        == """
        F: malformed row (line 3): the id 'F' is also in line 4: give one of the rows another \
        id (orch edit F --line 4 --id NEW): orch lint
        """)
    #expect(
      analysis.line(of: "e/e", in: table)
        == "e/e: malformed row: Row id is ill-formed: e/e: ops verify")
    #expect(analysis.line(of: "gone", in: table) == "refused: not_found")
  }

  @Test func `all rows have the reasons that each has alone`() throws {
    var random = SeededGenerator(seed: 31)
    func one<Element>(_ elements: [Element]) -> Element {
      elements[Int.random(in: elements.indices, using: &random)]
    }
    var codes: Set<WaitReason.Code> = []
    for _ in 0..<300 {
      let ids = (0..<Int.random(in: 1..<12, using: &random)).map { "A\($0)" }
      let items = ids.map { id in
        QueueItem.sample(
          id, one([.pending, .pending, .pending, .failed, .done]), one(Priority.known),
          notes: one(["", "", "retry_not_before=1769850300", "touches=a/"]),
          after: (0..<Int.random(in: 0..<3, using: &random)).compactMap { _ in
            (ids + ["Z"]).randomElement(using: &random)
          })
      }
      let table = MemoryTable(items)
      let analysis = WaitAnalysis.by()
      let all = try analysis.explanations(in: table)
      #expect(try all.map(\.id) == table.items(.pending).map(\.id))
      #expect(try all == all.map { try analysis.explanation(of: $0.id ?? "", in: table) })
      codes.formUnion(all.map(\.reason.code))
    }
    #expect(codes.isSuperset(of: [.next, .queued, .waits, .dependencyCycle, .backsOff]))
  }
}
