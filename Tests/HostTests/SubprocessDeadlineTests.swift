import Glibc
import Host
import TestSupport
import Testing

@Suite struct SubprocessDeadlineTests {
  @Test func `a program that takes too long is told to end, and what it says is kept`() throws {
    let outcome = try runShell(
      "trap 'echo goodbye; exit 0' TERM; echo hello; while :; do sleep 60 & wait; done", time: 200)
    #expect(outcome.ending == .timedOut)
    #expect(outcome.output.text == "hello\ngoodbye\n")
  }

  @Test func `one that does not want to end is killed after the grace`() throws {
    let outcome = try runShell(
      "trap '' TERM; echo $$; while :; do sleep 60; done", time: 100, grace: 100)
    #expect(outcome.ending == .timedOut)
    #expect(outcome.duration >= .milliseconds(200))
    let id = try #require(Int(outcome.output.lines[0]))
    #expect(!ProcessTable.contains(id))
  }

  @Test func `one that floods without end is ended, too`() throws {
    let outcome = try runShell("trap '' TERM; exec yes", time: 100, grace: 50, output: 100)
    #expect(outcome.ending == .timedOut)
    #expect(outcome.output.dropped > 0)
  }

  @Test(arguments: ["", "trap '' TERM HUP; "])
  func `a grandchild that holds the output is not waited for, and ended`(_ deaf: String) throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/ready", 0o600)
      mkfifo("\(folder)/held", 0o600)
      let held = try FileDescriptor(opening: "\(folder)/held", for: .reading)
      let outcome = try runShell(
        "(\(deaf)exec 9> held; echo > ready; while :; do sleep 60; done) & read x < ready; exit 3",
        in: folder)
      #expect(outcome.ending == .exited(3))
      #expect(outcome.duration < .milliseconds(50_000))
      // Nobody has the other end open any more.
      var request = pollfd(fd: held.number, events: Int16(POLLIN), revents: 0)
      #expect(poll(&request, 1, 50_000) == 1 && request.revents & Int16(POLLHUP) != 0)
    }
  }

  /// One that leaves the group is nobody's any more: it is neither ended nor waited for.
  @Test func `one that left the session floods whom it likes`() throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/ready", 0o600)
      let outcome = try runShell(
        "setsid sh -c 'echo > ready; exec yes' & read x < ready; exit 8", in: folder, output: 100)
      // It ends with the pipe that it writes to.
      #expect(outcome.ending == .exited(8))
      #expect(outcome.output.beginning.count <= 50)
    }
  }

  @Test func `a program that stopped itself is ended`() throws {
    let outcome = try runShell("kill -STOP $$", time: 50, grace: 50)
    #expect(outcome.ending == .timedOut)
  }
}
