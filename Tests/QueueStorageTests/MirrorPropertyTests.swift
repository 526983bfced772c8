import QueueModel
import TestSupport
import Testing

@testable import QueueStore

/// Edits by hand and commands on the database, and now and then one of them is brought to
/// the other: nothing that somebody typed is lost, and nothing that commands did.
@Suite struct MirrorPropertyTests {
  @Test(arguments: LongTests.sample(8, of: 0..<24, named: "mirror"))
  func `no edit and no state is lost, and a second time nothing changes`(seed: Int) throws {
    let random = SeededGenerator(seed: UInt64(seed))
    try withMirror((0..<4).map { QueueFixture.row("R\($0)", notes: "n\($0)") }) { scene in
      try scene.migrate()
      var play = MirrorPlay(scene: scene, random: random)
      try play.migrate()
      for _ in 0..<40 { try play.step() }
      try play.render()
    }
  }
}
