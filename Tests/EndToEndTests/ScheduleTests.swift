import Foundation
import TestSupport
import Testing

/// A project whose path holds what shells, crontabs, units and JSON treat specially, and
/// `automation/schedule.sh` called for its queue.
struct Scheduling {
  static let automation = "\(Project.folder)/automation"

  /// What a stand-in for `orch` does, in place of a tick.
  static let recording = """
    #!/bin/sh
    printf '%s\\n' "$PATH" "$LANG" "$@" > "$HOME/ran"
    echo NOOP
    echo 'a mistake' >&2
    """

  let scene: Scene
  let queue: String
  /// Below it are the programs that the schedules find.
  let programs: String

  /// - Parameter orch: a program that takes the place of the built one.
  init(orch: String? = nil, name: String = "새 it's $x%n&b\"<c>\\") throws {
    scene = try Scene()
    try scene.makeFolder("\(name)/bin")
    queue = scene.path("\(name)/QUEUE.md")
    programs = scene.path("\(name)/bin")
    try scene.write(queueText(), to: "\(name)/QUEUE.md")
    if let orch {
      try writeExecutable(orch, to: "\(programs)/orch")
    } else {
      try FileManager.default.createSymbolicLink(
        atPath: "\(programs)/orch", withDestinationPath: BuiltBinaries.orch)
    }
  }

  /// The PATH of the user of the script.
  var path: String { "\(programs):/usr/bin:/bin" }

  func printed(_ arguments: String..., path: String? = nil) throws -> Outcome {
    try scene.run(
      "/bin/bash", ["\(Self.automation)/schedule.sh"] + arguments,
      environment: ["PATH": path ?? self.path, "LANG": "ko_KR.UTF-8"])
  }

  /// What the stand-in for `orch` was called with: its PATH, its LANG, its arguments.
  func ran() throws -> [String] {
    try scene.text("ran").split(separator: "\n").map(String.init)
  }
}

/// What `automation/schedule.sh` prints, taken as each scheduler takes it.
@Suite struct ScheduleTests {
  /// The command of a crontab's last line, as cron hands it to the shell.
  private static func command(ofCrontab text: String) throws -> String {
    let line = try #require(text.split(separator: "\n").last)
    let command = try #require(line.hasPrefix("*/30 * * * * ") ? line.dropFirst(13) : nil)
    #expect(command.utf8.count <= 998)
    // A percent sign that is not escaped ends the command.
    #expect(command.replacing("\\%", with: "").contains("%") == false, "\(command)")
    return String(command.replacing("\\%", with: "%"))
  }

  private static func runAsCron(_ crontab: String, in scheduling: Scheduling) throws -> Outcome {
    let command = try command(ofCrontab: crontab)
    return try scheduling.scene.run(
      "/usr/bin/env",
      [
        "-i", "HOME=\(scheduling.scene.folder)", "PATH=/usr/bin:/bin", "SHELL=/bin/sh",
        "/bin/sh", "-c", command,
      ])
  }

  @Test(arguments: ["--queue", "--db"])
  func `a crontab's line runs one tick, and mails only mistakes`(_ option: String) throws {
    let scheduling = try Scheduling(orch: Scheduling.recording)
    let printed = try scheduling.printed("cron", option, scheduling.queue)
    #expect(printed.status == 0 && printed.errors.isEmpty, "\(printed)")
    let crontab = printed.output
    #expect(crontab.split(separator: "\n").dropLast().allSatisfy { $0.hasPrefix("#") })
    try expect(
      Self.runAsCron(crontab, in: scheduling), is: .prints("", warning: "a mistake\n"))
    try expect(
      scheduling.ran(),
      is: [scheduling.path, "ko_KR.UTF-8", "tick", "--quiet", option, scheduling.queue])
  }

  @Test func `what is committed is what is printed for its own paths`() throws {
    let crontab = try contents(of: "\(Scheduling.automation)/cron/crontab")
    let command = try Self.command(ofCrontab: crontab)
    #expect(
      command == "PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 /usr/local/bin/orch tick --quiet "
        + "--queue /srv/project/QUEUE.md > /dev/null")
  }

  @Test(arguments: ["--queue", "--db"])
  func `launchd gets a property list with the same words`(_ option: String) throws {
    let scheduling = try Scheduling(orch: Scheduling.recording)
    let printed = try scheduling.printed("launchd", option, scheduling.queue)
    #expect(printed.errors.isEmpty, "\(printed)")
    let list = try Self.propertyList(Data(printed.output.utf8))
    let words = try #require(list["ProgramArguments"] as? [String])
    #expect(words == ["\(scheduling.programs)/orch", "tick", "--quiet", option, scheduling.queue])
    let environment = try #require(list["EnvironmentVariables"] as? [String: String])
    #expect(environment == ["PATH": scheduling.path, "LANG": "ko_KR.UTF-8"])
    let label = try #require(list["Label"] as? String)
    #expect(label.wholeMatch(of: /orch\.tick\.[A-Za-z0-9-]+-[0-9]+/) != nil, "\(label)")
    #expect(list["AbandonProcessGroup"] as? Bool == true)
    #expect(list["StartInterval"] as? Int == 1800)

    let data = try Data(
      contentsOf: URL(filePath: "\(Scheduling.automation)/launchd/orch-tick.plist"))
    #expect(try Self.propertyList(data).keys.sorted() == list.keys.sorted())
  }

  private static func propertyList(_ data: Data) throws -> [String: Any] {
    try #require(
      PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any])
  }

  @Test func `two queues get two names`() throws {
    let labels = try ["a", "b"].map { name in
      let scheduling = try Scheduling(orch: Scheduling.recording, name: "\(name)/work")
      let list = try Self.propertyList(
        Data(scheduling.printed("launchd", "--queue", scheduling.queue).output.utf8))
      return list["Label"] as? String
    }
    #expect(labels[0]?.hasPrefix("orch.tick.work-") == true && labels[0] != labels[1])
  }

  private static let help = "automation/schedule.sh --help tells what there is"

  @Test(
    arguments: [
      (
        [],
        .fails(
          64, "schedule: no schedule is named (name daemon, cron, systemd, launchd or openclaw)")
      ),
      (["cron"], .fails(64, "schedule: no queue is named (name it with --queue or --db)")),
      (
        ["cron", "--queue"],
        .fails(64, "schedule: missing value for --queue (name the queue's file)")
      ),
      (["corn"], .fails(64, "schedule: unknown argument 'corn' (\(help))")),
      (
        ["cron", "launchd"],
        .fails(64, "schedule: cron and launchd are two schedules (name one of them)")
      ),
      (
        ["cron", "--queue", "Q", "--db", "D"],
        .fails(64, "schedule: --queue and --db are two queues (name one of them)")
      ),
      (
        ["cron", "--queue", "Q", "--", "x"],
        .fails(64, "schedule: cron takes no options behind -- (leave them out)")
      ),
      (
        ["cron", "--queue", "Q"],
        .fails(66, "schedule: there is no file Q (orch init creates a queue)")
      ),
    ] as [([String], Outcome)])
  func `the command line is understood or refused`(
    _ arguments: [String], outcome: Outcome
  ) throws {
    let scene = try Scene()
    let script = "\(Scheduling.automation)/schedule.sh"
    try expect(scene.run("/bin/bash", [script] + arguments), is: outcome)
    let help = try scene.run("/bin/bash", [script, "--help"])
    #expect(help.status == 0 && help.output.hasPrefix("usage: automation/schedule.sh "))
  }

  @Test func `what would not work is refused`() throws {
    let scheduling = try Scheduling(orch: Scheduling.recording)
    try expect(
      scheduling.printed("cron", "--queue", scheduling.queue, path: "/usr/bin:/bin"),
      is: .fails(66, "schedule: there is no orch on the PATH (install it: automation/install.sh)"))
    let long = scheduling.path + String(repeating: ":/usr/local/somewhere", count: 50)
    try expect(
      scheduling.printed("cron", "--queue", scheduling.queue, path: long),
      is: .fails(
        64, "schedule: the line is longer than cron takes (set a shorter PATH for this command)"))
    try expect(
      scheduling.printed("cron", "--queue", scheduling.queue, path: scheduling.path + ":/a\nb"),
      is: .fails(64, "schedule: a path has control characters (rename the folder)"))
  }

  @Test(.enabled(if: Tick.isThere, Tick.reason))
  func `cron's tick claims what waits, and says nothing`() throws {
    let scheduling = try Scheduling()
    let name = String(scheduling.queue.dropFirst(scheduling.scene.folder.count + 1))
    try scheduling.scene.write(queueText(row("A")), to: name)
    let crontab = try scheduling.printed("cron", "--queue", scheduling.queue).output
    try expect(Self.runAsCron(crontab, in: scheduling), is: .prints(""))
    #expect(try scheduling.scene.text(name).contains("| A | IN_PROGRESS |"))
  }
}

/// Whether the built programs have `orch tick`.
enum Tick {
  static let isThere = (try? Scene().orch("tick", "--help").status) == 0
  static let reason: Comment = "orch tick is not built"
}
