import Host
import Model
import QueueStore
import StoreTestSupport
import TestSupport
import Testing
import Text

@testable import Door
@testable import Schedule
@testable import Work

/// A queue with `recurring` in its `orch.json`, and a clock that is set.
struct RecurringScene {
  let scene: StoreScene

  /// Sets the clock of the queue, in Korea.
  func at(_ time: String) throws {
    let time = try #require(QueueTime(time, offset: 9 * 3600))
    scene.clock.pass(.seconds(time.epochSeconds - scene.clock.now / 1_000_000_000))
  }

  func setUp(_ recurring: String) throws {
    try writeAged(#"{"recurring": \#(recurring)}"#, to: scene.folder + "/orch.json")
  }

  /// A tick.
  ///
  /// - Returns: the ids of the rows that it added.
  /// - Throws: the problem of the tick.
  @discardableResult
  func tick() throws -> [String] {
    let outcome = outcomeOfTick
    if let problem = outcome.problem { throw problem }
    return outcome.added.flatMap(\.rows)
  }

  var outcomeOfTick: Tick.Outcome {
    scene.queue.tick(staleTimeout: .seconds(3600), dispatching: nil, as: Caller())
  }

  func tick(at time: String) throws -> [String] {
    try at(time)
    return try tick()
  }

  func perform(_ transition: Transition) throws {
    _ = try scene.queue.queue(as: Caller()).perform(transition)
  }

  func finish(_ id: String, as ending: Transition.Finish.Ending = .done) throws {
    try perform(.finish(.init(id: id, as: ending, notes: "", force: true)))
  }

  /// What the history says of entries.
  var facts: [String] {
    get throws {
      try scene.queue.queue(as: Caller()).history(of: nil).compactMap(\.fact).filter {
        $0.kind == .recurring
      }
      .map(\.sentence.english)
    }
  }

  /// What was decided is forgotten, and the history is read again.
  func forget() throws {
    try Directory.removeIfThere(scene.queue.workspace().sidecar + "/recurring.json")
  }
}

/// Runs `body` with an empty queue.
///
/// - Parameters:
///   - recurring: the value of `recurring`.
///   - store: what holds the queue.
///   - body: gets the queue.
func withRecurring(
  _ recurring: String, in store: StoreScene.Store = .table,
  _ body: (RecurringScene) throws -> Void
) throws {
  try withStore(store) { scene in
    let scene = RecurringScene(scene: scene)
    try scene.setUp(recurring)
    try body(scene)
  }
}
