import Foundation
import Host
import TestSupport
import Testing
import Text

/// A folder in which a soak of some seconds runs.
struct SoakScene {
  let scene: Scene

  /// Two minutes of watchdog's grace take a second.
  static let profile = """
    {"seed": 3, "speed": 120, "minutes": 8, "drain_minutes": 60,
     "arrivals": {"per_minute": 1, "burst_rows": 3, "burst_minutes": 1, "burst_every_minutes": 4, "submitters": 2},
     "work": {"seconds": [5, 20], "timeout_real_seconds": 60, "max_workers": 5,
       "interval_minutes": 30},
     "faults": {"transient": 0.1, "over_budget": 0.2, "lost_lease": 0.2,
       "duplicate_submission": 0.2, "locked_database": 0.05, "lock_real_seconds": 1,
       "daemon_killed_every_minutes": 3},
     "people": {"operator_seconds": 60, "reader_seconds": 60},
     "abort": {"check_seconds": 60, "duplicates": 0, "unblocked": 0, "success": 0,
       "success_rows": 20, "backlog_rows": 100, "no_progress_minutes": 60, "disk_free_mb": 10, "failed_commands": 0.05, "failed_looks": 3},
     "goals": {"attempts": 14, "success": 1, "lost_leases": 1, "recovered": 1,
       "p95_minutes": 60}}
    """

  static let script = URL(filePath: Project.folder)
    .appending(path: "automation/soak.sh").path

  /// - Parameter changes: what the profile says otherwise.
  init(_ changes: (old: String, new: String)...) throws {
    scene = try Scene()
    let text = changes.reduce(Self.profile) { $0.replacing("\"\($1.old)", with: "\"\($1.new)") }
    try scene.write(text, to: "tiny.json")
  }

  var ledger: String { (try? contents(of: scene.path("work/ledger.jsonl"))) ?? "" }
  /// What the daemons printed.
  var daemonLog: String { (try? contents(of: scene.path("work/daemon.log"))) ?? "" }

  // MARK: Programs

  var words: [String] {
    [
      "--profile", scene.path("tiny.json"), "--report", scene.path("report"), "--folder",
      scene.path("work"),
    ]
  }

  var environment: [String: String] {
    TestEnvironment.base(home: scene.folder).merging(["SOAK_BINARIES": BuiltBinaries.folder]) { $1 }
  }

  /// Runs the script to its end.
  func run(environment: [String: String] = [:]) throws -> Outcome {
    try scene.run(
      Self.script, words, environment: self.environment.merging(environment) { $1 })
  }

  /// Starts the program, which is ended after a minute.
  ///
  /// - Parameter ops: the program that it takes for it.
  func start(ops: String = BuiltBinaries.ops) throws -> ChildProcess {
    let soak = [
      "\(BuiltBinaries.folder)/soak", "run", "--orch", BuiltBinaries.orch, "--ops", ops, "--date",
      "2026-01-31",
    ]
    return try ChildProcess(
      starting: "timeout", ["--signal", "KILL", "60"] + soak + words, in: scene.folder,
      environment: environment)
  }

  // MARK: What is left of it

  func report() throws -> JSONObject {
    let folder = scene.path("report")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names.count == 2 && names.allSatisfy { $0.contains("-soak-tiny.") }, "\(names)")
    let text = try contents(of: "\(folder)/\(try #require(names.first { $0.hasSuffix("json") }))")
    return try #require(try JSONValue(parsing: Array(text.utf8)).objectValue)
  }

  /// The supervisors that still run. The record of one that was killed stays until a tick takes
  /// its row back.
  func supervisorsLeft() throws -> [Int] {
    let folder = scene.path("work/queue/.orch/workers")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.filter { $0.hasSuffix(".json") }.compactMap { name in
      let text = try contents(of: "\(folder)/\(name)")
      let record = try #require(try JSONValue(parsing: Array(text.utf8)).objectValue)
      let id = try #require(record["supervisor"]?.objectValue?["pid"]?.integerValue)
      // A zombie still has its id.
      return ProcessIdentity(of: id)?.isAlive == true ? id : nil
    }
  }
}

/// `automation/soak.sh` with a profile of some seconds: the real daemon, its workers, and all
/// faults.
@Suite struct SoakTests {
  @Test func `a soak runs to its end, with every fault, and meets its goals`() throws {
    let soak = try SoakScene()
    let outcome = try soak.run(environment: ["ORCH_DB_PATH": "/nowhere", "ORCH_QUEUE_MD": "x"])
    let report = try soak.report()
    #expect(outcome.status == 0, "\(outcome)\n\(report)\n\(soak.daemonLog)")
    #expect(report["good"] == true && report["faults"] == [])
    for figure in ["lost_leases", "over_budget", "skipped", "daemon_kills", "ticks"] {
      #expect(report[figure]?.integerValue ?? 0 > 0, "\(figure)")
    }
    #expect(report["submitted"]?.integerValue ?? 0 >= 14)
    #expect(!soak.scene.exists("work"), "what is good is cleared away")
  }

  @Test(arguments: [
    ([], 64, "soak: no profile is named (usage: "),
    (["--profil", "short"], 64, "soak: unknown option '--profil' (usage: "),
    (["--profile"], 64, "soak: --profile needs a value (usage: "),
    (
      ["--profile", "24h", "--minutes", "2h"], 64,
      "soak: invalid value '2h' for --minutes: use a number of minutes (usage: "
    ),
    (
      ["--profile", "long"], 66,
      "soak: there is no profile automation/soak/long.json (there are: 15m.json 1h.json 24h.json 72h.json short.json)"
    ),
  ])
  func `what cannot be run is refused`(
    _ words: [String], _ status: Int32, _ message: String
  ) throws {
    let soak = try SoakScene()
    let outcome = try soak.scene.run(SoakScene.script, words, environment: soak.environment)
    #expect(outcome.status == status && outcome.errors.hasPrefix(message), "\(outcome)")
  }

  @Test func `a mistake in a profile is reported with its place`() throws {
    let soak = try SoakScene((old: "transient", new: "transiant"))
    let outcome = try soak.run()
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == """
        soak: \(soak.scene.path("tiny.json")): unknown key 'faults.transiant' (did you mean \
        faults.transient?)

        """)
  }

  /// What makes something there where the soak is to be, and what shows that it stays.
  @Test(arguments: [
    ("mkdir work && echo mine > work/file", "cat work/file"),
    ("mkdir work", "ls -d work"),
    ("echo mine > work", "cat work"),
    ("mkdir other && echo mine > other/file && ln -s other work", "cat work/file"),
    ("ln -s nowhere work", "readlink work"),
  ])
  func `a folder that is there is refused, and stays`(_ before: String, _ look: String) throws {
    let soak = try SoakScene()
    _ = try soak.scene.bash(before)
    let seen = try soak.scene.bash(look)
    #expect(seen.status == 0)
    let refusal = "soak: \(soak.scene.path("work")) exists already (name a folder that does not)\n"
    // Before anything is built, or looked for.
    let outcome = try soak.run(environment: ["SOAK_BINARIES": "/nowhere"])
    #expect(outcome.status == 73 && outcome.errors == refusal, "\(outcome)")
    #expect(try soak.scene.bash(look) == seen)
    let program = try soak.start().wait()
    #expect(program.status == 73 && program.errors == refusal, "\(program)")
    #expect(try soak.scene.bash(look) == seen)
  }

  // MARK: Soaks that end early

  private static let interrupted = "interrupted: the figures cover the time until then"

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

  @Test func `a soak in which nothing succeeds ends with the reason`() throws {
    let soak = try SoakScene(
      (old: "transient\": 0.1", new: "transient\": 1"),
      (old: "over_budget\": 0.2", new: "over_budget\": 0"),
      (old: "lost_lease\": 0.2", new: "lost_lease\": 0"),
      (old: "success\": 0,", new: "success\": 0.95,"),
      (old: "success_rows\": 20", new: "success_rows\": 1"))
    let ending = try soak.start().wait()
    let verdict = "aborted: 0.00 % of the rows that ended are DONE (limit 95.00 %)"
    #expect(ending.status == 1 && ending.output.contains("soak: \(verdict)\n"), "\(ending)")
    #expect(try soak.report()["verdict"] == .string(verdict))
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
