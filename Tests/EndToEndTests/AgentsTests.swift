import Foundation
import TestSupport
import Testing
import Text

/// Daemons work through a queue with stand-ins for the programs of agents, each row of which is a
/// trap that such a program has.
@Suite struct AgentsTests {
  @Test(arguments: QueueKept.allCases)
  func `rows of agents end as the end of their turns says`(_ kept: QueueKept) throws {
    let scene = try Scene(agents: kept)
    // Two minutes before a claim counts as left.
    let killed = AgentsPlay.killed.map(\.row.id)
    try expect(
      scene.run(["tick", "--parallel", "\(killed.count)"], minutes: -2).output,
      is: killed.map { "\($0)\n" }.joined())
    // A worker that is logged out is not waited for, nor the end of a limit.
    for minutes in [0, 1, 2, 4] { try expect(scene.work(minutes: minutes), is: 4) }
    let waiting = try scene.item(AgentsPlay.loggedOut)
    expect(waiting["status"]?.stringValue, is: "PENDING")
    expect(waiting["attempt_count"]?.integerValue, is: 0)
    try scene.write("", to: "logged-in")
    var minutes = 6
    while try !scene.orch("list", "--status", "PENDING").output.isEmpty, minutes < 30 {
      _ = try scene.work(minutes: minutes)
      minutes += 1
    }
    for row in AgentsPlay.rows { try scene.expectEnd(of: row.row, in: kept) }
    // Another row may be the trial after a limit.
    let starts = try scene.startTimes(of: AgentsPlay.limited)
    #expect(starts.count == 4, "\(starts)")
    #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 >= 2 }, "\(starts)")
    for (id, starts) in AgentsPlay.starts { try expect(scene.starts(of: id), is: starts) }
    for (id, said) in AgentsPlay.said { try expect(scene.said(in: id), is: said) }
    try scene.expectCostsAddUp()
    try scene.expectNothingLeft()
    #expect(!scene.exists("lingered"))
  }
}

extension Scene {
  /// A queue of the rows of the play, in a folder with the stand-ins.
  fileprivate convenience init(agents kept: QueueKept) throws {
    try self.init(file: queueText(AgentsPlay.rows.map(\.row.line)))
    options = ["--queue", "QUEUE.md"]
    if kept == .inDatabase {
      options += ["--db", kept.name]
      try expect(orch("migrate").status, is: 0)
    }
    for folder in ["bin", "plays", "runs", "sessions"] { try makeFolder(folder) }
    for program in AgentsStandIn.programs {
      try writeExecutable(AgentsStandIn.script, to: path("bin/\(program)"))
    }
    for row in AgentsPlay.rows { try write(row.play, to: "plays/\(row.row.id)") }
    try write(AgentsStandIn.settings, to: "orch.json")
    try trust(environment: agentEnvironment)
  }

  private var agentEnvironment: [String: String] {
    loopEnvironment.merging([
      "PATH": "\(path("bin")):/usr/bin:/bin",
      "TRANSCRIPTS": "\(Project.folder)/Tests/Cases/transcripts",
      "RESET": String(AgentsPlay.reset),
    ]) { $1 }
  }

  /// Runs a daemon until nothing can start at that time.
  fileprivate func work(minutes: Int) throws -> Int32 {
    try run(["daemon", "--until-idle", "--parallel", "4"], minutes: minutes).status
  }

  /// Runs orch at a time of the scene's clock, and waits for what it starts.
  fileprivate func run(_ words: [String], minutes: Int) throws -> Outcome {
    let environment = agentEnvironment.merging(later(minutes: minutes)) { $1 }
    let outcome = try run(orchPath, words, environment: environment)
    try awaitWorkers()
    return outcome
  }

  /// What the last attempt on a row says of its agent: session, model, tokens and money. The session
  /// of its stand-in is `its`.
  fileprivate func said(in id: String) throws -> String {
    let outcome = try orch("show", id, "--attempts", "--json")
    let json = try JSONValue(parsing: Array(outcome.output.utf8)).objectValue
    let last = json?["attempts"]?.arrayValue?.last?.objectValue
    let session = try #require(runs(of: id).last)[2]
    return ["session", "model", "usage", "cost"].map { "\(last?[$0] ?? "missing")" }
      .joined(separator: " ").replacing(session, with: "its")
  }

  /// How the stand-in of a row was started, each time.
  fileprivate func starts(of id: String) throws -> [String] { try runs(of: id).map { $0[1] } }

  /// When the stand-in of a row was started, in minutes of the scene's clock.
  fileprivate func startTimes(of id: String) throws -> [Int] {
    try runs(of: id).map { ((Int($0[0]) ?? 0) - Scene.nowEpoch) / 60 }
  }

  /// Time, start and session, each time that the stand-in of a row was started.
  private func runs(of id: String) throws -> [[String]] {
    try text("runs/\(id)").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  /// Expects an entry of the ledger for each attempt, with the money that its stand-in said, and the
  /// sum of `ops costs`. The millionths are whole numbers.
  fileprivate func expectCostsAddUp() throws {
    var took: [String: Int?] = [:]
    for line in try text("took").split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      let sum = [took[words[0]] ?? nil, Int(words[1])].compactMap { $0 }
      took[words[0]] = .some(sum.isEmpty ? nil : sum.reduce(0, +))
    }
    var booked: [String: Int?] = [:]
    for line in try text(".orch/costs.jsonl").split(separator: "\n") {
      let entry = try #require(try JSONValue(parsing: Array(line.utf8)).objectValue, "\(line)")
      let token = try #require(entry["attempt"]?.stringValue, "\(line)")
      #expect(booked[token] == nil, "booked twice: \(line)")
      booked[token] = .some(
        entry["cost"]?.objectValue?["usd"]?.numberValue.map { Int(($0 * 1e6).rounded()) })
      #expect(booked[token] == took[token], "took \(took[token] ?? nil) \(line)")
    }
    #expect(booked.keys.sorted() == took.keys.sorted())
    let attempts = AgentsPlay.rows.map {
      max(1, $0.row.failures.count + ($0.row.status == "DONE" ? 1 : 0))
    }
    #expect(booked.count == attempts.reduce(0, +))
    let outcome = try ops("costs", "--json")
    let total = try JSONValue(parsing: Array(outcome.output.utf8)).objectValue?["total"]?
      .objectValue
    let sum = took.values.compactMap { $0 }.reduce(0, +)
    #expect(sum > 1_000_000)
    #expect(total?["cost"]?.objectValue?["usd"]?.numberValue == Double(sum) / 1e6)
    #expect(total?["attempts"]?.integerValue == took.count)
    #expect(total?["unknown_attempts"]?.integerValue == took.values.count { $0 == nil })
  }
}
