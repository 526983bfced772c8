import QueueModel
import QueueStore

extension StoreConformance {
  /// A row that may wait for others.
  private static func row(
    _ id: String, _ status: Status = .pending, _ priority: Priority = .p1, after: [String] = [],
    notes: String = ""
  ) -> QueueItem {
    var notes = Notes(notes)
    notes.after = after
    return QueueItem(
      id: id, status: status, priority: priority, task: "task", successCriteria: "it works",
      notes: notes, after: after)
  }

  /// Picks until there is nothing left, and checks which rows came, in order.
  private static func picked(_ name: String, _ items: [QueueItem], _ ids: String...) -> Case {
    Case(testDescription: "pick: \(name)", items: items) { scene in
      var picked: [String] = []
      while let id = try pick(from: scene) { picked.append(id) }
      try scene.expect(picked, ids, "the order of picking")
    }
  }

  private static func pick(from scene: ConformanceScene) throws -> String? {
    let context = TransitionContext(session: "s1", now: now)
    switch try scene.store.perform(.pick(id: nil), context: context).value {
    case .nothingPending: return nil
    case .change(let change): return change.id
    case .changes(let changes): return changes.last?.id
    case .alreadySo(let item):
      throw Failure(what: "picking", found: "\(item.id) already so", expected: "another row")
    }
  }

  private static func notPicked(
    _ name: String, _ items: [QueueItem], id: String, _ answer: String
  ) -> Case {
    Case(testDescription: "pick refused: \(name)", items: items) { scene in
      try scene.expect(scene.answer(to: .pick(id: id)), "refused: \(answer)", "the answer")
      try scene.expectUntouched()
    }
  }

  private static let nothingLeft = Case(
    testDescription: "pick: nothing left", items: bystanders.filter { $0.status == .done }
  ) { scene in
    try scene.expect(scene.answer(to: .pick(id: nil)), "nothing pending", "the answer")
    try scene.expectUntouched()
  }

  private static let chain = Case(
    testDescription: "pick: a row starts when all that it waits for are DONE",
    items: [row("A", after: ["B", "C"]), row("B"), row("C")]
  ) { scene in
    for id in ["B", "C"] {
      try scene.expect(pick(from: scene) ?? "nothing", id, "the next row")
      try scene.expect(
        String(scene.answer(to: .pick(id: "A")).prefix(14)), "refused: waits", "the answer")
    }
    for id in ["B", "C"] {
      try scene.expect(pick(from: scene) ?? "nothing", "nothing", "the next row")
      _ = try scene.answer(to: .finish(.init(id: id, as: .done, notes: "")))
    }
    try scene.expect(pick(from: scene) ?? "nothing", "A", "the next row")
  }

  static let picking: [Case] = [
    nothingLeft, chain,
    picked(
      "by priority, then by place, unknown priorities last",
      [
        row("e", .pending, .unknown("urgent")), row("c", .pending, .p2), row("b"),
        row("a", .pending, .p0), row("d", .pending, .p2), row("b2"),
      ], "a", "b", "b2", "c", "d", "e"),
    picked(
      "no row that is not PENDING",
      [row("a", .inProgress), row("b", .done), row("c", .failed), row("d", .blocked), row("e")],
      "e"),
    picked(
      "a row that waits is passed over, whatever it waits for",
      [
        row("a", .pending, .p0, after: ["f"]), row("b", .pending, .p0, after: ["k"]),
        row("c", .pending, .p0, after: ["d"]), row("d", .done), row("e", after: ["d", "x"]),
        row("f", .failed), row("k", .blocked), row("l", after: ["d"]),
      ], "c", "l"),
    picked(
      "a row that backs off is passed over until then",
      [
        row("a", notes: "retry_not_before=1769850001"),
        row("b", notes: "retry_not_before=1769850000"),
      ], "b"),
    notPicked(
      "one that waits", [row("A", after: ["B", "Z"]), row("B", .failed)], id: "A",
      "waits: A waits for B (FAILED), Z (no readable row)"),
    notPicked(
      "one that backs off", [row("A", notes: "retry_not_before=1769850060")], id: "A",
      "backs_off: A is not tried again before 2026-01-31 18:01"),
  ]
}
