import Model
import StoreTestSupport
import Testing

/// How a wait for rows ends, or that it goes on.
@Suite struct WaitOutlookTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    /// The rows that are waited for.
    var ids = ["A", "B"]
    /// Changes what the analysis knows.
    var knowing: @Sendable (inout WaitAnalysis) -> Void = { _ in }
    /// `nil` where it goes on.
    var outcome: WaitOutcome?
    /// What becomes of each.
    let outlooks: [WaitOutlook]
  }

  private static let soon = now.epochSeconds + 300
  private static let asks = QueueItem.sample("A", .blocked, notes: "question=1 / awaits=answer")
  private static let needsApproval = QueueItem.sample("A", .blocked, notes: "awaits=approval")

  private static let roster = WorkerRoster(
    workers: [.init(name: "default", timeoutSeconds: 9, graceSeconds: 9)], isNamed: true)

  @Test(arguments: [
    Case(
      testDescription: "all done", items: [.sample("A", .done), .sample("B", .done)],
      outcome: .done, outlooks: [.done, .done]),
    Case(
      testDescription: "one failed, another is at work",
      items: [.sample("A", .failed), .sample("B", .inProgress)], outlooks: [.failed, .goesOn]),
    Case(
      testDescription: "one failed, another starts next",
      items: [.sample("A", .failed), .sample("B")], outlooks: [.failed, .isNext]),
    Case(
      testDescription: "failed, and nothing else happens",
      items: [.sample("A", .failed), .sample("B", .done)], outcome: .failed,
      outlooks: [.failed, .done]),
    Case(
      testDescription: "blocked", items: [.sample("A", .blocked, notes: "no disk")], ids: ["A"],
      outcome: .failed, outlooks: [.failed]),
    Case(
      testDescription: "cancelled",
      items: [.sample("A", .blocked, notes: "cancelled_by_operator: x")], ids: ["A"],
      outcome: .failed, outlooks: [.failed]),
    Case(
      testDescription: "awaits an answer", items: [asks], ids: ["A"], outcome: .person,
      outlooks: [.needsPerson]),
    Case(
      testDescription: "awaits approval", items: [needsApproval], ids: ["A"], outcome: .person,
      outlooks: [.needsPerson]),
    Case(
      testDescription: "awaits approval, another is at work",
      items: [needsApproval, .sample("B", .inProgress)], outlooks: [.needsPerson, .goesOn]),
    Case(
      testDescription: "behind a failed row",
      items: [.sample("F", .failed), .sample("A", after: ["F"])],
      ids: ["A"], outcome: .failed, outlooks: [.failed]),
    Case(
      testDescription: "a person goes before a failure",
      items: [needsApproval, .sample("B", .failed)], outcome: .person,
      outlooks: [.needsPerson, .failed]),
    Case(
      testDescription: "behind a row that awaits approval, beside a failure",
      items: [needsApproval, .sample("B", .failed), .sample("C", after: ["A"])],
      ids: ["B", "C"], outcome: .person, outlooks: [.failed, .needsPerson]),
    Case(
      testDescription: "behind a row at work outside of the set",
      items: [.sample("F", .inProgress), .sample("A", after: ["F"])], ids: ["A"],
      outlooks: [.goesOn]),
    Case(
      testDescription: "behind a missing row", items: [.sample("A", after: ["Z"])], ids: ["A"],
      outcome: .person, outlooks: [.needsPerson]),
    Case(
      testDescription: "a paused queue", items: [.sample("A"), .sample("B", after: ["A"])],
      knowing: { $0.pause = Pause(actor: "ann", since: 0) }, outcome: .person,
      outlooks: [.needsPerson, .needsPerson]),
    Case(
      testDescription: "a paused queue, with a row at work",
      items: [.sample("A", .inProgress), .sample("B", after: ["A"])],
      knowing: { $0.pause = Pause(actor: "ann", since: 0) }, outlooks: [.goesOn, .goesOn]),
    Case(
      testDescription: "an unknown worker", items: [.sample("A", notes: "worker=x")], ids: ["A"],
      knowing: { $0.roster = roster }, outcome: .person, outlooks: [.needsPerson]),
    Case(
      testDescription: "a program that can't start", items: [.sample("A")], ids: ["A"],
      knowing: { $0.startProblem = .cannotStart(StartProblem(.missingProgram, "no claude")) },
      outcome: .person, outlooks: [.needsPerson]),
    Case(
      testDescription: "a worker's pause, which ends", items: [.sample("A")], ids: ["A"],
      knowing: {
        $0.startProblem = .cannotStart(StartProblem(.workerPaused, "login", until: soon))
      },
      outlooks: [.goesOn]),
    Case(
      testDescription: "backs off",
      items: [.sample("A", notes: "retry_not_before=\(soon)"), .sample("B", .failed)],
      outlooks: [.goesOn, .failed]),
    Case(
      testDescription: "leased to another session", items: [QueueItem.sample("A").claimed(by: "v")],
      ids: ["A"], outlooks: [.goesOn]),
    Case(
      testDescription: "a duplicate, which the next claim closes",
      items: [
        .sample("D", .done, notes: "idempotency_key=k"), .sample("A", notes: "idempotency_key=k"),
      ], ids: ["A"], outlooks: [.isNext]),
    Case(
      testDescription: "no attempts left", items: [.sample("A", notes: "review_attempts=3")],
      ids: ["A"], knowing: { $0.roster = roster }, outcome: .failed, outlooks: [.failed]),
    Case(
      testDescription: "a cycle", items: [.sample("A", after: ["B"]), .sample("B", after: ["A"])],
      outcome: .person, outlooks: [.needsPerson, .needsPerson]),
    Case(
      testDescription: "failed, and the watchdog tries it again", items: [.sample("A", .failed)],
      ids: ["A"], knowing: { $0.context.policy.retriesFailed = true }, outlooks: [.isNext]),
    Case(
      testDescription: "failed for good, whatever the watchdog does",
      items: [.sample("A", .failed, notes: "failure=permanent")], ids: ["A"],
      knowing: { $0.context.policy.retriesFailed = true }, outcome: .failed, outlooks: [.failed]),
    Case(
      testDescription: "deleted: it is left out", items: [.sample("B", .done)], outcome: .done,
      outlooks: [.done]),
    Case(testDescription: "all deleted", items: [], outcome: .failed, outlooks: []),
  ])
  func `it ends when nothing more happens by itself`(_ given: Case) throws {
    var analysis = WaitAnalysis.by()
    given.knowing(&analysis)
    let rows = try analysis.explanations(of: given.ids, in: MemoryTable(given.items))
    let outlooks = rows.map { $0.reason.outlook(by: analysis.context.policy) }
    #expect(outlooks == given.outlooks)
    #expect(WaitOutcome(of: outlooks) == given.outcome)
  }

  @Test func `a row that can't be read needs a person`() throws {
    var table = MemoryTable([.sample("B", .failed)])
    table.refusals = [
      "A": .malformedRow("A", line: 9, problem: .emptyID), "C": .repeatedID("C", lines: [3, 4]),
    ]
    let rows = try WaitAnalysis.by().explanations(of: ["C", "A", "B"], in: table)
    #expect(rows.map(\.id) == ["C", "A", "B"])
    let outlooks = rows.map { $0.reason.outlook(by: Policy()) }
    #expect(outlooks == [.needsPerson, .needsPerson, .failed])
    #expect(WaitOutcome(of: outlooks) == .person)
  }
}
