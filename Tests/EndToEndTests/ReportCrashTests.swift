import TestSupport
import Testing

/// A report that is killed, or meets a disk that is full, at every system call that changes
/// something: the row is as it was or routed, and the report is kept.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct ReportCrashTests {
  private static let environment = [
    "ORCH": BuiltBinaries.orch, "ORCH_NOW": Scene.now, "ORCH_TRACE_ID": "trace-test",
    "REPORT": ReportCommandTests.report(), "HOME": "/nonexistent",
  ]

  private static func before(_ kept: QueueKept) -> String {
    let option = kept == .inFile ? "" : "--db \(kept.name)"
    return """
      set -e; $ORCH init -q --path . \(option); printf '%s' "$REPORT" > r.txt
      $ORCH add -q --id A --priority P1 --task t --success-criteria 'fix the login redirect' \(option)
      $ORCH pick -q --owner-session w \(option); rm -f -r logs
      """
  }

  private static func words(_ kept: QueueKept) -> [String] {
    ["report", "--file", "r.txt", "--owner-session", "w", "--no-log"]
      + (kept == .inFile ? [] : ["--db", kept.name])
  }

  private func bash(_ script: String, in folder: String) throws -> ChildProcess.Ending {
    try run("/bin/bash", ["-c", script], in: folder, environment: Self.environment)
  }

  private func report(
    _ kept: QueueKept, in folder: String, injecting injections: [String] = []
  ) throws -> Strace.Trace {
    try Strace.run(
      BuiltBinaries.orch, Self.words(kept), in: folder, environment: Self.environment,
      tracing: SystemCalls.changing, injecting: injections)
  }

  /// The status of the row, and how many copies of the report there are, after the inbox was
  /// drained by somebody else.
  private func aftermath(_ kept: QueueKept, in folder: String) throws -> (String, copies: Int) {
    let option = kept == .inFile ? "" : "--db \(kept.name)"
    let drained = try bash("$ORCH report --drain --no-log \(option)", in: folder)
    #expect(drained.status == 0, "\(drained)")
    let status = try bash("$ORCH list \(option) | cut -f 2", in: folder).output
    let copies = try bash(
      "find .orch/inbox .orch/evidence -name '*.report' -not -name '.*' | wc -l", in: folder)
    return (status, Int(copies.output.filter(\.isNumber)) ?? -1)
  }

  private func calls(_ kept: QueueKept) throws -> [Strace.Call] {
    try withTemporaryDirectory { folder in
      #expect(try bash(Self.before(kept), in: folder).status == 0)
      let trace = try report(kept, in: folder)
      #expect(trace.ending.output == "A -> DONE (PASS)\n", "\(trace.ending)")
      return trace.calls.filter { $0.isChanging && $0.name != "exit_group" }
    }
  }

  @Test(arguments: QueueKept.allCases)
  func `a process that is killed loses no report, and none is routed twice`(_ kept: QueueKept)
    throws
  {
    for call in LongTests.sample(3, of: try calls(kept), named: "killed \(kept)") {
      try withTemporaryDirectory { folder in
        _ = try bash(Self.before(kept), in: folder)
        let injection = "\(call.name):signal=KILL:when=\(call.occurrence)"
        let trace = try report(kept, in: folder, injecting: [injection])
        #expect(trace.ending.signal == 9, "\(call)")
        let (status, copies) = try aftermath(kept, in: folder)
        // What died before the report had its name is the sender's to send again.
        #expect(
          status == "DONE\n" && copies == 1 || status == "IN_PROGRESS\n" && copies == 0,
          "\(call): \(status)\(copies)")
      }
    }
  }

  @Test(arguments: QueueKept.allCases)
  func `a disk that is full is an error, and loses no report`(_ kept: QueueKept) throws {
    for call in LongTests.sample(3, of: try calls(kept), named: "full \(kept)") {
      try withTemporaryDirectory { folder in
        _ = try bash(Self.before(kept), in: folder)
        let trace = try report(
          kept, in: folder,
          injecting: ["\(call.name):error=ENOSPC:when=\(call.occurrence)"])
        let isDone = trace.ending.output == "A -> DONE (PASS)\n"
        #expect(isDone || trace.ending.status != 0, "\(call): \(trace.ending)")
        let (status, copies) = try aftermath(kept, in: folder)
        #expect(
          status == "DONE\n" && copies == 1
            || status == "IN_PROGRESS\n" && copies == 0 && trace.ending.status != 0,
          "\(call): \(status)\(copies) \(trace.ending)")
      }
    }
  }
}
