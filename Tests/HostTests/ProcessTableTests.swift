import Glibc
import Host
import TestSupport
import Testing

@Suite struct ProcessTableTests {
  @Test func `a process is known while it runs, whatever its owner`() throws {
    #expect(ProcessTable.contains(CurrentProcess.id) && ProcessTable.contains(1))
    let child = try ChildProcess(starting: "true", [], in: "/", environment: [:])
    _ = child.wait()
    #expect(!ProcessTable.contains(Int(child.id)))
  }

  @Test(arguments: [0, -1, .max, .min])
  func `what is no process's id is not known`(id: Int) {
    #expect(!ProcessTable.contains(id))
  }

  @Test func `a process has a parent, a command line and figures`() throws {
    let own = try #require(ProcessIdentity.current)
    let child = try ChildProcess(
      starting: "sleep", ["1000"], in: "/", environment: plainEnvironment)
    let process = try #require(ProcessIdentity(of: Int(child.id)))
    #expect(process.parent == own)
    #expect(ProcessTable.commandLine(of: process) == ["sleep", "1000", ""])
    // A program is there a moment before its memory.
    var figures: ProcessFigures?
    var tries = 0
    while figures?.residentKB ?? 0 < 100, tries < 1_000_000 {
      figures = ProcessFigures(of: process.id)
      tries += 1
    }
    let found = try #require(figures)
    #expect((100...100_000).contains(found.residentKB) && (1...20).contains(found.openFiles))
    child.send(SIGKILL)
    _ = child.wait()
    #expect(process.parent == nil && ProcessTable.commandLine(of: process) == nil)
    #expect(ProcessFigures(of: process.id) == nil)
  }

  /// Many arguments and variables make the moment long in which the kernel has none to show.
  @Test func `a program that was started just now has its arguments and variables`() throws {
    let arguments = ["1000"] + Array(repeating: "0", count: 25_000)
    var environment = ["MARK": "1"]
    for number in 0..<25_000 { environment["V\(number)"] = "" }
    for file in ["cmdline", "environ", "all"] {
      for _ in 0..<20 {
        let child = try ChildProcess(
          starting: "/bin/sleep", arguments, in: "/", environment: environment)
        let process = try #require(ProcessIdentity(of: Int(child.id)))
        switch file {
        case "cmdline": #expect(ProcessTable.commandLine(of: process)?[1] == "1000")
        case "environ": #expect(ProcessTable.variable("MARK", of: process) == "1")
        default: #expect(ProcessTable.processes(with: ["MARK": "1"]).contains(process))
        }
        child.send(SIGKILL)
        _ = child.wait()
      }
    }
  }

  @Test func `the machine's facts are plausible`() {
    let facts = MachineFacts.own
    #expect(facts.cores >= 1 && facts.memoryMB >= 100 && facts.kernel.hasPrefix("Linux "))
  }

  @Test func `the members of a session are known, and no others`() throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/said", 0o600)
      let leader = try ChildProcess(
        starting: "setsid",
        [
          "sh", "-c",
          "sleep 1000 & true & wait $!; setsid sh -c 'echo $$ > said; exec sleep 1000' & wait",
        ], in: folder, environment: plainEnvironment)
      let said = try StandardInput.read("\(folder)/said", limit: 100)
      let left = try #require(Int(String(decoding: said.dropLast(), as: UTF8.self)))
      let session = Int(leader.id)
      let members = ProcessTable.members(ofSession: session)
      // The shell and one sleeper: what ended, and what left, are none.
      #expect(members.count == 2)
      #expect(members.contains { $0.id == session })
      #expect(members.allSatisfy { $0.isAlive })
      for process in members { #expect(process.signal(.kill)) }
      #expect(leader.wait().signal == SIGKILL)
      #expect(members.allSatisfy { $0.hasEnded(within: .milliseconds(60_000)) })
      #expect(ProcessTable.members(ofSession: session).isEmpty)
      #expect(ProcessTable.members(ofSession: left).allSatisfy { $0.signal(.kill) })
    }
  }

  @Test(arguments: [
    ("MARK", "1", true), ("MARK", "", false), ("MARK", "11", false), ("MAR", "K=1", false),
    ("ARK", "1", false), ("EMPTY", "", true), ("OTHER", "a b=c", true), ("NONE", "", false),
  ])
  func `processes are found by a whole variable`(
    _ name: String, _ value: String, isFound: Bool
  ) throws {
    let child = try ChildProcess(
      starting: "/bin/sleep", ["1000"], in: "/",
      environment: ["EMPTY": "", "MARK": "1", "OTHER": "a b=c"])
    let found = ProcessTable.processes(with: [name: value])
    #expect(found.contains { $0.id == Int(child.id) } == isFound)
    child.send(SIGKILL)
    _ = child.wait()
    #expect(!ProcessTable.processes(with: [name: value]).contains { $0.id == Int(child.id) })
  }
}
