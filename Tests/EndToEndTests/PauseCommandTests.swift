import TestSupport
import Testing

/// `ops pause`, `ops resume` and `ops drain`, on both stores.
@Suite struct PauseCommandTests {
  private static let rows = queueText(
    row("A"), row("B", notes: "after=A"), row("C", "IN_PROGRESS", owner: "w", started: Scene.now))
  private static let pause = "paused by ann since 18:00: a release"
  private static let pauseJSON =
    #"{"actor":"ann","since":\#(Scene.nowEpoch),"reason":"a release"}"#
  private static let warning = "WARNING: the queue is \(pause) (ops resume continues)\n"

  private static func scene(_ store: String) throws -> Scene {
    let scene = try Scene(file: rows)
    if store == "database" {
      #expect(try scene.orch("migrate", "--no-log", "--quiet").status == 0)
      scene.options = ["--db", "db/queue.db"]
    }
    return scene
  }

  @Test(arguments: ["table", "database"])
  func `a paused queue hands out nothing, and says so everywhere`(_ store: String) throws {
    let scene = try Self.scene(store)
    let begin = ["pause", "--reason", "a release", "--owner-session", "ann"]
    try expect(scene.run(scene.opsPath, begin), is: .prints("\(Self.pause)\n"))
    try expect(scene.ops("pause"), is: .prints("\(Self.pause)\n"))
    try expect(scene.ops("pause", "--json"), is: .prints("{\"paused\":\(Self.pauseJSON)}\n"))
    try expect(
      scene.orch("pick", "--owner-session", "v"),
      is: .prints("No pending tasks\n", warning: Self.warning))
    try expect(
      scene.orch("pick", "--exit-code", "--quiet"),
      is: Outcome(status: 3, output: "No pending tasks\n", errors: ""))
    try expect(scene.orch("dispatch"), is: .prints("NOOP\n", warning: Self.warning))
    try expect(scene.orch("tick"), is: .prints("NOOP\n", warning: Self.warning))
    try expect(
      scene.orch("dispatch", "--json", "--quiet"),
      is: .prints("{\"claims\":[],\"paused\":\(Self.pauseJSON)}\n"))
    let options = store == "table" ? "" : " --db db/queue.db"
    try expect(
      scene.ops("why"),
      is: .prints(
        """
        A\t\(Self.pause)\tops resume\(options)
        B\twaits for A (PENDING), which is \(Self.pause)\tops resume\(options)\n
        """))
    let status = try scene.ops("status").output.split(separator: "\n")
    #expect(status.dropFirst().first == "\(Self.pause) (ops resume)")
    #expect(try scene.ops("status", "--json").output.hasSuffix(",\"paused\":\(Self.pauseJSON)}\n"))
    #expect(try scene.ops("health").output.hasSuffix(" \(Self.pause)\n"))
    #expect(try scene.ops("doctor").output.contains("the queue is \(Self.pause) (ops resume"))
    #expect(try scene.orch("prime").output.contains("Next: nothing: \(Self.pause)\n"))
    #expect(try scene.orch("prime", "--lead").output.contains("Nothing starts: \(Self.pause) (ops"))
    #expect(try !scene.orch("list").output.contains("paused"))
    try expect(scene.orch("pick", "--force", "--owner-session", "v"), is: .prints("A\n"))
    try expect(scene.ops("resume"), is: .prints("resumed\n"))
    try expect(scene.ops("resume", "--json"), is: .prints("{\"was\":null}\n"))
    try expect(scene.orch("release", "A", "--owner-session", "v"), is: .prints("A -> PENDING\n"))
    try expect(scene.orch("pick", "--owner-session", "v"), is: .prints("A\n"))
  }

  @Test func `the terminal shows it above the rows`() throws {
    let scene = try Self.scene("table")
    try scene.ops("pause", "--owner-session", "ann").check()
    let list = try scene.terminal("$ORCH list --color never")
    #expect(list.hasPrefix("paused by ann since 18:00 (ops resume)"), "\(list)")
  }

  @Test func `a drain pauses, and waits for the workers that orch started`() throws {
    let scene = try Self.scene("table")
    try expect(scene.ops("drain", "--timeout", "0"), is: .prints("drained\n"))
    let shown = try scene.terminal("$OPS drain --timeout 0")
    #expect(
      shown.hasSuffix("the queue stays paused: nothing starts until ops resume\ndrained\n"),
      "\(shown)")
    try expect(scene.ops("resume"), is: .prints("resumed\n"))
    let assign = ["assign", "C", "--from", "w", "--owner-session", "orch-c"]
    try scene.run(scene.orchPath, assign).check()
    try expect(
      scene.ops("drain", "--timeout", "0"),
      is: .fails(
        75,
        "ERROR: C is still at work (the queue stays paused; run ops drain to wait again, ops "
          + "cancel ID to end one, ops resume to end the pause)"))
    #expect(try scene.ops("status").output.contains("\npaused by "))
  }
}
