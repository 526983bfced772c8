import Console
import QueueModel
import Representation
import Shaping

/// What `ops why` prints as JSON.
struct WhyAnswer: Shaped {
  let rows: [ReasonLine]
  let maxWorkers: Int
  let running: [RunningRow]

  /// Who is at work.
  private struct Busy: Shaped {
    let answer: WhyAnswer

    static var shapeName: StaticString { "busy workers" }
    static func shape(_ fields: inout Fields<Busy>) {
      fields.add("max_workers", \.answer.maxWorkers, "how many may be at work")
      fields.add("rows", \.answer.running, "the rows at work")
    }
  }

  static var shapeName: StaticString { "why" }
  static func shape(_ fields: inout Fields<WhyAnswer>) {
    fields.add("rows", \.rows, "the rows, in the order in which they would start")
    fields.add("busy", { Busy(answer: $0) }, "who is at work")
  }
}

struct RunningRow: Shaped {
  let item: QueueItem
  let zone: QueueZone?

  static var shapeName: StaticString { "running row" }
  static func shape(_ fields: inout Fields<RunningRow>) {
    fields.add("id", \.item.id)
    fields.add("owner_session", \.item.ownerSession, "who has it")
    fields.add("started_at_kst", \.item.startedAt, "since when")
    fields.addIfAny(
      "started_at",
      { row in row.zone.map { row.item.start(in: $0)?.iso8601 } },
      "the same in ISO 8601, where times are those of `tz`")
  }
}
