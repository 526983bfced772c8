import TestSupport
import Testing

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
