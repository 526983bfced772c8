import Foundation
import QueueModel
import TestSupport
import Testing

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
    ]

  @Test func `the arrows are those of the rules`() throws {
    let drawn = try Self.drawnArrows()
    #expect(drawn.count == Set(drawn).count, "an arrow is drawn twice")
    #expect(Set(drawn).sorted() == Self.allowedArrows().sorted())
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
        if let end = end(of: command.transition(false), from: status) {
          arrows.append("\(status.rawValue) --> \(end.rawValue): \(command.name)")
        } else if let end = end(of: command.transition(true), from: status) {
          arrows.append("\(status.rawValue) --> \(end.rawValue): \(command.name) --force")
        }
      }
    }
    return arrows
  }

  /// Where the row's own session gets with it, or `nil` for nowhere.
  private static func end(of transition: Transition, from status: Status) -> Status? {
    let item = QueueItem.sample("A", status, owner: status == .pending ? nil : "s1", notes: "x")
    return changed(by: transition, in: MemoryTable([item]))?.status
  }

  private static func addedStatus() -> String {
    let item = Transition.NewItem(priority: .p1, task: "t", successCriteria: "c")
    return changed(by: .add(item), in: MemoryTable())?.status.rawValue ?? "nowhere"
  }

  private static func changed(by transition: Transition, in table: MemoryTable) -> QueueItem? {
    let context = TransitionContext(session: "s1", now: now)
    guard case .change(let change) = try? transition.decide(in: table, context: context) else {
      return nil
    }
    return change.after
  }
}
