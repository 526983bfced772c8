import Door
import Host
import Model
import QueueStore
import Runner
import StoreTestSupport
import TestSupport
import Testing
import Text

@testable import Stores

/// Whatever sessions and people ask, in whatever order, and however the clock is set: the
/// Markdown store says what the memory store says, and no row has two owners.
@Suite struct StoresAgreePropertyTests {
  @Test(arguments: 0..<12)
  func `the stores agree, and the owner of a row keeps it`(seed: Int) throws {
    var work = RandomWork(seed: seed)
    var watch = OwnershipWatch()
    let items = ["R-1", "R-2"].map {
      QueueItem(id: $0, priority: .p1, task: "t", successCriteria: "c")
    }
    let memory = MemoryStore(items)
    try withQueue(QueueFixture.text(of: items)) { scene in
      var script: [String] = []
      for _ in 0..<80 {
        let request = work.next()
        script.append(request.text)
        let outcomes = [
          Result { try memory.perform(request.transition, context: request.context) },
          Result { try Self.perform(request, scene) },
        ]
        let answers = try outcomes.map(Self.text)
        let decision = try? outcomes[0].get().value
        let rows = try [memory.snapshot(), scene.store().snapshot()].map(Self.rows)
        watch.look(at: decision?.changes ?? [], of: request)
        let story = (watch.doubts + answers + script).joined(separator: "\n")
        try #require(answers[0] == answers[1], "\(story)")
        try #require(rows[0] == rows[1], "\(story)")
        try #require(watch.doubts.isEmpty, "\(story)")
        if let decision { work.take(decision, request.context) }
        scene.fake.pass(.milliseconds(1000))
      }
    }
  }

  private static func perform(
    _ request: RandomWork.Request, _ scene: QueueScene
  ) throws -> StoreOutcome<Decision> {
    try scene.store().perform(request.transition, context: request.context)
  }

  private static func text(of outcome: Result<StoreOutcome<Decision>, any Error>) throws -> String {
    do { return text(of: try outcome.get().value) } catch StoreError.refused(let refusal) {
      return "\(refusal.code): \(refusal.sentence.english)"
    }
  }

  private static func text(of decision: Decision) -> String {
    switch decision {
    case .unchanged: "nothing pending"
    case .alreadySo(let item): "already so: \(row(item))"
    case .addedBefore(let ids): "added before: \(ids)"
    case .change, .changes, .noted:
      decision.changes.map { "\($0.event): \(row($0.before)) > \(row($0.after))" }
        .joined(separator: "; ")
    }
  }

  private static func rows(_ snapshot: any QueueSnapshot) -> [String] {
    (0..<snapshot.rowCount).map { row(snapshot.item(at: $0)) }
  }

  /// All that a row says, but for the line in which it stands.
  private static func row(_ item: QueueItem?) -> String {
    guard var item else { return "nothing" }
    item.line = nil
    return "\(item)"
  }
}

extension RandomWork.Request {
  fileprivate var text: String {
    "\(context.now.iso8601) \(context.session ?? "a person") \(context.claimToken ?? "-") \(transition)"
  }
}
