import Model
import StoreTestSupport
import Testing

/// Why a row waits for others, to the end of the chain.
@Suite struct WaitingChainTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    /// The explanation of the first row.
    let line: String
  }

  private static func chain(_ ids: [String], _ end: QueueItem...) -> [QueueItem] {
    zip(ids, ids.dropFirst() + [end[0].id]).map { .sample($0, after: [$1]) } + end
  }

  @Test(arguments: [
    Case(
      testDescription: "a failed row", items: chain(["A"], .sample("F", .failed)),
      line: "A: waits for F (FAILED): ops retry F"),
    Case(
      testDescription: "a blocked row", items: chain(["A"], .sample("F", .blocked)),
      line: "A: waits for F (BLOCKED): ops retry F"),
    Case(
      testDescription: "a permanent failure",
      items: chain(["A"], .sample("F", .failed, notes: "failure=permanent")),
      line: "A: waits for F (FAILED): ops retry F --force"),
    Case(
      testDescription: "a row at work",
      items: chain(["A"], QueueItem.sample("F", .inProgress, owner: "w").started("17:40")),
      line: "A: waits for F (IN_PROGRESS): orch show F"),
    Case(
      testDescription: "a row whose worker is gone",
      items: chain(["A"], .sample("F", .inProgress, owner: "w")),
      line: "A: waits for F (IN_PROGRESS): orch watchdog"),
    Case(
      testDescription: "no such row", items: [.sample("A", after: ["Z\u{1B}"])],
      line: "A: waits for Z\\u{1B} (no such row): orch lint"),
    Case(
      testDescription: "no such row, whose id a row can have",
      items: [.sample("A", after: ["Z"])],
      line: "A: waits for Z (no such row): "
        + "orch add --id Z --priority P1 --task T --success-criteria C"),
    Case(
      testDescription: "a row that starts next", items: chain(["A"], .sample("B")),
      line: "A: waits for B (PENDING), which starts with the next dispatch: orch dispatch"),
    Case(
      testDescription: "a row that has its turn later",
      items: [.sample("A", after: ["B"]), .sample("X", .pending, .p0), .sample("B")],
      line: "A: waits for B (PENDING), which has 1 row before it: orch dispatch --parallel 2"),
    Case(
      testDescription: "a leased row", items: chain(["A"], QueueItem.sample("B").claimed(by: "v")),
      line: "A: waits for B (PENDING), which is leased to v until 18:10: orch release B --force"),
    Case(
      testDescription: "a row that backs off",
      items: chain(["A"], .sample("B", notes: "retry_not_before=1769850300")),
      line: "A: waits for B (PENDING), which backs off until 18:05: ops retry B"),
    Case(
      testDescription: "a row for which no worker is free",
      items: [.sample("A", after: ["B"]), .sample("B")]
        + ["X", "Y", "Z"].map { QueueItem.sample($0, .inProgress).started("17:40") },
      line: "A: waits for B (PENDING), which finds 3 of 3 workers busy: X (nobody, since 17:40), "
        + "Y (nobody, since 17:40), Z (nobody, since 17:40): orch dispatch --max-workers 4"),
    Case(
      testDescription: "a duplicate",
      items: chain(
        ["A"], .sample("B", notes: "idempotency_key=k"),
        .sample("D", .done, notes: "idempotency_key=k")),
      line: "A: waits for B (PENDING), which was done under another id (idempotency_key k): "
        + "a pick or dispatch closes it: orch pick B"),
    Case(
      testDescription: "over one row", items: chain(["A", "B"], .sample("F", .failed)),
      line: "A: waits for B (PENDING), which waits for F (FAILED): ops retry F"),
    Case(
      testDescription: "over two rows", items: chain(["A", "B", "C"], .sample("F", .failed)),
      line: "A: waits for B (PENDING), which waits for C (PENDING), which waits for F (FAILED): "
        + "ops retry F"),
    Case(
      testDescription: "over three rows",
      items: chain(["A", "B", "C", "D"], .sample("F", .failed)),
      line: "A: waits for B (PENDING), which waits, over 2 more rows, for F (FAILED): ops retry F"),
    Case(
      testDescription: "over three rows, to one that waits for nothing",
      items: chain(["A", "B", "C", "D"], .sample("E")),
      line: "A: waits for B (PENDING), which waits, over 2 more rows, for E (PENDING), "
        + "which starts with the next dispatch: orch dispatch"),
    Case(
      testDescription: "of several the one that stays so",
      items: [
        .sample("A", after: ["R", "D", "B", "S"]), .sample("R", .inProgress, owner: "w"),
        .sample("D", .done), .sample("B", after: ["F"]), .sample("S"), .sample("F", .failed),
      ],
      line: "A: waits for R (IN_PROGRESS), S (PENDING), B (PENDING), which waits for F (FAILED): "
        + "ops retry F"),
    Case(
      testDescription: "of several that move the first",
      items: [
        .sample("A", after: ["S", "R"]), QueueItem.sample("R", .inProgress).started("17:40"),
        .sample("S"),
      ],
      line: "A: waits for R (IN_PROGRESS), S (PENDING), which starts with the next dispatch: "
        + "orch dispatch"),
    Case(
      testDescription: "many",
      items: [.sample("A", after: (1...9).map { "F\($0)" })]
        + (1...9).map { .sample("F\($0)", .failed) },
      line: "A: waits for F2 (FAILED), F3 (FAILED), F4 (FAILED), F5 (FAILED), 4 more, F1 (FAILED): "
        + "ops retry F1"),
    Case(
      testDescription: "itself", items: [.sample("A", after: ["A"])],
      line: "A: waits for itself: A -> A: orch lint"),
    Case(
      testDescription: "itself, over others",
      items: [.sample("A", after: ["B"]), .sample("B", after: ["C"]), .sample("C", after: ["A"])],
      line: "A: waits for itself: A -> B -> C -> A: orch lint"),
    Case(
      testDescription: "itself, over many",
      items: (0..<8).map { .sample("A\($0)", after: ["A\(($0 + 1) % 8)"]) },
      line: "A0: waits for itself: A0 -> A1 -> A2 -> A3 -> A4 -> 3 more -> A0: orch lint"),
    Case(
      testDescription: "rows that wait for each other",
      items: [
        .sample("A", after: ["X", "B"]), .sample("B", after: ["C"]), .sample("C", after: ["D"]),
        .sample("D", after: ["C"]), .sample("X"),
      ],
      line: "A: waits for X (PENDING), B (PENDING), which waits for C (PENDING), "
        + "which waits for itself: C -> D -> C: orch lint"),
  ])
  func `a chain is shown to its end`(_ queue: Case) {
    #expect(
      WaitAnalysis.by().line(of: queue.items[0].id, in: MemoryTable(queue.items)) == queue.line)
    let all = WaitAnalysis.by().lines(of: queue.items)
    #expect(all.contains(queue.line), "\(all)")
  }

  @Test func `a cycle in a database is shown by verify`() {
    let table = MemoryTable([.sample("A", after: ["A"])])
    var analysis = WaitAnalysis.by()
    analysis.check = .verify
    #expect(analysis.line(of: "A", in: table) == "A: waits for itself: A -> A: ops verify")
  }

  @Test func `a row that cannot be read ends the way`() {
    var table = MemoryTable([
      .sample("A", after: ["M"]), .sample("B", after: ["e/e"]), .sample("e/e"),
    ])
    table.refusals = ["M": .malformedRow("M", line: 9, problem: .emptyID)]
    #expect(
      WaitAnalysis.by().line(of: "A", in: table) == "A: waits for M (malformed row): orch lint")
    #expect(
      WaitAnalysis.by().line(of: "B", in: table) == "B: waits for e/e (malformed row): ops verify")
  }
}
