import Host
import Operator
import Programs
import Testing

@Suite struct PauseTests {
  @Test(arguments: ["pause", "resume", "drain"])
  func `a missing database is not a queue that could be paused`(_ command: String) throws {
    try withScene(nil) { scene in
      let ending = scene.run("\(command) --db no.db", of: Ops.program)
      #expect(ending.status == 66 && ending.errors.hasPrefix("ERROR: no database at ~/no.db ("))
      let names = try Directory.names(in: scene.folder)
      #expect(names == [])
    }
  }
}
