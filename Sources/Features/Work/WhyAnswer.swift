import Door
public import Model
public import Text
public import Worktrees

/// Why rows are not running.
public struct WhyAnswer: Shaped {
  private let rows: [ReasonLine]
  private let maxWorkers: Int
  private let running: [RunningRow]

  /// - Parameters:
  ///   - answer: why the rows wait.
  ///   - rows: the rows of `answer` that are wanted.
  ///   - zone: the zone of the rows' times, as for `ZonedItem`.
  ///   - language: the language of the messages.
  ///   - commandLine: the command line of a remedy.
  public init(
    _ answer: ExplainWaiting.Answer, of rows: [Explanation], in zone: QueueZone?,
    language: Language = .english, _ commandLine: (Remedy) -> String
  ) {
    self.rows = rows.map {
      ReasonLine($0, at: answer.now, command: $0.remedy.map(commandLine), language: language)
    }
    let items = answer.runningItems
    maxWorkers = items.maxWorkers
    running = items.rows.map { RunningRow(item: $0, zone: zone) }
  }

  private struct Busy: Shaped {
    let answer: WhyAnswer

    static var shapeName: StaticString { "busy workers" }
    static func shape(_ fields: inout Fields<Busy>) {
      fields.add("max_workers", \.answer.maxWorkers, "how many rows may be at work")
      fields.add("rows", \.answer.running, "the rows at work")
    }
  }

  public static var shapeName: StaticString { "why" }
  public static func shape(_ fields: inout Fields<WhyAnswer>) {
    fields.add("rows", \.rows, "the rows, in the order in which they would start")
    fields.add("busy", { Busy(answer: $0) }, "the busy workers")
  }
}

struct RunningRow: Shaped {
  let item: QueueItem
  let zone: QueueZone?

  static var shapeName: StaticString { "running row" }
  static func shape(_ fields: inout Fields<RunningRow>) {
    fields.add("id", \.item.id)
    fields.add("owner_session", \.item.ownerSession, "the worker or session that has the row")
    fields.add("started_at_kst", \.item.startedAt, "when the work began")
    fields.addIfAny(
      "started_at",
      { row in row.zone.map { row.item.start(in: $0)?.iso8601 } },
      "the same time in ISO 8601, if the times are in the zone `tz`")
  }
}
