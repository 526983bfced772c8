import Model
import StoreTestSupport
import TestSupport
import Testing

/// Random versions of a plan, and random work and edits between them.
@Suite struct PlanChangePropertyTests {
  private static let fields = EditableField.allCases.filter { $0 != .plan }

  @Test(arguments: 0..<300)
  func `each field is the plan's or the person's, and a repetition changes nothing`(
    _ seed: UInt64
  ) throws {
    var play = PlanPlay(seed: seed)
    let (first, second) = (play.version(), play.version())
    var table = play.table()
    let bystanders = table.items
    try table.apply(.plan(PlanPlay.change(to: first)), play.policy)
    let planned = Dictionary(uniqueKeysWithValues: table.items.map { ($0.id, $0) })
    try play.work(on: &table)
    let before = Dictionary(uniqueKeysWithValues: table.items.map { ($0.id, $0) })
    let gone = Set(first.keys.filter { before[$0] == nil })

    // What the rows would be, if there was none before.
    var fresh = play.table()
    let kept = second.mapValues { row in
      var row = row
      row.after.removeAll(where: gone.contains)
      return row
    }
    try fresh.apply(
      .plan(PlanPlay.change(to: kept.filter { !gone.contains($0.key) })), play.policy)

    let change = Transition.plan(PlanPlay.change(to: kept, from: first, gone: gone))
    try table.apply(change, play.policy)
    for row in table.items {
      guard let old = before[row.id] else {
        #expect(row == fresh.items.first { $0.id == row.id }, "\(row.id) is new")
        continue
      }
      let isOver = old.status == .inProgress || old.status == .done
      if isOver || bystanders.contains(where: { $0.id == row.id }) {
        #expect(row == old)
        continue
      }
      guard let new = fresh.items.first(where: { $0.id == row.id }) else {
        #expect(row.status == (old.status == .failed ? .failed : .blocked), "\(row.id) is dropped")
        continue
      }
      #expect(row.status == old.status)
      for field in Self.fields {
        func text(_ item: QueueItem?) -> String? {
          item.flatMap { field.text(of: $0, play.policy.forPlans) }
        }
        let isEdited = planned[row.id] == nil || text(old) != text(planned[row.id])
        #expect(
          text(row) == (isEdited ? text(old) : text(new)), "\(field) of \(row.id), \(table.storage)"
        )
      }
    }
    #expect(Set(table.items.map(\.id)) == Set(before.keys).union(second.keys).subtracting(gone))

    let after = table.items
    try table.apply(change, play.policy)
    #expect(table.items == after)
    try table.apply(
      .plan(PlanPlay.change(to: kept, from: second, gone: gone)), play.policy)
    #expect(table.items == after)
  }
}

/// Makes the versions and the work from a seed. No row waits for one with a later letter, so that
/// none waits for itself.
private struct PlanPlay {
  private var random: SeededGenerator
  var policy = Policy()
  private let storage: FieldStorage

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    policy.namesWorkers = Bool.random(using: &random)
    let columns: [FieldColumn] = Bool.random(using: &random) ? policy.fieldColumns : []
    storage =
      Int.random(in: 0..<3, using: &random) == 0
      ? .columns
      : .notes(hasAfterColumn: Bool.random(using: &random), columns: columns)
  }

  private static let ids = ["p.a", "p.b", "p.c", "p.d", "p.e"]

  func table() -> MemoryTable {
    var table = MemoryTable([.sample("A"), .sample("Z", notes: "plan=q")])
    table.storage = storage
    return table
  }

  mutating func version() -> [String: Transition.NewItem] {
    var rows: [String: Transition.NewItem] = [:]
    for id in Self.ids where Int.random(in: 0..<4, using: &random) > 0 {
      var row = Transition.NewItem(
        id: id, priority: one(of: Priority.known), task: text(.task), successCriteria: "c",
        dueAt: Bool.random(using: &random) ? now : nil, notes: text(.notes),
        after: some(of: rows.keys.sorted()), maxAttempts: one(of: [nil, 0, 4]))
      row.labels = some(of: ["ui", "버그"])
      row.worker = one(of: [nil, "claude", "codex"])
      row.timeoutSeconds = one(of: [nil, 60, 7201])
      row.repository = one(of: [nil, "web", "api"])
      row.touches = some(of: ["db/", "."])
      row.plan = "p"
      row.approval = one(of: [nil, .start, .done])
      row.failurePolicy = one(of: [nil, .continue, .cancel])
      row.deferredUntil = one(of: [nil, QueueTime(epochSeconds: 1_769_900_000, offset: 32400)])
      rows[id] = row
    }
    return rows
  }

  static func change(
    to rows: [String: Transition.NewItem], from earlier: [String: Transition.NewItem] = [:],
    gone: Set<String> = []
  ) -> Transition.PlanChange {
    let tasks = rows.sorted { $0.key < $1.key }.map { id, row in
      Transition.PlanChange.Task(id: id, row: row, earlier: [earlier[id]].compactMap(\.self))
    }
    return Transition.PlanChange(
      plan: "p", tasks: tasks, dropped: earlier.keys.filter { rows[$0] == nil }.sorted(), gone: gone
    )
  }

  /// A person edits and deletes rows, and some are worked on.
  mutating func work(on table: inout MemoryTable) throws {
    for id in table.items.map(\.id) where id.hasPrefix("p.") {
      for _ in 0..<Int.random(in: 0..<3, using: &random) {
        let field = one(of: EditableField.allCases.filter { $0 != .plan })
        var text = text(field, of: id)
        if field == .after { text = table.contains(text) ? text : "" }
        try table.apply(.edit(.init(id: id, [field: text], force: true)), policy)
      }
      for transition in work(on: id) { try table.apply(transition, policy) }
      if let place = table.items.firstIndex(where: { $0.id == id }),
        Int.random(in: 0..<8, using: &random) == 0
      {
        table.items[place].status = .inProgress
      }
    }
  }

  private mutating func work(on id: String) -> [Transition] {
    switch Int.random(in: 0..<9, using: &random) {
    case 0: [.remove([id], force: true)]
    case 1: [.finish(.init(id: id, as: .done, notes: "ok"))]
    case 2: [.finish(.init(id: id, as: .failed(isPermanent: true), notes: "no"))]
    case 3: [.finish(.init(id: id, as: .blocked, notes: "key?"))]
    case 4: [.cancel(id: id)]
    case 5:
      [
        .finish(.init(id: id, as: .failed(isPermanent: false), notes: "x")),
        .retry(id: id, from: nil, force: true),
      ]
    default: []
    }
  }

  private mutating func text(_ field: EditableField, of id: String = "") -> String {
    switch field {
    case .task, .successCriteria: one(of: ["t", "u", "할 일", "a=b", "/ x"])
    case .priority: one(of: Priority.known).text
    case .dueAt, .notBefore: one(of: ["", "2026-02-01 00:00"])
    case .labels: one(of: ["", "ui", "x,ui"])
    case .after: one(of: ["", id == "p.a" ? "A" : "p.a"])
    case .touches: one(of: ["", "db/", "docs/"])
    case .maxAttempts: one(of: ["", "0", "7"])
    case .worker: one(of: ["", "codex", "w"])
    case .timeout: one(of: ["", "60s", "3h"])
    case .repository: one(of: ["", "web", "api"])
    case .plan: ""
    case .approval: one(of: ["", "start", "done"])
    case .onFailure: one(of: ["", "continue", "cancel"])
    case .notes: one(of: ["", "n", "n / failure=permanent", "worker=codex", "a / b"])
    }
  }

  private mutating func one<Value>(of values: [Value]) -> Value {
    // No list here is empty.
    values.randomElement(using: &random) ?? values[0]
  }

  private mutating func some(of values: [String]) -> [String] {
    values.filter { _ in Bool.random(using: &random) }
  }
}
