import StoreTestSupport
import Testing

@testable import Model

/// What a table throws that cannot be read passes through the rules, whichever question it was.
@Suite struct UnreadableTableTests {
  /// A table that fails at one question, counting from 0, and at all that follow.
  private final class FailingTable: QueueTable {
    struct Failure: Error {}

    private let table: MemoryTable
    private let limit: Int
    private(set) var questions = 0

    init(_ table: MemoryTable, failingAt limit: Int) {
      self.table = table
      self.limit = limit
    }

    private func count() throws(Failure) {
      questions += 1
      if questions > limit { throw Failure() }
    }

    func item(_ id: String) throws -> QueueItem? {
      try count()
      return try table.item(id)
    }

    func status(of id: String) throws -> Status? {
      try count()
      return table.status(of: id)
    }

    func contains(_ id: String) throws -> Bool {
      try count()
      return table.contains(id)
    }

    func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) throws {
      try count()
      try table.visit(status) { item in
        try count()
        return try visit(item)
      }
    }

    func archivedStatus(of id: String) throws -> Status? {
      try count()
      return table.archivedStatus(of: id)
    }

    func wasRemoved(_ id: String) throws -> Bool {
      try count()
      return table.wasRemoved(id)
    }

    func rows(waitingFor ids: Set<String>) throws -> [String] {
      try count()
      return table.rows(waitingFor: ids)
    }

    func highestNumber(of prefix: String) throws -> Int {
      try count()
      return table.highestNumber(of: prefix)
    }

    var ids: [String] {
      get throws {
        try count()
        return table.ids
      }
    }

    var nextClaimNumber: Int {
      get throws {
        try count()
        return table.nextClaimNumber
      }
    }

    func hasDone(idempotencyKey: String) throws -> Bool {
      try count()
      return table.hasDone(idempotencyKey: idempotencyKey)
    }
  }

  private static let table: MemoryTable = {
    var table = MemoryTable([
      .sample("A", after: ["B", "M"]), .sample("B", .failed), .sample("C", after: ["D"]),
      .sample("D", after: ["C"]), .sample("E", notes: "idempotency_key=k"),
      .sample("F", .done, notes: "idempotency_key=k"), .sample("G"),
      .sample("W", .inProgress, owner: "w"), .sample("H", .failed, notes: "on_failure=cancel"),
      .sample("I", after: ["H"]), .sample("J", .blocked, notes: "dependency_failed: H"),
      .sample("K", .blocked, notes: "dependency_failed: M"),
    ])
    table.refusals["M"] = .malformedRow("M", line: 3, problem: .emptyID)
    return table
  }()

  private static func new(_ id: String?) -> Transition.NewItem {
    Transition.NewItem(id: id, priority: .p1, task: "t", successCriteria: "c", after: ["A", "M"])
  }

  private static let transitions: [Transition] = [
    .add(new(nil)), .add(new("N")), .addAll([new("N"), new(nil)], inSequence: true),
    .pick(id: nil), .pick(id: "A"), .pick(id: "E"), .pick(id: "none"),
    .dispatch(.init(maxWorkers: 5, limit: 5)), .rescue(staleTimeout: .seconds(60)),
    .cancelDependants, .cancel(id: "A"), .retry(id: "B", force: false), .undo(id: "A"),
    .undo(id: "none"),
    .restore(id: "A"), .restore(id: "none"),
    .lease(.init(id: "A", .acquire(seconds: nil))), .lease(.init(id: "W", .renew(seconds: 9))),
  ]

  @Test(arguments: transitions)
  private func `no transition is decided by a table that fails`(_ transition: Transition) throws {
    var context = context()
    context.policy.retriesFailed = true
    try check { table in "\(try transition.decide(in: table, context: context))" }
  }

  @Test func `nothing is explained by a table that fails`() throws {
    let analysis = WaitAnalysis.by()
    for id in ["A", "B", "C", "J", "K", "M", "none"] {
      try check { table in "\(try analysis.explanation(of: id, in: table))" }
    }
    try check { table in "\(try analysis.explanations(in: table))" }
    try check { table in "\(String(describing: try analysis.idleReason(in: table)))" }
    try check { table in "\(try PickPreview(of: table, limit: 9, context: context()))" }
    try check { table in
      "\(String(describing: try table.nextMoment(staleTimeout: .seconds(60), context: context())))"
    }
    let rule = ArchiveRule(endedBefore: now, now: now)
    try check { table in "\(try rule.rows(in: table) { _ in nil })" }
  }

  /// Asks the rules of tables that fail at each of their questions in turn, and of one that never
  /// does.
  private func check(_ rules: (FailingTable) throws -> String) throws {
    let whole = FailingTable(Self.table, failingAt: .max)
    do { _ = try rules(whole) } catch is Refusal {}
    try #require(whole.questions > 0)
    for limit in 0..<whole.questions {
      #expect(throws: FailingTable.Failure.self, "question \(limit)") {
        try rules(FailingTable(Self.table, failingAt: limit))
      }
    }
  }
}
