import Foundation
import Host
import JSON
import TestSupport
import Testing

/// A folder in which a soak of some seconds runs.
struct SoakScene {
  let scene: Scene

  /// Two minutes of watchdog's grace take a second.
  static let profile = """
    {"seed": 3, "speed": 120, "minutes": 8, "drain_minutes": 60,
     "arrivals": {"per_minute": 1, "burst_rows": 3, "burst_every_minutes": 4, "submitters": 2},
     "work": {"seconds": [5, 20], "timeout_real_seconds": 60, "max_workers": 5,
       "interval_minutes": 30},
     "faults": {"transient": 0.1, "over_budget": 0.2, "lost_lease": 0.2,
       "duplicate_submission": 0.2, "locked_database": 0.05, "lock_real_seconds": 1,
       "daemon_killed_every_minutes": 3},
     "people": {"operator_seconds": 60, "reader_seconds": 60},
     "abort": {"check_seconds": 60, "duplicates": 0, "backlog_rows": 100,
       "no_progress_minutes": 60, "disk_free_mb": 10, "failed_commands": 0.05, "failed_looks": 3},
     "goals": {"attempts": 14, "success": 1, "lost_leases": 1, "recovered": 1,
       "p95_minutes": 60}}
    """

  static let script = URL(filePath: DocumentExampleTests.root)
    .appending(path: "automation/soak.sh").path

  static let binaries = URL(filePath: BuiltBinaries.orch).deletingLastPathComponent().path

  /// - Parameter changes: what the profile says otherwise.
  init(_ changes: (old: String, new: String)...) throws {
    scene = try Scene()
    let text = changes.reduce(Self.profile) { $0.replacing("\"\($1.old)", with: "\"\($1.new)") }
    try scene.write(text, to: "tiny.json")
  }

  var ledger: String { (try? contents(of: scene.path("work/ledger.jsonl"))) ?? "" }

  // MARK: Programs

  var words: [String] {
    [
      "--profile", scene.path("tiny.json"), "--report", scene.path("report"), "--folder",
      scene.path("work"),
    ]
  }

  var environment: [String: String] {
    TestEnvironment.base(home: scene.folder).merging(["SOAK_BINARIES": Self.binaries]) { $1 }
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
      "\(Self.binaries)/soak", "run", "--orch", BuiltBinaries.orch, "--ops", ops, "--date",
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
