import Glibc
import Host
import TestSupport
import Testing

@Suite struct DetachedProcessTests {
  private func start(
    _ script: String, in folder: String = "/", environment: [String: String] = plainEnvironment,
    input: [UInt8] = []
  ) throws -> DetachedProcess {
    try Subprocess(
      "/bin/sh", ["-c", script], in: folder, environment: environment, input: input,
      limits: .init(time: .zero)
    ).startDetached()
  }

  /// A named pipe, held open: what is written to it stays there until it is read.
  private func fifo(_ path: String) throws -> FileDescriptor {
    mkfifo(path, 0o600)
    return try FileDescriptor(opening: path, for: .updating)
  }

  private static let long = String(repeating: "x", count: 64 << 10)

  @Test(arguments: [
    ("echo hello; echo more", FirstLine.line("hello")), ("echo", .line("")),
    ("printf 'no line end'", .ended), ("exit 1", .ended), ("exec >&-; exec sleep 1000", .ended),
    ("printf 'in '; printf 'two\\r\\n'", .line("in two\r")), ("echo lost >&2; echo 값", .line("값")),
    ("cat", .line("what it is given")), ("pwd; exit 2", .line("/")),
    ("head -c 65536 /dev/zero | tr '\\0' x; echo", .line(long)),
    ("head -c 65537 /dev/zero | tr '\\0' x; echo", .line(long)),
    ("exec tr '\\0' x < /dev/zero", .line(long)),
  ])
  func `its first line is given`(_ script: String, line: FirstLine) throws {
    var process = try start(script, input: Array("what it is given\nand more".utf8))
    let identity = try #require(ProcessIdentity(of: process.id))
    #expect(process.firstLine(within: .milliseconds(60_000)) == line)
    #expect(process.firstLine(within: .zero) == line)
    _ = identity.signal(.kill)
    #expect(identity.hasEnded(within: .milliseconds(60_000)))
    #expect(process.reapIfEnded() != nil)
  }

  @Test func `it is waited for as long as one wants, and again`() throws {
    try withTemporaryDirectory { folder in
      let go = try fifo("\(folder)/go")
      var process = try start("printf begun; read x < go; echo ' and ended'; exit 3", in: folder)
      #expect(process.firstLine(within: .zero) == .timedOut)
      #expect(process.firstLine(within: .milliseconds(20)) == .timedOut)
      #expect(process.reapIfEnded() == nil)
      try go.write("\n")
      #expect(process.firstLine(within: .milliseconds(60_000)) == .line("begun and ended"))
      let identity = try #require(ProcessIdentity(of: process.id))
      #expect(identity.hasEnded(within: .milliseconds(60_000)))
      #expect(process.reapIfEnded() == .exited(3))
      #expect(ProcessIdentity(of: process.id) == nil)
      #expect(process.reapIfEnded() == .exited(3))
    }
  }

  /// For the program, its parent has ended then.
  @Test func `it goes on when its output is not read any more`() throws {
    try withTemporaryDirectory { folder in
      let go = try fifo("\(folder)/go")
      mkfifo("\(folder)/said", 0o600)
      // A child of another test may hold the other end of the pipe for a moment.
      let identity = try firstOf(
        "trap '' PIPE; echo ready; read x < go; while echo lost; do :; done; echo alive > said",
        in: folder)
      try go.write("\n")
      #expect(try StandardInput.read("\(folder)/said", limit: 100) == Array("alive\n".utf8))
      #expect(identity.hasEnded(within: .milliseconds(60_000)))
      waitpid(pid_t(identity.id), nil, 0)
    }
  }

  /// Starts it, and lets go of it after its first line.
  private func firstOf(_ script: String, in folder: String) throws -> ProcessIdentity {
    var process = try start(script, in: folder)
    #expect(process.firstLine(within: .milliseconds(60_000)) == .line("ready"))
    return try #require(ProcessIdentity(of: process.id))
  }

  @Test func `it leads a session of its own, and nothing of ours reaches it`() throws {
    // One that a child would inherit: opened without O_CLOEXEC.
    let leaking = open("/dev/null", O_RDONLY)
    defer { close(leaking) }
    var process = try start(
      "echo $$ $(ps -o pgid=,sid= -p $$) $(env | grep -c MARK) $(ls /proc/self/fd)"
        + " $(readlink /proc/self/fd/2)",
      environment: plainEnvironment.merging(["MARK": "1"]) { $1 })
    let id = process.id
    // The fourth is the folder that `ls` reads.
    let expected = "\(id) \(id) \(id) 1 0 1 2 3 /dev/null"
    #expect(process.firstLine(within: .milliseconds(60_000)) == .line(expected))
    #expect(try #require(ProcessIdentity(of: id)).hasEnded(within: .milliseconds(60_000)))
    #expect(process.reapIfEnded() == .exited(0))
  }

  @Test func `what can't be started says why`() throws {
    let missing = Subprocess(
      "nothing-here", [], in: "/", environment: [:], limits: .init(time: .zero))
    #expect(throws: Subprocess.StartError.notFound("nothing-here")) {
      _ = try missing.startDetached()
    }
  }
}
