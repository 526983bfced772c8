import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Work
@testable import Worktrees

/// A request with a key adds its rows once, whatever becomes of them: in a table and in a database.
@Suite struct AddedOnceTests {
  private static let row = Transition.NewItem(
    priority: .p1, task: "Fix the login", successCriteria: "it works")

  private static func named(_ id: String) -> Transition.NewItem {
    var row = row
    row.id = id
    return row
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (StoreScene) throws -> Void
    /// The rows of the queue at the repetition, and the status of the row in its answer.
    let ids: [String]
    let status: Status

    init(
      _ name: String, ids: [String] = ["ORCH-001"], _ status: Status = .pending,
      _ change: @escaping @Sendable (StoreScene) throws -> Void
    ) {
      (testDescription, self.ids, self.status, self.change) = (name, ids, status, change)
    }

    static func finish(_ scene: StoreScene) throws {
      try scene.queue.perform(
        .finish(.init(id: "ORCH-001", as: .done, notes: "done")), as: Caller())
    }

    static func archive(_ scene: StoreScene) throws {
      // The highest number stays in the queue.
      _ = try scene.add(row, key: "last")
      try finish(scene)
      scene.clock.pass(.seconds(2 * 86400))
      let archived = try scene.queue.archive(olderThan: .seconds(86400), as: Caller())
      #expect(archived.ids == ["ORCH-001"])
    }

    static let all = [
      Case("at once") { _ in },
      Case("finished", .done, finish),
      Case("removed", ids: []) {
        try $0.queue.perform(.remove(["ORCH-001"], force: false), as: Caller())
      },
      Case("finished and removed", ids: [], .done) {
        try finish($0)
        try $0.queue.perform(.remove(["ORCH-001"], force: false), as: Caller())
      },
      Case("undone", ids: []) { try $0.queue.perform(.undo(id: nil), as: Caller()) },
      Case("archived", ids: ["ORCH-002"], .done, archive),
      Case("archived long ago", ids: ["ORCH-002"], .done) { scene in
        try archive(scene)
        scene.clock.pass(.seconds(2 * 86400))
        _ = try scene.queue.archive(olderThan: .seconds(86400), as: Caller())
      },
      Case("archived and restored", ids: ["ORCH-001", "ORCH-002"], .done) {
        try archive($0)
        _ = try $0.queue.restore("ORCH-001", as: Caller())
      },
    ]
  }

  @Test(arguments: StoreScene.Store.allCases, Case.all)
  func `a repetition adds nothing, and gets the row as it is now`(
    _ store: StoreScene.Store, _ test: Case
  ) throws {
    try withStore(store) { scene in
      let first = try scene.add(Self.row)
      #expect(!first.isRepetition && first.rows.map(\.id) == ["ORCH-001"])
      try test.change(scene)
      for _ in 1...2 {
        let again = try scene.add(Self.row)
        #expect(again.isRepetition && again.rows.map(\.id) == ["ORCH-001"])
        #expect(again.rows.first?.task == "Fix the login")
        #expect(again.rows.first?.status == test.status)
      }
      #expect(try scene.ids.sorted() == test.ids)
    }
  }

  @Test(arguments: StoreScene.Store.allCases, [nil, "REL-1"])
  func `a brief is written once, and may be edited since`(_ store: StoreScene.Store, _ id: String?)
    throws
  {
    try withStore(store) { scene in
      var row = Self.row
      row.id = id
      let name = "\(id ?? "ORCH-001").md"
      _ = try scene.add(row, brief: "More.")
      #expect(try scene.briefs == [name: "More."])
      #expect(try scene.add(row, brief: "More.").isRepetition)
      try writeAged("Even more.", to: "\(scene.folder)/tasks/\(name)")
      #expect(try scene.add(row, brief: "More.").isRepetition)
      try scene.queue.perform(.remove([id ?? "ORCH-001"], force: false), as: Caller())
      #expect(try scene.add(row, brief: "More.").isRepetition)
      #expect(try scene.briefs == [name: "Even more."])
      #expect(throws: Problem.refused(.keyUsed(RequestKey("k-1")!, added: [id ?? "ORCH-001"]))) {
        try scene.add(row, brief: "Other.")
      }
      #expect(try scene.ids == [])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `other content is refused, and the hint says what was added`(_ store: StoreScene.Store)
    throws
  {
    try withStore(store) { scene in
      _ = try scene.add(Self.named("A"))
      let edits: [(inout Transition.NewItem) -> Void] = [
        { $0.id = nil }, { $0.task = "Fix it" }, { $0.priority = .p0 }, { $0.notes = "soon" },
        { $0.due = "2d" }, { $0.after = ["A"] }, { $0.labels = ["ui"] }, { $0.touches = ["src"] },
        { $0.idempotencyKey = "k" }, { $0.maxAttempts = 1 }, { $0.timeoutSeconds = 9 },
        { $0.plan = "p" }, { $0.approval = .done }, { $0.failurePolicy = .cancel },
        { $0.successCriteria = "-" }, { $0.worker = "w" }, { $0.repository = "web" },
      ]
      for edit in edits {
        var row = Self.named("A")
        edit(&row)
        let problem = #expect(throws: Problem.self) { try scene.add(row) }
        #expect(problem?.code == "key_used" && problem?.httpStatus == 409)
        #expect(problem?.message == "key 'k-1' was used for a request with other content")
        #expect(problem?.hint.english == "it added A; use another key for other rows")
      }
      #expect(try scene.ids == ["A"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a relative due time is the same request later`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      var row = Self.row
      row.due = "2d"
      let due = try scene.add(row).rows.first?.dueAt
      scene.clock.pass(.seconds(3600))
      let again = try scene.add(row)
      #expect(again.isRepetition && due != nil && again.rows.first?.dueAt == due)
      row.due = "soon"
      #expect(throws: Problem.self) { try scene.add(row, key: "k-2") }
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `a worker that is gone since does not matter`(_ store: StoreScene.Store) throws {
    try withStore(
      store, settings: #"{"workers": {"w": {"adapter": "simulated", "script": ["done"]}}}"#
    ) { scene in
      var row = Self.row
      row.worker = "w"
      _ = try scene.add(row)
      try writeAged("{}", to: scene.folder + "/orch.json")
      #expect(try scene.add(row).isRepetition)
      #expect(throws: Problem.self) { try scene.add(row, key: "k-2") }
      #expect(try scene.ids == ["ORCH-001"])
    }
  }

  @Test(arguments: StoreScene.Store.allCases)
  func `several rows are added once, with their briefs`(_ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      let key = try #require(RequestKey("k-1"))
      let rows = [Self.named("N"), Self.row, Self.named("M")]
      func add(_ text: String) throws -> AddedRows {
        try scene.queue.add(
          rows, briefs: [("N", text)], inSequence: true, key: key, as: Caller())
      }
      #expect(try add("More.").rows.map(\.id) == ["N", "ORCH-001", "M"])
      try scene.queue.perform(.remove(["M"], force: false), as: Caller())
      let again = try add("More.")
      #expect(again.isRepetition && again.rows.map(\.id) == ["N", "ORCH-001", "M"])
      #expect(again.rows.last?.after == ["ORCH-001"])
      #expect(throws: Problem.self) { try add("Other.") }
      #expect(throws: Problem.self) { try scene.queue.add(rows, key: key, as: Caller()) }
      #expect(try scene.ids == ["N", "ORCH-001"] && scene.briefs == ["N.md": "More."])
    }
  }

  @Test(arguments: [
    ("k", true), ("issue-812", true), ("!~", true), (String(repeating: "x", count: 128), true),
    ("", false), ("a b", false), ("a|b", false), ("a\tb", false), ("é", false), ("\u{7f}", false),
    (String(repeating: "x", count: 129), false),
  ])
  func `a key is visible ASCII`(_ text: String, _ isKey: Bool) {
    #expect((RequestKey(text) != nil) == isKey)
  }
}
