import TestSupport
import Testing

/// A queue on a full disk.
@Suite(.enabled(if: SmallDisk.isPermitted, "needs root, unshare and nsenter"))
struct FullDiskTests {
  @Test func `no row starts on a full disk, and monitors say why`() throws {
    let scene = try Scene(.inFile)
    let disk = try SmallDisk(at: "small", of: scene, megabytes: 8)
    defer { disk.end() }
    let settings =
      #"{"workers": {"default": {"adapter": "command", "argv": ["sh", "-c", "echo > x"]}}}"#
    disk.run(
      """
      cd small && $ORCH init --quiet && $ORCH add One --criteria 'file: x' --quiet \
        && echo '\(settings)' > orch.json && chmod go-w . orch.json && $ORCH trust --yes
      """
    ).check()
    let problem = "the disk is full: 7."
    let tick = disk.run("cd small && $ORCH tick")
    #expect(tick.status == 74 && tick.errors.hasPrefix("ERROR: \(problem)"), "\(tick)")
    let health = disk.run("cd small && $OPS health")
    #expect(health.status == 30 && health.output.hasPrefix("HEALTH_ERROR \(problem)"), "\(health)")
    let why = disk.run("cd small && $OPS why")
    #expect(why.output.hasPrefix("ORCH-001\t\(problem)"), "\(why)")
    let doctor = disk.run("cd small && $OPS doctor")
    #expect(doctor.output.contains("fail  space"), "\(doctor)")
    let daemon = disk.run("cd small && $ORCH daemon --until-idle")
    #expect(daemon.output.contains(" daemon: ticks every 30m"), "\(daemon)")
    #expect(daemon.status == 74 && daemon.errors.contains("ERROR: \(problem)"), "\(daemon)")
    disk.run("mount -o remount,size=100m small").check()
    let started = disk.run(
      "cd small && $ORCH tick && timeout 60 $ORCH wait ORCH-001 > waited; $ORCH list")
    expect(started, is: .prints("ORCH-001\nORCH-001\tDONE\tP1\tOne\n"))
  }
}
