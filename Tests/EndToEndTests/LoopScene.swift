import Foundation
import Host
import TestSupport
import Testing
import Text

extension Scene {
  /// A folder with an empty queue, whose rows the script of `LoopWorker` works on.
  ///
  /// - Parameter rows: whole lines, for a queue in a file.
  convenience init(loop kept: QueueKept, rows: String...) throws {
    try self.init()
    options = ["--queue", "QUEUE.md"]
    try write(queueText(rows))
    if kept == .inDatabase {
      options += ["--db", kept.name]
      try expect(orch("init"), is: .prints("Created \(path(kept.name))\n"))
    }
    try makeFolder("runs")
    try #require(mkfifo(path("at-work"), 0o600) == 0)
    try write(LoopWorker.check, to: "check.sh")
    try writeExecutable(LoopWorker.script, to: path("worker.sh"))
    try spawn()
  }

  /// Says in `orch.json` what starts the work.
  func spawn(
    _ kind: String = "worker", _ argv: [String] = ["./worker.sh", "{id}"], timeout: Int = 100,
    grace: Int = 1, retry: String = "{}"
  ) throws {
    let words = argv.map { "\"\($0)\"" }.joined(separator: ", ")
    try write(
      """
      {"spawn": {"kind": "\(kind)", "argv": [\(words)], "timeout_seconds": \(timeout),
        "grace_seconds": \(grace), "env": ["ORCH", "ORCH_NOW", "OPTIONS"]},
       "max_attempts": 2, "retry": \(retry),
       "review": {"checks": {"test": ["sh", "check.sh"]}, "run_checks": true, "max_retries": 2}}
      """, to: "orch.json")
    try trust()
  }

  /// Adds a row for a task, as a request does.
  func submit(_ task: String, _ criteria: String = "it is done", _ more: String...) throws {
    let words = ["intake", "submit", "--request", "- \(task)", "--success-criteria", criteria]
    let outcome = try run(orchPath, words + more)
    #expect(outcome.output.hasPrefix("created=1 ids=ORCH-"), "\(outcome)")
  }

  // MARK: Rounds

  var loopEnvironment: [String: String] {
    ["XDG_CONFIG_HOME": path(".config"), "OPTIONS": options.joined(separator: " ")]
  }

  func tick(_ words: String..., minutes: Int = 0) throws -> Outcome {
    try run(
      orchPath, ["tick"] + words,
      environment: loopEnvironment.merging(later(minutes: minutes)) { $1 })
  }

  /// Ticks every ten minutes, and lets the workers come to their ends, until there is nothing
  /// to do.
  ///
  /// - Returns: what the ticks printed.
  @discardableResult
  func tickUntilIdle(_ words: String..., from start: Int = 10) throws -> String {
    var printed = ""
    for round in 0..<20 {
      let outcome = try run(
        orchPath, ["tick", "--parallel", "5", "--max-workers", "5"] + words,
        environment: loopEnvironment.merging(later(minutes: start + 10 * round)) { $1 })
      #expect(outcome.status == 0, "\(outcome)")
      if outcome.output == "NOOP\n" { return printed }
      printed += outcome.output
      try awaitWorkers()
    }
    Issue.record("the loop does not come to an end:\n\(printed)")
    return printed
  }
}

// What the loop made of rows and reports.

extension Scene {
  /// How often a worker of the row was started.
  func runs(_ id: String) -> Int {
    (try? text("runs/\(id)").split(separator: "\n").count) ?? 0
  }

  func status(_ id: String) throws -> String { try item(id)["status"]?.stringValue ?? "" }

  func notes(_ id: String) throws -> String { try item(id)["notes"]?.stringValue ?? "" }

  func item(_ id: String) throws -> JSONObject {
    let outcome = try orch("show", id, "--json")
    let json = try? JSONValue(parsing: Array(outcome.output.utf8))
    return try #require(json?.objectValue?["item"]?.objectValue, "\(outcome)")
  }

  /// What the worker of a claim wrote.
  func workerLog(_ id: String, claim: Int = 1) throws -> String {
    try text(".orch/attempts/\(id)/\(claim)/output.log")
  }

  /// Why reports were refused, in their order, with `TOKEN` for tokens.
  var refusals: [String] {
    get throws {
      try reports(in: "inbox/refused").map { report in
        let head = try JSONValue(parsing: Array(report.prefix { $0 != "\n" }.utf8))
        return (head.objectValue?["refused"]?.stringValue ?? "")
          .replacing(/[0-9]+-[0-9a-f]{6}/) { _ in "TOKEN" }
      }
    }
  }

  /// The reports that are kept with the attempts of a row.
  func keptReports(of id: String) throws -> [String] {
    let folder = ".orch/attempts/\(id)"
    let names = try bash("[ ! -d \(folder) ] || find \(folder) -name 'report*.md' | sort").output
    return try names.split(separator: "\n").map { try text(String($0)) }
  }

  /// The reports in a folder of the sidecar.
  func reports(in name: String) throws -> [String] {
    guard exists(".orch/\(name)") else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path(".orch/\(name)"))
      .filter { $0.hasSuffix(".report") }.sorted().map { try text(".orch/\(name)/\($0)") }
  }
}

// Workers that wait until the test lets them go on, by two named pipes, without polling.

extension Scene {
  /// Starts a worker for ORCH-001 that waits in the middle of its work.
  ///
  /// - Parameter isThere: whether the row is in the queue already.
  func startPausing(isThere: Bool = false) throws -> ProcessIdentity {
    if !isThere { try submit("Pause", "file: ORCH-001.txt") }
    try expect(tick(), is: .prints("ORCH-001\n"))
    return try awaitPause("ORCH-001")
  }

  /// Waits until a worker of the row waits.
  ///
  /// - Returns: the worker.
  @discardableResult
  func awaitPause(_ id: String) throws -> ProcessIdentity {
    let words = try patiently("head", ["-n", "1", "at-work"]).output.split(separator: " ")
    try #require(words.first.map(String.init) == id, "\(words)")
    let process = words.last.flatMap { Int($0.filter(\.isNumber)) }
    return try #require(process.flatMap(ProcessIdentity.init(of:)), "\(words)")
  }

  /// Lets a worker that waits go on.
  func goOn(_ id: String) throws {
    try patiently("tee", ["go-on-\(id)"])
  }

  /// Runs a program that waits for what another one does.
  @discardableResult
  private func patiently(_ program: String, _ words: [String]) throws -> ChildProcess.Ending {
    let ending = try TestSupport.run("timeout", ["60", program] + words, in: folder, input: "\n")
    try #require(ending.status == 0, "\(ending)")
    return ending
  }
}

// What runs in a scene of the loop, and what it leaves.

extension Scene {
  /// The processes of this scene: all see its folder as their home.
  var processes: [ProcessIdentity] { ProcessTable.processes(with: ["HOME": folder]) }

  /// Waits until nothing runs any more that was started in this scene.
  func awaitWorkers() throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      let running = processes
      if running.isEmpty { return }
      for process in running {
        #expect(process.hasEnded(within: .milliseconds(60_000)), "\(process)")
      }
      try #require(ContinuousClock.now < deadline, "workers do not come to an end")
    }
  }

  /// The records of supervisors.
  var records: [WorkerTrace] {
    get throws {
      let folder = path(".orch/workers")
      guard exists(".orch/workers") else { return [] }
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".json") }.sorted()
        .map { try WorkerTrace(contents(of: "\(folder)/\($0)")) }
    }
  }

  /// Nothing is left behind: no process, no record, no report that waits; and no row was worked
  /// on twice at the same time.
  func expectNothingLeft(
    _ story: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(processes == [], story, sourceLocation: sourceLocation)
    #expect(try records == [], story, sourceLocation: sourceLocation)
    #expect(try reports(in: "inbox") == [], story, sourceLocation: sourceLocation)
    #expect(!exists("twice"), story, sourceLocation: sourceLocation)
  }
}

/// What these tests read of a supervisor's record.
struct WorkerTrace: Equatable {
  let id: String
  let claimToken: String
  let supervisor: ProcessIdentity
  let worker: ProcessIdentity?

  init(_ text: String) throws {
    let object = try #require(try JSONValue(parsing: Array(text.utf8)).objectValue, "\(text)")
    id = try #require(object["id"]?.stringValue)
    claimToken = try #require(object["attempt"]?.stringValue)
    supervisor = try #require(object["supervisor"].flatMap(Self.process))
    worker = object["worker"].flatMap(Self.process)
  }

  private static func process(_ json: JSONValue) -> ProcessIdentity? {
    guard let object = json.objectValue, let id = object["pid"]?.integerValue,
      let start = object["start"]?.integerValue, let boot = object["boot"]?.stringValue
    else { return nil }
    return ProcessIdentity(id: id, start: start, boot: boot)
  }
}
