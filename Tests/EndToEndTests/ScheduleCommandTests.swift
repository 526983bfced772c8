import Foundation
import TestSupport
import Testing

/// `orch schedule`, with stand-ins for the programs of the schedulers.
@Suite struct ScheduleCommandTests {
  /// A crontab in a file; like cron it says on standard error that there is none yet.
  private static let crontab = """
    #!/bin/sh
    if [ "$1" = -l ]; then cat "$HOME/crontab" 2> /dev/null || { echo "no crontab for me" >&2; exit 1; }
    else cat > "$HOME/crontab"; fi
    """
  /// Notes what it was called with.
  private static let standIn =
    "#!/bin/sh\nprintf '%s ' \"${0##*/}\" \"$@\" >> \"$HOME/called\"; echo >> \"$HOME/called\"\n"

  private let scheduling: Scheduling
  private var scene: Scene { scheduling.scene }

  init() throws {
    scheduling = try Scheduling()
    // For ticks of nobody nothing is installed.
    let home = String(scheduling.queue.dropLast("QUEUE.md".count))
    try #"{"workers": {"w": {"adapter": "simulated", "script": ["done"]}}}"#
      .write(toFile: home + "orch.json", atomically: false, encoding: .utf8)
    try writeExecutable(Self.crontab, to: "\(scheduling.programs)/crontab")
  }

  /// - Parameter path: the `PATH`, in place of one with the stand-ins and the machine's programs.
  private func schedule(_ arguments: String..., path: String? = nil) throws -> Outcome {
    try scene.run(
      scene.orchPath, ["schedule"] + arguments + ["--queue", scheduling.queue],
      environment: ["PATH": path ?? scheduling.path, "LANG": "ko_KR.UTF-8"])
  }

  private func addStandIns(_ names: String...) throws {
    for name in names { try writeExecutable(Self.standIn, to: "\(scheduling.programs)/\(name)") }
  }

  /// The command of the line for a minute, as cron hands it to the shell.
  private func command(every time: String) throws -> String {
    let lines = try scene.text("crontab").split(separator: "\n").filter { $0.hasPrefix(time) }
    let line = try #require(lines.count == 1 ? lines.first : nil)
    return String(line.dropFirst(time.count)).replacing("\\%", with: "%")
  }

  @Test func `cron gets one line for a queue, and keeps all others`() throws {
    try expect(schedule(), is: .prints("nothing is scheduled\n"))
    try scene.write("MAILTO=me\n0 4 * * * backup\n# the end", to: "crontab")
    let installed = try schedule("cron")
    #expect(installed.status == 0 && installed.errors.isEmpty, "\(installed)")
    #expect(installed.output.hasPrefix("cron\tcrontab: */30 * * * * PATH='"), "\(installed)")
    try expect(schedule("cron"), is: installed)
    try expect(schedule("show"), is: installed)
    let before = "MAILTO=me\n0 4 * * * backup\n# the end\n"
    #expect(try scene.text("crontab").hasPrefix(before + "# orch schedule: "))
    let tick = try scene.run(
      "/usr/bin/env",
      [
        "-i", "HOME=\(scene.folder)", "PATH=/usr/bin:/bin", "ORCH_NOW=\(Scene.now)", "/bin/sh",
        "-c", command(every: "*/30 * * * * "),
      ])
    expect(tick, is: .prints(""))
    #expect(try schedule("cron", "--every", "60").output.hasPrefix("cron\tcrontab: 0 * * * * "))
    #expect(try !scene.text("crontab").contains("*/30"))
    #expect(try schedule("show", "--remove").status == 64)
    let (table, entry) = try (scene.text("crontab"), schedule().output)
    try expect(
      schedule("--remove", "--dry-run"), is: .prints("would remove \(entry)\(entry)"))
    try expect(scene.text("crontab"), is: table)
    try expect(schedule("--remove"), is: .prints("removed \(entry)nothing is scheduled\n"))
    try expect(scene.text("crontab"), is: before)
    try expect(schedule("--remove"), is: .prints("nothing is scheduled\n"))
  }

  @Test(arguments: ["cron", "systemd", "launchd"])
  func `a tick that would start nothing is not installed`(_ kind: String) throws {
    try addStandIns("systemctl", "loginctl", "launchctl")
    let home = String(scheduling.queue.dropLast("QUEUE.md".count))
    try FileManager.default.removeItem(atPath: home + "orch.json")
    for options in [[], ["--dry-run"]] {
      try expect(
        scene.run(
          scene.orchPath, ["schedule", kind, "--queue", scheduling.queue] + options,
          environment: ["PATH": scheduling.path, "LANG": "ko_KR.UTF-8"]),
        is: .fails(
          64,
          "ERROR: orch.json has no worker: the ticks of \(kind) would start nothing (nothing was "
            + "installed; orch init --worker KIND writes an example of a worker)"))
    }
    #expect(!scene.exists("crontab") && !scene.exists("called") && !scene.exists(".config"))
  }

  @Test(arguments: ["cron", "systemd", "daemon"])
  func `a schedule that adds recurring rows and starts none says so`(_ kind: String) throws {
    try addStandIns("systemctl", "loginctl")
    let home = String(scheduling.queue.dropLast("QUEUE.md".count))
    try #"{"recurring": {"n": {"cron": "0 2 * * *", "add": {"task": "t"}}}}"#
      .write(toFile: home + "orch.json", atomically: false, encoding: .utf8)
    let warning =
      "WARNING: orch.json has no worker: \(kind) will start nothing, and rows wait for orch pick "
      + "(orch init --worker KIND writes an example of a worker)\n"
    for options in [["--dry-run"], []] {
      let outcome = try scene.run(
        scene.orchPath, ["schedule", kind, "--queue", scheduling.queue] + options,
        environment: ["PATH": scheduling.path, "LANG": "ko_KR.UTF-8"])
      #expect(outcome.status == 0 && outcome.errors == warning, "\(outcome)")
    }
  }

  @Test func `a line below the mark that is not its own stays`() throws {
    let (mark, backup) = ("# orch schedule: \(scheduling.queue)\n", "0 3 * * * backup\n")
    try scene.write(mark + backup, to: "crontab")
    try expect(schedule("--remove"), is: .prints("nothing is scheduled\n"))
    try expect(scene.text("crontab"), is: mark + backup)
    #expect(try schedule("cron").status == 0)
    #expect(try scene.text("crontab").hasPrefix(backup + mark))
    #expect(try schedule("--remove").output.hasPrefix("removed cron\tcrontab: "))
    try expect(scene.text("crontab"), is: backup)
  }

  @Test func `a dry run prints, and writes nothing`() throws {
    let plan = try schedule("cron", "--dry-run", "--every", "10")
    #expect(plan.status == 0 && plan.output.contains("\n*/10 * * * * PATH="), "\(plan)")
    #expect(!scene.exists("crontab"))
    try addStandIns("systemctl")
    #expect(try schedule("systemd", "--dry-run").output.contains("\nOnCalendar=*:0/30\n"))
    #expect(!scene.exists(".config"))
    #expect(try schedule("daemon", "--dry-run", "--json").output.hasPrefix(#"{"lines":["#))
  }

  @Test(
    arguments: [
      ("systemd", "tick", "timer"), ("daemon", "daemon", "service"), ("serve", "serve", "service"),
    ])
  func `systemd gets units that it accepts`(_ kind: String, _ work: String, _ unit: String) throws {
    try addStandIns("systemctl", "loginctl")
    let installed = try schedule(kind)
    let escaped = try run("systemd-escape", ["--path", scheduling.queue], in: "/").output.dropLast()
    let name = "orch-\(work)@\(escaped)"
    let folder = scene.path(".config/systemd/user")
    expect(installed, is: .prints("\(kind)\t\(folder)/\(name).\(unit)\n"))
    #expect(
      try scene.text("called").split(separator: "\n") == [
        "systemctl --user daemon-reload ", "systemctl --user daemon-reload ",
        "systemctl --user enable \(name).\(unit) ",
        "systemctl --user restart \(name).\(unit) ", "loginctl enable-linger ",
      ])
    if FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") {
      let kinds = unit == "timer" ? ["service", "timer"] : ["service"]
      let files = kinds.map { "\(folder)/\(name).\($0)" }
      let verified = try scene.run(
        "/usr/bin/systemd-analyze", ["verify", "--user"] + files,
        environment: ["XDG_RUNTIME_DIR": scene.folder])
      expect(verified, is: .prints(""))
    }
    try expect(
      schedule("--remove"), is: .prints("removed \(installed.output)nothing is scheduled\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `a server gets the options behind the dashes, if it takes them`() throws {
    try addStandIns("systemctl", "loginctl")
    func serve(_ options: String..., asking words: [String] = ["--dry-run"]) throws -> Outcome {
      try scene.run(
        scene.orchPath,
        ["schedule", "serve"] + words + ["--queue", scheduling.queue, "--"] + options,
        environment: ["PATH": scheduling.path, "LANG": "ko_KR.UTF-8"])
    }
    let plan = try serve("--listen", "127.0.0.1:9000", "--daemon")
    let words = #"/orch" serve "--listen" "127.0.0.1:9000" "--daemon" --queue "#
    #expect(plan.status == 0 && plan.output.contains(words), "\(plan)")
    #expect(plan.output.contains("\nKillMode=process\n"), "\(plan)")
    for (options, error) in [
      (["--listn", "x"], "unknown option '--listn'"),
      (["--queue", "/q.md"], "after -- only options of orch serve are possible"),
      (["--help"], "after -- only options of orch serve are possible"),
      (
        ["--also", "b.md"],
        "--also b.md is not an absolute path (a service has no current folder: use "
          + scene.path("b.md")
      ),
    ] {
      let refused = try scene.run(
        scene.orchPath, ["schedule", "serve", "--queue", scheduling.queue, "--"] + options,
        environment: ["PATH": scheduling.path])
      #expect(refused.status == 64 && refused.errors.hasPrefix("ERROR: \(error)"), "\(refused)")
    }
    #expect(!scene.exists("called") && !scene.exists(".config"))
    #expect(try schedule("daemon").status == 0)
    let second = try serve("--daemon", asking: [])
    #expect(
      second.status == 64
        && second.errors.hasPrefix("ERROR: the daemon of the queue is a service already: "),
      "\(second)")
    #expect(try serve(asking: []).status == 0)
  }

  @Test func `a scheduler that fails keeps no other one from its work`() throws {
    try addStandIns("systemctl", "loginctl")
    try writeExecutable(
      "#!/bin/sh\necho 'not allowed' >&2; exit 1\n", to: "\(scheduling.programs)/crontab")
    let installed = try schedule("systemd")
    #expect(installed.status == 0 && installed.output.hasPrefix("systemd\t"), "\(installed)")
    let removed = try schedule("--remove")
    #expect(removed.errors.hasPrefix("ERROR: crontab -l failed: not allowed"), "\(removed)")
    let folder = scene.path(".config/systemd/user")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `launchd gets a property list`() throws {
    try addStandIns("launchctl")
    let installed = try schedule("launchd")
    #expect(installed.status == 0, "\(installed)")
    let path = try #require(installed.output.split(separator: "\t").last?.dropLast())
    let list = try #require(
      PropertyListSerialization.propertyList(
        from: Data(contentsOf: URL(filePath: String(path))), format: nil) as? [String: Any])
    let words = try #require(list["ProgramArguments"] as? [String])
    #expect(words.dropFirst() == ["tick", "--quiet", "--queue", scheduling.queue])
    #expect(list["StartInterval"] as? Int == 1800)
    #expect(list["AbandonProcessGroup"] as? Bool == true)
    #expect(try scene.text("called").contains("launchctl bootstrap gui/"))
  }

  @Test func `what can't be installed is refused`() throws {
    let programs = scheduling.programs
    #expect(
      try schedule("systemd", path: programs).errors.hasPrefix(
        "ERROR: cannot run systemctl: no such program"))
    let daemon = try schedule("daemon", path: programs)
    #expect(
      daemon.status == 66
        && daemon.errors.contains(
          "ERROR: neither systemctl nor launchctl is installed, and cron keeps nothing running (keep "
            + "this running yourself: '")
        && daemon.errors.contains("orch' daemon --queue '"), "\(daemon)")
    let empty = scene.path("empty")
    try scene.makeFolder("empty")
    let cron = try schedule("cron", path: empty)
    let plan = try schedule("cron", "--dry-run", path: empty).output.split(separator: "\n")
    #expect(
      cron
        == Outcome(
          status: 66, output: "\(plan[1])\n",
          errors: """
            ERROR: the program crontab is missing (install cron, for example with apt install cron, \
            and run this command again; or add the line that --dry-run prints to a crontab yourself)

            """))
    let long = scheduling.path + String(repeating: ":/usr/local/somewhere", count: 50)
    #expect(
      try schedule("cron", path: long).errors.hasPrefix(
        "ERROR: the line is longer than cron allows"))
    #expect(try schedule("cron", "--every", "7").status == 64)
    for words in [[], ["show"], ["daemon"], ["cron", "--remove"]] {
      let outcome = try scene.run(
        scene.orchPath, ["schedule", "--every", "5"] + words + ["--queue", scheduling.queue])
      #expect(outcome.status == 64 && outcome.errors.hasPrefix("ERROR: --every is"), "\(words)")
    }
    try writeExecutable("#!/bin/sh\necho 'not allowed' >&2; exit 1\n", to: "\(programs)/crontab")
    #expect(
      try schedule("cron").errors.hasPrefix(
        "ERROR: crontab -l failed: not allowed (run orch schedule"))
    #expect(!scene.exists("crontab"))
    try writeExecutable("#!/bin/sh\necho 'no bus' >&2; exit 1\n", to: "\(programs)/systemctl")
    #expect(
      try schedule("systemd").errors.hasPrefix(
        "ERROR: systemctl --user daemon-reload failed: no bus (run orch schedule"))
    #expect(!scene.exists(".config"))
  }
}
