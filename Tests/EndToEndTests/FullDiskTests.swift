import Glibc
import Testing

/// A disk that takes no more: a limit of 1 KB for each file stands for it.
@Suite struct FullDiskTests {
  private static let script = "ulimit -f 1; exec $ORCH"
  private static let long = row("L", "DONE", task: String(repeating: "x", count: 1100))

  private static func add(_ id: String) -> String {
    "add --no-log --id \(id) --priority P1 --task work --success-criteria 'it works'"
  }

  @Test func `a queue rewritten in place that does not fit is left as it is`() throws {
    let scene = try Scene(rows: Self.long)
    #expect(link(scene.queue, scene.path("other.md")) == 0)
    let outcome = try scene.bash("\(Self.script) \(Self.add("A"))")
    #expect(outcome.status == 74 && outcome.errors.contains(": File too large ("), "\(outcome)")
    try expect(scene.text(), is: queueText(Self.long))
    try expect(scene.add("--id", "A"), is: .prints("Added A\n"))
    try expect(scene.text("other.md"), is: queueText(Self.long, row("A")))
  }

  @Test func `init leaves nothing behind`() throws {
    let scene = try Scene()
    let outcome = try scene.bash("(ulimit -f 0; $ORCH init) 2>&1 | cat; echo ${PIPESTATUS[0]}")
    #expect(outcome.output.hasPrefix("ERROR: cannot write \(scene.queue)."), "\(outcome)")
    #expect(
      outcome.output.hasSuffix(": File too large (nothing was changed; check the disk)\n74\n"))
    #expect(!scene.exists("QUEUE.md"))
    try expect(scene.orch("init"), is: .prints("Created \(scene.queue)\n"))
  }
}
