import Host
public import JSON

extension SoakReport {
  /// The report for programs. Durations are seconds.
  public var json: JSONValue {
    let account = outcome.account
    return [
      "profile": .string(facts.profileName), "date": .string(facts.date),
      "command": .string(facts.command), "version": .string(facts.version),
      "machine": machineFacts, "seed": .integer(outcome.profile.seed),
      "speed": .integer(outcome.profile.speed), "verdict": .string(verdict),
      "good": .bool(outcome.isGood), "queue_seconds": .integer(outcome.seconds),
      "real_seconds": .integer(outcome.realSeconds),
      "goals": .array(outcome.goals.map(\.json)),
      "submitted": .integer(account.submitted), "open": .integer(account.open),
      "succeeded": .integer(account.succeeded), "skipped": .integer(account.skipped),
      "attempts": .integer(account.attempts),
      "worked": .integer(account.endings[.worked] ?? 0),
      "failed": .integer(account.endings[.failed] ?? 0),
      "over_budget": .integer(account.endings[.exceeded] ?? 0),
      "lost_leases": .integer(account.lostLeases), "recovered": .integer(account.recovered),
      "seconds_to_end": account.seconds?.json ?? .null,
      "commands": .integer(account.commands),
      "unexpected_commands": .integer(account.unexpectedCommands),
      "locks": .integer(outcome.locks), "locked_runs": .integer(outcome.runs.locked),
      "daemon_kills": .integer(outcome.daemonKills), "ticks": .integer(ticks),
      "faults": .array(faults.map { .string($0.message) }),
      "samples": .array(outcome.samples.map(\.json)),
    ]
  }

  private var machineFacts: JSONValue {
    [
      "cores": .integer(machine.cores), "memory_mb": .integer(machine.memoryMB),
      "kernel": .string(machine.kernel), "file_system": .string(facts.fileSystem),
    ]
  }
}

extension GoalResult {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "goal": .string(goal), "measured": .string(measured),
      "met": .bool(isMet),
    ]
  }
}

extension Percentiles {
  fileprivate var json: JSONValue {
    [
      "count": .integer(count), "p50": .integer(p50), "p95": .integer(p95), "max": .integer(max),
    ]
  }
}

extension Sample {
  fileprivate var json: JSONValue {
    [
      "second": .integer(second), "daemon": .integer(daemon),
      "resident_kb": figures.map { .integer($0.residentKB) } ?? .null,
      "open_files": figures.map { .integer($0.openFiles) } ?? .null,
      "pending": .integer(counts.pending), "in_progress": .integer(counts.inProgress),
      "blocked": .integer(counts.blocked), "failed": .integer(counts.failed),
      "done": .integer(counts.done),
    ]
  }
}
