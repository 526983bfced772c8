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
      WARNING: a/QUEUE.md: B: added by both branches, for two tasks: one of them needs another id
      WARNING: a/QUEUE.md is a whole table, without markers: look at the messages above, then git \
      add it

      """
    expect(outcome, is: Outcome(status: 1, output: "", errors: errors))
    try expect(
      scene.text("ours.md"),
      is: queueText(row("A"), row("B", task: "one"), row("B", task: "two")))
  }

  @Test func `json has every row that did not simply merge`() throws {
    let scene = try Self.scene(
      base: queueText(row("A"), row("B")),
      ours: queueText(row("A", due: "2026-02-01 10:00")),
      theirs: queueText(row("A"), row("B", "DONE"), row("C")))
    let outcome = try scene.orch(
      "merge-driver", "base.md", "ours.md", "theirs.md", "--json", "--quiet")
    let json = """
      {"path":"ours.md","clean":false,"rows":[{"id":"B","fate":"deleted_but_changed",\
      "conflict":true,"lost":[]},{"id":"C","fate":"added_since","conflict":false,"lost":[]}],"renamed":[]}

      """
    expect(outcome, is: Outcome(status: 1, output: json, errors: ""))
  }

  @Test func `what cannot be merged leaves ours as it is`() throws {
    let ours = queueText(row("A", "DONE"))
    let scene = try Self.scene(base: queueText(row("A")), ours: ours, theirs: "# Notes\n")
    let noTable = """
      ERROR: theirs:ours.md:1:1: there is no queue table (nothing was merged; mend the file by \
      hand, or take one side with git checkout --ours or --theirs)
      """
    try expect(
      scene.orch("merge-driver", "base.md", "ours.md", "theirs.md"), is: .fails(65, noTable))
    let missing = """
      ERROR: no version at gone.md (check the path, or write - to read standard input)
      """
    try expect(
      scene.orch("merge-driver", "gone.md", "ours.md", "base.md"), is: .fails(66, missing))
    let database = """
      ERROR: merge-driver works on a queue file, not on a database (leave --db out: git merges \
      files; usage: orch merge-driver BASE OURS THEIRS [PATH] [options]; orch merge-driver --help)
      """
    try expect(
      scene.orch("merge-driver", "base.md", "ours.md", "base.md", "--db", "a.db"),
      is: .fails(64, database))
    try expect(scene.text("ours.md"), is: ours)
  }

  @Test func `three versions are needed`() throws {
    let scene = try Scene()
    let error = """
      ERROR: missing argument: THEIRS (usage: orch merge-driver BASE OURS THEIRS [PATH] [options]; orch \
      merge-driver --help)
      """
    try expect(scene.orch("merge-driver", "base.md", "ours.md"), is: .fails(64, error))
  }
}
