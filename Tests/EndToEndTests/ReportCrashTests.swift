import TestSupport
import Testing

/// A report that is killed, or meets a disk that is full, at every system call that changes
/// something: the row is as it was or routed, and the report is kept.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct ReportCrashTests {
  private static func before(_ kept: QueueKept) -> String {
    let option = kept == .inFile ? "" : "--db \(kept.name)"
    return """
      set -e; $ORCH init -q --path . \(option); printf '%s' "$REPORT" > r.txt
      $ORCH add -q --id A --priority P1 --task t --success-criteria 'fix the login redirect' \(option)
      $ORCH pick -q --owner-session w \(option); rm -f -r logs
      """
  }

  private static func command(_ kept: QueueKept) -> TracedCommand {
    let option = kept == .inFile ? [] : ["--db", kept.name]
    let words = ["report", "--file", "r.txt", "--owner-session", "w", "--no-log"]
    return TracedCommand(arguments: words + option, environment: ["HOME": "/nonexistent"]) {
      let scene = try Scene()
      try scene.bash(before(kept), environment: ["REPORT": ReportCommandTests.report()]).check()
      return scene
    }
  }

  /// The status of the row, and how many copies of the report there are, after the inbox was
  /// drained by another process.
  private func aftermath(_ kept: QueueKept, in scene: Scene) throws -> (String, copies: Int) {
    let option = kept == .inFile ? "" : "--db \(kept.name)"
    let drained = try scene.bash("$ORCH report --drain --no-log \(option)")
    #expect(drained.status == 0, "\(drained)")
    let status = try scene.bash("$ORCH list \(option) | cut -f 2").output
    let copies = try scene.bash(
      "find .orch -name '*.report' -not -name '.*' -o -name 'report*.md' | wc -l")
    return (status, Int(copies.output.filter(\.isNumber)) ?? -1)
  }

  private func calls(_ kept: QueueKept) throws -> [Strace.Call] {
    let trace = try Self.command(kept).run().trace
    #expect(trace.ending.output == "A -> DONE (PASS)\n", "\(trace.ending)")
    return trace.calls.filter { $0.isChanging && $0.name != "exit_group" }
  }

  @Test(arguments: QueueKept.allCases)
  func `a process that is killed loses no report, and none is routed twice`(_ kept: QueueKept)
    throws
  {
    let sample = LongTests.sample(3, of: try calls(kept), named: "killed \(kept)")
    try Self.command(kept).run(with: "signal=KILL", at: sample) { scene, _, story in
      let (status, copies) = try aftermath(kept, in: scene)
      // What died before the report had its name is the sender's to send again.
      // What died before it put the report away leaves a refused copy.
      #expect(
        status == "DONE\n" && (1...2).contains(copies) || status == "IN_PROGRESS\n" && copies == 0,
        "\(story): \(status)\(copies)")
    }
  }

  @Test(arguments: QueueKept.allCases)
  func `a disk that is full is an error, and loses no report`(_ kept: QueueKept) throws {
    let sample = LongTests.sample(3, of: try calls(kept), named: "full \(kept)")
    try Self.command(kept).run(with: "error=ENOSPC", at: sample) { scene, ending, story in
      let isDone = ending.output == "A -> DONE (PASS)\n"
      #expect(isDone || ending.status != 0, "\(story): \(ending)")
      let (status, copies) = try aftermath(kept, in: scene)
      #expect(
        status == "DONE\n" && (1...2).contains(copies)
          || status == "IN_PROGRESS\n" && copies == 0 && ending.status != 0,
        "\(story): \(status)\(copies) \(ending)")
    }
  }
}
