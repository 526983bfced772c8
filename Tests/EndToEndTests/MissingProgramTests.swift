import Foundation
import TestSupport
import Testing
import Text

/// A program that can't be run costs no row anything.
@Suite struct MissingProgramTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let script: String
    let argv: String
    let finding: String

    init(_ name: String, _ script: String, _ argv: String, _ finding: String) {
      (testDescription, self.script, self.argv, self.finding) = (name, script, argv, finding)
    }
  }

  /// Findings with `~` for the folder.
  static let cases = [
    Case("no file", "", "./w.sh", "~/./w.sh: no such program"),
    Case(
      "not on the PATH", "", "no-such-worker", "no-such-worker: no such program in /usr/bin, /bin"),
    Case("not executable", "echo > w.sh", "./w.sh", "~/./w.sh: it is not executable"),
    Case("a folder", "mkdir w.sh", "./w.sh", "~/./w.sh: it is not executable"),
    Case(
      "no interpreter", "echo '#!/no/such/shell' > w.sh; chmod +x w.sh", "./w.sh",
      "~/./w.sh: its interpreter /no/such/shell is missing"),
    Case(
      "no interpreter on the PATH", "echo '#!/usr/bin/env no-such' > w.sh; chmod +x w.sh",
      "./w.sh", "~/./w.sh: its interpreter no-such is missing"),
  ]

  private static func scene(_ kept: QueueKept, _ example: Case) throws -> Scene {
    let scene = try Scene(loop: kept)
    for task in ["One", "Two"] { try scene.submit(task, "file: x.txt") }
    try expect(scene.bash(example.script).status, is: 0)
    try scene.spawn("worker", [example.argv, "{id}"])
    return scene
  }

  private static func message(_ example: Case, in scene: Scene) -> String {
    "\(scene.folder)/orch.json: spawn.argv: cannot run "
      + example.finding.replacing("~", with: scene.folder)
  }

  @Test(arguments: QueueKept.allCases, cases)
  func `claims nothing, says it once, and exits with 78`(
    _ kept: QueueKept, _ example: Case
  ) throws {
    let scene = try Self.scene(kept, example)
    let message = Self.message(example, in: scene)
    let error =
      "ERROR: \(message) (no row is claimed for it: put it there, chmod +x it, or name another "
      + "program)"
    try expect(scene.tick("--parallel", "2"), is: .fails(78, error))
    try expect(
      scene.run(scene.orchPath, ["dispatch"], environment: scene.loopEnvironment),
      is: .fails(78, error))
    for id in ["ORCH-001", "ORCH-002"] {
      try expect(scene.status(id), is: "PENDING")
      try expect(scene.notes(id).contains("spawn_failed"), is: false)
      try expect(scene.item(id)["claim"]?.stringValue, is: nil)
    }
    let why = try scene.run(scene.opsPath, ["why"], environment: scene.loopEnvironment)
    let options = scene.options.joined(separator: " ")
    expect(why, is: .prints("ORCH-001, ORCH-002\t\(message)\tops doctor \(options)\n"))
    let doctor = try scene.doctor(scene.options, environment: scene.loopEnvironment)
    #expect(
      doctor.output.contains(
        message.replacing(scene.folder, with: "~")
          .replacing("no such program in ", with: "no such program in BIN, ")), "\(doctor)")
    try scene.expectNothingLeft()
  }

  @Test(arguments: QueueKept.allCases)
  func `the other steps of a tick are done, and what has no work to start is no error`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Hang", "file: x.txt")
    try expect(scene.run(scene.orchPath, ["pick", "--owner-session", "w"]).status, is: 0)
    try scene.spawn("worker", ["./missing.sh"])
    try expect(scene.tick(), is: .prints("NOOP\n"))
    try scene.submit("Two", "file: x.txt")
    let outcome = try scene.tick(minutes: 60 * 24)
    #expect(outcome.status == 78 && outcome.output == "RESET ORCH-001\n", "\(outcome)")
  }

  @Test func `a daemon says it once, and goes on when the program is there`() throws {
    let scene = try Scene(loop: .inFile)
    // One of the project's own would have to be trusted when it comes.
    let programs = scene.folder + "-programs"
    defer { try? FileManager.default.removeItem(atPath: programs) }
    try scene.spawn("worker", ["\(programs)/deep/w.sh", "{id}"])
    let daemon = try DaemonProcess(of: scene, "--interval", "168h", withErrors: true)
    _ = try daemon.lines { $0.contains("daemon: ticks") }
    try scene.submit("One", "file: ORCH-001.txt")
    let warning = try daemon.line()
    #expect(warning.contains("spawn.argv: cannot run \(programs)/deep/w.sh: no such program"))
    try expect(scene.status("ORCH-001"), is: "PENDING")
    try expect(
      scene.bash("mkdir -p \(programs)/deep && cp worker.sh \(programs)/deep/w.sh").status, is: 0)
    try daemon.expect("\(Scene.now) ORCH-001")
    scene.awaitWorkers(of: daemon)
    let ending = daemon.end()
    #expect(ending.status == 0)
    try daemon.expect(DaemonProcess.ends)
    try expect(scene.status("ORCH-001"), is: "DONE")
  }
}

/// A system that has no `/proc` mounted, as in some containers and chroots.
@Suite(.enabled(if: MountNamespace.isThere, "needs root and unshare"))
struct NoProcTests {
  private func run(_ line: String, in scene: Scene) throws -> Outcome {
    try scene.bash(
      """
      export LINE='\(line)'
      exec unshare -m sh -c 'mount -t tmpfs none /proc && eval "$LINE"'
      """)
  }

  @Test(arguments: [
    "$ORCH list", "$ORCH add --id B --priority P1 --task t --success-criteria c", "$ORCH pick",
    "$ORCH done A --notes n", "$ORCH lint", "$ORCH history", "$ORCH tick", "$ORCH watchdog",
    "$OPS status", "$OPS doctor", "$OPS verify", "$OPS workers", "$OPS watch", "$OPS cancel A",
  ])
  func `commands that need no process work`(_ line: String) throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try run(line, in: scene)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(arguments: [
    "$ORCH tick --queue QUEUE.md", "$ORCH dispatch --queue QUEUE.md",
    "$ORCH daemon --queue QUEUE.md --until-idle", "$ORCH torture --seconds 1",
  ])
  func `others say what is missing, and claim nothing`(_ line: String) throws {
    let scene = try Scene(loop: .inFile, rows: row("A"))
    let text = try scene.text()
    try expect(
      run(line, in: scene),
      is: .fails(
        74, "ERROR: this process cannot be identified: /proc can't be read (mount /proc)"))
    try expect(scene.text(), is: text)
  }
}

private enum MountNamespace {
  /// Whether a mount can be hidden from all others.
  static let isThere = (try? run("unshare", ["-m", "true"], in: "/"))?.status == 0
}
