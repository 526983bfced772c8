import Foundation
import TestSupport
import Testing

/// A file system that is full while git writes to it.
@Suite(.enabled(if: SmallDisk.isPermitted, "needs root, unshare and nsenter"))
struct WorktreeFullDiskTests {
  /// More than the file system takes.
  private static let large = "head -c 3000000 /dev/urandom"

  @Test func `a worktree that does not fit is made when there is room`() throws {
    let scene = try Scene(
      worktreesOf: [worktreeRow("A")], settings: #"{"min_free": "1KB"}"#,
      making: """
        \(Self.large) > large.bin
        \(Scene.makingRepository); git add large.bin && git commit -qm large
        """)
    let disk = try SmallDisk(at: ".local/state/orch/worktrees", of: scene)
    defer { disk.end() }
    try expect(disk.tick(0).status, is: 0)
    try expect(
      scene.text(),
      is: queueText(worktreeRow("A", notes: "retry_not_before=1769850060")))
    try expect(
      scene.workerLog("A"),
      is: """
        [orch] git worktree failed at \(scene.folder): error: unable to write file large.bin

        """)
    try disk.grow()
    try expect(disk.tick(1), is: .prints("A\n"))
    #expect(try scene.status("A") == "DONE")
    #expect(scene.landed == ["A: work"])
  }

  @Test func `work that does not fit is committed when there is room`() throws {
    let scene = try Scene(
      worktreesOf: [worktreeRow("A")], working: "\(Self.large) > out/large.bin", making: "true")
    let disk = try SmallDisk(at: ".git", of: scene)
    defer { disk.end() }
    disk.run(Scene.makingRepository).check()
    try expect(disk.tick(0), is: .prints("A\n"))
    #expect(try scene.status("A") == "IN_PROGRESS")
    try disk.grow()
    try expect(disk.tick(1), is: .prints("A DONE (1 proof)\n"))
    expect(
      disk.run(
        "git log --first-parent --format=%s main..orch/integration && git fsck 2> /dev/null"),
      is: .prints("A: work\n"))
  }
}

/// A small file system, mounted on a folder of a scene where no other process sees it.
struct SmallDisk {
  private let scene: Scene
  private let place: String
  /// It keeps the namespace of the mount.
  private let holder: ChildProcess

  /// The process whose namespace has the mount.
  var id: pid_t { holder.id }

  static let isPermitted =
    (try? TestSupport.run("unshare", ["-m", "nsenter", "--version"], in: "/"))?.status == 0

  init(at place: String, of scene: Scene, megabytes: Int = 1) throws {
    (self.scene, self.place) = (scene, place)
    try scene.makeFolder(place)
    try #require(mkfifo(scene.path("mounted"), 0o600) == 0)
    try #require(mkfifo(scene.path("held"), 0o600) == 0)
    holder = try ChildProcess(
      starting: "unshare",
      [
        "-m", "sh", "-c",
        "mount -t tmpfs -o size=\(megabytes)m none \(place); echo > mounted; exec cat held",
      ], in: scene.folder, environment: [:])
    let ending = try TestSupport.run("timeout", ["60", "cat", "mounted"], in: scene.folder)
    try #require(ending.status == 0, "\(ending)")
  }

  /// Runs a script where the mount is seen.
  func run(_ script: String, minute: Int = 0) -> Outcome {
    let line = "cd '\(scene.folder)' && { \(script); }"
    let words = ["-t", "\(holder.id)", "-m", "bash", "-c", line]
    return
      (try? scene.run(
        "nsenter", words,
        environment: Scene.gitVariables.merging(later(minutes: minute)) { $1 }))
      ?? Outcome(status: -1, output: "", errors: "not run")
  }

  /// Runs a tick, and waits for the workers.
  func tick(_ minute: Int) throws -> Outcome {
    let outcome = run("$ORCH tick", minute: minute)
    try scene.awaitWorkers()
    return outcome
  }

  func grow() throws { run("mount -o remount,size=100m \(place)").check() }

  func end() {
    holder.send(SIGKILL)
    _ = holder.wait()
  }
}
