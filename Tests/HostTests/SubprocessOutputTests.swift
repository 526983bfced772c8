import Glibc
import Host
import TestSupport
import Testing

@Suite struct SubprocessOutputTests {
  @Test func `of a flood on both streams the beginning and the end are kept`() throws {
    let flood = "head -c 50000000 /dev/zero | tr '\\0' x"
    let outcome = try runShell(
      "echo first; echo first >&2; (\(flood)) & (\(flood) >&2) & wait; echo last; echo last >&2",
      output: 1000)
    #expect(outcome.ending == .exited(0))
    for kept in [outcome.output, outcome.errors] {
      #expect(kept.dropped == 50_000_000 + 11 - 1000)
      #expect(kept.beginning.count == 500 && kept.end.count == 500)
      #expect(kept.text.hasPrefix("first\nxxx") && kept.text.hasSuffix("xxxlast\n"))
      #expect(kept.text.contains("\n[… 49999011 bytes left out …]\n"))
    }
  }

  @Test(arguments: [
    (0, 0, 0), (1, 4, 0), (4, 4, 0), (5, 4, 1), (100, 4, 96), (100, 0, 100), (3, 5, 0), (5, 5, 1),
  ])
  func `what is kept is never more than the limit`(
    size: Int, limit: Int, dropped: Int
  ) throws {
    let digits = String((0..<size).map { Character(String($0 % 10)) })
    let kept = try runShell("printf '%s' \(digits)", output: limit).output
    #expect(kept.dropped == dropped)
    let said =
      dropped == 0 ? digits : "\(digits.prefix(limit / 2))\n[… \(dropped) bytes left out …]\n"
    #expect(kept.text.hasPrefix(said))
    #expect(kept.beginning.count + kept.end.count == size - dropped)
  }

  @Test func `bytes that are no text are kept as they are`() throws {
    let outcome = try runShell(#"printf '\377\000\200'"#)
    #expect(outcome.output.beginning + outcome.output.end == [0xFF, 0, 0x80])
  }
}

@Suite struct SubprocessDeadlineTests {
  @Test func `a program that takes too long is asked to end, and its output is kept`() throws {
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
      // No process has the other end open any more.
      var request = pollfd(fd: held.number, events: Int16(POLLIN), revents: 0)
      #expect(poll(&request, 1, 50_000) == 1 && request.revents & Int16(POLLHUP) != 0)
    }
  }

  /// A process that leaves the group is neither ended nor waited for.
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

/// Runs a line of shell as a subprocess.
///
/// - Parameters:
///   - script: what `/bin/sh -c` is given.
///   - time: milliseconds that it may take.
///   - grace: milliseconds between `SIGTERM` and `SIGKILL`.
///   - output: bytes that are kept of each stream.
func runShell(
  _ script: String, in folder: String = "/", environment: [String: String] = plainEnvironment,
  input: [UInt8] = [], time: Int = 60_000, grace: Int = 60_000, output: Int = 1 << 16
) throws -> Subprocess.Outcome {
  try Subprocess(
    "/bin/sh", ["-c", script], in: folder, environment: environment, input: input,
    limits: Subprocess.Limits(
      time: .milliseconds(time), grace: .milliseconds(grace), output: output)
  ).run()
}

let plainEnvironment = ["PATH": "/usr/bin:/bin"]

extension CapturedOutput {
  var lines: [Substring] { text.split(separator: "\n") }
}
