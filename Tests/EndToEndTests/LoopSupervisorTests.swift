import Foundation
import Glibc
import Host
import TestSupport
import Testing

/// Supervisors that are killed.
@Suite struct LoopSupervisorTests {
  @Test(arguments: QueueKept.allCases)
  func `a worker ends with its supervisor, and three such losses are for a person to look at`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Pause", "file: ORCH-001.txt")
    for round in 0..<3 {
      let minutes = round * 30
      try expect(scene.tick(minutes: minutes), is: .prints("ORCH-001\n"))
      let worker = try scene.awaitPause("ORCH-001")
      try scene.killSupervisor()
      #expect(worker.hasEnded(within: .milliseconds(60_000)))
      try scene.awaitWorkers()
      try expect(scene.tick(minutes: minutes + 1).output, is: "NOOP\n")
      try expect(scene.status("ORCH-001"), is: "IN_PROGRESS")
      // Nothing is to be started anew until the next round.
      let watchdog = try scene.orch("watchdog", environment: later(minutes: minutes + 2))
      expect(watchdog, is: .prints(round < 2 ? "RESET ORCH-001\n" : "BLOCKED ORCH-001\n"))
      #expect(
        try scene.notes("ORCH-001").contains(
          round < 2 ? "[watchdog] stale reset" : "needs_human: 3 claims ended without an outcome"))
    }
    let last = try scene.tick(minutes: 200)
    expect(last.output, is: "NOOP\n")
    #expect(last.errors.hasPrefix("ORCH-001 BLOCKED a person should look at it: 3 claims ended"))
    #expect(scene.runs("ORCH-001") == 3)
    try scene.expectNothingLeft()
  }

  /// As a worker can do that wants no timeout.
  @Test(arguments: QueueKept.allCases)
  func `a supervisor that is stopped is continued after a minute, and killed the next time`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Pause", "file: ORCH-001.txt")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    let worker = try scene.awaitPause("ORCH-001")
    let supervisor = try #require(try scene.records.first?.supervisor)
    func stop() throws {
      #expect(kill(pid_t(supervisor.id), SIGSTOP) == 0)
      try awaitCondition("it is stopped") { supervisor.isStopped }
    }
    try stop()
    try expect(scene.tick(), is: .prints("NOOP\n"))
    #expect(supervisor.isStopped)
    try expect(
      scene.tick(minutes: 1),
      is: .prints(
        "NOOP\n",
        warning: """
          WARNING: the supervisor of ORCH-001 was stopped for a minute; it continues now, and is \
          killed if it stops again

          """))
    try awaitCondition("it goes on") { !supervisor.isStopped }
    #expect(worker.isAlive)
    try stop()
    try expect(
      scene.tick(minutes: 2),
      is: .prints(
        "RESET ORCH-001\nORCH-001\n",
        warning: "WARNING: the worker of ORCH-001 had to be killed with its supervisor\n"))
    #expect(worker.hasEnded(within: .milliseconds(60_000)))
    try scene.awaitPause("ORCH-001")
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    #expect(scene.runs("ORCH-001") == 2)
    try scene.expectNothingLeft()
  }

  /// Where a supervisor is killed: when it makes a folder durable for the given time, what it
  /// has put there is known; when it sees to it that the folder exists, it is about to put something
  /// there.
  struct Place: CustomTestStringConvertible {
    let testDescription: String
    let folder: String
    let call: String
    let occurrence: Int
    /// Whether the dispatcher got the message that the work began; `nil` where it is killed, too,
    /// because it completes the record of the attempt there.
    let isStartReported: Bool?
    /// How often the row's worker is started in all.
    let runs: ClosedRange<Int>

    init(
      _ testDescription: String, _ folder: String, _ occurrence: Int, of call: String = "fsync",
      isStartReported: Bool? = true, runs: ClosedRange<Int> = 1...1
    ) {
      (self.testDescription, self.folder, self.call) = (testDescription, folder, call)
      (self.occurrence, self.isStartReported, self.runs) = (occurrence, isStartReported, runs)
    }
  }

  private static let places = [
    Place("before its worker is started", "workers", 1, isStartReported: false),
    Place("when the task is recorded", "attempts/ORCH-001/1", 1, isStartReported: nil),
    Place(
      "when its worker is started", "workers", 2, of: "mkdir", isStartReported: false, runs: 1...2),
    Place(
      "when its worker has ended, before that is recorded", "workers", 3, of: "mkdir", runs: 2...2),
    Place("when its worker has ended, before the report is kept", "inbox", 1, runs: 2...2),
    Place("when its worker has ended, before the report is routed", "inbox", 2),
    Place("when it has reported the ending", "workers", 2),
    Place("when its proofs are checked, before the row is changed", "attempts/ORCH-001/1", 2),
    Place("when the row is changed, before the report is put away", "attempts/ORCH-001/1", 3),
  ]

  @Test(
    .enabled(if: Strace.isPermitted, "\(Strace.refusal)"), arguments: QueueKept.allCases, places)
  func `whenever a supervisor is killed, its row comes to an end`(
    _ kept: QueueKept, place: Place
  ) throws {
    let scene = try Scene(loop: kept)
    try scene.submit("Write a file", "file: ORCH-001.txt")
    let trace = try Strace.run(
      scene.orchPath, ["tick", "--no-log"] + scene.options, in: scene.folder,
      environment: scene.loopEnvironment.merging(later(minutes: 0)) { $1 }, tracing: [place.call],
      injecting: ["\(place.call):signal=KILL:when=\(place.occurrence)"],
      concerning: [scene.path(".orch/\(place.folder)")])
    #expect(trace.calls.last { $0.result == nil } != nil, "\(trace)")
    if let isStartReported = place.isStartReported {
      expect(Outcome(trace.ending), is: isStartReported ? .prints("ORCH-001\n") : Self.silent)
    }
    try scene.awaitWorkers()
    try scene.tickUntilIdle()
    try expect(scene.status("ORCH-001"), is: "DONE")
    #expect(place.runs.contains(scene.runs("ORCH-001")))
    #expect(try scene.reports(in: "inbox/refused").isEmpty)
    try scene.expectNothingLeft()
  }

  private static let silent = Outcome.prints(
    "RESET ORCH-001\n",
    warning: """
      WARNING: ORCH-001 is PENDING again: its worker could not be started: \
      its supervisor ended before it began

      """)
}

extension Scene {
  /// Kills the one supervisor that there is, and waits until it has ended.
  func killSupervisor() throws {
    let records = try records
    try #require(records.count == 1)
    #expect(records[0].supervisor.signal(.kill))
    #expect(records[0].supervisor.hasEnded(within: .milliseconds(60_000)))
  }
}

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
