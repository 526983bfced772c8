import Model
import QueueStore
import TestSupport
import Testing

@testable import Stores

/// Who follows the history sees each entry once, and in order.
@Suite struct FollowedHistoryTests {
  /// Reads behind the last entry that it has seen.
  private struct Reader {
    var seen: [String] = []
    var last = 0

    mutating func read(_ store: MarkdownStore) throws {
      var newest = last
      let end = try store.visitHistory(after: last) { entry in
        seen.append("\(entry.sequence) \(entry.id ?? "-")")
        newest = entry.sequence
      }
      #expect(end ?? 0 >= newest)
      last = newest
    }
  }

  /// Seven weeks of changes and saves: entries move to yearly files meanwhile.
  @Test(arguments: 1...2) func `whenever it is read, and however far behind`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let store = scene.store()
      var (often, seldom) = (Reader(), Reader())
      for change in 0..<220 {
        scene.fake.pass(.seconds(20_000))
        if Int.random(in: 0..<10, using: &random) == 0 {
          try scene.save(
            try scene.text().replacing("| A |", with: "| A |") + "\nnote \(change)\n",
            age: .milliseconds(60))
        }
        let fact = QueueFact.GivenUpHook(hook: "chat", eventKey: "\(change)", error: "exit 1")
        let edit = Transition.edit(
          Transition.Edit(
            id: ["A", "B"].randomElement(using: &random) ?? "A",
            [.task: String(repeating: "\(change) ", count: 400)], force: true))
        _ = try store.perform(
          Int.random(in: 0..<8, using: &random) == 0 ? .note([.hookGaveUp(fact)]) : edit,
          context: scene.context(), receive: { _ in })
        if Int.random(in: 0..<3, using: &random) == 0 { try often.read(store) }
        if Int.random(in: 0..<80, using: &random) == 0 { try seldom.read(store) }
      }
      var all = Reader()
      for _ in 0..<2 {
        try often.read(store)
        try seldom.read(store)
        try all.read(store)
      }
      #expect(all.seen.count >= 220)
      #expect(often.seen == all.seen)
      #expect(seldom.seen == all.seen)
      let years = try scene.names(in: scene.sidecar.folder).filter { $0.hasPrefix("history") }
      #expect(!years.isEmpty)
    }
  }
}
