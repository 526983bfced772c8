import Host
import TestSupport
import Testing

/// A queue that is moved behind a link while a worker, or a daemon, holds its old path.
@Suite struct MovedQueueTests {
  private func move(_ scene: Scene) throws {
    let moved = try scene.bash("mkdir shared; mv QUEUE.md shared; ln -s shared/QUEUE.md QUEUE.md")
    #expect(moved.status == 0, "\(moved)")
  }

  @Test func `the report of a worker that runs meanwhile is kept`() throws {
    let scene = try Scene(loop: .inFile)
    _ = try scene.startPausing()
    try move(scene)
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    #expect(Path.linkTarget(scene.queue) == "shared/QUEUE.md")
    // The settings of the new home are others: it waits for a person's word.
    _ = try scene.orch("report", "--drain")
    #expect(Path.linkTarget(scene.queue) == "shared/QUEUE.md")
    let report = try scene.bash("cat shared/.orch/inbox/refused/*.report").output
    #expect(report.contains("took a pause") && report.contains("is over"), "\(report)")
    let log = try scene.text("logs/workers/ORCH-001-1.log")
    #expect(log.contains("QUEUE.md has become a link: the queue is "), "\(log)")
    try expect(scene.status("ORCH-001"), is: "IN_PROGRESS")
    #expect(!scene.exists("shared/.orch/found"))
  }

  @Test func `a daemon goes on where the link leads, and back`() throws {
    let scene = try Scene(loop: .inFile)
    // A tick that began before the move would start rows by the settings of the old home.
    try scene.write("{}", to: "orch.json")
    let daemon = try DaemonProcess(of: scene, "--interval", "168h")
    _ = try daemon.line()
    try move(scene)
    for id in ["A", "B"] {
      // A row that its owner left yesterday.
      let line = row(id, "IN_PROGRESS", owner: "gone", started: "2026-01-29 10:00")
      try scene.write(scene.text("shared/QUEUE.md") + line + "\n", to: "shared/QUEUE.md")
      try daemon.expect("\(Scene.now) RESET \(id)")
    }
    #expect(Path.linkTarget(scene.queue) == "shared/QUEUE.md")
    // And back, when the link and the file behind it are gone.
    let line = row("C", "IN_PROGRESS", owner: "gone", started: "2026-01-29 10:00")
    let text = try scene.text("shared/QUEUE.md") + line + "\n"
    try scene.write(text, to: "back.md")
    try scene.bash("rm QUEUE.md shared/QUEUE.md; mv back.md QUEUE.md").check()
    try daemon.expect("\(Scene.now) RESET C")
    let ending = daemon.end()
    #expect(ending.status == 0, "\(ending)")
    #expect(
      ending.errors.contains("QUEUE.md has become a link: the queue is \(scene.path("shared"))"),
      "\(ending)")
  }
}
