import Host
import Text
import Workload

/// The report of a soak, as Markdown for people and as JSON for programs.
struct SoakReport: Equatable, Sendable {
  let outcome: SoakOutcome
  let facts: Facts
  let machine: MachineFacts

  /// The origin of the figures.
  struct Facts: Equatable, Sendable {
    /// `short`, or `24h-120m` if the time is not that of the profile.
    let profileName: String
    /// `short.json`.
    let file: String
    /// `2026-01-31`.
    let date: String
    /// The command line that started the soak.
    let command: String
    /// The version, as `orch --version` prints it.
    let version: String
    /// The name of the queue's store.
    let store: String
    let fileSystem: String
  }

  private var oracle: SoakOracle { outcome.oracle }

  /// `all goals are met`, or why not.
  var verdict: String {
    switch outcome.end {
    case .aborted(let reason): "aborted: \(reason)"
    case .interrupted: "interrupted: the figures cover the time until then"
    case .regular where outcome.isGood: "all goals are met"
    case .regular: "NOT all goals are met"
    }
  }

  private var faults: [String] {
    (oracle.duplicates + oracle.unfinished + oracle.surprises + outcome.daemonFaults)
      .map(\.description)
  }

  /// The first and the last sample of the daemon with the most samples.
  private var daemonLife: (first: Sample, last: Sample)? {
    let seen = outcome.samples.filter { $0.figures != nil }
    let lives = Dictionary(grouping: seen, by: \.daemon).values
    let longest = lives.max { ($0.count, -$0[0].daemon) < ($1.count, -$1[0].daemon) }
    guard let longest, let first = longest.first, let last = longest.last else { return nil }
    return (first, last)
  }

  // MARK: Markdown

  var markdown: String {
    [
      heading, table(origin), "## Goals", goals, "## Figures", table(figures), "## The daemon",
      table(daemon), "## Failed attempts", failures, "## What must not happen",
      faults.isEmpty ? "None." : faults.map { "- \($0)" }.joined(separator: "\n"),
    ].joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    """
    # Soak \(facts.profileName), \(facts.date): \(verdict)

        $ \(facts.command)

    Made by `automation/soak.sh`; for the terms, and the limits of the test, see \
    [docs/soak.md](../docs/soak.md).
    """
  }

  private var goals: String {
    let rows = outcome.goals.map {
      "| \($0.name) | \($0.goal) | \($0.measured) | \($0.isMet ? "met" : "**missed**") |"
    }
    return (["| goal | | measured | |", "| --- | --- | --- | --- |"] + rows)
      .joined(separator: "\n")
  }

  private var failures: String {
    guard !oracle.failures.isEmpty else { return "None." }
    let rows = oracle.failures.map {
      "| \($0.second.duration) | \($0.line.id) | \($0.line.ordinal) | \($0.line.event.failure ?? "") | "
        + ($0.secondsToEnd.map { "DONE after \($0.duration)" } ?? "not DONE") + " |"
    }
    return
      (["| at | row | attempt | what went wrong | then |", "| --- | --- | --- | --- | --- |"]
      + rows).joined(separator: "\n")
  }

  private func table(_ rows: [(String, String)]) -> String {
    (["| | |", "| --- | --- |"] + rows.map { "| \($0) | \($1) |" }).joined(separator: "\n")
  }

  private var origin: [(String, String)] {
    let speed = outcome.profile.speed
    return [
      ("version", facts.version),
      (
        "machine",
        "\(machine.cores) cores, \(machine.memoryMB) MB, \(machine.kernel), \(facts.fileSystem)"
      ),
      ("store", facts.store),
      ("profile", "`\(facts.file)`, seed \(outcome.profile.seed)"),
      (
        "queue's time",
        outcome.seconds.duration
          + (speed == 1 ? "" : ", \(speed) times as fast as the machine's")
      ),
      ("real time", outcome.realSeconds.duration),
    ]
  }

  private var figures: [(String, String)] {
    [
      ("rows submitted", "\(oracle.submitted)"),
      ("unfinished rows when the soak was cut short", "\(oracle.open)"),
      ("rows DONE as planned", "\(oracle.succeeded)"),
      ("- closed because another row of their key was DONE", "\(oracle.skipped)"),
      ("keys that were submitted more than once", "\(oracle.repeatedKeys)"),
      ("attempts", "\(oracle.attempts)"),
      ("- that reported their work", share(oracle.events[.worked])),
      ("- that failed transiently", share(oracle.events[.failed])),
      ("- beyond the hard budget", share(oracle.events[.exceeded])),
      ("- whose lease was lost", share(oracle.lostLeases)),
      ("duplicate executions and ends", "\(oracle.duplicates.count)"),
      ("from arrival to end, queue's time", spread(oracle.seconds, by: 1)),
      ("from arrival to end, real time", spread(oracle.seconds, by: outcome.profile.speed)),
      ("commands of submitters, operator and reader", "\(oracle.commands)"),
      ("- that ended unexpectedly", "\(oracle.unexpectedCommands)"),
      ("times that another process had the queue locked", "\(outcome.locks)"),
      (
        "- commands of submitters, operator and reader that met the lock",
        "\(oracle.lockedCommands)"
      ),
      ("- runs of all programs that met the lock", "\(outcome.runs.locked)"),
      ("most rows that waited", "\(outcome.samples.map(\.counts.pending).max() ?? 0)"),
    ]
  }

  /// A count of attempts, with their share of all attempts.
  private func share(_ count: Int?) -> String {
    let (count, attempts) = (count ?? 0, oracle.attempts)
    return attempts == 0 ? "0" : "\(count) (\((Double(count) / Double(attempts)).percent))"
  }

  private func spread(_ values: Percentiles?, by speed: Int) -> String {
    guard let values else { return "no row ended" }
    return "p50 \(values.p50 / speed) s, p95 \(values.p95 / speed) s, most \(values.max / speed) s"
  }

  private var daemon: [(String, String)] {
    var rows = [
      ("SIGKILLs, each with a new start", "\(outcome.daemonKills)"),
      ("ticks in the run log", "\(outcome.runs.ticks)"),
    ]
    if let life = daemonLife, let first = life.first.figures, let last = life.last.figures {
      rows += [
        (
          "the daemon that lived longest, first sample",
          "\(text(first)) at \(life.first.second.duration)"
        ),
        ("the same daemon, last sample", "\(text(last)) at \(life.last.second.duration)"),
      ]
    }
    let all = outcome.samples.compactMap(\.figures)
    if let memory = all.map(\.residentKB).max(), let files = all.map(\.openFiles).max() {
      rows.append(
        ("most of any sample", text(ProcessFigures(residentKB: memory, openFiles: files))))
    }
    return rows
  }

  private func text(_ figures: ProcessFigures) -> String {
    "\(figures.residentKB) KB, \(figures.openFiles) open files"
  }

  // MARK: JSON

  /// The report as JSON, with durations in seconds.
  var json: JSONValue {
    [
      "profile": .string(facts.profileName), "date": .string(facts.date),
      "command": .string(facts.command), "version": .string(facts.version),
      "machine": [
        "cores": .integer(machine.cores), "memory_mb": .integer(machine.memoryMB),
        "kernel": .string(machine.kernel), "file_system": .string(facts.fileSystem),
        "store": .string(facts.store),
      ],
      "seed": .integer(outcome.profile.seed),
      "speed": .integer(outcome.profile.speed), "verdict": .string(verdict),
      "good": .bool(outcome.isGood), "queue_seconds": .integer(outcome.seconds),
      "real_seconds": .integer(outcome.realSeconds),
      "goals": .array(outcome.goals.map(\.json)),
      "submitted": .integer(oracle.submitted), "open": .integer(oracle.open),
      "succeeded": .integer(oracle.succeeded), "skipped": .integer(oracle.skipped),
      "attempts": .integer(oracle.attempts),
      "worked": .integer(oracle.events[.worked] ?? 0),
      "failed": .integer(oracle.events[.failed] ?? 0),
      "over_budget": .integer(oracle.events[.exceeded] ?? 0),
      "lost_leases": .integer(oracle.lostLeases), "recovered": .integer(oracle.recovered),
      "seconds_to_end": oracle.seconds?.json ?? .null,
      "commands": .integer(oracle.commands),
      "unexpected_commands": .integer(oracle.unexpectedCommands),
      "locks": .integer(outcome.locks), "locked_runs": .integer(outcome.runs.locked),
      "daemon_kills": .integer(outcome.daemonKills), "ticks": .integer(outcome.runs.ticks),
      "failed_attempts": .array(oracle.failures.map(\.json)),
      "faults": .array(faults.map(JSONValue.string)),
      "samples": .array(outcome.samples.map(\.json)),
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

extension FailedAttempt {
  fileprivate var json: JSONValue {
    [
      "second": .integer(second), "id": .string(line.id), "attempt": .integer(line.ordinal),
      "event": .string(line.event.rawValue),
      "seconds_to_end": secondsToEnd.map(JSONValue.integer) ?? .null,
    ]
  }
}

extension Percentiles {
  fileprivate var json: JSONValue {
    ["count": .integer(count), "p50": .integer(p50), "p95": .integer(p95), "max": .integer(max)]
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

extension Int {
  /// This number of seconds as `2 h 1 min 5 s`.
  fileprivate var duration: String {
    let (hours, minutes) = (self / 3600, self % 3600 / 60)
    return (hours > 0 ? "\(hours) h " : "") + (hours + minutes > 0 ? "\(minutes) min " : "")
      + "\(self % 60) s"
  }
}
