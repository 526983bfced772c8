import Model
import TestSupport
import Testing

@testable import Door
@testable import Work
@testable import Worktrees

/// Which changes a person is offered, in each state of a row.
@Suite struct AllowedChangesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let inTable: String
    /// `nil` for the same.
    let inDatabase: String?
    let bring: @Sendable (TaskQueue) throws -> Void

    init(
      _ name: String, _ inTable: String, inDatabase: String? = nil,
      _ bring: @escaping @Sendable (TaskQueue) throws -> Void = { _ in }
    ) {
      (testDescription, self.inTable, self.inDatabase) = (name, inTable, inDatabase)
      self.bring = bring
    }
  }

  private static func finish(
    _ queue: TaskQueue, _ ending: Transition.Finish.Ending
  ) throws {
    try queue.perform(.finish(.init(id: "A", as: ending, notes: "n")), as: Caller())
  }

  private static let cases = [
    Case("PENDING", "cancel replan edit pick assign done fail block rm split"),
    Case("waits for another", "cancel replan edit done fail block rm split") {
      _ = try $0.add(
        .init(id: "B", priority: .p1, task: "t", successCriteria: "c"), as: Caller())
      _ = try $0.edit(.init(id: "A", [.after: "B"]), as: Caller())
    },
    Case("a session works on it", "cancel replan edit done fail block") {
      _ = try $0.pick("A", as: .session("s1"))
    },
    Case("a person works on it", "cancel replan edit release assign done fail block") {
      _ = try $0.pick("A", as: Caller())
    },
    Case("DONE", "edit rm reopen") { try finish($0, .done) },
    Case("FAILED", "retry replan edit rm split") { try finish($0, .failed(isPermanent: false)) },
    Case("failed for good", "replan edit rm split") { try finish($0, .failed(isPermanent: true)) },
    Case(
      "BLOCKED", "answer cancel retry replan edit done fail block rm split",
      inDatabase: "answer cancel replan edit done fail block rm split"
    ) { try finish($0, .blocked) },
    Case(
      "cancelled", "answer retry replan edit done fail block rm split",
      inDatabase: "answer replan edit done fail block rm split"
    ) {
      try $0.perform(.cancel(id: "A"), as: Caller())
    },
    Case(
      "waits for its approval",
      "approve reject cancel retry replan edit done fail block rm split",
      inDatabase: "approve reject cancel replan edit done fail block rm split"
    ) { queue in
      _ = try queue.edit(.init(id: "A", [.approval: "done"]), as: Caller())
      _ = try queue.pick("A", as: .session("s1"))
      try queue.perform(
        .finish(.init(id: "A", as: .done, notes: "n")), as: .session("s1"))
    },
    Case(
      "must be approved before its start",
      "approve reject cancel replan edit done fail block rm split"
    ) {
      _ = try $0.edit(.init(id: "A", [.approval: "start"]), as: Caller())
    },
  ]

  @Test(arguments: StoreScene.Store.allCases, cases)
  func `what the rules allow is offered`(_ store: StoreScene.Store, _ test: Case) throws {
    try withStore(store) { scene in
      _ = try scene.add(.init(id: "A", priority: .p1, task: "t", successCriteria: "c"))
      try test.bring(scene.queue)
      let allowed = try scene.queue.allowedChanges(ofRow: "A")
      let expected = store == .table ? test.inTable : test.inDatabase ?? test.inTable
      // Any row can be moved.
      #expect(allowed.joined(separator: " ") == expected + " move")
      #expect(try scene.queue.details(ofRow: "A").allowed == allowed)
    }
  }

  @Test func `a queue that is read-only offers nothing`() throws {
    try withStore(.table, settings: #"{"queue_md_read_only": true}"#) { scene in
      try writeAged(
        QueueFixture.text(QueueFixture.row("A")), to: scene.folder + "/QUEUE.md")
      #expect(try scene.queue.allowedChanges(ofRow: "A") == [])
    }
  }

  @Test func `a row that is not there is none`() throws {
    try withStore(.table) { scene in
      #expect(throws: Problem.refused(.notFound("A"))) {
        try scene.queue.allowedChanges(ofRow: "A")
      }
    }
  }
}
