import Model
import QueueStore

// Rows that go to another place in the table.

extension StoreConformance {
  private static let four = ["A", "B", "C", "D"].map { row($0) }

  /// A move of the rows A B C D, and their order afterwards.
  private static func move(
    _ name: String, _ ids: [String], _ target: Transition.Target, _ order: String
  ) -> Case {
    Case(testDescription: "move: \(name)", items: four) { scene in
      try scene.perform(.move(ids, to: target))
      try scene.expectOrder(order)
    }
  }

  static let moving: [Case] =
    [
      move("to the top", ["C"], .top, "C A B D"),
      move("to the bottom", ["B"], .bottom, "A C D B"),
      move("above", ["D"], .above("B"), "A D B C"),
      move("below, past it", ["A"], .below("C"), "B C A D"),
      move("up", ["C"], .up, "A C B D"),
      move("up at the top", ["A"], .up, "A B C D"),
      move("down", ["B"], .down, "A C B D"),
      move("down at the bottom", ["D"], .down, "A B C D"),
      move("several, in the order in which they are named", ["D", "B"], .top, "D B A C"),
      move("several, up together", ["B", "D"], .up, "B D A C"),
      move("several, down together", ["A", "C"], .down, "B D A C"),
      move("several, at one of them", ["A", "D"], .below("A"), "A D B C"),
      move("the last two", ["C", "D"], .above("A"), "C D A B"),
      Case(testDescription: "move: the answer, the history and undo", items: four) { scene in
        try scene.expectAnswer(
          "changed: \(text("D"))\ninto: \(text("D"))", to: .move(["D"], to: .above("B")))
        try scene.expect(
          scene.history(),
          ["2026-01-31T18:00:00+09:00 trace-1 test tester D: row_above C > A"], "the history")
        try scene.perform(.undo(id: nil), session: nil)
        try scene.expectOrder("A B C D")
        try scene.expectAnswer("already so: \(text("A"))", to: .move(["A"], to: .top))
      },
      Case(testDescription: "move: several moves, and one undo of each", items: four) { scene in
        try scene.perform(.move(["C", "A"], to: .bottom))
        try scene.expectOrder("B D C A")
        try scene.perform(.move(["D"], to: .top))
        try scene.expectOrder("D B C A")
        try scene.perform(.undo(id: nil), session: nil)
        try scene.expectOrder("B D C A")
        try scene.perform(.undo(id: nil), session: nil)
        try scene.expectOrder("A B C D")
      },
      Case(testDescription: "move: restored below the row above, wherever that is", items: four) {
        scene in
        try scene.perform(.remove(["D"], force: false))
        try scene.perform(.move(["C"], to: .up))
        try scene.perform(.restore(id: "D"))
        try scene.expectOrder("A C D B")
        try scene.perform(.remove(["A", "C"], force: false))
        try scene.perform(.undo(id: nil), session: nil)
        try scene.expectOrder("A C D B")
      },
      Case(testDescription: "move: undone below the row above, wherever that is", items: four) {
        scene in
        try scene.perform(.move(["D"], to: .top))
        try scene.perform(.move(["C"], to: .above("A")), session: "s2")
        try scene.expectOrder("D C A B")
        try scene.perform(.undo(id: "D"), session: nil)
        try scene.expectOrder("C D A B")
      },
      Case(testDescription: "move: not undone once the row above is gone", items: four) { scene in
        try scene.perform(.move(["D"], to: .top))
        try scene.perform(.remove(["C"], force: false))
        try scene.expectAnswer(
          "refused: not_found: Row id not found: C", to: .undo(id: "D"), session: nil)
        try scene.expectOrder("D A B")
      },
      Case(testDescription: "move: a pick takes the row that is further up", items: four) {
        scene in
        try scene.perform(.move(["D"], to: .top))
        try scene.perform(.pick(id: nil))
        try scene.expectStates([
          "D IN_PROGRESS s1", "A PENDING -", "B PENDING -", "C PENDING -",
        ])
        try scene.perform(.move(["D"], to: .bottom), session: "s2")
        try scene.expectStates([
          "A PENDING -", "B PENDING -", "C PENDING -", "D IN_PROGRESS s1",
        ])
      },
      Case(testDescription: "move: to or of a row that is not there", items: four) { scene in
        try scene.expectAnswer(
          "refused: not_found: Row id not found: X", to: .move(["A"], to: .above("X")))
        try scene.expectAnswer(
          "refused: not_found: Row id not found: X", to: .move(["A", "X"], to: .top))
        try scene.expectOrder("A B C D")
      },
      Case(testDescription: "move: many times, between the same rows", items: four) { scene in
        for _ in 0..<6 {
          try scene.perform(.move(["D"], to: .below("A")))
          try scene.perform(.move(["B"], to: .below("A")))
        }
        try scene.expectOrder("A B D C")
        try scene.perform(.add(.init(id: "E", priority: .p1, task: "t", successCriteria: "c")))
        try scene.expectOrder("A B D C E")
      },
    ]
}

extension ConformanceScene {
  fileprivate func expectOrder(_ order: String) throws {
    let snapshot = try store.snapshot()
    let ids = (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0)?.id }
    try expect(ids.joined(separator: " "), order, "the order of the rows")
  }
}
