import Model
public import Text

// Recurring work.

extension AddedRecurring: Shaped {
  public static var shapeName: StaticString { "added recurring" }
  public static func shape(_ fields: inout Fields<AddedRecurring>) {
    fields.add("name", \.entry, "the entry of `recurring`")
    fields.add("id", \.id, "the row; null for a plan")
    fields.add("plan", \.plan, "the name of the plan; null for a row")
    fields.add("rows", \.rows, "the ids of the rows")
  }
}

extension RecurringWork: Shaped {
  public static var shapeName: StaticString { "recurring entry" }
  public static func shape(_ fields: inout Fields<RecurringWork>) {
    fields.add("name", \.name)
    fields.add(
      "times", \.times,
      "when the work is due: `cron 0 2 * * 1-5` or `every 7d`; null if that can't be read")
    fields.add("plan", \.plan, "the file of the plan that it adds; null for a row")
    fields.add("begun", \.hasBegun, "whether a tick has seen it with these times")
    fields.add("next", \.next?.iso8601, "the first time in the future; null if there is none")
    fields.add(
      "last", \.last,
      "the id of the last row, or the name of the last plan, that it added; null if there is none")
    fields.add(
      "held_by", \.heldBy,
      "the unfinished row for which due work waits; null if there is none")
    fields.addIfAny(
      "decided_until", \.decidedUntil?.iso8601,
      "the time until which nothing is added, because a clock was ahead")
    fields.addIfAny("error", \.problem, "the mistake in the entry")
  }
}
