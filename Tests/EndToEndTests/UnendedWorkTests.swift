import Glibc
import Host
import TestSupport
import Testing

/// A worker with `integrate: none` that makes its row DONE, and works on. The row after it begins
/// with all that work.
@Suite struct UnendedWorkTests {
  private func scene() throws -> Scene {
    let scene = try Scene(
      worktreesOf: [worktreeRow("A"), worktreeRow("B", notes: "after=A")],
      working: """
        if [ "$ORCH_ITEM_ID" = A ]; then
          orch done A --notes mine
          echo "A $$" > "$home/at-work"; read -r < "$home/go-on-A"
          echo late > out/late; exit 0
        fi
        ls out > "$home/seen"
        """)
    for pipe in ["at-work", "go-on-A"] { try #require(mkfifo(scene.path(pipe), 0o600) == 0) }
    scene.git(#"sed -i 's/"merge"/"none"/' orch.json"#)
    try scene.trust()
    try expect(scene.worktreeTick(0, path: Self.path), is: .prints("A\n"))
    return scene
  }

  private static let path = "\(Scene.binaries):/usr/bin:/bin"

  @Test func `the row after it starts when its worker has ended`() throws {
    let scene = try scene()
    try scene.awaitPause("A")
    try expect(
      scene.ops("why", "B"),
      is: .prints("B\twaits for A (DONE), whose worker has not ended\t\n"))
    try expect(
      scene.worktreeTick(1, path: Self.path),
      is: .prints(
        "NOOP\n",
        warning:
          "WARNING: nothing starts: B waits for A (DONE), whose worker has not ended (ops why shows "
          + "each row's reason and what to do)\n"))
    try scene.goOn("A")
    try scene.awaitWorkers()
    try expect(scene.worktreeTick(2, path: Self.path), is: .prints("B\n"))
    try scene.awaitWorkers()
    try expect(scene.text("seen"), is: "A\nB\nlate\n")
    expect(scene.git("git show orch/B:out/late"), is: "late\n")
  }

  @Test func `a supervisor that is killed keeps no row waiting`() throws {
    let scene = try scene()
    try scene.awaitPause("A")
    for record in try scene.records { record.supervisor.signal(.kill) }
    try expect(scene.worktreeTick(1, path: Self.path).output, is: "B\n")
    try scene.awaitWorkers()
    try expect(scene.text("seen"), is: "A\nB\n")
  }
}
