import Attempts
import Door
import Events
public import Model
public import Text
import Workers

/// The answer of `ops status`.
public struct OverviewAnswer: Shaped {
  private let overview: Overview
  private let zone: QueueZone?
  private let language: Language
  private let commandLine: (Remedy) -> String

  /// - Parameters:
  ///   - overview: the overview to report.
  ///   - zone: the zone of the rows' times, as for `ZonedItem`.
  ///   - language: the language of reasons.
  ///   - commandLine: the command line of a remedy.
  public init(
    _ overview: Overview, in zone: QueueZone?, language: Language = .english,
    _ commandLine: @escaping (Remedy) -> String
  ) {
    (self.overview, self.zone, self.language) = (overview, zone, language)
    self.commandLine = commandLine
  }

  public static var shapeName: StaticString { "status" }
  public static func shape(_ fields: inout Fields<OverviewAnswer>) {
    fields.add("summary", \.overview.counts.summary, "how many rows have each status")
    fields.add(
      "top_in_progress",
      { answer in answer.overview.inProgress.map { ZonedItem($0, in: answer.zone) } },
      "the first rows in progress, by priority")
    fields.add(
      "stuck", { answer in answer.overview.stuck.map(answer.answer) },
      "the rows that can't start before a person acts")
    fields.addIfNotEmpty(
      "start_stops", \.overview.startStops,
      "the rows that can't start because a program is missing or not trusted")
    fields.add(
      "conflicts", \.overview.conflicts, "the conflicts of saves that were not shown yet")
    fields.add("blocked", { $0.stopped(.blocked) }, "the first BLOCKED rows, by priority")
    fields.add("failed", { $0.stopped(.failed) }, "the first FAILED rows")
    fields.addIfAny("paused", \.overview.pause, "the pause of the queue")
    fields.addIfNotEmpty(
      "paused_workers", \.overview.pausedWorkers,
      "the workers whose starts fail, if there are any")
    fields.addIfNotEmpty(
      "budget", \.overview.budget.nearlySpent, "the limits of the day of which 80 % are used up")
    fields.addIfAny(
      "costs_problem", \.overview.budget.ledgerSentence?.english,
      "why the costs of agents can't be read or written")
    fields.addIfNotEmpty(
      "failing_hooks", \.overview.hooks.failing, "the hooks whose deliveries fail")
    fields.addIfAny("hooks_refused", \.overview.hooks.refusal?.reason, "why no hook runs")
  }

  private func answer(of row: Explanation) -> StuckAnswer {
    StuckAnswer(row: row, now: overview.now, language: language, commandLine: commandLine)
  }

  private func stopped(_ status: Status) -> [StoppedAnswer] {
    overview.stopped.filter { $0.status == status }.flatMap(\.first)
      .map { StoppedAnswer($0, language: language, commandLine) }
  }
}

/// A row that does not start, and why.
struct StuckAnswer: Shaped {
  let row: Explanation
  let now: QueueTime
  var language = Language.english
  let commandLine: (Remedy) -> String

  private var excess: BudgetExcess? {
    if case .overBudget(let excess) = row.reason { excess } else { nil }
  }
  private var ownReason: WaitReason? {
    switch row.reason {
    case .waits, .overBudget: nil
    default: row.reason
    }
  }

  static var shapeName: StaticString { "stuck row" }
  static func shape(_ fields: inout Fields<StuckAnswer>) {
    fields.add("id", { $0.row.id ?? "" })
    fields.add(
      "waits_for", \.row.reason.blockers, "the FAILED and BLOCKED rows for which the row waits")
    fields.addIfAny(
      "budget", \.excess?.use, "`usd_per_row`, if the row waits because of this limit")
    fields.addIfAny(
      "reason", { answer in answer.ownReason?.sentence(at: answer.now)(answer.language) },
      "why no worker starts on the row, if it waits for another reason")
    fields.addIfAny(
      "command",
      { answer in answer.ownReason.map { _ in answer.row.remedy.map(answer.commandLine) } },
      "what would change that")
  }
}

/// A row that is BLOCKED or FAILED.
public struct StoppedAnswer: Shaped {
  private let row: StoppedRow
  private let command: String
  private let language: Language

  /// - Parameters:
  ///   - language: the language of the reason.
  ///   - commandLine: the command line of a remedy.
  public init(
    _ row: StoppedRow, language: Language = .english, _ commandLine: (Remedy) -> String
  ) {
    (self.row, self.language, command) = (row, language, commandLine(row.remedy))
  }

  /// The answer; `nil` for a row in another state.
  init?(_ explanation: Explanation, _ commandLine: (Remedy) -> String) {
    guard case .stopped(let row) = explanation.reason else { return nil }
    (self.row, language) = (row, .english)
    command = commandLine(explanation.remedy ?? row.remedy)
  }

  public static var shapeName: StaticString { "stopped row" }
  public static func shape(_ fields: inout Fields<StoppedAnswer>) {
    fields.add("id", \.row.item.id)
    fields.add("status", \.row.item.status.rawValue, "`BLOCKED` or `FAILED`")
    fields.add(
      "reason", { $0.row.cause.sentence($0.language) },
      "the newest question, verdict, failure or note, in words")
    fields.add("command", \.command, "what lets the row continue")
  }
}

extension [Status: Int] {
  /// The number of rows with each status.
  public var summary: Map<Int> {
    Map(Status.summaryOrder.map { ($0.rawValue, self[$0] ?? 0) })
  }
}
