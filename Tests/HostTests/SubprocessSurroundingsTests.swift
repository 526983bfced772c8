import Glibc
import Host
import TestSupport
import Testing

@Suite struct SubprocessSurroundingsTests {
  @Test func `no descriptor of ours reaches it`() throws {
    // One that a child would inherit: opened without O_CLOEXEC.
    let leaking = open("/dev/null", O_RDONLY)
    defer { close(leaking) }
    let outcome = try Subprocess(
      "ls", ["/proc/self/fd"], in: "/", environment: plainEnvironment, input: [65],
      limits: .init(time: .milliseconds(60_000))
    ).run()
    // The fourth is the folder that `ls` reads.
    #expect(outcome.output.lines == ["0", "1", "2", "3"])
  }

  @Test func `it leads a session and a process group of its own`() throws {
    let outcome = try runShell("echo $$; ps -o pid=,pgid=,sid= -p $$")
    let lines = outcome.output.lines
    let numbers = lines[1].split(separator: " ")
    #expect(numbers == [lines[0], lines[0], lines[0]])
    #expect(numbers.first.map(String.init) != String(getpgrp()))
  }

  /// The threads of tests block most signals, and a child would inherit that.
  @Test func `no signal is blocked or ignored`() throws {
    signal(SIGPIPE, SIG_IGN)
    let outcome = try runShell("exec grep -E '^Sig(Blk|Ign)' /proc/self/status")
    let sets = outcome.output.lines.compactMap { UInt64($0.dropFirst(8), radix: 16) }
    // 32 and 33 belong to the C library.
    #expect(sets.map { $0 & 0x7FFF_FFFF } == [0, 0])
  }

  /// Other tests open files meanwhile, but not a hundred of these kinds.
  @Test func `a hundred programs leave no zombie and no open file`() throws {
    let before = try openFilesOfRuns()
    for _ in 0..<100 {
      let outcome = try runShell("echo $$", input: [65])
      let id = try #require(Int(outcome.output.lines[0]))
      #expect(!ProcessTable.contains(id))
    }
    #expect(try openFilesOfRuns() < before + 50)
  }

  /// How many pipes, memory files and descriptors of processes and signals are open here.
  private func openFilesOfRuns() throws -> Int {
    try Directory.names(in: "/proc/self/fd").count { name in
      let target = Path.linkTarget("/proc/self/fd/\(name)") ?? ""
      return ["pipe:", "/memfd:", "anon_inode:[pidfd]", "anon_inode:[signalfd]"]
        .contains { target.hasPrefix($0) }
    }
  }

  @Test(arguments: [[], ["PASSED"]])
  func `of our variables those on the list are handed on`(_ more: [String]) {
    let mine = [
      "PATH": "/bin", "HOME": "/home/me", "LANG": "ko_KR.UTF-8", "LC_ALL": "C", "LC_TIME": "",
      "TZ": "Asia/Seoul", "SECRET_TOKEN": "hunter2", "LD_PRELOAD": "/tmp/x.so", "PASSED": "yes",
      "LC_SECRET": "x", "ORCH_ATTEMPT": "1-abc", "USER": "me",
    ]
    let expected = [
      "PATH": "/bin", "HOME": "/home/me", "LANG": "ko_KR.UTF-8", "LC_ALL": "C",
      "TZ": "Asia/Seoul", "USER": "other", "ORCH_ITEM_ID": "A-1",
    ]
    #expect(
      ChildEnvironment.variables(
        from: Environment(mine), passing: more,
        given: ["USER": "other", "ORCH_ITEM_ID": "A-1"])
        == expected.merging(more.map { ($0, "yes") }) { $1 })
  }
}
