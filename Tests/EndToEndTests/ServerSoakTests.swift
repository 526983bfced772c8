import Foundation
import Glibc
import TestSupport
import Testing
import Text

/// Four machines on one queue, whose server is killed, and whose connections end.
@Suite struct ServerSoakTests {
  private static let isLong = ProcessInfo.processInfo.environment["ORCH_TEST_LONG"] != nil

  @Test func `four homes end each row once while the server is killed`() throws {
    let (rows, kills, cuts) = Self.isLong ? (10_000, 10, 20) : (48, 3, 6)
    let server = try RestartingServer()
    try withTemporaryDirectory { folder in
      let homes = try (1...4).map { try Home(number: $0, in: folder, server.address) }
      try #require(homes[0].orch("init").status == 0)
      var acknowledged: [String] = []
      for number in 1...rows {
        let added = try homes[number % 4].orch(
          "add", "row \(number)", "--criteria", "the report is sent", "--quiet")
        try #require(added.status == 0, "\(added.errors)")
        acknowledged.append(String(added.output.split(separator: " ").last!.dropLast()))
      }
      let daemons = try homes.map { try $0.daemon() }
      defer { for daemon in daemons { daemon.end() } }
      var disturbances = 0
      let all = kills + cuts
      while true {
        // A command that meets a server which is down says so, and is repeated.
        let listed = try homes[0].orch("list", "--status", "DONE")
        guard listed.status == 0 else {
          #expect([75, 74].contains(listed.status), "\(listed.errors)")
          continue
        }
        let done = listed.output.split(separator: "\n").count
        if done == rows { break }
        guard disturbances < all, done > disturbances * rows / (all + 1) else { continue }
        if disturbances % (all / kills) == 0 {
          try server.kill()
        } else {
          try server.cutOne()
        }
        disturbances += 1
      }
      #expect(disturbances >= all / 2)
      let ends = try run(
        "psql",
        [
          server.address, "-qXAtc",
          """
          SELECT count(DISTINCT item_id), count(*) FROM queue_events
          WHERE payload_json::jsonb -> 'after' ->> 'status' = 'DONE'
          """,
        ], in: "/")
      #expect(ends.output == "\(rows)|\(rows)\n")
      let listed = try homes[1].orch("list", "--status", "DONE").output.split(separator: "\n")
      #expect(Set(listed.map { String($0.split(separator: "\t")[0]) }) == Set(acknowledged))
      try expectCosts(of: homes)
      let verified = try homes[2].ops("verify")
      #expect(verified.status == 0 && verified.output.contains("\(rows) rows"), "\(verified)")
    }
  }
}

extension ServerSoakTests {
  /// Each run of the agent is booked once, with its cost; the last ones by a tick, where the server
  /// was away.
  fileprivate func expectCosts(of homes: [Home]) throws {
    let runs = try homes.flatMap { try $0.runs() }.sorted()
    var booked = try bookedSessions(homes[0])
    for _ in 1...500 where booked != runs { booked = try bookedSessions(homes[0]) }
    #expect(booked == runs)
    let costs = try homes[3].ops("costs", "--json")
    let total = try JSONValue(parsing: Array(costs.output.utf8)).objectValue?["total"]?.objectValue
    #expect(total?["attempts"]?.integerValue == runs.count, "\(costs)")
    // Each takes four cents.
    let dollars = try #require(total?["cost"]?.objectValue?["usd"]?.numberValue, "\(costs)")
    #expect(Int((dollars * 100).rounded()) == 4 * runs.count, "\(costs)")
  }

  fileprivate func bookedSessions(_ home: Home) throws -> [String] {
    try run(
      "psql",
      [
        home.address, "-qXAtc",
        "SELECT json::jsonb ->> 'session' FROM records WHERE kind = 'cost'",
      ], in: "/"
    ).output.split(separator: "\n").map(String.init).sorted()
  }
}

/// The folder of one machine.
private struct Home {
  let folder: String
  let address: String
  private static let start = Int(Date().timeIntervalSince1970)

  init(number: Int, in parent: String, _ address: String) throws {
    folder = "\(parent)/machine-\(number)"
    self.address = address
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let settings = #"{"workers": {"default": {"adapter": "claude", "program": "./agent"}}}"#
    try ClaudeStandIn.write(into: folder)
    // It notes each session, and the test compares them with what is booked.
    try writeExecutable(
      """
      #!/bin/bash
      words="$*" session=${words##*--session-id }
      [ "$1" = --version ] || echo "${session%% *}" >> '\(folder)/runs'
      exec '\(folder)/claude' "$@"

      """, to: "\(folder)/agent")
    try Data(settings.utf8).write(to: URL(filePath: "\(folder)/orch.json"))
    _ = try run(
      BuiltBinaries.folder + "/orch", ["trust", "--yes", "--db", address], in: folder,
      environment: environment)
  }

  private var environment: [String: String] {
    // What a worker that did not start waits for takes seconds so.
    [
      "HOME": folder, "PATH": "/usr/bin:/bin", "LOGNAME": "me", "ORCH_NOW": "x60@\(Self.start)",
    ]
  }

  func orch(_ words: String...) throws -> ChildProcess.Ending {
    try run(
      BuiltBinaries.folder + "/orch", words + ["--db", address], in: folder,
      environment: environment)
  }

  func ops(_ words: String...) throws -> ChildProcess.Ending {
    try run(
      BuiltBinaries.folder + "/ops", words + ["--db", address], in: folder,
      environment: environment)
  }

  /// The sessions of the agent so far.
  func runs() throws -> [String] {
    try contents(of: "\(folder)/runs").split(separator: "\n").map(String.init)
  }

  func daemon() throws -> RunningDaemon {
    let process = Process()
    process.executableURL = URL(filePath: BuiltBinaries.folder + "/orch")
    process.arguments = ["daemon", "--interval", "1m", "--db", address]
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = environment
    _ = FileManager.default.createFile(atPath: "\(folder)/daemon.log", contents: nil)
    let log = try FileHandle(forWritingTo: URL(filePath: "\(folder)/daemon.log"))
    (process.standardOutput, process.standardError) = (log, log)
    try process.run()
    return RunningDaemon(process: process)
  }
}

private struct RunningDaemon {
  let process: Process

  func end() {
    process.terminate()
    process.waitUntilExit()
  }
}

/// A server that is started again when it was killed.
private final class RestartingServer {
  private let service: Service
  private let folder: String

  var address: String { service.line }

  init() throws {
    service = try Service(
      "\(Project.folder)/automation/postgres.sh",
      environment: ["ORCH_POSTGRES_RESTARTS": "1", "ORCH_POSTGRES_FSYNC": "on"])
    folder = String(service.line.split(separator: "host=").last ?? "")
  }

  deinit { service.end() }

  /// Kills its first process; the others go by themselves.
  func kill() throws {
    let file = try contents(of: "\(folder)/data/postmaster.pid")
    let id = try #require(file.split(separator: "\n").first.flatMap { Int32($0) })
    Glibc.kill(id, SIGKILL)
  }

  /// Ends one connection, whatever it does.
  func cutOne() throws {
    _ = try run(
      "psql",
      [
        address, "-qXAtc",
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name LIKE 'orch%' ORDER BY random() LIMIT 1
        """,
      ], in: "/")
  }
}
