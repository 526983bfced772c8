import Glibc
import Host
import TestSupport
import Testing

/// `orch events --follow` beside commands and saves.
@Suite struct EventsCommandTests {
  /// The fields behind cursor and time, without the machine's name.
  private func event(_ line: String) -> String {
    line.split(separator: "\t").dropFirst(2).joined(separator: " ")
      .replacing(/@[\w-]+/, with: "")
  }

  @Test(arguments: QueueKept.allCases)
  func `it goes on with what happens, until a signal ends it`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, ids: "A", "B")
    let follow = try DaemonProcess(
      of: scene, command: "events", "--follow", "--event", "claimed,done,removed")
    _ = try scene.orch("pick", "--owner-session", "w")
    #expect(event(try follow.line()) == "claimed A w")
    _ = try scene.orch("done", "A", "--owner-session", "w", "--notes", "it is there")
    #expect(event(try follow.line()) == "done A w")
    _ = try scene.orch("rm", "A")
    #expect(event(try follow.line()) == "removed A tester")
    let ending = follow.end()
    #expect(ending.signal == SIGTERM && ending.errors == "")
  }

  @Test func `a signal ends it though nobody reads what it prints`() throws {
    let scene = try Scene(.inFile, ids: "A", "B")
    for number in 0..<30 {
      let text = String(repeating: "long ", count: 400) + "\(number)"
      _ = try scene.orch("edit", "A", "--notes", text, "--force")
    }
    let pipe = scene.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDWR | O_CLOEXEC)
    defer { close(reader) }
    let follow = try ChildProcess(
      starting: "/bin/sh", ["-c", "exec '\(scene.orchPath)' events --json --follow > pipe"],
      in: scene.folder, environment: TestEnvironment.base(home: scene.folder))
    let process = try #require(ProcessIdentity(of: Int(follow.id)))
    var count: Int32 = 0
    // The capacity of a pipe: pipe(7).
    while count < 1 << 16 {
      try #require(!process.hasEnded(within: .milliseconds(10)))
      _ = ioctl(reader, UInt(FIONREAD), &count)
    }
    follow.send(SIGTERM)
    #expect(follow.wait().signal == SIGTERM)
  }

  @Test func `a reader that goes away ends it`() throws {
    let scene = try Scene(.inFile, ids: "A", "B")
    let follow = try ChildProcess(
      starting: "/bin/sh", ["-c", "'\(scene.orchPath)' events --follow | head -n 1"],
      in: scene.folder, environment: TestEnvironment.base(home: scene.folder))
    _ = try scene.orch("pick")
    let process = try #require(ProcessIdentity(of: Int(follow.id)))
    #expect(process.hasEnded(within: .milliseconds(60_000)))
    let ending = follow.wait()
    #expect(event(ending.output.replacing("\n", with: "")) == "claimed A tester")
  }

  /// A save in an editor is told once a command has recorded it.
  @Test func `a save is told with the command that records it`() throws {
    let scene = try Scene(.inFile, ids: "A", "B")
    // The first call gives the queue its id, and records saves then.
    #expect(try scene.orch("events").output == "")
    _ = try scene.orch("pick", "A")
    try scene.write(
      scene.text().replacing("| B | PENDING | P1 | work", with: "| B | PENDING | P1 | works"),
      to: "QUEUE.md")
    let before = try scene.orch("events").output
    _ = try scene.orch("pick", "B")
    let after = try scene.orch("events").output
    #expect(before.split(separator: "\n").map { event(String($0)) } == [])
    #expect(
      after.split(separator: "\n").map { event(String($0)) } == [
        "claimed A tester", "changed B external", "claimed B tester",
      ])
  }
}
