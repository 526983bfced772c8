import Foundation
import SQLite
import TestSupport

/// A database of rows that wait, and processes that run at once on it.
struct DatabaseRace {
  let folder: String
  var path: String { "\(folder)/q.db" }
  var state: DatabaseState { get throws { try DatabaseState(of: path) } }

  /// Runs a race in a fresh folder, on rows R1, R2 and so on.
  static func with<Result>(rows: Int, _ body: (DatabaseRace) throws -> Result) throws -> Result {
    try withTemporaryDirectory { folder in
      let race = DatabaseRace(folder: folder)
      _ = try race.orch("init")
      let database = try Database(opening: race.path, for: .readingAndWriting)
      try database.transaction(.immediate) { () throws(SQLiteError) in
        let insertion = try database.prepare(
          """
          INSERT INTO queue_items(id, status, priority, task, success_criteria, created_at,
            updated_at) VALUES('R' || ?, 'PENDING', 'P1', 'work', 'it works', '-', '-')
          """)
        for number in 0..<rows { try insertion.run([number + 1]) }
      }
      return try body(race)
    }
  }

  func orch(_ arguments: String...) throws -> ChildProcess.Ending {
    try TestSupport.run(BuiltBinaries.orch, arguments + ["--db", path, "--no-log"], in: folder)
  }

  /// Shells that call `orch` as `$ORCH`.
  var shells: ConcurrencyRace {
    ConcurrencyRace(folder: folder, program: "\(BuiltBinaries.orch) --db \(path) --no-log")
  }

  /// Runs the same command in many processes at once.
  func run(
    processes: Int, _ arguments: (Int) -> [String]
  ) throws -> [ChildProcess.Ending] {
    let environment = TestEnvironment.base(home: folder)
    return try (1...processes).map { number in
      try ChildProcess(
        starting: BuiltBinaries.orch,
        arguments(number) + ["--db", path, "--no-log", "--lock-timeout", "60"], in: folder,
        environment: environment)
    }.map { $0.wait() }
  }

  /// What is wrong where these rows, `R1 to w1`, were handed out, and none waits any more.
  static func wrongs(given: [String], in state: DatabaseState) -> [String] {
    let claimed = state.rows.map { "\($0["id"] ?? "") to \($0["owner_session"] ?? "")" }
    var wrongs = state.contradictions
    if given.sorted() != claimed.sorted() {
      wrongs.append("\(given.sorted()) were given, and \(claimed.sorted()) are claimed")
    }
    return wrongs + state.rows.filter { $0["status"] != "IN_PROGRESS" }.map { "\($0)" }
  }
}
