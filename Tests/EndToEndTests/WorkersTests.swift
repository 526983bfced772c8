import Foundation
import Host
import TestSupport
import Testing
import Text

/// A queue of forty rows that daemons work through alone, while they and their supervisors are
/// killed: by four adapters and several profiles, with each class of failure.
@Suite struct WorkersTests {
  @Test(arguments: QueueKept.allCases)
  func `every row ends as its class of failure says, and no other attempt counts`(
    _ kept: QueueKept
  ) throws {
    let play = try Play(kept)
    var random = SeededGenerator(naming: "workers \(kept)")
    for _ in 0..<2 { try play.killDaemon(&random) }
    // A pause is not waited for: it ends with 4 as long as the broken worker has one, and where a
    // limit paused another worker, its rows go on in the next round.
    for _ in 0..<8 {
      try expect(play.work().status, is: 4)
      if try play.hasEnded(beside: WorkersPlay.brokenRow) { break }
    }
    try play.expectEnds(beside: WorkersPlay.brokenRow)
    let broken = try play.scene.item(WorkersPlay.brokenRow)
    expect(broken["status"]?.stringValue, is: "PENDING")
    expect(broken["attempt_count"]?.integerValue, is: 0)
    try play.mend()
    try expect(play.work().status, is: 0)
    try expect(play.scene.status(WorkersPlay.brokenRow), is: "DONE")
    try play.scene.expectNothingLeft()
  }
}

/// A scene with the rows of the play, on a clock that runs sixty times as fast.
private final class Play {
  let scene: Scene
  private let kept: QueueKept
  private let programs: String
  /// When the clock showed the true time, in seconds since 1970.
  private var origin = Int(Date.now.timeIntervalSince1970)
  /// The rows whose supervisor was killed.
  private var struck: Set<String> = []

  init(_ kept: QueueKept) throws {
    self.kept = kept
    scene = try Scene(
      file: queueText(WorkersPlay.rows.map(\.line)))
    // A program of the project would have to be trusted again once it is mended.
    programs = scene.folder + "-programs"
    scene.options = ["--queue", "QUEUE.md"]
    if kept == .inDatabase {
      scene.options += ["--db", kept.name]
      try expect(scene.orch("migrate").status, is: 0)
    }
    try scene.makeFolder("runs")
    for (name, text) in [
      ("work.sh", WorkersPlay.work), ("hand-over.sh", WorkersPlay.handOver),
      ("check.sh", WorkersPlay.check),
    ] {
      try writeExecutable(text, to: scene.path(name))
    }
    try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
    try writeExecutable("no line that names a shell", to: "\(programs)/broken.sh")
    try scene.write(
      WorkersPlay.settings.replacing("PROGRAMS", with: programs), to: "orch.json")
    try scene.trust()
  }

  deinit { try? FileManager.default.removeItem(atPath: programs) }

  private var environment: [String: String] {
    scene.loopEnvironment.merging(["ORCH_NOW": "x60@\(origin)"]) { $1 }
  }

  /// Runs a daemon for some lines; then a supervisor of a row that would succeed is killed, some
  /// lines later the daemon.
  func killDaemon(_ random: inout SeededGenerator) throws {
    let daemon = try DaemonProcess(
      of: scene, "--until-idle", "--parallel", "4", environment: environment)
    for _ in 0..<Int.random(in: 4...9, using: &random) { _ = try daemon.anyLine() }
    // A record may go while it is read.
    let victims = ((try? scene.records) ?? []).filter {
      ($0.id.hasPrefix("WORK") || $0.id.hasPrefix("CMD-")) && $0.id.hasSuffix("-0")
        && !struck.contains($0.id)
    }
    if let victim = victims.randomElement(using: &random) {
      struck.insert(victim.id)
      victim.supervisor.signal(.kill)
    }
    for _ in 0..<Int.random(in: 2...6, using: &random) { _ = try daemon.anyLine() }
    #expect(daemon.end(by: SIGKILL).signal == SIGKILL)
    try scene.awaitWorkers()
  }

  /// Runs a daemon until nothing can start by itself; then a quarter of an hour passes.
  func work() throws -> Outcome {
    let outcome = try scene.run(
      scene.orchPath, ["daemon", "--until-idle", "--parallel", "4"], environment: environment)
    try scene.awaitWorkers()
    origin -= 16
    return outcome
  }

  /// Mends the program that can't start, as a person does.
  func mend() throws {
    try writeExecutable(WorkersPlay.work, to: "\(programs)/broken.sh")
    try expect(
      scene.run(scene.opsPath, ["worker", "resume", "broken"], environment: environment).status,
      is: 0)
  }

  func hasEnded(beside other: String) throws -> Bool {
    try WorkersPlay.rows.allSatisfy {
      try $0.id == other || scene.item($0.id)["status"]?.stringValue == $0.status
    }
  }

  func expectEnds(beside other: String) throws {
    for row in WorkersPlay.rows where row.id != other {
      try scene.expectEnd(of: row, in: kept, isStruck: struck.contains(row.id))
    }
  }
}
