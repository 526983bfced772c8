import Foundation
import TestSupport

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
