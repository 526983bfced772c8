import TestSupport
import Testing

/// kill -9 of the tick, at every system call that changes something or starts something.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct LoopKillTests {
  private static let calls = SystemCalls.changing + ["memfd_create", "vfork", "clone", "clone3"]

  @Test(arguments: QueueKept.allCases)
  func `whenever a tick is killed, later ones bring every row to its end`(
    _ kept: QueueKept
  ) throws {
    let past = try Scene(loopPast: kept)
    let rehearsal = try Self.tick(after: past)
    expect(
      rehearsal.trace.ending.output,
      is: "B DONE (1 proof)\nFAILED A\nC\n")
    try Self.expectEnd(rehearsal.scene, "a tick that was not killed")
    let calls = Self.places(in: rehearsal.trace.calls)
    // With fewer the list of calls has gone stale, and this tests nothing.
    #expect(calls.count >= 30)
    for call in LongTests.sample(4, of: calls, named: "tick \(kept)") {
      let injection = "\(call.name):signal=KILL:when=\(call.occurrence)"
      let (scene, trace) = try Self.tick(after: past, injecting: [injection])
      // The last process to close a database checkpoints it, and either of the two removes a file
      // that both may remove: the tick, or the supervisor of C. SQLite syncs the folder then.
      let isOfDatabase =
        call.file.contains(".db")
        || call.name == "fdatasync" && call.file.hasSuffix("<\(rehearsal.scene.folder)>")
      let isShared = call.name == "unlink" || kept == .inDatabase && isOfDatabase
      #expect(
        trace.ending.signal == 9 || isShared && trace.ending.status == 0,
        "\(call): \(trace.ending)")
      try Self.expectEnd(scene, "killed at \(call)")
    }
  }

  /// Returns the calls that change something durable, or start something; of several in a row that
  /// write to one file, the first.
  private static func places(in calls: [Strace.Call]) -> [Strace.Call] {
    let calls = calls.filter { $0.isChanging && !$0.arguments.contains("-shm") }
    let before: [Strace.Call?] = [nil] + calls
    return zip(calls, before).filter { call, before in
      !(call.isWrite && call.name == before?.name && call.file == before?.file)
    }.map(\.0)
  }

  private static func tick(
    after past: Scene, injecting injections: [String] = []
  ) throws -> (scene: Scene, trace: Strace.Trace) {
    let scene = try Scene(copying: past)
    let trace = try Strace.run(
      scene.orchPath, ["tick", "--no-log"] + scene.options, in: scene.folder,
      environment: scene.loopEnvironment.merging(later(minutes: 0)) { $1 }, tracing: calls,
      injecting: injections, followsChildren: false)
    return (scene, trace)
  }

  private static func expectEnd(_ scene: Scene, _ story: Comment) throws {
    try scene.awaitWorkers()
    try scene.tickUntilIdle()
    let rows = try scene.orch("list").output.split(separator: "\n").map { $0.prefix(6) }
    #expect(rows == ["A\tFAIL", "B\tDONE", "C\tDONE"], story)
    // The supervisor of a tick that was killed goes on: nothing has to be done again.
    #expect(try scene.runs("C") == 1 && scene.keptReports(of: "C").count == 1, story)
    // A report whose verdict was recorded is refused where the tick ended before it put it away.
    let copies = try scene.keptReports(of: "B").count + scene.reports(in: "inbox/refused").count
    #expect((1...2).contains(copies), story)
    try scene.expectNothingLeft(story)
  }
}

extension Strace.Call {
  /// The open file that it is about, as strace shows it.
  fileprivate var file: Substring { arguments.prefix { $0 != "," } }
}

extension Scene {
  /// A folder in which a tick has all of its work to do: the report of B waits, the worker of A
  /// has been silent for two hours, after its last attempt, and C waits to be started.
  fileprivate convenience init(loopPast kept: QueueKept) throws {
    let criteria = { (id: String) in "file: \(id).txt" }
    let begun = "2026-01-31 16:00"
    try self.init(
      loop: kept,
      rows: row(
        "A", "IN_PROGRESS", criteria: criteria("A"), owner: "w", started: begun,
        notes: "max_attempts=0"),
      row("B", "IN_PROGRESS", criteria: criteria("B"), owner: "v", started: begun),
      row("C", "PENDING", "P0", criteria: criteria("C")))
    if kept == .inDatabase {
      let script = """
        add() { $ORCH add -q --task work --success-criteria "file: $3.txt" --priority "$@" $OPTIONS; }
        pick() { $ORCH pick -q $1 --owner-session $2 $OPTIONS; }
        set -e
        add P1 --id A --max-attempts 1; add P1 --id B; add P0 --id C
        pick A w; $ORCH fail A --notes x $OPTIONS; $OPS retry A $OPTIONS
        export ORCH_NOW='\(begun)'; pick A w; pick B v
        """
      let outcome = try bash(
        script, environment: loopEnvironment.merging(["ORCH_NOW": "2026-01-31 14:00"]) { $1 })
      try #require(outcome.status == 0, "\(outcome)")
    }
    try write("of B", to: "B.txt")
    try write(ReportCommandTests.report("B"), to: "r.txt")
    try expect(
      orch("report", "--spool", "--file", "r.txt", "--owner-session", "v", "--no-log").status, is: 0
    )
  }

  /// Copies a scene to a folder of its own. Before the first change of a queue file there is no
  /// journal with inode numbers.
  fileprivate convenience init(copying other: Scene) throws {
    try self.init()
    let ending = try TestSupport.run("cp", ["-a", "\(other.folder)/.", folder], in: "/")
    try #require(ending.status == 0, "\(ending)")
    options = other.options
    // What is trusted is trusted where it lies.
    try trust()
  }
}
