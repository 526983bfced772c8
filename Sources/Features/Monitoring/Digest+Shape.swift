import Door
import Events
public import Model
import Plans
public import Text
import Workers

/// What happened in a period, and what people have to do now.
public struct DigestAnswer: Shaped {
  private let digest: Digest
  private let zone: QueueZone?
  private let commandLine: (Remedy) -> String

  /// - Parameters:
  ///   - digest: what is reported.
  ///   - zone: the zone of the rows' times, as for `ZonedItem`.
  ///   - commandLine: the command line of a remedy.
  public init(
    _ digest: Digest, in zone: QueueZone?, _ commandLine: @escaping (Remedy) -> String
  ) {
    (self.digest, self.zone, self.commandLine) = (digest, zone, commandLine)
  }

  public static var shapeName: StaticString { "digest" }
  public static func shape(_ fields: inout Fields<DigestAnswer>) {
    fields.add("since", \.digest.since.iso8601, "when the period began")
    fields.add("at", \.digest.now.iso8601, "when it ended: the time of the answer")
    fields.add(
      "counts", \.counts,
      """
      how many rows became `done`, `failed`, `blocked` or `cancelled` in the period and still are, and how \
      many are `waiting` for a person
      """)
    fields.add(
      "ended_badly",
      { answer in
        answer.digest.failures.compactMap { StoppedAnswer($0, answer.commandLine) }
      }, "the FAILED and BLOCKED rows among these")
    fields.add(
      "waiting",
      { OwedRepliesAnswer($0.digest.owed, $0.commandLine).replies },
      "the rows that wait for a person, the longest first")
    fields.addIfAny(
      "proposals", { OwedRepliesAnswer($0.digest.owed, $0.commandLine).proposals },
      "the plans about which a person has to decide")
    fields.add("restarted", \.digest.restarted, "the rows that were tried again more than once")
    fields.addIfAny(
      "failed_attempts",
      { $0.digest.failedAttempts.isEmpty ? nil : $0.digest.failedAttempts.counts },
      "how many attempts failed, by class, if any did")
    fields.add("plans", { $0.digest.plans.map(PlanSummary.init) }, "the plans that ended")
    fields.addIfAny("costs", \.digest.costs, "the costs of attempts, if the ledger has some")
    fields.add(
      "in_progress",
      { answer in answer.digest.inProgress.map { ZonedItem($0, in: answer.zone) } },
      "the rows at work, by priority")
    fields.add(
      "stuck",
      { answer in
        answer.digest.held.map {
          StuckAnswer(row: $0, now: answer.digest.now, commandLine: answer.commandLine)
        }
      }, "the rows that can't start for other reasons than the above")
    fields.addIfAny("paused", \.digest.pause, "the pause of the queue")
    fields.add(
      "nothing_works", \.digest.hasNoTicks,
      "whether rows could start, but neither a daemon nor cron starts them")
    fields.addIfNotEmpty(
      "failing_hooks", \.digest.hooks.failing, "the hooks whose deliveries fail")
    fields.addIfAny("hooks_refused", \.digest.hooks.refusal?.reason, "why no hook runs")
  }

  private var counts: Map<Int> {
    let kinds: [(String, WaitSummary.Kind)] = [
      ("done", .done), ("failed", .failed), ("blocked", .blocked), ("cancelled", .cancelled),
    ]
    let counts = digest.counts
    return Map(
      kinds.map { ($0, counts.count($1)) } + [("waiting", digest.owed.rows.count)])
  }
}

extension RestartedRow: Shaped {
  public static var shapeName: StaticString { "restarted row" }
  public static func shape(_ fields: inout Fields<RestartedRow>) {
    fields.add("id", \.id)
    fields.add("starts", \.starts, "how often it was claimed")
    fields.addIfAny(
      "failures", { $0.failures.isEmpty ? nil : $0.failures.counts },
      "how many of its attempts failed, by class")
  }
}
