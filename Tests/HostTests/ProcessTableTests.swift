import Host
import TestSupport
import Testing

@Suite struct ProcessTableTests {
  @Test func `a process is known while it runs, whoever's it is`() throws {
    #expect(ProcessTable.contains(CurrentProcess.id) && ProcessTable.contains(1))
    let child = try ChildProcess(starting: "true", [], in: "/", environment: [:])
    _ = child.wait()
    #expect(!ProcessTable.contains(Int(child.id)))
  }

  @Test(arguments: [0, -1, .max, .min])
  func `what is no process's id is not known`(id: Int) {
    #expect(!ProcessTable.contains(id))
  }
}
