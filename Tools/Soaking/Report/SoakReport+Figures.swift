import Host

extension SoakReport {
  /// What was counted, in words.
  var figures: [(String, String)] {
    let account = outcome.account
    let ends = account.endings
    return [
      ("rows submitted", "\(account.submitted)"),
      ("rows on their way when it was cut short", "\(account.open)"),
      ("rows DONE as planned", "\(account.succeeded)"),
      ("- closed because another row of their key was DONE", "\(account.skipped)"),
      ("keys that were submitted more than once", "\(account.repeatedKeys)"),
      ("attempts", "\(account.attempts)"),
      ("- that reported their work", share(ends[.worked])),
      ("- that failed transiently", share(ends[.failed])),
      ("- beyond the hard budget", share(ends[.exceeded])),
      ("- whose lease was lost", share(account.lostLeases)),
      ("duplicate executions and ends", "\(account.duplicates.count)"),
      ("from arrival to end, queue's time", spread(account.seconds, by: 1)),
      ("from arrival to end, real time", spread(account.seconds, by: outcome.profile.speed)),
      ("commands of submitters, operator and reader", "\(account.commands)"),
      ("- that ended as nobody expected", "\(account.unexpectedCommands)"),
      ("times that a stranger had the database locked", "\(outcome.locks)"),
      ("- commands of theirs that met it", "\(account.lockedCommands)"),
      ("- runs in all that met it", "\(outcome.runs.locked)"),
      ("most rows that waited", "\(mostWaiting)"),
    ]
  }

  /// A count of attempts, with their part of all.
  private func share(_ count: Int?) -> String {
    let attempts = outcome.account.attempts
    let count = count ?? 0
    return attempts == 0 ? "0" : "\(count) (\((Double(count) / Double(attempts)).percent))"
  }

  private func spread(_ values: Percentiles?, by speed: Int) -> String {
    guard let values else { return "no row ended" }
    return "p50 \(values.p50 / speed) s, p95 \(values.p95 / speed) s, most \(values.max / speed) s"
  }

  /// How the daemon was, in words.
  var daemon: [(String, String)] {
    [
      ("SIGKILLs, each with a new start", "\(outcome.daemonKills)"),
      ("ticks in the run log", "\(ticks)"),
    ]
      + life
      + (mostFigures.map { [("most of any", "\($0.residentKB) KB, \($0.openFiles) open files")] }
        ?? [])
  }

  private var life: [(String, String)] {
    guard let life = daemonLife, let first = life.first.figures, let last = life.last.figures else {
      return []
    }
    return [
      (
        "the one that lived longest, first seen",
        "\(first.residentKB) KB, \(first.openFiles) open files at \(life.first.second.duration)"
      ),
      (
        "the same, last seen",
        "\(last.residentKB) KB, \(last.openFiles) open files at \(life.last.second.duration)"
      ),
    ]
  }
}
