import Host
import Text

// The writing commands. The queue that they find has A waiting, B done, C in progress by the
// session w, D failed, E blocked and G waiting; `r.txt` is a report on C.

extension FaultCommand {
  /// Every command that writes, with each store in which it runs different code.
  package static let all: [FaultCommand] =
    rows + plans + recurring + commandFiles + imports + workers + reports + upkeep + folders

  /// Commands that find an editor's save of a buffer that was loaded before B was done. The
  /// person's text stays, and the next command makes B DONE again, whatever happens to this
  /// command. `gc` is left out, because it archives B when it is run again.
  package static let saved: [FaultCommand] = [FaultPast.savedInPlace, .savedByRename].flatMap {
    past in
    ["add", "pick", "done", "undo", "fmt", "lease acquire", "dispatch"].compactMap { name in
      all.filter { $0.name == name && $0.kept == .inFile }.after(past).first
    }
  }

  /// The most used commands with the other ways to write the file, and with a save that has to be
  /// merged.
  package static let ways: [FaultCommand] = {
    let saved = Self.saved.filter { $0.name == "done" }
    return [FaultWay.rename, .inPlace, .firstUse].flatMap { everyday.written($0) }
      + saved.written(.rename) + saved.filter { $0.past == .savedInPlace }.written(.inPlace)
  }()

  /// The most used commands on a file with an extended attribute.
  package static let withAttribute: [FaultCommand] = everyday.written(.withAttribute)

  private static let everyday = all.filter {
    ["add", "pick", "done"].contains($0.name) && $0.kept == .inFile
  }

  /// Each command with one of its stores, or with all of them in a long test.
  package static let sample: [FaultCommand] = Dictionary(grouping: all, by: \.name)
    .sorted { $0.key < $1.key }.flatMap { LongTests.sample(1, of: $0.value, named: $0.key) }

  /// Commands that write the run log: a new log, and a full log.
  package static let logged: [FaultCommand] =
    (each("done, the first of the run log", done, before: { $0.remove("logs") }, in: [.inFile])
    + each(
      "done, a full run log", done,
      before: { folder in
        try folder.write(#"{"log_max_bytes": 1, "log_keep": 2}"#, to: "orch.json")
        for _ in 1...3 { try folder.expect("orch fmt") }
      }, in: [.inFile])).logged()

  private static let briefedEdit = "orch edit A --task u --brief r.txt"
  private static let done = "orch done C --owner-session w --notes ok"

  private static let add = "orch add --id Z --priority P1 --task t --success-criteria c"

  private static let rows: [FaultCommand] =
    each("add", add)
    + each("add --brief", add + " --brief r.txt")
    .inSteps { folder in
      if try folder.run("orch show Z").status != 0 { try folder.expect(add + " --brief r.txt") }
    }
    .looking { $0.text(of: "tasks/Z.md") }
    + each("add --key", "orch add t --criteria c --key k")
    .inSteps { try $0.expect("orch add t --criteria c --key k") }
    + each("edit", "orch edit C --task u --after B --max-attempts 2")
    + each("edit --brief", briefedEdit)
    .inSteps { try $0.expect(briefedEdit) }.looking { $0.text(of: "tasks/A.md") }
    + each(
      "edit --line", "orch edit A Y --line 22",
      before: { folder in
        // A second row A, and a brief that may belong to either row A.
        let text = folder.text(of: "QUEUE.md")
        let row = text.split(separator: "\n").first { $0.hasPrefix("| A ") } ?? ""
        try folder.write(text + row + "\n", to: "QUEUE.md")
        try folder.makeFolder("tasks")
        try folder.write("More.\n", to: "tasks/A.md")
      }, in: [.inFile]
    )
    .inSteps { folder in
      if try folder.run("orch show Y").status != 0 {
        try folder.expect("orch edit A Y --line 22")
      }
    }
    .looking { $0.text(of: "tasks/A.md") + $0.text(of: "tasks/Y.md") }
    + each("move", "orch move G D --above B") + each("rm", "orch rm A E")
    + each("intake submit", ["orch", "intake", "submit", "--request", "Rewrite the parser"])
    + each("task --from", "orch task --from tasks.json") { try $0.write(tasks, to: "tasks.json") }
    + each("pick", "orch pick --owner-session v")
    + each("done", done)
    + each("fail", "orch fail C --owner-session w --notes no")
    + each("block", ["orch", "block", "C", "--owner-session", "w", "--notes", "no key"])
    + each("assign", "orch assign C --from w --owner-session v")
    + each("release", "orch release C --owner-session w")
    + each("cancel", "ops cancel C")
    + each("cancel of a worker", "ops cancel A", before: worker(ending: "null"))
    .inSteps { try $0.expect("ops cancel A") }
    .looking { folder in
      try folder.expect(tick)
      return try ofWorker(folder)
    }
    + each("answer", "orch answer E yes")
    + each("replan", "ops replan C --notes later")
    + each("chat", ["ops", "chat", "!cancel C"]) + each("retry", "ops retry D")
    + each("undo", "orch undo E")
    + each("undo --merge", "orch undo --merge", in: [.inFile])
    // After the merge is taken back, there is no merge left to take back.
    .inSteps { _ = try $0.run("orch undo --merge") }.after(.savedInPlace)
    + each("approve", "orch approve A", before: { try $0.expect("orch edit A --approval start") })
    + each(
      "restore", "orch restore A",
      before: { folder in
        let lines = folder.text(of: "QUEUE.md").split(
          separator: "\n", omittingEmptySubsequences: false)
        try folder.write(
          lines.filter { !$0.hasPrefix("| A ") }.joined(separator: "\n"), to: "QUEUE.md")
      }, in: [.inFile])
    + each("fmt", "orch fmt", in: [.inFile])

  private static let tick = "orch tick --max-workers 1"

  private static let workers: [FaultCommand] =
    each("dispatch", "orch dispatch --parallel 2 --max-workers 4")
    + each("lease acquire", "orch lease acquire A --owner-session v")
    + each("lease renew", "orch lease renew C --owner-session w --seconds 7200")
    + each("lease release", "orch lease release C --owner-session w")
    + each("watchdog", "orch watchdog --stale-minutes 3", time: "2026-01-02 05:00")
    + each(
      "tick", tick,
      before: { folder in
        try folder.expect(spool)
        try worker(ending: #"{"failed": {"class": "agent", "note": "exit 3"}}"#)(folder)
      }
    )
    .inSteps { try $0.expect(tick) }
    .looking { try ofWorker($0) + ofReport($0) }
    + each(
      "tick that cancels", tick,
      before: { folder in
        try folder.expect("orch edit D --on-failure cancel")
        try folder.expect("orch edit G --after D")
      }
    ).inSteps { try $0.expect(tick) }
    + each("pause", pause).inSteps { try $0.expect(pause) }.looking(ofPause)
    + each("resume", "ops resume", before: { try $0.expect(pause) })
    .inSteps { try $0.expect("ops resume") }.looking(ofPause)

  private static let pause = "ops pause --reason r"

  @Sendable private static func ofPause(_ folder: FaultFolder) -> String {
    folder.names(in: ".orch").filter { $0.hasPrefix("paused-") }
      .map { folder.text(of: ".orch/\($0)") }.joined()
  }

  /// A is at work for an agent whose supervisor was killed, before or after it recorded the end.
  private static func worker(ending: String) -> Step {
    { folder in
      let pick = try folder.run("orch pick A --owner-session x --json")
      guard let token = pick.output.firstMatch(of: /([0-9]+)-[0-9a-f]{6}/) else {
        throw FaultFolder.UnexpectedEnding(description: "\(pick)")
      }
      let attempt = ".orch/attempts/A/\(token.1)"
      try folder.makeFolder(attempt)
      try folder.write(
        #"{"type":"result","subtype":"success","total_cost_usd":0.5}"# + "\n",
        to: "\(attempt)/output.log")
      // No process has this start time.
      let boot = ProcessIdentity.current?.boot ?? ""
      let gone = #"{"pid": 1, "start": 1, "boot": "\#(boot)"}"#
      try folder.makeFolder(".orch/workers")
      try folder.write(
        #"""
        {"id": "A", "attempt": "\#(token.0)", "store": "\#(folder.kept.name)", "label": "x",
         "adapter": "claude", "context": "0", "settings": "", "grace_seconds": 1,
         "supervisor": \#(gone), "worker": \#(gone), "ending": \#(ending)}
        """#, to: ".orch/workers/\(token.0).json")
    }
  }

  /// The files that are kept about the worker of A, and how often its costs are booked.
  @Sendable private static func ofWorker(_ folder: FaultFolder) throws -> String {
    let names = try folder.allNames()
      .filter { $0.hasPrefix(".orch/workers/") || $0.contains("attempts/A/") }
    // Readers ignore an incomplete line.
    let booked = folder.text(of: ".orch/costs.jsonl").split(separator: "\n")
      .count { (try? JSONValue(parsing: Array($0.utf8))) != nil }
    return "\(names.sorted()), booked: \(booked)"
  }

  /// Whether a report on C is kept, with its attempt or as refused, and none waits.
  @Sendable private static func ofReport(_ folder: FaultFolder) throws -> String {
    let isKept = try folder.allNames().contains { name in
      name.contains("attempts/C/") && name.hasSuffix("/result.json")
        || name.hasPrefix("\(inbox)/refused/") && name.hasSuffix(".report")
    }
    let waits = folder.names(in: inbox).contains { $0.hasSuffix(".report") && !$0.hasPrefix(".") }
    return "kept: \(isKept), waits: \(waits)\n"
  }

  private static let report = "orch report --file r.txt --owner-session w"
  private static let spool = report + " --spool"

  private static let inbox = ".orch/inbox"

  private static let reports: [FaultCommand] =
    each("guard", "orch guard --id C --report r.txt --current-tokens 9999")
    + each("review", "orch review --id C --report r.txt --owner-session w")
    + each("report", report)
    .inSteps { folder in
      try folder.run("orch report --drain")
      if try !folder.run("orch show C --json").output.contains(#""status":"DONE""#) {
        try folder.expect(report)
      }
    }
    .looking(ofReport)
    + each("report --spool", spool)
    .inSteps { folder in
      // If the command died before the report had its final name, the sender has to send the report
      // again.
      if !folder.names(in: inbox).contains(where: { $0.hasSuffix(".report") }) {
        try folder.expect(spool)
      }
    }
    .looking { folder in
      let drain = try folder.run("orch report --drain")
      let row = try folder.run("orch show C")
      let status = row.output.split(separator: "\n").filter { $0.hasPrefix("status") }
      return drain.output + status.joined() + "\n"
        + folder.names(in: inbox).filter { !$0.hasSuffix(".new") }.joined(separator: "\n")
    }
    + each("report --drain", "orch report --drain", before: { try $0.expect(spool) })
    .inSteps { try $0.expect("orch report --drain") }.looking(ofReport)

  private static let upkeep: [FaultCommand] =
    each("backup", "ops backup --to b/mon", before: { try $0.makeFolder("b") })
    .inSteps { folder in
      // The command refuses to overwrite a copy that already has its final name.
      if try folder.run("ops backup --to b/mon").status == 0 { return }
      for name in folder.names(in: "b") where name.hasPrefix("mon") || name.hasPrefix(".mon") {
        folder.remove("b/\(name)")
      }
      try folder.expect("ops backup --to b/mon")
    }
    .looking { folder in
      try folder.names(in: "b").filter { !$0.hasPrefix(".") }.compactMap { name in
        let option = name.hasSuffix(".md") ? "--queue" : "--db"
        let check = try folder.runAlone(["ops", "verify", option, "b/\(name)", "--no-log"])
        return check.status == 0 ? nil : "\(name) is not whole"
      }.joined(separator: "\n")
    }
    + each("gc", gc, before: { try $0.expect(report) }, time: later)
    .inSteps { try $0.expect(gc) }
    .looking { folder in
      var list = ""
      for (name, option) in [("QUEUE-archive.md", "--queue"), ("queue-archive.db", "--db")]
      where folder.exists(name) {
        list += try folder.runAlone(["orch", "list", option, name, "--no-log"]).output
      }
      return try list + ofAttempt(folder)
    }
    + each("gc that packs", "ops gc", before: { try $0.expect(report) }, time: later)
    .inSteps { try $0.expect("ops gc") }
    .looking { try ofAttempt($0) + $0.run("orch show C --report").output }
    + each(
      "restore from the archive", "orch restore C",
      before: { folder in
        try folder.expect(report)
        try folder.at(later).expect(gc)
      }, time: later
    )
    // If the row is restored already, only its files are restored.
    .inSteps { _ = try $0.run("orch restore C") }.looking(ofAttempt)

  private static let gc = "ops gc --older-than 4w"
  private static let later = "2026-03-20 03:10"

  /// The place of the files of C's attempt.
  @Sendable private static func ofAttempt(_ folder: FaultFolder) throws -> String {
    try folder.allNames().filter { $0.contains(/attempts\/C\/|packs\/C\.zip$/) }.sorted().joined()
  }

  /// The commands that work on a file and a database, or on neither.
  private static let folders: [FaultCommand] =
    each("migrate", "orch migrate", in: [.inFile])
    .inSteps { try $0.expect("orch migrate -q") }.looking(database)
    + each(
      "render", "orch render",
      before: { folder in
        // The database has changed since, and a person wrote into the table.
        try folder.expect("orch migrate -q")
        let done = ["orch", "done", "C", "--notes", "n", "--force", "--db", "db/queue.db"]
        _ = try folder.runAlone(done + ["--no-log"])
        try folder.replace("Task A", by: "By hand", in: "QUEUE.md")
      }, in: [.inFile]
    )
    .inSteps { try $0.expect("orch render -q") }.looking(database)
    + each(
      "a change with a mirror", done,
      before: { folder in
        try folder.expect("orch migrate -q")
        try folder.write(#"{"mirror": true}"#, to: "orch.json")
      }, in: [.inFile]
    )
    .looking(database)
    + each(
      "init", "orch init",
      before: { folder in
        for name in ["QUEUE.md", "queue.db", ".orch", ".queue.db.orch"] { folder.remove(name) }
      }
    )
    .inSteps { folder in
      if !folder.exists("QUEUE.md"), !folder.exists("queue.db") { try folder.expect("orch init") }
    }
    + each(
      "init --worker", initWorker,
      before: { folder in for name in ["QUEUE.md", ".orch"] { folder.remove(name) } }, in: [.inFile]
    )
    .inSteps { folder in
      if !folder.exists("QUEUE.md") { try folder.expect(initWorker) }
    }
    .looking { folder in
      ["orch.json", "scripts/worker.sh"].map { folder.text(of: $0) }.joined()
    }
    + each(
      "trust", "orch trust --yes",
      before: { folder in
        let spawner = #"{"spawn": {"kind": "worker", "argv": ["./worker.sh"]}}"#
        try folder.write(spawner, to: "orch.json")
      }, in: [.inFile]
    )
    .inSteps { try $0.expect("orch trust --yes") }
    .looking { folder in
      let trusted = folder.text(of: ".config/orch/trust.json")
      return "\(trusted.split(separator: "\n").filter { $0.contains("orch.json") }.count)"
    }
    + each(
      "merge-driver", mergeDriver,
      before: { folder in
        let base = folder.text(of: "QUEUE.md")
        try folder.write(base, to: "base.md")
        try folder.write(base.replacing("Task A", with: "Task ours"), to: ".merge_file_ours")
        try folder.write(base.replacing("Task E", with: "Task theirs"), to: "theirs.md")
      }, in: [.inFile]
    )
    .inSteps { try $0.expect(mergeDriver) }.looking { $0.text(of: ".merge_file_ours") }

  private static let initWorker = "orch init --worker script"
  private static let mergeDriver = "orch merge-driver base.md .merge_file_ours theirs.md --json"

  @Sendable private static func database(_ folder: FaultFolder) throws -> String {
    guard folder.exists("db/queue.db") else { return "" }
    return try folder.runAlone(["orch", "list", "--db", "db/queue.db", "--no-log"]).output
  }

  private static let tasks = """
    [{"id": "W-1", "title": "t", "owner_role": "worker_a", "prompt": "p",
      "acceptance_criteria": ["c"]},
     {"id": "W-2", "title": "t", "owner_role": "worker_a", "prompt": "p",
      "acceptance_criteria": ["c"]}]
    """
}
