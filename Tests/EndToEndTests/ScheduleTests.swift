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

/// `automation/schedule.sh`, which prints what `orch schedule` installs.
@Suite struct ScheduleTests {
  @Test(arguments: ["--queue", "--db"])
  func `most of it is made by the program`(_ option: String) throws {
    let scheduling = try Scheduling(orch: Scheduling.recording)
    for kind in ["cron", "launchd"] {
      _ = try scheduling.printed(kind, option, scheduling.queue)
      let words = ["schedule", kind, "--dry-run", option, scheduling.queue]
      try expect(scheduling.ran(), is: [scheduling.path, "ko_KR.UTF-8"] + words)
    }
    for kind in ["systemd", "daemon"] {
      let printed = try scheduling.printed(kind, option, scheduling.queue)
      _ = try scheduling.scene.run(
        "/bin/sh", ["-c", printed.output],
        environment: ["PATH": "/usr/bin:/bin", "LANG": "ko_KR.UTF-8"])
      let words = ["schedule", kind, option, scheduling.queue]
      try expect(scheduling.ran(), is: ["/usr/bin:/bin", "ko_KR.UTF-8"] + words)
    }
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
    try expect(
      scheduling.printed("cron", "--queue", scheduling.queue, path: scheduling.path + ":/a\nb"),
      is: .fails(64, "schedule: a path has control characters (rename the folder)"))
  }
}

/// Whether the built programs have `orch tick`.
enum Tick {
  static let isThere = (try? Scene().orch("tick", "--help").status) == 0
  static let reason: Comment = "orch tick is not built"
}
