import Glibc
import TestSupport
import Testing

/// The run log of a command at each of its changes: the process ends there, the disk is full for
/// this one, or the log's disk is broken from there on.
@Suite struct RunLogFaultTests {
  @Test(arguments: FaultCommand.logged)
  func `no fault in the run log loses or refuses a command's work`(command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command)
    let calls = rehearsal.calls.indices.filter { rehearsal.calls[$0].contains("\"logs") }
    // Of a first log its folder and `.gitignore`, of a full one the renamed files.
    try #require(calls.count >= 6, "\(rehearsal.calls)")
    let quiet = try rehearsal.inCopy { try $0.run(command.line) }
    for fault in Fault.allCases {
      for index in calls {
        try rehearsal.play(from: index) { following, change, _ in
          switch fault {
          case .killed: EIO
          case .full: following == 0 ? ENOSPC : nil
          case .broken: "\(change)".contains("/logs") ? EIO : nil
          }
        } check: { ending, folder in
          let story: Comment = "\(command): \(fault) at \(rehearsal.calls[index])\n\(ending)"
          if fault != .killed {
            #expect(ending.status == 0 && ending.output == quiet.output, story)
            let isSaid = ending.errors.contains(fault.reason)
            #expect(isSaid || folder.logsTheEnd, "neither line nor warning: \(story)")
          }
          let heard = fault == .killed ? ending.withoutOutput : ending
          let problems = try rehearsal.problems(after: fault, heard, in: folder, .inProcess)
          #expect(problems == [], story)
        }
      }
    }
  }
}

extension FaultFolder {
  /// Whether the run log has the end of the command.
  fileprivate var logsTheEnd: Bool {
    let lines = text(of: "logs/orch_runs.jsonl").split(separator: "\n")
    return lines.last.map { $0.contains(#""run_end""#) && $0.contains(#""item_id":"C""#) } ?? false
  }
}
