import Foundation
import Host
import TestSupport
import Testing

/// A record in `.orch/workers` that came with a clone, and names a process that orch did not start.
@Suite struct ForgedRecordTests {
  /// What would end the supervisor or the worker of a row.
  enum Deed: String, CaseIterable {
    case tick = "$ORCH tick $OPTIONS"
    /// The row has another claim than the record.
    case tickOfAnotherClaim = "$ORCH tick  $OPTIONS"
    case cancel = "$OPS cancel ORCH-001 $OPTIONS"
    case release = "$ORCH release ORCH-001 --force $OPTIONS"
    case replan = "$OPS replan ORCH-001 --notes 'another way' $OPTIONS"
  }

  @Test(arguments: QueueKept.allCases, Deed.allCases)
  func `the process goes on`(_ kept: QueueKept, _ deed: Deed) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Write the greeting")
    let claimed = try scene.orch("pick", "ORCH-001", "--owner-session", "s1", "--json")
    let token =
      deed == .tickOfAnotherClaim ? "99-abcdef" : try #require(claimed.tokens.first)
    let innocent = try ChildProcess(
      starting: "/bin/sleep", ["1000"], in: scene.folder, environment: [:])
    defer {
      innocent.send(SIGKILL)
      _ = innocent.wait()
    }
    let process = try #require(ProcessIdentity(of: Int(innocent.id)))
    let named = #"{"pid": \#(process.id), "start": \#(process.start), "boot": "\#(process.boot)"}"#
    try scene.makeFolder(".orch/workers")
    try scene.write(
      #"""
      {"id": "ORCH-001", "attempt": "\#(token)", "store": "\#(kept.name)", "label": "orch-orch-001",
       "supervisor": \#(named), "grace_seconds": 0, "settings": "", "worker": \#(named),
       "ending": null, "settled": false}
      """#, to: ".orch/workers/\(token).json")
    let environment = scene.loopEnvironment
      .merging(later(minutes: 10)) { $1 }
    let outcome = try scene.bash(deed.rawValue, environment: environment)
    #expect(outcome.status == 0 && !outcome.errors.contains("is ended"), "\(outcome)")
    #expect(process.isAlive)
  }
}
