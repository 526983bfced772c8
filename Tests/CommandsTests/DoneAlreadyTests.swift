import TestSupport
import Testing

@testable import Runner

/// What `orch done` says on a terminal of a row that is DONE already.
@Suite struct DoneAlreadyTests {
  @Test func `a repeated done says that nothing changed, on a terminal`() throws {
    try withScene(["| A | PENDING | P1 | t | c | - | - | - | |"]) { scene in
      var scene = scene
      let done = Scene.Ending(output: "A -> DONE\n")
      #expect(scene.run(words: ["done", "A"]) == done)
      #expect(scene.run(words: ["done", "A"]) == done)
      scene.terminal.isErrors = true
      #expect(
        scene.run(words: ["done", "A"])
          == .init(output: "A -> DONE\n", errors: "A was DONE already: nothing changed\n"))
      #expect(scene.run(words: ["done", "A", "--quiet"]).errors == "")
    }
  }
}
