import Host
import Model
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore

/// A lease once seen as ended is ended in writing.
@Suite struct LeaseEndTests {
  private static let hour = Duration.seconds(3600)

  /// The answer to s1, which renews its lease on A.
  private static func renewal(in scene: QueueScene) throws -> String {
    do throws(StoreError) {
      _ = try scene.store().performRecordingLeaseEnd(
        .lease(.init(id: "A", .renew(seconds: 60))), context: scene.context()
      ) { _ in }
      return "renewed"
    } catch {
      guard case .refused(let refusal) = error else { return "\(error)" }
      return refusal.code.rawValue
    }
  }

  @Test func `a clock that steps back does not revive a lease`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      try #expect(Self.renewal(in: scene) == "renewed")
      scene.fake.pass(Self.hour)
      try #expect(Self.renewal(in: scene) == "lease_ended")
      scene.fake.pass(.zero - Self.hour)
      try #expect(Self.renewal(in: scene) == "lease_ended")
      let takeover = Transition.lease(.init(id: "A", .acquire(seconds: 60)))
      let decision = try scene.perform(takeover, session: "s2").value
      #expect(decision.changes.map(\.after?.ownerSession) == ["s2"])
      try #expect(Self.renewal(in: scene) == "leased")
    }
  }

  @Test func `without being asked for, an end is not written`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      try #expect(Self.renewal(in: scene) == "renewed")
      scene.fake.pass(Self.hour)
      #expect(throws: StoreError.self) {
        try scene.perform(.lease(.init(id: "A", .renew(seconds: 60))))
      }
      scene.fake.pass(.zero - Self.hour)
      try #expect(Self.renewal(in: scene) == "renewed")
    }
  }
}
