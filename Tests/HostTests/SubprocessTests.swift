import Glibc
import Host
import TestSupport
import Testing

@Suite struct SubprocessTests {
  @Test(arguments: [
    ("exit 0", Subprocess.Ending.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
    ("kill -USR1 $$", .signalled(SIGUSR1)), ("kill -KILL $$", .signalled(SIGKILL)),
  ])
  func `a program's ending is reported`(_ script: String, ending: Subprocess.Ending) throws {
    let outcome = try runShell(script)
    #expect(outcome.ending == ending)
    #expect(outcome.ending.isSuccess == (script == "exit 0"))
    #expect((.zero...Duration.seconds(60)).contains(outcome.duration))
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

@Suite struct SubprocessStartTests {
  private func error(
    _ program: String, _ arguments: [String] = [], in folder: String,
    environment: [String: String] = plainEnvironment
  ) -> String? {
    #expect(throws: Subprocess.StartError.self) {
      try Subprocess(
        program, arguments, in: folder, environment: environment,
        limits: .init(time: .milliseconds(60_000))
      ).run()
    }?.description.replacing(folder, with: "~")
  }

  @Test func `what can't be started says why`() throws {
    try withTemporaryDirectory { folder in
      for (name, text, mode) in [
        ("plain", "#!/bin/sh\n", 0o644), ("strange", "\u{1}\u{2}", 0o755),
        ("orphan", "#!/no/such/interpreter\n", 0o755),
      ] {
        try writeExecutable(text, to: "\(folder)/\(name)")
        chmod("\(folder)/\(name)", mode_t(mode))
      }
      let inFolder = ["PATH": folder]
      #expect(error("nothing-here", in: folder) == "cannot run nothing-here: no such program")
      #expect(error("", in: folder) == "cannot run : no such program")
      #expect(error("./nothing", in: folder) == "cannot run ~/./nothing: no such program")
      #expect(error("./plain", in: folder) == "cannot run ~/./plain: it is not executable")
      #expect(
        error("plain", in: folder, environment: inFolder)
          == "cannot run ~/plain: it is not executable")
      #expect(error("./", in: folder) == "cannot run ~/./: it is not executable")
      #expect(
        error("./strange", in: folder)
          == "cannot run ~/./strange: Exec format error; a script needs a first line such as #!/bin/sh"
      )
      #expect(error("./orphan", in: folder) == "cannot run ~/./orphan: No such file or directory")
      #expect(error("true", in: folder + "/no") == "cannot read ~: No such file or directory")
      #expect(error("true", in: folder + "/plain") == "cannot enter ~: Not a directory")
    }
  }

  @Test func `a text that would be cut is refused`() {
    #expect(error("tr\0ue", in: "/") == "cannot run tr\0ue: Invalid argument")
    #expect(error("true", ["a\0b"], in: "/") == "cannot run true: Invalid argument")
    #expect(
      error("true", in: "/", environment: ["A": "a\0b"]) == "cannot run true: Invalid argument")
  }

  @Test(arguments: [
    ("/usr/bin:/bin", true), ("/nowhere:/bin:/usr/bin", true), ("", false), ("/nowhere", false),
    (".:bin:usr/bin", false),
  ])
  func `a name is looked for in the folders that the program's own PATH names from the root`(
    _ path: String, isFound: Bool
  ) {
    let run = Subprocess(
      "true", [], in: "/", environment: ["PATH": path],
      limits: .init(time: .milliseconds(60_000)))
    #expect(((try? run.run()) != nil) == isFound)
  }
}

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
