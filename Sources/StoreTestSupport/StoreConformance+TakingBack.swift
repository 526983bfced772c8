import QueueModel
import QueueStore

// What is undone, and what comes back.

extension StoreConformance {
  private static let three = [item("A"), item("B"), item("C")]

  private static func item(_ id: String, after: [String] = []) -> QueueItem {
    QueueItem(
      id: id, priority: .p1, task: "t", successCriteria: "c",
      notes: Notes(after.isEmpty ? "" : "after=\(after.joined(separator: ","))"), after: after)
  }

  private static func row(_ id: String, _ status: String = "PENDING", notes: String = "-") -> String
  {
    "\(id) | \(status) | P1 | t | c | - | - | - | \(notes)"
  }

  static let takingBack: [Case] = [
    Case(testDescription: "undo: a transition, cell by cell", items: three) { scene in
      _ = try scene.answer(to: .cancel(id: "B"))
      try scene.expect(
        scene.answer(to: .undo(id: nil), session: nil),
        "changed: \(row("B", "BLOCKED", notes: "cancelled_by_operator"))\ninto: \(row("B"))",
        "the answer")
      try scene.expect(scene.rows(), three.map(\.rowText), "the queue")
      let undone = try scene.store.history(of: "B").map { "\($0.sequence) \($0.undoes ?? 0)" }
      try scene.expect(undone, ["1 0", "2 1"], "what the history says of it")
      try scene.expect(
        scene.answer(to: .undo(id: nil), session: nil),
        "refused: nothing_to_undo: There is nothing of yours to undo", "the answer")
    },
    Case(testDescription: "undo: one further back each time", items: three) { scene in
      _ = try scene.answer(to: .pick(id: "A"), session: "tester")
      _ = try scene.answer(to: .cancel(id: "C"))
      _ = try scene.answer(to: .finish(.init(id: "A", as: .done, notes: "n")))
      for _ in 0..<2 { _ = try scene.answer(to: .undo(id: "A"), session: nil) }
      let now = [row("A"), row("B"), row("C", "BLOCKED", notes: "cancelled_by_operator")]
      try scene.expect(scene.rows(), now, "the queue")
      try scene.expect(
        scene.answer(to: .undo(id: "A"), session: nil),
        "refused: nothing_to_undo: There is nothing to undo of A", "the answer")
    },
    Case(testDescription: "undo, restore: a row that was added", items: three) { scene in
      _ = try scene.answer(
        to: .add(.init(id: "N", priority: .p1, task: "t", successCriteria: "c", after: ["A"])))
      let added = try scene.rows()
      try scene.expect(
        scene.answer(to: .undo(id: "N"), session: nil),
        "changed: \(row("N", notes: "after=A")) (after A)\ninto: nothing", "the answer")
      try scene.expect(scene.rows(), three.map(\.rowText), "the queue")
      try scene.expect(
        scene.answer(to: .restore(id: "N")),
        "changed: nothing\ninto: \(row("N", notes: "after=A")) (after A)", "the answer")
      try scene.expect(scene.rows(), added, "the queue")
      try scene.expect(
        scene.answer(to: .restore(id: "N")),
        "refused: already_exists: Row id already exists: N", "the answer")
    },
    Case(testDescription: "undo: a row that others wait for stays", items: three) { scene in
      for (id, after) in [("N", [String]()), ("M", ["N"])] {
        _ = try scene.answer(
          to: .add(.init(id: id, priority: .p1, task: "t", successCriteria: "c", after: after)))
      }
      try scene.expect(
        scene.answer(to: .undo(id: "N"), session: nil),
        "refused: needed_by: M waits for N", "the answer")
    },
    Case(testDescription: "restore: a row that nobody deleted", items: three) { scene in
      try scene.expect(
        scene.answer(to: .restore(id: "Z")), "refused: not_found: Row id not found: Z",
        "the answer")
      try scene.expectUntouched()
    },
  ]
}
