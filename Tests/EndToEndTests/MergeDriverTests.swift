import TestSupport
import Testing

/// `orch merge-driver` as a person or a script calls it.
@Suite struct MergeDriverTests {
  private static func scene(base: String, ours: String, theirs: String) throws -> Scene {
    let scene = try Scene()
    try scene.write(base, to: "base.md")
    try scene.write(ours, to: "ours.md")
    try scene.write(theirs, to: "theirs.md")
    return scene
  }

  @Test func `what is merged is written over ours, which keeps its mode`() throws {
    let scene = try Self.scene(
      base: queueText(row("A")), ours: queueText(row("A", "DONE")),
      theirs: queueText(row("A", task: "typed")))
    try expect(scene.bash("chmod 640 ours.md"), is: .prints(""))
    try expect(scene.orch("merge-driver", "base.md", "ours.md", "theirs.md"), is: .prints(""))
    try expect(scene.text("ours.md"), is: queueText(row("A", "DONE", task: "typed")))
    try expect(scene.bash("stat -c %a ours.md"), is: .prints("640\n"))
    try expect(scene.names(), is: ["base.md", "ours.md", "theirs.md"])
  }

  @Test func `an empty base, and a path for messages`() throws {
    let scene = try Self.scene(
      base: "", ours: queueText(row("A"), row("B", task: "one")),
      theirs: queueText(row("A"), row("B", task: "two")))
    let outcome = try scene.orch("merge-driver", "base.md", "ours.md", "theirs.md", "a/QUEUE.md")
    let errors = """
      WARNING: a/QUEUE.md: B: added by both branches for different tasks: one of them needs another id
      WARNING: a/QUEUE.md is a whole table without conflict markers: read the messages above, then git \
      add it

      """
    expect(outcome, is: Outcome(status: 1, output: "", errors: errors))
    try expect(
      scene.text("ours.md"),
      is: queueText(row("A"), row("B", task: "one"), row("B", task: "two")))
  }
}
