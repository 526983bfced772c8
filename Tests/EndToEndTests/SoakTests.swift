import Foundation
import JSON
import TestSupport
import Testing

/// `automation/soak.sh` with a profile of some seconds: the real daemon, its workers, and all faults.
@Suite struct SoakTests {
  /// Two minutes of watchdog's grace take a second.
  private static let profile = """
    {"seed": 3, "speed": 120, "minutes": 8, "drain_minutes": 60,
     "arrivals": {"per_minute": 1, "burst_rows": 3, "burst_every_minutes": 4, "submitters": 2},
     "work": {"seconds": [5, 20], "timeout_real_seconds": 60, "max_workers": 5,
       "interval_minutes": 30},
     "faults": {"transient": 0.1, "over_budget": 0.2, "lost_lease": 0.2,
       "duplicate_submission": 0.2, "locked_database": 0.05, "lock_real_seconds": 1,
       "daemon_killed_every_minutes": 3},
     "people": {"operator_seconds": 60, "reader_seconds": 60},
     "abort": {"check_seconds": 60, "duplicates": 0, "backlog_rows": 100,
       "no_progress_minutes": 60, "disk_free_mb": 10, "failed_commands": 0.05},
     "goals": {"attempts": 14, "success": 1, "lost_leases": 1, "recovered": 1,
       "p95_minutes": 60}}
    """

  private static let script = URL(filePath: DocumentExampleTests.root)
    .appending(path: "automation/soak.sh").path

  private static let environment = [
    "SOAK_BINARIES": URL(filePath: BuiltBinaries.orch).deletingLastPathComponent().path
  ]

  private func report(_ scene: Scene) throws -> JSONObject {
    let folder = scene.path("report")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names.count == 2 && names.allSatisfy { $0.contains("-soak-tiny.") }, "\(names)")
    let text = try contents(of: "\(folder)/\(try #require(names.first { $0.hasSuffix("json") }))")
    return try #require(try JSONValue(parsing: Array(text.utf8)).objectValue)
  }

  @Test func `a soak runs to its end, with every fault, and meets its goals`() throws {
    let scene = try Scene()
    try scene.write(Self.profile, to: "tiny.json")
    let outcome = try scene.run(
      Self.script,
      [
        "--profile", scene.path("tiny.json"), "--report", scene.path("report"), "--folder",
        scene.path("work"),
      ], environment: Self.environment)
    let report = try report(scene)
    #expect(outcome.status == 0, "\(outcome)\n\(report)")
    #expect(report["good"] == true && report["faults"] == [])
    for figure in ["lost_leases", "over_budget", "skipped", "daemon_kills", "ticks"] {
      #expect(report[figure]?.integerValue ?? 0 > 0, "\(figure)")
    }
    #expect(report["submitted"]?.integerValue ?? 0 >= 14)
    #expect(!scene.exists("work"), "what is good is cleared away")
  }

  @Test func `a signal ends it with a report of what was, and leaves nobody at work`() throws {
    let scene = try Scene()
    try scene.write(
      Self.profile.replacing("\"minutes\": 8", with: "\"minutes\": 4000"), to: "tiny.json")
    let binaries = try #require(Self.environment["SOAK_BINARIES"])
    let soak = try ChildProcess(
      starting: "\(binaries)/soak",
      [
        "run", "--profile", "tiny.json", "--orch", BuiltBinaries.orch, "--ops", BuiltBinaries.ops,
        "--folder", scene.path("work"), "--report", scene.path("report"), "--date", "2026-01-31",
      ], in: scene.folder, environment: TestEnvironment.base(home: scene.folder))
    let ledger = scene.path("work/ledger.jsonl")
    try awaitCondition("rows were worked on") {
      (try? contents(of: ledger))?.contains("\"worked\"") == true
    }
    soak.send(SIGINT)
    let ending = soak.wait()
    #expect(ending.status == 1, "\(ending)")
    #expect(ending.output.contains("soak: interrupted: the figures are those until then\n"))
    let report = try report(scene)
    #expect(report["verdict"] == "interrupted: the figures are those until then")
    #expect(report["attempts"]?.integerValue ?? 0 > 0)
    let records = try FileManager.default.contentsOfDirectory(
      atPath: scene.path("work/queue/.orch/workers"))
    // The record of a supervisor that was killed stays until a tick takes its row back.
    for name in records where name.hasSuffix(".json") {
      let text = try contents(of: scene.path("work/queue/.orch/workers/\(name)"))
      let record = try #require(try JSONValue(parsing: Array(text.utf8)).objectValue)
      let id = try #require(record["supervisor"]?.objectValue?["pid"]?.integerValue)
      #expect(kill(pid_t(id), 0) != 0, "\(text)")
    }
  }

  @Test(arguments: [
    ([], 64, "soak: no profile is named (usage: "),
    (["--profil", "short"], 64, "soak: unknown option '--profil' (usage: "),
    (["--profile"], 64, "soak: --profile needs a value (usage: "),
    (
      ["--profile", "long"], 66,
      "soak: there is no profile automation/soak/long.json (there are: 24h.json 72h.json short.json)"
    ),
  ])
  func `what cannot be run is refused`(
    _ words: [String], _ status: Int32, _ message: String
  ) throws {
    let scene = try Scene()
    let outcome = try scene.run(Self.script, words, environment: Self.environment)
    #expect(outcome.status == status && outcome.errors.hasPrefix(message), "\(outcome)")
  }

  @Test func `a mistake in a profile is told with its place`() throws {
    let scene = try Scene()
    try scene.write(
      Self.profile.replacing("\"transient\"", with: "\"transiant\""), to: "tiny.json")
    let outcome = try scene.run(
      Self.script, ["--profile", scene.path("tiny.json"), "--folder", scene.path("work")],
      environment: Self.environment)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        "soak: \(scene.path("tiny.json")): unknown key 'faults.transiant' (did you mean "
          + "faults.transient?)\n"), "\(outcome)")
  }
}
