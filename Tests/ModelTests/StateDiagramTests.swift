import Foundation
import StoreTestSupport
import TestSupport
import Testing

@testable import Model

/// The state diagram of `docs/architecture.md` shows what the rules allow, no more
/// and no less.
@Suite struct StateDiagramTests {
  /// Each command that changes a row, and what it asks for.
  private static let commands:
    [(name: String, transition: @Sendable (_ force: Bool) -> Transition)] = [
      ("pick", { _ in .pick(id: "A") }),
      ("done", { .finish(.init(id: "A", as: .done, notes: "n", force: $0)) }),
      ("fail", { .finish(.init(id: "A", as: .failed(isPermanent: false), notes: "n", force: $0)) }),
      ("block", { .finish(.init(id: "A", as: .blocked, notes: "n", force: $0)) }),
      ("assign", { .assign(id: "A", to: "s2", from: "s1", force: $0) }),
      ("release", { .release(id: "A", force: $0) }),
      ("cancel", { _ in .cancel(id: "A") }),
      ("replan", { .replan(id: "A", reason: "n", force: $0) }),
      ("retry", { .retry(id: "A", force: $0) }),
      ("lease acquire", { _ in .lease(.init(id: "A", .acquire(seconds: nil))) }),
      ("dispatch", { _ in .dispatch(.init(maxWorkers: 3, limit: 3)) }),
      ("tick", { _ in .cancelDependants }),
      ("watchdog", { _ in .rescue(staleTimeout: .seconds(3600)) }),
      ("guard", { _ in .review(.init(id: "A", by: .guardrails, .init(guardrail: .hostile))) }),
      ("review", { _ in .review(.init(id: "A", by: .review, .init(verdict: .sample(.pass)))) }),
      ("review", { _ in .review(.init(id: "A", by: .review, .init(verdict: .sample(.retry)))) }),
      ("review", { _ in .review(.init(id: "A", by: .review, .init(verdict: .sample(.block)))) }),
      (
        "report",
        { .review(.init(id: "A", by: .report(force: $0), .init(verdict: .sample(.pass)))) }
      ),
      (
        "report",
        { .review(.init(id: "A", by: .report(force: $0), .init(verdict: .sample(.retry)))) }
      ),
      (
        "report",
        { .review(.init(id: "A", by: .report(force: $0), .init(verdict: .sample(.block)))) }
      ),
    ]

  /// What decides where a row gets to, beside its status.
  private static let situations: [@Sendable (inout QueueItem) -> Void] = [
    { _ in },
    { $0.notes.append(.idempotencyKey, "k") },
    { $0.notes.append(.reviewAttempts, "3") },
    { $0 = $0.claimed(by: nil, lost: 2) },
    { $0 = $0.recorded() },
    { $0.notes.append(.approval, "start") },
    { $0.notes.append(.approval, "done") },
    { $0.after = ["F"] },
  ]

  @Test func `the arrows are those of the rules`() throws {
    let drawn = try Self.drawnArrows()
    #expect(drawn.count == Set(drawn).count, "an arrow is drawn twice")
    #expect(Set(drawn).sorted() == Set(Self.allowedArrows()).sorted())
  }

  /// `PENDING --> BLOCKED: block`, for each command that stands at an arrow.
  private static func drawnArrows() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    return try contents(of: "\(root)/docs/architecture.md").split(separator: "\n")
      .filter { $0.contains(" --> ") }
      .flatMap { line in
        let parts = line.split(separator: ": ")
        let arrow = parts[0].trimmingCharacters(in: .whitespaces)
        return parts[1].split(separator: ", ").map { "\(arrow): \($0)" }
      }
  }

  private static func allowedArrows() -> [String] {
    var arrows = ["[*] --> \(addedStatus()): add"]
    for status in Status.allCases {
      for command in commands {
        let found = ends(of: command.transition(false), from: status)
        arrows += found.map { "\(status.rawValue) --> \($0): \(command.name)" }
        guard found.isEmpty else { continue }
        arrows += ends(of: command.transition(true), from: status)
          .map { "\(status.rawValue) --> \($0): \(command.name) --force" }
      }
    }
    return arrows
  }

  /// Where the row's own session, and another one, get with it.
  private static func ends(of transition: Transition, from status: Status) -> Set<String> {
    var ends: Set<String> = []
    for situation in situations {
      var item = QueueItem.sample("A", status, owner: status == .pending ? nil : "s1", notes: "x")
      situation(&item)
      let table = MemoryTable([
        item, .sample("D", .done, notes: "idempotency_key=k"),
        .sample("F", .failed, notes: "on_failure=cancel"),
      ])
      let policy = item.record == nil ? Policy() : .forDatabase
      for session in ["s1", "s2"] {
        if let end = changed(by: transition, in: table, policy, session) {
          ends.insert(end.status.rawValue)
        }
      }
    }
    return ends
  }

  private static func addedStatus() -> String {
    let item = Transition.NewItem(priority: .p1, task: "t", successCriteria: "c")
    return changed(by: .add(item), in: MemoryTable())?.status.rawValue ?? "nowhere"
  }

  /// The row with other cells: no lease moves a row.
  private static func changed(
    by transition: Transition, in table: MemoryTable, _ policy: Policy = Policy(),
    _ session: String = "s1"
  ) -> QueueItem? {
    var context = context(session)
    context.policy = policy
    let decision = try? transition.decide(in: table, context: context)
    return decision?.changes.first { !["D", "F"].contains($0.id) && $0.changesCells }?.after
  }
}
