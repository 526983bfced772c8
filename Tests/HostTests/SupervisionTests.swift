import Glibc
import Host
import TestSupport
import Testing

@Suite struct SupervisionTests {
  @Test(arguments: [
    ("exit 0", Subprocess.Ending.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
    ("kill -USR1 $$", .signalled(SIGUSR1)), ("kill -KILL $$", .signalled(SIGKILL)),
    ("exec >&- 2>&-; i=0; while [ $i -lt 99 ]; do i=$((i+1)); done; exit 5", .exited(5)),
  ])
  func `a program's ending is reported`(_ script: String, ending: Subprocess.Ending) throws {
    let supervised = try supervise(script)
    #expect(supervised.outcome.ending == ending)
    #expect((.zero...Duration.seconds(60)).contains(supervised.outcome.duration))
  }

  @Test func `the program is reported at its start`() throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/go", 0o600)
      // Held open: what is written stays there until it is read.
      let go = try FileDescriptor(opening: "\(folder)/go", for: .updating)
      let supervised = try supervise("echo $$; read x < go; exit 3", in: folder) { process in
        #expect(process?.isAlive == true)
        try? go.write("\n")
      }
      let process = try #require(supervised.process)
      #expect(supervised.lines == ["\(process.id)"])
      #expect(!process.isAlive && supervised.outcome.ending == .exited(3))
    }
  }

  /// Each line is said only when the one before has arrived.
  @Test func `what it says comes as it is said`() throws {
    try withTemporaryDirectory { folder in
      mkfifo("\(folder)/go", 0o600)
      // Both ends, so that opening it does not block.
      let go = try FileDescriptor(opening: "\(folder)/go", for: .updating)
      var said: [String] = []
      let outcome = try shell(
        "exec 3< go; for i in 1 2 3; do echo out $i; read x <&3; echo err $i >&2; read x <&3; done",
        in: folder
      ).supervise(onStart: { _ in }) { stream, bytes in
        said.append("\(stream) \(String(decoding: bytes, as: UTF8.self).dropLast())")
        try? go.write("\n")
      }
      #expect(
        said == [
          "output out 1", "errors err 1", "output out 2", "errors err 2", "output out 3",
          "errors err 3",
        ])
      #expect(outcome.output.text == "out 1\nout 2\nout 3\n")
      #expect(outcome.errors.text == "err 1\nerr 2\nerr 3\n")
    }
  }

  @Test func `of a flood all is given and some is kept`() throws {
    let supervised = try supervise(
      "head -c 3000000 /dev/zero & head -c 2000000 /dev/zero >&2; wait", output: 100)
    #expect(supervised.bytes == [.output: 3_000_000, .errors: 2_000_000])
    #expect(
      supervised.outcome.output.dropped == 2_999_900
        && supervised.outcome.errors.dropped == 1_999_900)
  }

  @Test(arguments: [
    ("trap 'echo goodbye; exit 0' TERM; echo hello; while :; do sleep 60 & wait; done", 60_000),
    ("trap 'echo goodbye' TERM; echo hello; while :; do sleep 60 & wait; done", 100),
    ("trap '' TERM; echo hello; echo goodbye; exec sleep 1000", 100),
    ("trap '' TERM; echo hello; echo goodbye; kill -STOP $$", 100),
    ("trap '' TERM; echo hello; echo goodbye; kill -STOP $PPID; exec sleep 1000", 100),
    ("trap '' TERM; echo hello; echo goodbye; exec >&- 2>&-; exec sleep 1000", 100),
  ])
  func `a program that takes too long is asked to end, and killed if it does not`(
    _ script: String, grace: Int
  ) throws {
    let supervised = try supervise(script, time: 300, grace: grace)
    #expect(supervised.outcome.ending == .timedOut)
    #expect(supervised.lines == ["hello", "goodbye"])
    #expect(supervised.process?.isAlive == false)
  }

  /// Its other limits are a minute.
  @Test(arguments: [
    ("echo over; echo more; exec sleep 1000", Subprocess.Ending.lingered, ["over", "more"]),
    ("trap '' TERM; echo over; sleep 1000; sleep 1000", .lingered, ["over"]),
    ("trap 'echo bye; exit 3' TERM; echo over; sleep 1000 & wait", .lingered, ["over", "bye"]),
    ("setsid sleep 1000 & echo over; wait", .lingered, ["over"]),
    ("setsid sleep 1000 & echo said; exit 3", .exited(3), ["said"]),
  ])
  func `a program whose work is over is only given the grace to end`(
    _ script: String, ending: Subprocess.Ending, lines: [String]
  ) throws {
    var said: [UInt8] = []
    var process: ProcessIdentity?
    let outcome = try shell(script, grace: 100).supervise {
      process = $0
    } onOutput: { _, bytes in
      said += bytes
    } isOver: {
      said.starts(with: Array("over\n".utf8))
    }
    #expect(outcome.ending == ending)
    #expect(outcome.output.lines.map(String.init) == lines)
    #expect(process?.isAlive == false)
  }

  @Test func `one that floods without end is ended`() throws {
    let supervised = try supervise("trap '' TERM; exec yes", time: 100, grace: 50, output: 100)
    #expect(supervised.outcome.ending == .timedOut)
    #expect(supervised.outcome.output.dropped > 0)
  }

  @Test func `what can't be started says why, and leaves nothing`() throws {
    try withTemporaryDirectory { folder in
      try writeExecutable("\u{1}\u{2}", to: "\(folder)/strange")
      for (program, reason) in [
        ("nothing-here", "cannot run nothing-here: no such program"),
        (
          "./strange",
          "cannot run ~/./strange: Exec format error; a script needs a first line such as #!/bin/sh"
        ),
      ] {
        let run = Subprocess(
          program, [], in: folder, environment: plainEnvironment, limits: .init(time: .zero))
        let error = #expect(throws: Subprocess.StartError.self) {
          try run.supervise(onStart: { _ in Issue.record("it started") }) { _, _ in }
        }
        #expect(error?.description.replacing(folder, with: "~") == reason)
      }
    }
  }

  @Test func `a supervised program starts with its own group and input, and without our files`()
    throws
  {
    // One that a child would inherit: opened without O_CLOEXEC.
    let leaking = open("/dev/null", O_RDONLY)
    defer { close(leaking) }
    signal(SIGPIPE, SIG_IGN)
    let supervised = try supervise(
      "echo $$ $(ps -o pgid=,sid= -p $$); echo $(ls /proc/self/fd); cat; pwd;"
        + "grep -E '^Sig(Blk|Ign)' /proc/self/status", input: Array("input\n".utf8))
    let id = try #require(supervised.process).id
    // The fourth is the folder that `ls` reads.
    #expect(supervised.lines.prefix(4) == ["\(id) \(id) \(id)", "0 1 2 3", "input", "/"])
    let sets = supervised.lines.dropFirst(4).compactMap { UInt64($0.dropFirst(8), radix: 16) }
    // 32 and 33 belong to the C library.
    #expect(sets.map { $0 & 0x7FFF_FFFF } == [0, 0])
  }

  @Test func `fifty programs leave no zombie and no open file`() throws {
    let before = try openFilesOfRuns()
    for _ in 0..<50 {
      let supervised = try supervise("echo $$ $PPID", input: [65])
      for id in supervised.ids { #expect(!ProcessTable.contains(id)) }
      #expect(supervised.ids.count == 2)
    }
    // Other tests open files meanwhile, but not fifty of these kinds.
    #expect(try openFilesOfRuns() < before + 25)
  }

  private func openFilesOfRuns() throws -> Int {
    try Directory.names(in: "/proc/self/fd").count { name in
      let target = Path.linkTarget("/proc/self/fd/\(name)") ?? ""
      return ["pipe:", "socket:", "/memfd:", "anon_inode:[signalfd]"]
        .contains { target.hasPrefix($0) }
    }
  }
}

/// The results of a supervised shell command.
struct Supervised {
  var process: ProcessIdentity?
  /// How many bytes it wrote to each stream.
  var bytes: [Subprocess.Stream: Int] = [:]
  let outcome: Subprocess.Outcome

  var lines: [String] { outcome.output.lines.map(String.init) }

  /// The numbers that it printed, in order.
  var ids: [Int] { outcome.output.text.split { $0.isWhitespace }.compactMap { Int($0) } }
}

/// A line of shell; times are in milliseconds.
func shell(
  _ script: String, in folder: String = "/", input: [UInt8] = [], time: Int = 60_000,
  grace: Int = 60_000, tidying: Int = 0, output: Int = 1 << 16
) -> Subprocess {
  Subprocess(
    "/bin/sh", ["-c", script], in: folder, environment: plainEnvironment, input: input,
    limits: .init(
      time: .milliseconds(time), grace: .milliseconds(grace), tidying: .milliseconds(tidying),
      output: output))
}

/// Supervises a line of shell; times are in milliseconds.
func supervise(
  _ script: String, in folder: String = "/", input: [UInt8] = [], time: Int = 60_000,
  grace: Int = 60_000, tidying: Int = 0, output: Int = 1 << 16, leavesDescendants: Bool = false,
  onStart: (ProcessIdentity?) -> Void = { _ in }
) throws -> Supervised {
  var process: ProcessIdentity?
  var bytes: [Subprocess.Stream: Int] = [:]
  let outcome = try shell(
    script, in: folder, input: input, time: time, grace: grace, tidying: tidying, output: output
  ).supervise(leavesDescendants: leavesDescendants) {
    process = $0
    onStart($0)
  } onOutput: {
    bytes[$0, default: 0] += $1.count
  }
  return Supervised(process: process, bytes: bytes, outcome: outcome)
}
