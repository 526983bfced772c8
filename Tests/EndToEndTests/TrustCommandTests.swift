import Foundation
import TestSupport
import Testing

@Suite struct TrustCommandTests {
  private static let settings =
    #"{"review": {"checks": {"b": ["sh", "b.sh"], "a": ["/bin/a\u202e"]}}}"#

  private func scene(_ settings: String?) throws -> Scene {
    let scene = try Scene(rows: row("A"))
    try scene.write("true\n", to: "b.sh")
    if let settings { try scene.write(settings, to: "orch.json") }
    for (name, mode) in [("", 0o755), ("orch.json", 0o644), ("b.sh", 0o644)] {
      chmod(scene.path(name), mode_t(mode))
    }
    return scene
  }

  private func shown(_ scene: Scene) -> String {
    """
    \(scene.folder)/orch.json names these programs:
      review.checks.a: ["/bin/a\\u202e"]
      review.checks.b: ["sh","b.sh"]
    project files among them:
      b.sh
    review.checks.a: cannot run /bin/a\\u{202E}: no such program; once it is installed, run orch trust again

    """
  }

  private func digest(of name: String, in scene: Scene) throws -> Substring {
    try run("sha256sum", [name], in: scene.folder).output.prefix(64)
  }

  @Test func `trust shows what starts, and keeps the digests for its user alone`() throws {
    let scene = try scene(Self.settings)
    try expect(
      scene.orch("trust", "--yes"), is: .prints(shown(scene) + "trusted \(scene.folder)\n"))
    let (settings, script) = try (
      digest(of: "orch.json", in: scene), digest(of: "b.sh", in: scene)
    )
    try expect(
      scene.text(".config/orch/trust.json"),
      is: #"{"\#(scene.folder)":{"orch.json":"\#(settings)","b.sh":"\#(script)"}}"# + "\n")
    try expect(scene.orch("trust", "--revoke"), is: .prints("no longer trusted \(scene.folder)\n"))
    try expect(scene.orch("trust", "--revoke"), is: .prints("no longer trusted \(scene.folder)\n"))
    try expect(scene.text(".config/orch/trust.json"), is: "{}\n")
    #expect(!scene.exists("logs"))
  }

  @Test func `what changed since is named, and what leads out of home`() throws {
    let scene = try scene(Self.settings)
    try scene.orch("trust", "--yes").check()
    try scene.write("false\n", to: "b.sh")
    try expect(
      scene.orch("trust", "--yes"),
      is: .prints(
        shown(scene) + "changed since it was trusted: b.sh\ntrusted \(scene.folder)\n"))
    try scene.write(#"{"log_path": "../l.jsonl", "db_path": "/d/q.db"}"#, to: "orch.json")
    let parent = URL(filePath: scene.folder).deletingLastPathComponent().path
    try expect(
      scene.orch("trust", "--yes"),
      is: .prints(
        """
        \(scene.folder)/orch.json names no programs
        db_path is outside of home: /d/q.db
        log_path is outside of home: \(parent)/l.jsonl
        changed since it was trusted: orch.json
        trusted \(scene.folder)

        """))
  }

  @Test func `why names what keeps programs from starting, and what mends it`() throws {
    let scene = try scene(#"{"spawn": {"kind": "worker", "argv": ["sh", "b.sh"]}}"#)
    try expect(
      scene.ops("why"),
      is: .prints("A\tno program starts: \(scene.folder) is not trusted\torch trust\n"))
    try scene.orch("trust", "--yes").check()
    try expect(scene.ops("why"), is: .prints("A\tstarts with the next dispatch\torch dispatch\n"))
    let file = scene.path("orch.json")
    chmod(file, 0o666)
    try expect(
      scene.ops("why"),
      is: .prints("A\tno program starts: other users may write \(file)\tchmod go-w \(file)\n"))
    chmod(file, 0o644)
    try scene.write("{", to: "orch.json")
    let broken = try scene.ops("why")
    #expect(broken.output.hasPrefix("A\t\(file): line 1, column 2: "), "\(broken)")
  }

  @Test func `a person is asked; where there is none, only --yes trusts`() throws {
    let scene = try scene("{}")
    let names = "\(scene.folder)/orch.json names no programs\n"
    try expect(
      scene.orch("trust"),
      is: Outcome(
        status: 77, output: names,
        errors:
          "ERROR: there is no terminal to ask at (read the lines above, then run: orch trust --yes)\n"
      ))
    #expect(!scene.exists(".config"))
    let question = "Trust \(scene.folder)? [y/N] "
    let refused = try scene.terminal("echo n | cat > answer; $ORCH trust < answer")
    #expect(refused.contains("there is no terminal to ask at"), "\(refused)")
    for (answer, isTrusted) in [("n", false), ("", false), ("yes", true)] {
      let printed = try scene.typing("\(answer)\n", to: "$ORCH trust")
      #expect(printed.contains(question), "\(printed)")
      #expect(printed.contains("trusted \(scene.folder)\n") == isTrusted, "\(printed)")
      #expect(scene.exists(".config") == isTrusted)
    }
  }

  @Test func `the hash is of orch.json and what it starts, and trusts by a variable`() throws {
    let scene = try scene(#"{"spawn": {"kind": "worker", "argv": ["sh", "b.sh"]}}"#)
    let hash = try scene.orch("trust", "--hash")
    try expect(
      hash.output,
      is: run("/bin/sh", ["-c", "sha256sum orch.json b.sh | sha256sum"], in: scene.folder)
        .output.prefix(64) + "\n")
    let trusted = ["ORCH_TRUST": String(hash.output.dropLast())]
    try expect(scene.orch("tick", environment: trusted).status, is: 0)
    try scene.write("false\n", to: "b.sh")
    let changed = try scene.orch("tick", environment: trusted)
    #expect(
      changed.status == 77 && changed.errors.contains("ORCH_TRUST is not the hash"), "\(changed)")
    #expect(!scene.exists(".config"))
  }

  @Test(arguments: [["ORCH_ATTEMPT": "1-a"], ["ORCH_LABEL": "orch-a"]])
  func `a worker can't say it`(_ environment: [String: String]) throws {
    let scene = try scene("{}")
    try expect(
      scene.orch("trust", "--yes", environment: environment),
      is: .fails(
        77,
        "ERROR: a worker can't decide what to trust (a person must run orch trust, in a shell "
          + "without ORCH_ATTEMPT and ORCH_LABEL)"))
    #expect(!scene.exists(".config"))
  }

  @Test func `nor can what a supervisor started, without its variables`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("Say so")
    try writeExecutable(
      """
      #!/bin/sh
      echo ' ' >> orch.json
      env -u ORCH_ATTEMPT -u ORCH_LABEL setsid "$ORCH" trust --yes > said 2>&1
      echo $? >> said
      """, to: scene.path("sly.sh"))
    try scene.spawn("worker", ["./sly.sh"])
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    let said = try scene.text("said")
    #expect(
      said.contains("a worker can't decide what to trust") && said.hasSuffix("77\n"), "\(said)")
  }

  @Test func `a tick that may start nothing says so once a day`() throws {
    let scene = try scene(#"{"spawn": {"kind": "worker", "argv": ["sh", "b.sh"]}}"#)
    try scene.orch("block", "A", "--notes", "n").check()
    let line = """
      ERROR: no program starts: \(scene.folder) is not trusted (read its orch.json, then \
      run orch trust --queue \(scene.queue))
      """
    func tick(at time: String) throws -> Outcome {
      try scene.orch("tick", environment: ["ORCH_NOW": time])
    }
    let doctor = try scene.ops("doctor").output
    #expect(
      doctor.contains(
        "warn  trust         this folder is not trusted, and these are not used: spawn.argv "
          + "(read its orch.json, then run orch trust)\n"), "\(doctor)")
    try expect(tick(at: "2026-01-31 18:00").errors, is: line + "\n")
    for time in ["2026-01-31 18:30", "2026-02-01 17:59"] {
      let outcome = try tick(at: time)
      #expect(outcome.status == 77 && outcome.errors.isEmpty, "\(outcome)")
    }
    try expect(tick(at: "2026-02-01 18:00").errors, is: line + "\n")
    // With JSON, and on a terminal, it is printed each time.
    let json = try scene.orch("tick", "--json", environment: ["ORCH_NOW": "2026-02-01 18:30"])
    #expect(json.errors.contains(#""code":"untrusted""#), "\(json)")
    try scene.orch("trust", "--yes").check()
    try expect(tick(at: "2026-02-01 19:00"), is: .prints("NOOP\n"))
    // What was well in between is printed anew.
    try scene.orch("trust", "--revoke").check()
    try expect(tick(at: "2026-02-01 19:01").errors, is: line + "\n")
    try scene.orch("trust", "--yes").check()
    #expect(try scene.ops("doctor").output.contains("ok    trust         1 program may start"))
  }

  @Test func `what cannot be trusted says what to do`() throws {
    try expect(
      { try $0.orch("trust") }(try scene(nil)).errors.contains("ERROR: no orch.json in "), is: true)
    let broken = try scene(#"{"review": {"check": {}}}"#)
    try expect(
      broken.orch("trust", "--yes"),
      is: .fails(
        64,
        "ERROR: \(broken.folder)/orch.json: unknown key 'review.check' (did you mean checks?)"))
    #expect(!broken.exists(".config"))
    let open = try scene(Self.settings)
    chmod(open.path("orch.json"), 0o666)
    try expect(
      open.orch("trust", "--yes"),
      is: .fails(
        77,
        "ERROR: nothing is trusted: other users may write \(open.folder)/orch.json "
          + "(chmod go-w \(open.folder)/orch.json)"))
    chmod(open.path("orch.json"), 0o644)
    chmod(open.folder, 0o1777)
    try expect(
      open.orch("trust", "--yes"),
      is: .fails(
        77,
        "ERROR: nothing is trusted: other users may write \(open.folder) "
          + "(move the project to a folder of your own)"))
    chmod(open.folder, 0o755)
    try expect(
      open.orch("trust", "--yes", environment: ["HOME": ""]),
      is: .fails(
        73,
        "ERROR: neither XDG_CONFIG_HOME nor HOME is set to an absolute path "
          + "(set HOME: the trust record is kept there)"))
  }

  @Test func `two that trust at once lose nothing`() throws {
    let scenes = try (0..<4).map { _ in try scene("{}") }
    let shared = try Scene()
    let running = try scenes.map { scene in
      try ChildProcess(
        starting: BuiltBinaries.orch, ["trust", "--yes"], in: scene.folder,
        environment: ["HOME": scene.folder, "XDG_CONFIG_HOME": shared.folder])
    }
    for process in running { #expect(process.wait().status == 0) }
    let text = try shared.text("orch/trust.json")
    for scene in scenes { #expect(text.contains(scene.folder)) }
  }
}

extension Scene {
  /// Runs a script on a terminal of its own, at which `text` is typed.
  fileprivate func typing(_ text: String, to script: String) throws -> String {
    try write(text, to: "typed")
    let outcome = try bash("script -qec 'stty -onlcr; \(script)' /dev/null < typed")
    return outcome.output
  }
}
