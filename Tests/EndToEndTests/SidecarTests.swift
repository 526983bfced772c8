import Foundation
import TestSupport
import Testing

/// What may be done to `.orch/`, by hand or through a clone.
@Suite struct SidecarTests {
  private func usedScene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"), row("C"), row("D"))
    try expect(scene.orch("pick", "--no-log"), is: .prints("A\n"))
    return scene
  }

  @Test(arguments: ["lock", "journal.jsonl"])
  func `a link in place of a file is not followed`(_ name: String) throws {
    let scene = try usedScene()
    try contents(of: scene.path("QUEUE.md")).write(
      toFile: scene.path("mine.txt"), atomically: false, encoding: .utf8)
    let before = try contents(of: scene.path("mine.txt"))
    try FileManager.default.removeItem(atPath: scene.path(".orch/\(name)"))
    try FileManager.default.createSymbolicLink(
      atPath: scene.path(".orch/\(name)"), withDestinationPath: scene.path("mine.txt"))
    let outcome = try scene.orch("pick", "--no-log")
    #expect(outcome.status == 77)
    #expect(outcome.errors.hasSuffix("(links are not followed here: remove it)\n"), "\(outcome)")
    #expect(try contents(of: scene.path("mine.txt")) == before)
  }

  @Test(arguments: [".orch", ".orch/gen"])
  func `a link in place of a folder is refused`(_ name: String) throws {
    let scene = try usedScene()
    try FileManager.default.moveItem(atPath: scene.path(name), toPath: scene.path("other"))
    try "mine".write(toFile: scene.path("other/2024"), atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: scene.path(name), withDestinationPath: scene.path("other"))
    for command in ["pick", "history"] {
      try expect(
        scene.orch(command, "--no-log"),
        is: .fails(
          77,
          "ERROR: cannot use \(scene.path(name)): Too many levels of symbolic links "
            + "(links are not followed here: remove it)"))
    }
    #expect(try contents(of: scene.path("other/2024")) == "mine")
  }

  @Test func `a folder of generations that is gone is made again`() throws {
    let scene = try usedScene()
    try FileManager.default.removeItem(atPath: scene.path(".orch/gen"))
    try expect(scene.orch("pick", "--no-log"), is: .prints("B\n"))
    try expect(scene.orch("pick", "--no-log"), is: .prints("C\n"))
  }

  @Test func `without its journal a generation is kept for people`() throws {
    let scene = try usedScene()
    try FileManager.default.removeItem(atPath: scene.path(".orch/journal.jsonl"))
    let outcome = try scene.orch("pick", "--no-log", "--quiet")
    #expect(outcome.output == "B\n")
    #expect(
      outcome.errors
        == "WARNING: the journal of QUEUE.md is gone; a file that it would have listed is kept as "
        + "\(scene.path(".orch/found/1.md")): compare, and copy what you need\n")
    #expect(try contents(of: scene.path(".orch/found/1.md")).contains("| A | PENDING |"))
  }

  @Test func `a journal that is removed again and again blocks no command`() throws {
    let scene = try usedScene()
    for (round, id) in ["B", "C", "D"].enumerated() {
      try FileManager.default.removeItem(atPath: scene.path(".orch/journal.jsonl"))
      let outcome = try scene.orch("pick", "--no-log")
      #expect(outcome.status == 0 && outcome.output == "\(id)\n", "\(outcome)")
      let name = round == 0 ? "1.md" : "1-\(round + 1).md"
      #expect(try contents(of: scene.path(".orch/found/\(name)")).contains("| \(id) | PENDING |"))
    }
  }

  @Test(arguments: ["QUEUE.md", ".orch/journal.jsonl", ".orch/lock", "./QUEUE.md"])
  func `the run log is never a file of the queue`(_ path: String) throws {
    let scene = try usedScene()
    let before = try scene.text()
    let outcome = try scene.orch("pick", "--log-path", path)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("which belongs to the queue (use another --log-path)"))
    try expect(scene.text(), is: before)
  }
}

/// A clone whose folders and files beside the queue are links to a victim's: none is followed.
@Suite struct SidecarLinkTests {
  static let folders = [
    ".orch", ".orch/inbox", ".orch/inbox/refused", ".orch/evidence", ".orch/evidence/A",
    ".orch/attempts", ".orch/attempts/A", ".orch/attempts/A/2", ".orch/breakers",
    ".orch/workers", ".orch/found", ".orch/gen", ".orch/versions", "logs/workers",
  ]
  static let files = [
    ".orch/lock", ".orch/journal.jsonl", ".orch/claims.json", ".orch/history-2025.jsonl",
    ".orch/conflicts-read", ".orch/.gitignore", ".orch/inbox/.gitignore", ".orch/gen/1",
    ".orch/versions/1", ".orch/daemon-QUEUE.md.lock", ".orch/daemon-QUEUE.md.json",
    ".orch/workers/7-abcdef.json", ".orch/inbox/1.report", "logs/workers/.gitignore",
    "logs/workers/B-2.log", ".orch/attempts/A/2/task.json", ".orch/attempts/A/2/output.log",
    ".orch/attempts/A/2/result.json", ".orch/breakers/default.json",
  ]

  private static let secret = "a victim's secret"

  /// A victim's home: names that this program would read, rename or remove, where it followed.
  private static func victim(beside scene: Scene) throws -> String {
    try scene.makeFolder("victim/refused")
    try scene.makeFolder("victim/workers")
    let line =
      #"{"seq":1,"at":"2026-01-01 00:00","id":"S","event":"added","notes":"\#(secret)"}"#
    for name in [
      "journal.jsonl", "claims.json", "1", "2", "7-abcdef.json", "1.report",
      ".1.report.999999999.new", "19700101T000000Z-01-file.txt", "B-2.log", "conflicts-read",
    ] {
      try scene.write(line + "\n", to: "victim/\(name)")
    }
    return scene.path("victim")
  }

  /// All that a person and a schedule do to a queue in a day.
  private static let day = """
    $ORCH list; $ORCH add --id C --priority P1 --task T --success-criteria C; $ORCH pick A --owner-session s
    $ORCH report --file r.txt --owner-session s; $ORCH done A --owner-session s; $ORCH history; $ORCH undo
    $ORCH tick --queue QUEUE.md; $ORCH watchdog; $ORCH show B; $ORCH fmt; $ORCH guard B --file r.txt
    $ORCH review A --file r.txt; $OPS cancel B; $OPS doctor; $OPS verify; $OPS health; $OPS why
    $OPS workers; $OPS backup copy.md; timeout 5 $ORCH daemon --queue QUEUE.md --until-idle
    """

  @Test(arguments: LongTests.sample(5, of: folders + files, named: "linked"))
  func `it is not followed`(_ name: String) throws {
    let scene = try Scene(loop: .inFile, rows: row("A"), row("B"))
    scene.options = []
    try expect(scene.orch("pick", "A").status, is: 0)
    try expect(scene.orch("release", "A", "--force").status, is: 0)
    try scene.write(ReportCommandTests.report("A"), to: "r.txt")
    let victim = try Self.victim(beside: scene)
    let before = try FolderImage(of: victim)
    try scene.makeFolder(Self.parent(of: name))
    try? FileManager.default.removeItem(atPath: scene.path(name))
    try FileManager.default.createSymbolicLink(
      atPath: scene.path(name),
      withDestinationPath: Self.files.contains(name) ? victim + "/journal.jsonl" : victim)
    let outcome = try scene.bash(Self.day, environment: scene.loopEnvironment)
    #expect(!"\(outcome)".contains(Self.secret), "\(outcome)")
    try scene.awaitWorkers()
    #expect(try FolderImage(of: victim) == before)
    let stored = try scene.bash("grep -rl \"\(Self.secret)\" . | grep -v '^./victim/'")
    expect(stored.output, is: "")
  }

  private static func parent(of name: String) -> String {
    String(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])
  }
}
