import TestSupport
import Testing

@testable import QueueStore

/// Commands of several sessions, and a person who saves old buffers over the queue in every way
/// that editors have: nothing that was acknowledged or typed is lost.
@Suite struct InterleavingTests {
  @Test(arguments: LongTests.sample(40, of: 0..<1000, named: "interleavings"))
  func `nothing is lost, however commands and saves come`(seed: Int) throws {
    try withQueue(InterleavingPlay.start(seed: seed)) { scene in
      var play = try InterleavingPlay(scene, seed: seed)
      try play.run(steps: 40)
      if !play.faults.isEmpty { Issue.record("seed \(seed)\n\(try play.story())") }
    }
  }
}
