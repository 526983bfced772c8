import Model
import TestSupport
import Testing

@testable import Door
@testable import Monitoring

/// What a session is told of itself and of the queue.
@Suite struct BriefingTests {
  private static let rows = [
    QueueFixture.row("A", "IN_PROGRESS", owner: "ann"), QueueFixture.row("B"),
    QueueFixture.row("C", notes: "after=A"), QueueFixture.row("D", "DONE"),
  ]

  @Test(
    arguments: [
      (nil, nil, "unnamed"), ("ben", nil, #"idle(session: "ben")"#), ("ann", nil, "working A"),
      ("ann", "D", #"over(id: "D", Monitoring.SessionState.End.status(Model.Status.done))"#),
      ("ben", "A", "over A"), ("ann", "X", "over X"),
    ] as [(String?, String?, String)])
  func `a session learns whether a row is its own`(
    _ session: String?, assigned: String?, state: String
  ) throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let briefing = try queue.briefing(
        for: Caller(session: session), assigned: assigned, explaining: 1)
      let text =
        switch briefing.state {
        case .working(let item): "working \(item.id)"
        case .over(let id, .refused): "over \(id)"
        case .unnamed, .idle, .over: "\(briefing.state)"
        }
      #expect(text == state)
      #expect(briefing.counts == [.pending: 2, .inProgress: 1, .done: 1])
      #expect(briefing.inProgress.map(\.id) == ["A"])
      #expect(briefing.preview.next?.id == "B" && briefing.preview.held.map(\.item.id) == ["C"])
    }
  }
}
