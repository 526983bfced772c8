import Foundation
import Glibc
import SQLite
import TestSupport
import Testing

/// Several shells that each run `orch` again and again, all at the same time, on
/// one queue.
struct ConcurrencyRace {
  let folder: String
  /// The words that run `orch`.
  var program = BuiltBinaries.orch
  /// How long each goes on trying, seconds.
  var lockTimeout = 60

  var text: String { get throws { try contents(of: "\(folder)/QUEUE.md") } }

  /// Runs the scripts at the same time, and a reader with them until they have
  /// come to their end.
  ///
  /// - Returns: the endings of the scripts, and that of the reader.
  func run(
    _ scripts: [String]
  ) throws -> (writers: [ChildProcess.Ending], reader: ChildProcess.Ending) {
    let reader = try start(Self.reader)
    let writers = try scripts.map { try start($0) }
    let endings = writers.map { $0.wait() }
    try mark("stop")
    return (endings, reader.wait())
  }

  /// Starts a script that calls `orch` as `$ORCH`.
  func start(_ script: String) throws -> ChildProcess {
    try ChildProcess(
      starting: "/bin/bash", ["-c", script], in: folder,
      environment: TestEnvironment.base(home: folder).merging([
        "ORCH": program, "ORCH_LOCK_TIMEOUT": "\(lockTimeout)",
      ]) { $1 })
  }

  /// Makes a file that scripts look for.
  func mark(_ name: String) throws { try Data().write(to: URL(filePath: "\(folder)/\(name)")) }

  // MARK: Scripts

  /// Claims rows and prints their ids, until there is none left.
  static func picker(_ session: String) -> String {
    """
    for turn in {1..300}; do
      id=$($ORCH pick --owner-session \(session)) || exit 1
      [ "$id" = 'No pending tasks' ] && exit 0
      echo "$id"
    done
    """
  }

  /// Adds rows named after it, and prints the answers.
  static func adder(_ name: String, count: Int) -> String {
    """
    for turn in {1..\(count)}; do
      $ORCH add --priority P1 --task "\(name)-$turn" --success-criteria done || exit 1
    done
    """
  }

  /// Claims rows and ends them, until the file `added` says that no more come.
  static func worker(_ session: String) -> String {
    """
    while true; do
      [ -e added ]; isLast=$?
      id=$($ORCH pick --owner-session \(session)) || exit 1
      if [ "$id" = 'No pending tasks' ]; then [ $isLast = 0 ] && exit 0 || continue; fi
      $ORCH done --id "$id" --owner-session \(session) --notes "by \(session)" || exit 1
    done
    """
  }

  /// Lists the queue until the file `stop` is there; complains when it gets shorter.
  private static let reader = """
    most=0
    while [ ! -e stop ]; do
      list=$($ORCH list) || exit 1
      count=$(wc -l <<< "$list")
      [ "$count" -ge "$most" ] || { echo "$count rows after $most" >&2; exit 1; }
      most=$count
    done
    """
}

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

/// An `orch pick` that is stopped where it has written the new queue and not swapped
/// it in: it has the lock.
struct StoppedPick {
  /// strace, which ends as the pick does.
  let process: ChildProcess
  /// The pick itself.
  let id: pid_t
  private let log: String

  /// The call at which it is stopped; others can meet other accidents.
  static let place = "utimensat"

  /// - Parameter place: the call after which it is stopped.
  init(
    in folder: String, at place: (name: String, occurrence: Int) = (Self.place, 1),
    tracing names: [String] = [], injecting more: [String] = []
  ) throws {
    log = "\(folder)/stopped.log"
    let stop = "\(place.name):signal=STOP:when=\(place.occurrence)"
    process = try ChildProcess(
      starting: "strace",
      Strace.options(log, names, [stop] + more, signals: "STOP") + [BuiltBinaries.orch, "pick"],
      in: folder,
      environment: TestEnvironment.base(home: folder))
    let log = log
    do {
      let line = try awaitCondition("the pick is stopped") {
        (try? contents(of: log))?.split(separator: "\n").last { $0.contains("stopped by SIGSTOP") }
      }
      id = try #require(pid_t(line.prefix { $0.isNumber }))
    } catch {
      Issue.record("at \(place), and did \((try? contents(of: log)) ?? "nothing")")
      throw error
    }
  }

  func goOn() { kill(id, SIGCONT) }

  /// What it did, once it has ended.
  var calls: [Strace.Call] { get throws { Strace.calls(in: try contents(of: log)) } }
}

/// Looks again and again until there is an answer. The half minute only keeps a
/// test that fails from hanging.
@discardableResult
func awaitCondition<Answer>(
  _ expected: Comment, _ look: () throws -> Answer?
) throws -> Answer {
  let deadline = ContinuousClock.now + .seconds(30)
  while true {
    if let answer = try look() { return answer }
    try #require(ContinuousClock.now < deadline, expected)
    sched_yield()
  }
}

func awaitCondition(_ expected: Comment, _ isSo: () throws -> Bool) throws {
  try awaitCondition(expected) { () -> Void? in try isSo() ? () : nil }
}
