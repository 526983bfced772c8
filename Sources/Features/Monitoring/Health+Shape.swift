import Attempts
import Door
import Events
public import Model
public import Text
import Work
import Workers
public import Worktrees

extension Health {
  /// The findings in words: `kpi_alert … exceeds …; attention rows=…`; `nil` if there are none.
  public var reason: Sentence? {
    switch state {
    case .good: nil
    case .alert: warnings.joined(separator: "; ")
    case .mismatch: Sentence(same: "consistency_mismatch \(consistency?.counts ?? "")")
    case .failed: problem?.sentence.map(\.escaped) ?? diskShortage
    }
  }

  private var warnings: [Sentence] {
    let alerts =
      alerts.isEmpty ? [] : ["kpi_alert \(alerts.map(\.text).joined(separator: "; "))"]
    var sentences = (alerts + (attention.map { [$0.text] } ?? [])).map { Sentence(same: $0) }
    if let now { sentences += pausedWorkers.map { $0.sentence(at: now) } }
    sentences += budgetSentences
    if let now { sentences += startStops.prefix(3).map { $0.sentence(at: now) } }
    if let now { sentences += hooks.sentences(at: now) }
    let obstacles = obstacles.prefix(3)
    // If a row is named already, the obstacle explains more than the failures.
    let others = repeatedFailures.filter { row in !obstacles.contains { $0.id == row.id } }
    if let idleTicks { sentences.append(idleTicks.sentence) }
    sentences += claimsAhead.prefix(3).map(\.sentence)
    return sentences + others.prefix(3).map(\.sentence) + obstacles.map(\.sentenceWithHint)
  }

  private var budgetSentences: [Sentence] {
    guard let now, let stop = budgetStop else { return budget.sentences }
    var others = budget
    if case .overBudget(let excess) = stop.reason { others.leaveOut(excess.use.key) }
    return [stop.sentence(at: now)] + others.sentences
  }
}

/// What `ops health` finds.
public struct HealthAnswer: Shaped {
  private let health: Health
  private let time: String?

  /// - Parameter time: the time of the check in ISO 8601; only with `--watch`.
  public init(_ health: Health, at time: String? = nil) {
    (self.health, self.time) = (health, time)
  }

  public static var shapeName: StaticString { "health" }
  public static func shape(_ fields: inout Fields<HealthAnswer>) {
    fields.addIfAny(
      "at", \.time,
      "the time of the check in ISO 8601; only with `--watch`, which prints one document per line")
    fields.add("health", \.health.state.rawValue, "`OK`, `FAIL`, `WARN` or `ERROR`")
    fields.add("reason", \.health.reason?.english, "why")
    fields.add(
      "consistency", \.health.consistency, "the comparison of table and database, if both exist")
    fields.add("kpi") { answer in
      answer.health.figures.map { FiguresAnswer($0, answer.health.alerts) }
    }
    fields.add(
      "attention", \.health.attention, "null if no row waits for a person for too long")
    fields.addIfAny(
      "paused", \.health.pause, "the pause of the queue; it does not change the status")
    fields.addIfNotEmpty(
      "paused_workers", \.health.pausedWorkers,
      "the workers whose starts fail, which is a warning")
    fields.addIfNotEmpty(
      "budget", \.health.budget.nearlySpent,
      "the limits of the day of which 80 % are used up, a warning, too")
    fields.addIfAny(
      "budget_stop", \.health.budgetStop, "the rows that wait because of the budget, a warning, too"
    )
    fields.addIfNotEmpty(
      "start_stops", \.health.startStops,
      """
      the rows that wait because a program is missing or not trusted, and those that never start \
      as they are: no worker fits, a cycle, a malformed row, a bad brief; a warning, too
      """)
    fields.addIfNotEmpty(
      "repeated_failures", \.health.repeatedFailures,
      """
      the rows that are tried again after three or more failed attempts in a row, a \
      warning, too
      """)
    fields.addIfAny(
      "costs_problem", \.health.budget.ledgerSentence?.english,
      "why the costs of agents can't be read or written, a warning, too")
    fields.addIfNotEmpty(
      "failing_hooks", \.health.hooks.failing, "the hooks whose deliveries fail, a warning, too")
    fields.addIfAny(
      "idle_ticks", \.health.idleTicks,
      "the rows that could start but that nobody takes, a warning, too")
    fields.addIfNotEmpty(
      "claims_ahead", \.health.claimsAhead,
      "the rows that were claimed or leased by a clock that was ahead, a warning, too")
    fields.addIfNotEmpty(
      "obstacles", \.health.obstacles,
      "what keeps rows from being worked in worktrees, or their work from landing, a warning, too")
    fields.addIfAny(
      "hooks_refused", \.health.hooks.refusal?.reason, "why no hook runs, a warning, too")
  }
}

extension WorkObstacle: Shaped {
  public static var shapeName: StaticString { "work obstacle" }
  public static func shape(_ fields: inout Fields<WorkObstacle>) {
    fields.add("id", \.id, "the row; null if the obstacle stops all rows of a repository")
    fields.add("problem", \.problem.sentence.english, "the obstacle in words")
    fields.add("hint", \.problem.hint.english, "the hint")
  }
}

extension StartStop: Shaped {
  public static var shapeName: StaticString { "budget stop" }
  public static func shape(_ fields: inout Fields<StartStop>) {
    fields.add("rows", \.count, "how many rows do not start")
    fields.add("first", \.first, "the first of these rows")
    fields.add("reason", \.reason)
  }

  /// The stop in words: `2 rows wait: budget.usd_per_day: 18.00 of 20.00 USD spent today, …`.
  public func sentence(at now: QueueTime) -> Sentence {
    if let remedy {
      let (id, why, command) = (first.escaped, reason.sentence(at: now), remedy.command)
      return Sentence(
        "\(count == 1 ? "\(id) does not start" : "\(count) rows do not start, such as \(id)"): "
          + "\(why.english) (\(command))",
        "\(count == 1 ? "\(id): 시작하지 않습니다" : "\(count)행이 시작하지 않습니다. 예: \(id)"): "
          + "\(why.korean) (\(command))")
    }
    let why = problem?.sentenceWithHint ?? reason.problem ?? reason.sentence(at: now)
    return Sentence(
      "\(count == 1 ? "\(first.escaped) waits" : "\(count) rows wait"): \(why.english.escaped)",
      "\(count == 1 ? first.escaped : "\(count)행") 대기: \(why.korean.escaped)")
  }
}

extension StartStop {
  private var problem: Problem? {
    if case .cannotStart(let start) = reason { start.cause as? Problem } else { nil }
  }
}

extension RepeatedFailure: Shaped {
  public static var shapeName: StaticString { "repeated failure" }
  public static func shape(_ fields: inout Fields<RepeatedFailure>) {
    fields.add("id", \.id, "the row")
    fields.add("failure", \.streak.failure.rawValue, "the class of the failures")
    fields.add("attempts", \.streak.count, "how many attempts in a row failed")
  }

  /// The failures in words: `A failed 4 times in a row: rate_limit (ops why A)`.
  fileprivate var sentence: Sentence {
    let (id, failure) = (id.escaped, streak.failure.rawValue)
    return Sentence(
      "\(id) failed \(streak.count) times in a row: \(failure) (ops why \(id))",
      "\(id): \(streak.count)번 연속 실패: \(failure) (ops why \(id))")
  }
}

extension Health.IdleTicks: Shaped {
  public static var shapeName: StaticString { "idle ticks" }
  public static func shape(_ fields: inout Fields<Health.IdleTicks>) {
    fields.add("rows", \.count, "how many rows could be taken")
    fields.add(
      "after_seconds", \.limit,
      """
      for at least how long no row was taken: `attention_after`; 0 if the daemon was killed \
      or does not tick
      """)
    fields.add(
      "cause", \.cause.name,
      """
      `no_worker` in `orch.json`, `no_ticks` of a daemon or cron, `killed_daemon`, or \
      `stalled_daemon`: it runs but does not tick
      """)
  }

  fileprivate var sentence: Sentence {
    let rows = count == 1 ? "a row waits" : "\(count) rows wait"
    let time = DurationText.text(limit)
    let idle = Sentence(
      "\(rows), and none has been taken for \(time)",
      "대기하는 행이 \(count)개인데 \(time) 동안 아무도 맡지 않았습니다")
    let why: Sentence
    switch cause {
    case .noWorker:
      why = Sentence(
        "orch tick claims none without a worker in orch.json (orch pick takes one)",
        "orch.json에 워커가 없으면 orch tick은 배정하지 않습니다 (orch pick은 행을 맡습니다)")
    case .noTicks: why = .nothingWorks
    case .killedDaemon(let daemon):
      return Sentence(
        "\(rows), and the daemon does not run: \(daemon.sentenceWithFix.english)",
        "대기하는 행이 \(count)개인데 데몬이 실행되지 않습니다: \(daemon.sentenceWithFix.korean)")
    case .stalledDaemon(let daemon):
      return Sentence(
        "\(rows), and the daemon hangs: \(daemon.sentenceWithFix.english)",
        "대기하는 행이 \(count)개인데 데몬이 멈춰 있습니다: \(daemon.sentenceWithFix.korean)")
    }
    return [idle, why].joined(separator: ": ")
  }
}

extension Health.ClaimAhead: Shaped {
  public static var shapeName: StaticString { "claim of a clock that was ahead" }
  public static func shape(_ fields: inout Fields<Health.ClaimAhead>) {
    fields.add("id", \.id, "the row")
    fields.add("time", \.time?.iso8601, "the time by that clock; null if unknown")
  }

  fileprivate var sentence: Sentence {
    let (id, time) = (id.escaped, time?.text ?? "-")
    return isAtWork
      ? Sentence(
        "\(id) was claimed by a clock that was ahead, at \(time) (ops watchdog counts its time from "
          + "when it first sees it; orch release \(id) --force gives it back)",
        "\(id): 빠른 시계로 \(time)에 배정되었습니다 (ops watchdog는 처음 본 때부터 시간을 셉니다. "
          + "돌려주기: orch release \(id) --force)")
      : Sentence(
        "\(id) was leased by a clock that was ahead, at \(time) (ops watchdog counts the lease from "
          + "when it first sees it)",
        "\(id): 빠른 시계로 \(time)에 리스되었습니다 (ops watchdog는 리스를 처음 본 때부터 셉니다)")
  }
}

extension Health.Attention: Shaped {
  public static var shapeName: StaticString { "attention" }
  public static func shape(_ fields: inout Fields<Health.Attention>) {
    fields.add("rows", \.count, "how many rows wait for a person for longer than `attention_after`")
    fields.add("oldest", \.oldest.id, "the row that waits longest")
    fields.add("oldest_seconds", \.oldest.seconds, "for how long it has waited")
    fields.add("after_seconds", \.limit, "the value of `attention_after`")
  }

  fileprivate var text: String {
    "attention rows=\(count) oldest=\(oldest.id.escaped) waits \(DurationText.text(oldest.seconds))"
  }
}

extension Health.IdleTicks.Cause {
  fileprivate var name: String {
    switch self {
    case .noWorker: "no_worker"
    case .noTicks: "no_ticks"
    case .killedDaemon: "killed_daemon"
    case .stalledDaemon: "stalled_daemon"
    }
  }
}
