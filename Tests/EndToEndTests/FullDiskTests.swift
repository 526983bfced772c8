import Glibc
import Testing

/// A disk that takes no more: a limit of 1 KB for each file stands for it.
@Suite struct FullDiskTests {
  private static let script = "ulimit -f 1; exec $ORCH"
  private static let long = row("L", "DONE", task: String(repeating: "x", count: 1100))

  private static func add(_ id: String) -> String {
    "add --no-log --id \(id) --priority P1 --task work --success-criteria 'it works'"
  }

  @Test func `a queue that does not fit is left as it is, and the next command works`() throws {
    let scene = try Scene(rows: Self.long)
    try expect(
      scene.bash("\(Self.script) \(Self.add("A"))"),
      is: .fails(
        74,
        "ERROR: cannot write \(scene.path(".orch/versions/new")): File too large "
          + "(nothing was changed; check the disk)"))
    try expect(scene.text(), is: queueText(Self.long))
    try expect(scene.add("--id", "A"), is: .prints("Added A\n"))
    try expect(
      scene.bash("\(Self.script) \(Self.add("B")) --json"),
      is: .fails(
        74,
        """
        {"error":{"code":"input_output","message":"cannot write \(scene.path(".orch/gen/2")): \
        File too large","hint":"nothing was changed; check the disk"}}
        """))
    try expect(scene.text(), is: queueText(Self.long, row("A")))
    try expect(scene.add("--id", "B"), is: .prints("Added B\n"))
    try expect(scene.text(), is: queueText(Self.long, row("A"), row("B")))
  }

  @Test func `a journal that does not fit stops the change, and the next command works`() throws {
    let scene = try Scene(file: queueText())
    var rows: [String] = []
    while rows.count < 10 {
      let id = "A\(rows.count)"
      let outcome = try scene.bash("\(Self.script) \(Self.add(id))")
      if outcome.status != 0 {
        try expect(
          scene.bash("\(Self.script) \(Self.add(id))"),
          is: .fails(
            74,
            "ERROR: cannot write \(scene.path(".orch/journal.jsonl")): File too large "
              + "(nothing was changed; check the disk)"))
        break
      }
      rows.append(row(id))
      try expect(scene.text(), is: queueText(rows))
    }
    #expect((1...3).contains(rows.count))
    try expect(scene.text(), is: queueText(rows))
    try expect(scene.add("--id", "Z"), is: .prints("Added Z\n"))
    try expect(scene.text(), is: queueText(rows + [row("Z")]))
    let history = try scene.orch("show", "Z").output
    #expect(history.contains("\nhistory\n  2026-01-31 18:00 add by "), "\(history)")
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
