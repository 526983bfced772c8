import Model
import TestSupport
import Testing

@testable import Door
@testable import Monitoring
@testable import Worktrees

/// How attempts that ended are counted, in a table and in a database.
@Suite struct AttemptFiguresTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let counts: [String: Int]
    /// Seconds of all attempts.
    let seconds: Int
    let play: @Sendable (StoreScene) throws -> Void

    init(
      _ name: String, _ counts: [String: Int], seconds: Int,
      _ play: @escaping @Sendable (StoreScene) throws -> Void
    ) {
      (testDescription, self.counts, self.seconds, self.play) = (name, counts, seconds, play)
    }

    /// Claims the row, and works on it for ten minutes.
    static func work(_ scene: StoreScene) throws {
      _ = try scene.queue.pick("A", as: .session("w"))
      scene.clock.pass(.seconds(600))
    }

    static func finish(_ ending: Transition.Finish.Ending, _ scene: StoreScene) throws {
      let end = Transition.Finish(id: "A", as: ending, notes: "x")
      try scene.queue.perform(.finish(end), as: .session("w"))
    }

    static let all = [
      Case("none at work", [:], seconds: 0) { _ in },
      Case("one at work", [:], seconds: 0, work),
      Case("done", ["done": 1], seconds: 600) {
        try work($0)
        try finish(.done, $0)
      },
      Case("released, then failed", ["released": 1, "failed": 1], seconds: 1200) {
        try work($0)
        try $0.queue.perform(.release(id: "A", force: false), as: .session("w"))
        try work($0)
        try finish(.failed(isPermanent: true), $0)
      },
      Case("a claim that is undone, and cancelled later", [:], seconds: 0) {
        try work($0)
        try $0.queue.perform(.undo(id: "A"), as: Caller())
        $0.clock.pass(.seconds(86400))
        try $0.queue.perform(.cancel(id: "A"), as: Caller())
      },
      Case("an end that is undone, and comes again", ["done": 1, "blocked": 1], seconds: 600) {
        try work($0)
        try finish(.done, $0)
        try $0.queue.perform(.undo(id: "A"), as: Caller())
        try finish(.blocked, $0)
      },
    ]
  }

  @Test(arguments: Case.all, StoreScene.Store.allCases)
  func `each claim is counted once it ends`(_ play: Case, _ store: StoreScene.Store) throws {
    try withStore(store) { scene in
      _ = try scene.queue.add(
        Transition.NewItem(id: "A", priority: .p1, task: "work", successCriteria: "c"),
        as: Caller())
      try play.play(scene)
      let attempts = try #require(try scene.queue.figures().attempts)
      #expect(attempts.counts == play.counts)
      #expect(attempts.seconds == play.seconds)
      // Each took ten minutes, or no time.
      let long = play.seconds / 600
      let within = attempts.buckets.map { attempts.total - ($0.seconds >= 600 ? 0 : long) }
      #expect(attempts.buckets.map(\.count) == within)
    }
  }
}
