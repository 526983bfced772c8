import Foundation
import JSON
import TestSupport
import Testing

/// How a soak ends that does not run as it should.
@Suite struct SoakEndTests {
  private static let interrupted = "interrupted: the figures are those until then"

  @Test func `a signal ends it with a report until then, and leaves no process at work`() throws {
    let soak = try SoakScene((old: "minutes\": 8", new: "minutes\": 4000"))
    let process = try soak.start()
    try awaitCondition("rows were worked on") { soak.ledger.contains("\"worked\"") }
    process.send(SIGINT)
    let ending = process.wait()
    #expect(ending.status == 1, "\(ending)")
    #expect(ending.output.contains("soak: \(Self.interrupted)\n"))
    let report = try soak.report()
    #expect(report["verdict"] == .string(Self.interrupted))
    #expect(report["attempts"]?.integerValue ?? 0 > 0)
    #expect(try soak.supervisorsLeft() == [])
  }

  @Test(arguments: LongTests.sample(1, of: [SIGTERM, SIGINT, SIGHUP], named: "signals"))
  func `the script passes a signal on, and waits for the report`(_ signal: Int32) throws {
    let soak = try SoakScene((old: "minutes\": 8", new: "minutes\": 40"))
    let process = try ChildProcess(
      starting: SoakScene.script, soak.words, in: soak.scene.folder, environment: soak.environment)
    try awaitCondition("rows were worked on") { soak.ledger.contains("\"worked\"") }
    process.send(signal)
    process.send(signal)
    let ending = process.wait()
    #expect(ending.status == 1, "\(ending)")
    #expect(ending.output.contains("soak: \(Self.interrupted)\n"), "\(ending)")
    #expect(
      ending.errors == "soak: queue, ledger and logs are in \(soak.scene.path("work"))\n")
    #expect(try soak.report()["verdict"] == .string(Self.interrupted))
    #expect(try soak.supervisorsLeft() == [])
  }

  @Test func `rows that are at work when time is over are given back`() throws {
    let soak = try SoakScene(
      (old: "minutes\": 8", new: "minutes\": 1"),
      (old: "drain_minutes\": 60", new: "drain_minutes\": 1"),
      (old: "seconds\": [5, 20]", new: "seconds\": [1200, 1200]"),
      (old: "lost_lease\": 0.2", new: "lost_lease\": 0"))
    let ending = try soak.start().wait()
    #expect(ending.status == 1, "\(ending)")
    #expect(try soak.report()["verdict"] == "NOT all goals are met")
    #expect(soak.ledger.contains("\"began\""))
    #expect(try soak.supervisorsLeft() == [])
  }

  /// An `ops` of which `ops status` fails.
  private static let blind = """
    #!/bin/sh
    case $1 in status) echo 'ERROR: no table' >&2; exit 74 ;; esac
    exec "\(BuiltBinaries.ops)" "$@"

    """

  @Test(arguments: [
    (3, "aborted: `ops status` failed 3 times in a row (limit 3)"),
    (1000, "NOT all goals are met"),
  ])
  func `a soak that cannot see its queue ends`(_ limit: Int, _ verdict: String) throws {
    let soak = try SoakScene(
      (old: "minutes\": 8", new: "minutes\": 3"),
      (old: "drain_minutes\": 60", new: "drain_minutes\": 1"),
      (old: "failed_looks\": 3", new: "failed_looks\": \(limit)"),
      (old: "failed_commands\": 0.05", new: "failed_commands\": 1"))
    try writeExecutable(Self.blind, to: soak.scene.path("blind"))
    let ending = try soak.start(ops: soak.scene.path("blind")).wait()
    #expect(ending.status == 1, "\(ending)")
    let report = try soak.report()
    #expect(report["verdict"] == .string(verdict))
    #expect(
      report["faults"]?.arrayValue?.contains("ops status: status 74: ERROR: no table") == true)
  }
}
