import Glibc
import TestSupport
import Testing

/// What `ops doctor` says of the daemon.
@Suite struct DaemonDoctorTests {
  private func daemonLine(of scene: Scene) throws -> String {
    let lines = try scene.ops("doctor").output.split(separator: "\n")
    return lines.first { $0.dropFirst(6).hasPrefix("daemon ") }.map(String.init) ?? "nothing"
  }

  @Test func `from the first to the last`() throws {
    let scene = try Scene(loop: .inFile)
    let none =
      "ok    daemon        no daemon was started; use orch daemon, or a schedule that calls orch tick"
    try expect(daemonLine(of: scene), is: none)
    let daemon = try DaemonProcess(of: scene, "--interval", "2h")
    _ = try daemon.line()
    try scene.submit("One", "file: ORCH-001.txt")
    try daemon.expect("\(Scene.now) ORCH-001")
    scene.awaitWorkers(of: daemon)
    try expect(
      daemonLine(of: scene),
      is: "ok    daemon        process \(daemon.child.id) since \(Scene.now), every 2h, "
        + "last tick \(Scene.now)")
    #expect(daemon.end(by: SIGKILL).signal == SIGKILL)
    try expect(
      daemonLine(of: scene),
      is: "warn  daemon        process \(daemon.child.id), begun at \(Scene.now), was killed "
        + "(start it again with orch daemon; it continues the work)")
    try scene.submit("Two", "file: ORCH-002.txt")
    let health = try scene.ops("health")
    #expect(health.status == 20)
    expect(
      health.output,
      is: "HEALTH_WARN a row waits, and the daemon does not run: process \(daemon.child.id), begun "
        + "at \(Scene.now), was killed (start it again with orch daemon; it continues the work)\n")
    try scene.run(
      scene.orchPath, ["daemon", "--until-idle"], environment: scene.loopEnvironment
    ).check()
    try expect(
      daemonLine(of: scene),
      is: "ok    daemon        ended at \(Scene.now); orch daemon starts it again")
  }

  @Test func `a tick that fails`() throws {
    let scene = try Scene(loop: .inFile)
    let daemon = try DaemonProcess(of: scene)
    _ = try daemon.line()
    chmod(scene.path("orch.json"), 0o666)
    try scene.submit("One", "file: ORCH-001.txt")
    // Only the second round notices it.
    for _ in 1...3 {
      daemon.child.send(SIGHUP)
      try daemon.expect("\(Scene.now) daemon: reloaded orch.json")
    }
    let found = try daemonLine(of: scene)
    #expect(
      found.hasPrefix("warn  daemon        process \(daemon.child.id) since ")
        && found.contains("; that failed: no program starts: other users may write"), "\(found)")
    chmod(scene.path("orch.json"), 0o644)
    try daemon.expect("\(Scene.now) ORCH-001")
    scene.awaitWorkers(of: daemon)
    let errors = daemon.end().errors
    #expect(errors.contains("no program starts: other users may write"), "\(errors)")
    #expect(try daemonLine(of: scene).hasPrefix("ok    daemon        ended"))
  }
}
