import Glibc
import Host
import TestSupport
import Testing

/// What a signal to the supervisor does, which is a process of its own here.
@Suite struct SupervisorSignalTests {
  /// Starts the supervisor of a script that prints ids, the first its own, the second its
  /// parent's, and goes on.
  private func withSupervisor(
    of script: String, grace: Int = 60_000, leavesDescendants: Bool = false,
    _ body: (ChildProcess, [ProcessIdentity]) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/said", 0o600)
      mkfifo("\(folder)/ids", 0o600)
      let supervisor = try ChildProcess(
        starting: BuiltBinaries.oversee,
        ["exec 9> ids; echo $$ $PPID >&9; \(script)", "\(grace)"]
          + (leavesDescendants ? ["leave"] : []),
        in: folder, environment: TestEnvironment.base(home: folder))
      let text = String(
        decoding: try StandardInput.read("\(folder)/ids", limit: 1000), as: UTF8.self)
      let ids = text.split { $0.isWhitespace }.compactMap { Int($0) }
      #expect(ids.count > 1)
      try body(supervisor, ids.compactMap { ProcessIdentity(of: $0) })
    }
  }

  private static let descendants =
    "exec 8<> said; sleep 1000 9>&- & echo $! >&9;"
    + " setsid sh -c 'trap \"\" TERM HUP; echo $$ >&9; echo >&8; exec 9>&- sleep 1000' &"
    + " read x <&8; (setsid sh -c 'echo $$ >&9; echo >&8; exec 9>&- sleep 1000' &); read x <&8; "

  @Test(arguments: [false, true])
  func `when the supervisor is killed all that the program started is`(leavesDescendants: Bool)
    throws
  {
    try withSupervisor(
      of: Self.descendants + "trap '' TERM HUP; exec 9>&- sleep 1000",
      leavesDescendants: leavesDescendants
    ) { supervisor, processes in
      // The program, its keeper, and three that it started.
      #expect(processes.count == 5 && processes.allSatisfy { $0.isAlive })
      supervisor.send(SIGKILL)
      #expect(supervisor.wait().signal == SIGKILL)
      for process in processes { #expect(process.hasEnded(within: .milliseconds(60_000))) }
    }
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a signal that should end the supervisor ends the program, and is reported`(
    signal: Int32
  ) throws {
    try withSupervisor(
      of: Self.descendants
        + "trap 'echo told; exit 0' TERM; exec 9>&-; while :; do sleep 60 & wait; done"
    ) { supervisor, processes in
      supervisor.send(signal)
      let ending = supervisor.wait()
      #expect(ending.status == 0 && ending.errors == "")
      #expect(
        ending.output
          == "started \(processes[0].id)\noutput: [\"told\"]\ninterrupted(by: \(signal))\n")
      #expect(processes.allSatisfy { !$0.isAlive })
    }
  }

  /// The grace would take longer than the test.
  @Test func `a key kills what was asked to end, and still not the supervisor`() throws {
    try withSupervisor(
      of: "trap 'echo told > said' TERM; exec 9>&-; while :; do sleep 60 & wait; done",
      grace: 600_000
    ) { supervisor, processes in
      supervisor.send(SIGTERM)
      let folder = try #require(Path.linkTarget("/proc/\(supervisor.id)/cwd"))
      _ = try StandardInput.read("\(folder)/said", limit: 10)
      supervisor.send(SIGINT)
      let ending = supervisor.wait()
      #expect(ending.output == "started \(processes[0].id)\ninterrupted(by: 15)\n")
      #expect(ending.status == 0)
    }
  }

  /// Whichever of both the supervisor sees first.
  @Test func `a signal that comes with the program's end does not end the supervisor`() throws {
    for _ in 0..<10 {
      let supervisor = try ChildProcess(
        starting: BuiltBinaries.oversee,
        ["p=$(ps -o ppid= $PPID); exec 1>&- 2>&-; kill -TERM $p; kill -KILL $$", "60000"], in: "/",
        environment: TestEnvironment.base(home: "/"))
      let ending = supervisor.wait()
      let last = ending.output.split(separator: "\n").last
      #expect(last == "signalled(9)" || last == "interrupted(by: 15)")
      #expect(ending.status == 0 && ending.errors == "")
    }
  }
}
