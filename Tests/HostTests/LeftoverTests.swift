import Glibc
import Host
import TestSupport
import Testing

/// What becomes of the processes that a supervised program started.
@Suite struct LeftoverTests {
  /// Each prints the id of the process that is left, before its program ends.
  private static let leftovers = [
    "sleep 1000 & echo $!",
    "(trap '' TERM HUP; echo > said; exec sleep 1000) & echo $!; read x < said",
    "setsid sh -c 'echo $$; echo > said; exec sleep 1000' & read x < said",
    "setsid sh -c 'trap \"\" TERM HUP; echo $$; echo > said; exec sleep 1000' & read x < said",
    // It has lost its parent, and left the session.
    "(setsid sh -c 'echo $$; echo > said; exec sleep 1000' &); read x < said",
    // One after the other, each in a session of its own.
    "setsid sh -c 'echo $$; setsid sh -c \"echo \\$\\$; echo > said; exec sleep 1000\" & wait' &"
      + " read x < said",
    // It holds the output, which never gets to its end.
    "setsid sh -c 'echo $$; echo > said; exec yes >&2' & read x < said",
    "setsid sh -c 'echo $$; echo > said; kill -STOP $$' & read x < said",
    // Its variables do not say whose it is.
    "env -i PATH=$PATH setsid sh -c 'echo $$; echo > said; exec sleep 1000' & read x < said",
  ]

  private func ending(
    _ script: String, time: Int = 60_000, leavesDescendants: Bool = false
  ) throws -> Supervised {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/said", 0o600)
      let supervised = try supervise(
        script, in: folder, time: time, grace: 60_000, output: 100,
        leavesDescendants: leavesDescendants)
      #expect(!supervised.ids.isEmpty)
      return supervised
    }
  }

  @Test(arguments: leftovers)
  func `no process is left after the end`(_ script: String) throws {
    let supervised = try ending("\(script); exit 8")
    #expect(supervised.outcome.ending == .exited(8))
    for id in supervised.ids { #expect(!ProcessTable.contains(id)) }
  }

  @Test(arguments: leftovers.suffix(5))
  func `no process is left after a timeout`(_ script: String) throws {
    let supervised = try ending("\(script); exec sleep 1000", time: 300)
    #expect(supervised.outcome.ending == .timedOut)
    for id in supervised.ids { #expect(!ProcessTable.contains(id)) }
  }

  /// Each is ready when it writes to `said`. The program holds the pipe `end`, which one reads.
  private static let tidying = [
    (
      "told to end, in the program's group",
      "(trap 'rm mess; exit' TERM; echo > said; read y <&8) &"
    ),
    (
      "told to end, in a session of its own",
      "setsid sh -c 'trap \"rm mess; exit\" TERM; echo > said; read y <&8' &"
    ),
    (
      "left alone, but it sees the program's end",
      "setsid sh -c 'trap \"\" TERM HUP; exec 8>&-; exec 7< end; echo > said; read y <&7; rm mess' &"
    ),
  ]

  private static let ends = [
    ("by itself", "exit 8", Subprocess.Ending.exited(8)),
    ("killed", "kill -KILL $$", .signalled(SIGKILL)),
    // A descendant in the program's group is told at the same time as the program.
    ("asked to end", "echo over; exec sleep 1000", .lingered),
  ]

  @Test(arguments: tidying, ends)
  func `descendants tidy up after the program's end`(
    _ descendant: (name: String, script: String),
    _ end: (name: String, script: String, ending: Subprocess.Ending)
  ) throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/said", 0o600)
      mkfifo("\(folder)/end", 0o600)
      var isOver = false
      let outcome = try shell(
        "echo > mess; exec 8<> end; \(descendant.script) read x < said; \(end.script)", in: folder,
        grace: 1000, tidying: 600_000
      ).supervise(onStart: { _ in }, onOutput: { _, _ in isOver = true }, isOver: { isOver })
      #expect(outcome.ending == end.ending && !outcome.mayLeaveDescendants)
      #expect(try Directory.names(in: folder).sorted() == ["end", "said"])
    }
  }

  /// The time to tidy up would take longer than the test.
  @Test(arguments: [
    "exit 3", "sleep 1000 & exit 3", "setsid sleep 1000 & exit 3", "(sleep 1000 &); exit 3",
  ])
  func `an end takes no longer than the descendants need`(_ script: String) throws {
    let supervised = try supervise(script, tidying: 600_000)
    #expect(supervised.outcome.ending == .exited(3))
    #expect(!supervised.outcome.mayLeaveDescendants)
  }

  @Test(arguments: leftovers)
  func `descendants go on when a program that may leave them succeeds`(_ script: String) throws {
    let supervised = try ending("\(script); exit 0", leavesDescendants: true)
    #expect(supervised.outcome.ending == .exited(0))
    for id in supervised.ids {
      let process = try #require(ProcessIdentity(of: id))
      // `yes` may not outlive its reader.
      #expect(process.isAlive || script.contains("yes"))
      _ = process.signal(.kill)
    }
    #expect(supervised.process?.isAlive == false)
  }

  @Test(arguments: [
    ("exit 8", Subprocess.Ending.exited(8)), ("kill -KILL $$", .signalled(SIGKILL)),
  ])
  func `no process is left when a program that may leave descendants fails`(
    _ end: String, ending expected: Subprocess.Ending
  ) throws {
    for script in Self.leftovers {
      let supervised = try ending("\(script); \(end)", leavesDescendants: true)
      #expect(supervised.outcome.ending == expected)
      for id in supervised.ids { #expect(!ProcessTable.contains(id)) }
    }
  }

  /// A program that was sent a signal has not succeeded, whatever its status is.
  @Test func `no process is left when a program that may leave descendants ends by request`() throws
  {
    for script in Self.leftovers.suffix(4) {
      let supervised = try ending(
        "trap 'exit 0' TERM; \(script); while :; do sleep 60 & wait; done", time: 300,
        leavesDescendants: true)
      #expect(supervised.outcome.ending == .timedOut)
      for id in supervised.ids { #expect(!ProcessTable.contains(id)) }
    }
  }

  /// They would stay zombies otherwise, for as long as the program runs.
  @Test func `orphans that end are reaped while the program runs`() throws {
    let supervised = try supervise(
      "for i in 1 2 3 4 5; do (true & true &); done;"
        + " while ps -o stat= --ppid $PPID | grep -q Z; do :; done; exit 3")
    #expect(supervised.outcome.ending == .exited(3))
  }

  @Test func `other children of the supervisor are left alone`() throws {
    let child = try ChildProcess(starting: "/bin/sleep", ["1000"], in: "/", environment: [:])
    let sibling = try #require(ProcessIdentity(of: Int(child.id)))
    _ = try supervise("setsid sleep 1000 & exit 1")
    #expect(sibling.isAlive)
    child.send(SIGKILL)
    #expect(child.wait().signal == SIGKILL)
  }

  @Test func `when the keeper is killed the program's session is`() throws {
    var said = ""
    var processes: [ProcessIdentity] = []
    let script =
      "trap '' TERM HUP; sleep 1000 & echo $PPID $$ $!; while :; do sleep 60 & wait; done"
    let outcome = try shell(script).supervise { _ in
    } onOutput: {
      said += String(decoding: $1, as: UTF8.self)
      guard said.hasSuffix("\n") else { return }
      processes = said.split { $0.isWhitespace }.compactMap {
        Int($0).flatMap(ProcessIdentity.init)
      }
      #expect(processes[0].signal(.kill))
    }
    #expect(outcome.ending == .signalled(SIGKILL) && outcome.isKeeperKilled)
    #expect(processes.count == 3 && processes.allSatisfy { !$0.isAlive })
  }

  /// What the keeper says, compared with a look at all processes of the machine.
  @Test(
    arguments: leftovers,
    [
      ("exit 0", false, false), ("exit 8", false, false), ("kill -KILL $$", false, false),
      ("exit 0", true, true), ("exit 8", true, false),
      // Not before the keeper has said whom it started.
      ("until [ -e started ]; do :; done; kill -KILL $PPID; exec sleep 1000", false, true),
    ])
  func `that none is left is said where all processes are gone`(
    _ script: String, _ end: (script: String, leavesDescendants: Bool, mayLeave: Bool)
  ) throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/said", 0o600)
      var ids: [Int] = []
      let mark = ["MARK": folder]
      let outcome = try Subprocess(
        "/bin/sh", ["-c", "\(script); \(end.script)"], in: folder,
        environment: plainEnvironment.merging(mark) { $1 },
        limits: .init(time: .seconds(60), output: 100)
      ).supervise(
        leavesDescendants: end.leavesDescendants,
        onStart: { _ in mkfifo("\(folder)/started", 0o600) }, onOutput: { _, _ in },
        onEnd: { ids = $0.output.text.split { $0.isWhitespace }.compactMap { Int($0) } })
      #expect(outcome.mayLeaveDescendants == end.mayLeave && !ids.isEmpty)
      let found = Set(ids.compactMap(ProcessIdentity.init)).filter(\.isAlive)
        .union(ProcessTable.processes(with: mark))
      #expect(found.isEmpty || outcome.mayLeaveDescendants)
      for process in found { process.signal(.kill) }
    }
  }
}
