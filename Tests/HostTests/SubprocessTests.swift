import Glibc
import Host
import TestSupport
import Testing

@Suite struct SubprocessTests {
  @Test(arguments: [
    ("exit 0", Subprocess.Ending.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
    ("kill -USR1 $$", .signalled(SIGUSR1)), ("kill -KILL $$", .signalled(SIGKILL)),
  ])
  func `how a program ends is told`(_ script: String, ending: Subprocess.Ending) throws {
    let outcome = try runShell(script)
    #expect(outcome.ending == ending)
    #expect(outcome.ending.isSuccess == (script == "exit 0"))
    #expect((0...Int.milliseconds(60_000)).contains(outcome.duration))
  }

  @Test func `both streams are kept apart`() throws {
    let outcome = try runShell("echo said; echo complained >&2; echo more")
    #expect(outcome.output.text == "said\nmore\n")
    #expect(outcome.errors.text == "complained\n")
  }

  @Test func `no shell reads the arguments`() throws {
    let words = ["a b", "$HOME", "`id`", "; exit 3", "*", "", "\n"]
    let outcome = try Subprocess(
      "printf", ["<%s>"] + words, in: "/", environment: plainEnvironment,
      limits: .init(time: .milliseconds(60_000))
    ).run()
    #expect(outcome.output.text == words.map { "<\($0)>" }.joined())
  }

  @Test func `it starts in its folder, and a path counts from there`() throws {
    try withTemporaryDirectory { folder in
      try writeExecutable("#!/bin/sh\npwd\n", to: "\(folder)/say")
      let outcome = try Subprocess(
        "./say", [], in: folder, environment: [:], limits: .init(time: .milliseconds(60_000))
      ).run()
      #expect(outcome.output.text == folder + "\n")
    }
  }

  @Test func `it sees the variables that it is given, and no others`() throws {
    let given = ["PATH": "/usr/bin:/bin", "NAME": "값 with = and spaces", "EMPTY": ""]
    let outcome = try Subprocess(
      "env", [], in: "/", environment: given, limits: .init(time: .milliseconds(60_000))
    ).run()
    #expect(outcome.output.lines.sorted() == given.map { "\($0.key)=\($0.value)" }.sorted())
  }

  @Test func `it reads its input, and without one there is nothing to read`() throws {
    let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0) }
    let outcome = try runShell("wc -c; cat", input: bytes)
    #expect(outcome.output.text == "1048576\n")
    #expect(try runShell("wc -c").output.text == "0\n")
  }

  @Test func `a program that reads none of its input is not waited for`() throws {
    let outcome = try runShell("exit 4", input: [UInt8](repeating: 65, count: 10 << 20))
    #expect(outcome.ending == .exited(4))
  }

  @Test func `a program that closes its output goes on to its end`() throws {
    let outcome = try runShell(
      "echo before; exec >&- 2>&-; i=0; while [ $i -lt 99 ]; do i=$((i+1)); done; exit 5")
    #expect(outcome.ending == .exited(5))
    #expect(outcome.output.text == "before\n")
  }
}
