import Foundation
import Host
import TestSupport
import Testing
import Text

/// What a worker in a sandbox can do, with bwrap itself.
@Suite(.enabled(if: SandboxScene.isPossible, "bwrap is missing, or may not make namespaces here"))
struct SandboxTests {
  private static let attacks = """
    $ echo x > QUEUE.md
    cannot create QUEUE.md: Read-only file system
    $ echo x > ~/project/QUEUE.md
    cannot create ~/project/QUEUE.md: Read-only file system
    $ ln -s ../QUEUE.md src/link; echo x > src/link
    cannot create src/link: Read-only file system
    $ echo x > /proc/1/root$PWD/QUEUE.md
    cannot create /proc/1/root~/project/QUEUE.md: Read-only file system
    $ ln QUEUE.md src/hard
    ln: failed to create hard link 'src/hard' => 'QUEUE.md': Invalid cross-device link
    $ mv QUEUE.md src/
    mv: cannot remove 'QUEUE.md': Read-only file system
    $ mv src other
    mv: cannot move 'src' to 'other': Read-only file system
    $ mv ~/project ~/other
    mv: cannot move '~/project' to '~/other': Device or resource busy
    $ echo x > .orch/x
    cannot create .orch/x: Read-only file system
    $ echo x >> orch.json
    cannot create orch.json: Read-only file system
    $ mkdir .git
    mkdir: cannot create directory '.git': Read-only file system
    $ echo x > /etc/orch-sandbox-test
    cannot create /etc/orch-sandbox-test: Read-only file system
    $ test -w /proc/sys/kernel/core_pattern || echo kept
    kept
    $ mount -o remount,rw,bind / 2> /dev/null || echo refused
    refused
    $ cat ~/secret; ls ~ /home /root
    cat: ~/secret: No such file or directory
    /home:

    /root:

    ~:
    project
    $ $ORCH list
    A\tIN_PROGRESS\tP1\twork
    $ kill -0 $SUPERVISOR 2> /dev/null || echo unseen
    unseen
    $ echo made > src/new; echo more >> README; cat src/new README
    made
    read
    more
    $ echo built > build/x; cat build/x
    built
    $ echo x > /tmp/y; ls /tmp/y
    /tmp/y

    """

  @Test func `a worker changes its project, and nothing else`() throws {
    let lines = Self.attacks.split(separator: "\n").filter { $0.hasPrefix("$ ") }
    let scene = try SandboxScene(
      #""sandbox": "bwrap", "env": ["ORCH", "SUPERVISOR"], "writable": ["build/", ".orch/"]"#,
      tries: "")
    try scene.project.write("read\n", to: "README")
    try scene.project.write(
      lines.map { $0.dropFirst(2).replacing("~", with: scene.outer.path("home")) + "\n" }.joined(),
      to: "tries")
    let before = try scene.project.text("orch.json")
    let pid = ProcessInfo.processInfo.processIdentifier
    try scene.project.run(
      scene.project.orchPath, ["tick"],
      environment: scene.environment().merging(["SUPERVISOR": "\(pid)"]) { $1 }
    ).check()
    try scene.home.awaitWorkers()
    try expect(scene.said(), is: Self.attacks)
    try expect(scene.started(), is: "[orch] runs in a sandbox (files): ./worker.sh")
    try expect(scene.project.text("orch.json"), is: before)
    try expect(scene.project.status("A"), is: "DONE")
    let result = try JSONValue(
      parsing: Array(scene.project.text(".orch/attempts/A/1/result.json").utf8))
    #expect(
      result.objectValue?["enforced"]
        == ["files": true, "network": false, "memory": false, "processes": false])
    let shown = try scene.orch("show", "A", "--attempts", "--json").output
    #expect(
      shown.contains(
        #""enforced":{"files":true,"network":false,"memory":false,"processes":false}"#), "\(shown)")
  }

  /// A tick makes rows of it, also for a worker without a sandbox.
  @Test func `the plan of a recurring entry can only be read`() throws {
    let scene = try SandboxScene(
      #""sandbox": "bwrap", "writable": ["lib/"]"#,
      #", "recurring": {"a": {"every": "7d", "plan": "src/a.json"}, "b": {"every": "7d", "plan": "lib/b/b.json"}}"#,
      tries: """
        echo x > src/a.json
        mv src/a.json src/c.json
        mkdir lib/b
        echo x >> src/notes; cat src/notes

        """)
    try scene.project.write("{}\n", to: "src/a.json")
    try scene.project.write("kept\n", to: "src/notes")
    try scene.orch("tick").check()
    try scene.home.awaitWorkers()
    try expect(
      scene.said(),
      is: """
        $ echo x > src/a.json
        cannot create src/a.json: Read-only file system
        $ mv src/a.json src/c.json
        mv: cannot move 'src/a.json' to 'src/c.json': Read-only file system
        $ mkdir lib/b
        mkdir: cannot create directory 'lib/b': Read-only file system
        $ echo x >> src/notes; cat src/notes
        kept
        x

        """)
  }

  /// A mount of the file alone would be gone with the file.
  @Test func `a queue that is rewritten meanwhile stays read-only`() throws {
    let scene = try SandboxScene(
      #""sandbox": "bwrap""#,
      tries: """
        echo > src/ready; cat src/go
        cat QUEUE.md | grep -c '^| [AB] '
        echo x > QUEUE.md
        mv QUEUE.md src/

        """)
    for name in ["src/ready", "src/go"] {
      try #require(mkfifo(scene.project.path(name), 0o600) == 0)
    }
    try scene.orch("tick").check()
    try scene.project.bash("read line < src/ready").check()
    try scene.orch("add", "--id", "B", "--task", "Another").check()
    try scene.project.bash("echo gone on > src/go").check()
    try scene.home.awaitWorkers()
    try expect(
      scene.said(),
      is: """
        $ echo > src/ready; cat src/go
        gone on
        $ cat QUEUE.md | grep -c '^| [AB] '
        2
        $ echo x > QUEUE.md
        cannot create QUEUE.md: Read-only file system
        $ mv QUEUE.md src/
        mv: cannot remove 'QUEUE.md': Read-only file system

        """)
    try expect(scene.project.status("B"), is: "PENDING")
  }

  @Test(arguments: [true, false])
  func `a network is there unless it is cut`(_ isThere: Bool) throws {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        _ = bind(server, pointer, size)
        _ = getsockname(server, pointer, &size)
      }
    }
    #expect(listen(server, 5) == 0)
    let port = UInt16(bigEndian: address.sin_port)
    let scene = try SandboxScene(
      #""sandbox": "bwrap", "sandbox_required": true, "network": \#(isThere)"#,
      tries:
        "bash -c 'exec 3<> /dev/tcp/127.0.0.1/\(port) && echo connected' 2> /dev/null || echo cut\n"
    )
    try scene.orch("tick").check()
    try scene.home.awaitWorkers()
    try expect(scene.said().hasSuffix(isThere ? "\nconnected\n" : "\ncut\n"), is: true)
    let limits = isThere ? "files" : "files, network"
    try expect(scene.started(), is: "[orch] runs in a sandbox (\(limits)): ./worker.sh")
    let doctor = try scene.ops("doctor", "--workers").output + scene.ops("doctor").output
    #expect(doctor.contains("the sandbox of worker w limits \(limits)\n"), "\(doctor)")
  }

  @Test func `nothing outlives a worker, and one that is ended has its grace`() throws {
    let scene = try SandboxScene(
      #""sandbox": "bwrap""#,
      tries: "")
    try writeExecutable(
      """
      #!/bin/sh
      cat > /dev/null
      trap 'echo ended > src/ended; exit 1' TERM
      setsid sleep 86399 &
      echo > src/ready
      while :; do sleep 0.05; done
      """, to: scene.project.path("worker.sh"))
    try scene.project.trust(environment: scene.environment())
    try #require(mkfifo(scene.project.path("src/ready"), 0o600) == 0)
    try scene.orch("tick").check()
    try scene.project.bash("read line < src/ready").check()
    try scene.ops("cancel", "A").check()
    try scene.orch("tick", minutes: 1).check()
    try scene.home.awaitWorkers()
    try expect(scene.project.text("src/ended"), is: "ended\n")
    let left = try scene.project.bash("pgrep -f '^sleep 86399' || echo none").output
    #expect(left == "none\n")
  }

  @Test(.enabled(if: SandboxScene.makesScopes, "systemd makes no scope here that limits something"))
  func `processes beyond the limit do not start`() throws {
    let scene = try SandboxScene(
      #""sandbox": "bwrap", "sandbox_required": true, "processes": 20"#,
      tries: "for i in $(seq 40); do sleep 9 & done; echo started all\n")
    try scene.orch("tick").check()
    try scene.home.awaitWorkers()
    let said = try scene.said()
    #expect(said.contains("fork") && !said.contains("\nstarted all\n"), "\(said)")
  }

  /// Its program is a link out of the folders of `PATH`, as the installer of Claude Code makes it.
  @Test func `an agent has its login, and changes no settings of its user`() throws {
    let scene = try SandboxScene(#""sandbox": "bwrap""#, tries: "")
    for (name, text) in [
      (".claude.json", "of the user\n"), (".claude/settings.json", "{}\n"),
      (".claude/.credentials.json", "old\n"),
    ] {
      try scene.home.bash("mkdir -p .claude .local/bin .local/share/versions").check()
      try scene.home.write(text, to: name)
    }
    try writeExecutable(
      #"""
      #!/bin/sh
      cat > /dev/null
      {
        ls -A ~
        echo new > ~/.x && mv ~/.x ~/.claude.json && cat ~/.claude.json
        echo new > ~/.claude/settings.json
        echo new > ~/.claude/.credentials.json
        cat ~/secret
      } 2>&1 | sed 's/^.*: [0-9]*: cannot/cannot/' > src/out
      printf '%s\n' '{"type":"result","subtype":"success","is_error":false,"session_id":"s-1","result":"[REPORT A]\nStatus: DONE\nCriteria:\n1. met: it was tried"}'
      """#, to: scene.home.path(".local/share/versions/2"))
    try scene.home.bash("ln -s ../share/versions/2 .local/bin/claude").check()
    // It limits nothing, and says that it does.
    try scene.outer.makeFolder("bin")
    try writeExecutable(
      #"""
      #!/bin/sh
      case $* in *memory.max*) echo 99; exit ;; *pids.max*) echo max; exit ;; esac
      while [ "$1" != "$(command -v bwrap)" ]; do echo "$1" >> \#(scene.outer.path("scope")); shift; done
      exec "$@"
      """#, to: scene.outer.path("bin/systemd-run"))
    try scene.project.write(
      #"{"workers": {"w": {"adapter": "claude", "sandbox": "bwrap", "memory": "1G", "processes": 64}}, "routes": [{"worker": "w"}]}"#,
      to: "orch.json")
    try scene.project.trust(environment: scene.environment())
    try expect(
      scene.orch("tick"),
      is: .prints(
        "A\n",
        warning:
          "WARNING: worker w starts anyway: the sandbox can't limit processes: systemd-run: a "
          + "scope limits nothing here\n"
      ))
    try scene.home.awaitWorkers()
    try expect(
      scene.project.text("src/out").replacing(scene.home.folder, with: "~"),
      is: """
        .claude
        .claude.json
        .local
        project
        new
        cannot create ~/.claude/settings.json: Read-only file system
        cat: ~/secret: No such file or directory

        """)
    try expect(scene.home.text(".claude.json"), is: "of the user\n")
    try expect(scene.home.text(".claude/.credentials.json"), is: "new\n")
    let limits = try scene.outer.text("scope").split(separator: "\n").filter { $0.contains("=") }
    #expect(limits == ["MemoryMax=1073741824", "MemorySwapMax=0"])
    try expect(
      scene.started()?.prefix(60),
      is: "[orch] runs in a sandbox (files, memory): claude -p --output")
    try expect(scene.project.status("A"), is: "DONE")
  }

  @Test func `checks run in it, too`() throws {
    let scene = try SandboxScene(
      #""sandbox": "bwrap""#,
      #", "review": {"run_checks": true, "checks": {"box": ["sh", "check.sh"]}}"#, tries: "true\n",
      criteria: "cmd: box")
    try scene.project.write(
      "! echo x > QUEUE.md || exit 1\ntest ! -e \(scene.outer.path("home/secret"))\necho built > src/built\n",
      to: "check.sh")
    try scene.project.trust(environment: scene.environment())
    try scene.orch("tick").check()
    try scene.home.awaitWorkers()
    try expect(scene.project.status("A"), is: "DONE")
    try expect(scene.project.text("src/built"), is: "built\n")
    let kept = try scene.project.text(".orch/attempts/A/1/01-cmd.txt")
    #expect(kept.contains("\ncommand: sh check.sh\n"), "\(kept)")
  }

  @Test(arguments: [("test -e out", "DONE"), ("! test -e out", "PENDING")])
  func `a check sees the work in its worktree`(_ check: String, _ status: String) throws {
    let scene = try SandboxScene(
      #""sandbox": "bwrap", "sandbox_required": true, "worktree": true, "integrate": "merge""#,
      #", "review": {"run_checks": true, "checks": {"seen": ["sh", "-c", "\#(check)"]}}"#,
      tries: "echo work > out\n", criteria: "cmd: seen")
    try scene.project.write(".config\n.local\n.orch\nQUEUE.md\norch.json\n", to: ".gitignore")
    scene.project.git(
      """
      git init -q -b main && git config user.name me && git config user.email me@example.org
      git add .gitignore worker.sh tries && git commit -qm start
      """)
    try scene.project.trust(environment: scene.environment())
    try scene.orch("tick").check()
    try scene.home.awaitWorkers()
    try expect(scene.project.status("A"), is: status)
  }

  @Test func `in a worktree, the project itself is read-only`() throws {
    let scene = try SandboxScene(
      #""sandbox": "bwrap", "worktree": true, "integrate": "merge", "writable": ["cache/"], "env": ["P"]"#,
      #", "worktrees": {"setup": ["./guarded.sh"], "base_checks": ["alone"]}, "review": {"run_checks": true, "checks": {"alone": ["./guarded.sh"]}}"#,
      tries: """
        echo work > out
        git status --porcelain --untracked-files=no
        git add out 2>&1 | sed 's/.*: /git: /'
        rm .git
        echo x > $P/list.txt
        echo x > $P/QUEUE.md
        echo kept > $P/cache/c
        echo x > $P/.git/config

        """, criteria: "cmd: alone")
    // Setup, base checks and checks fail where they can change the project.
    try writeExecutable(
      """
      #!/bin/sh
      if echo x > "$(dirname "$0")/list.txt"; then exit 1; fi 2> /dev/null
      echo $PWD > guarded
      """, to: scene.project.path("guarded.sh"))
    try scene.project.write(
      ".config\n.local\n.orch\nQUEUE.md\norch.json\ncache\nguarded\n", to: ".gitignore")
    try scene.project.write("first\n", to: "list.txt")
    scene.project.git(
      """
      git init -q -b main && git config user.name me && git config user.email me@example.org
      git add .gitignore worker.sh list.txt tries && git commit -qm start
      """)
    try scene.project.trust(environment: scene.environment())
    try scene.orch("tick").check()
    try scene.home.awaitWorkers()
    try expect(
      scene.said(),
      is: """
        $ echo work > out
        $ git status --porcelain --untracked-files=no
        $ git add out 2>&1 | sed 's/.*: /git: /'
        git: Read-only file system
        $ rm .git
        rm: cannot remove '.git': Device or resource busy
        $ echo x > $P/list.txt
        cannot create ~/project/list.txt: Read-only file system
        $ echo x > $P/QUEUE.md
        cannot create ~/project/QUEUE.md: Read-only file system
        $ echo kept > $P/cache/c
        $ echo x > $P/.git/config
        cannot create ~/project/.git/config: Read-only file system

        """)
    try expect(scene.project.status("A"), is: "DONE")
    #expect(scene.project.git("git show orch/integration:out") == "work\n")
  }
}
