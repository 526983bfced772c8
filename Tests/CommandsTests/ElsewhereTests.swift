import Commands
import Operator
import Testing
import Text

@Suite struct ElsewhereTests {
  @Test func `what the other executable does is named there`() {
    let orch = Orch.program.commands.filter { !$0.isHidden || $0.name == "complete" }.map {
      $0.name
    }
    let ops = Ops.program.commands.filter { !$0.isHidden || $0.name == "complete" }.map {
      $0.name
    }
    let both = ["completion", "complete"]
    #expect(orch.filter(ops.contains) == both)
    #expect(Set(Orch.program.sibling.commands) == Set(ops).subtracting(both))
    #expect(Set(Ops.program.sibling.commands) == Set(orch).subtracting(both))
  }
}
