import Foundation
import Synchronization
import TestSupport
import Testing

/// Plays the transcripts that name no file on a PostgreSQL server and on an SQLite database: people
/// see the same of both.
@Suite struct ServerTranscriptTests {
  private static let names = (FileManager.default.subpaths(atPath: TranscriptTests.folder) ?? [])
    .filter { $0.hasSuffix(".md") && $0.contains("/") && namesNoFile($0) }.sorted()

  private static func namesNoFile(_ name: String) -> Bool {
    let files =
      /^cd |^ls tasks|tasks\/|--queue|--db|QUEUE|ORCH_BASE_DIR|migrate|render|git |\.orch|sqlite3|doctor|lint|format|backup|consistency/
    let transcript = Transcript((try? contents(of: "\(TranscriptTests.folder)/\(name)")) ?? "")
    // In a database a failed row is tried again, so that `orch wait` goes on.
    return !name.hasPrefix("wait/") && !transcript.hasFiles(in: ".orch")
      && transcript.commands.contains { $0.hasPrefix("queue ") || $0.hasPrefix("orch init") }
      && transcript.commands.allSatisfy { $0.firstMatch(of: files) == nil }
  }

  private static let count = Mutex(0)

  @Test(arguments: names) func `a server answers as a database does`(_ name: String) throws {
    let text = try contents(of: "\(TranscriptTests.folder)/\(name)")
    let number = Self.count.withLock {
      $0 += 1
      return $0
    }
    let schema = "transcript_\(number)"
    let server = PostgresServer.address
    try #require(
      run("psql", [server, "-qX", "-c", "CREATE SCHEMA \(schema)"], in: "/").status == 0)
    let address = PostgresServer.address(ofSchema: schema)
    let onServer = try play(
      text, ["ORCH_TEST_DB": address, "ORCH_TEST_SERVER": server, "ORCH_TEST_SCHEMA": schema])
    let inFile = try play(text, ["ORCH_TEST_DB": "queue.db"])
    guard onServer != inFile else { return }
    Issue.record("\(name):\n\(try Transcript.difference(inFile, onServer))")
  }

  private func play(_ text: String, _ variables: [String: String]) throws -> String {
    try withTemporaryDirectory { folder in
      let played = try Transcript(text).played(in: folder) { command, place in
        try Transcript.output(of: command, in: place, below: folder, with: variables)
      }
      let database = variables["ORCH_TEST_DB"]!
      // As a shell reads it.
      let quoted = database.replacing("?", with: "\\?").replacing("&", with: "\\&")
      return played.replacing(quoted.replacing("\\", with: "\\\\"), with: "DATABASE")
        .replacing(quoted, with: "DATABASE").replacing("'\(database)'", with: "DATABASE")
        .replacing(database, with: "DATABASE")
        .replacing("\(DocumentExampleTests.folder)/DATABASE", with: "DATABASE")
        // The archive is in the same place on a server.
        .replacing("\(DocumentExampleTests.folder)/queue-archive.db", with: "DATABASE")
        .replacing(/\.orch\/postgresql-[0-9a-f]{12}/, with: ".orch")
    }
  }
}

extension Transcript {
  fileprivate func hasFiles(in folder: String) -> Bool {
    parts.contains { part in
      if case .file(let name, _) = part { name.hasPrefix(folder) } else { false }
    }
  }
}
