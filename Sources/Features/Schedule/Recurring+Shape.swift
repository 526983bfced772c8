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
      "when it comes: `cron 0 2 * * 1-5` or `every 7d`; null if that can't be read")
    fields.add("plan", \.plan, "the file of the plan that it adds; null for a row")
    fields.add("begun", \.hasBegun, "whether a tick has seen it with these times")
    fields.add("next", \.next?.iso8601, "the first time that is still to come; null for none")
    fields.add(
      "last", \.last,
      "the id of the row, or the name of the plan, that it added last; null for none")
    fields.add(
      "held_by", \.heldBy,
      "the unfinished row for which a time that has come waits; null for none")
    fields.addIfAny(
      "decided_until", \.decidedUntil?.iso8601, "until when nothing comes: a clock was ahead")
    fields.addIfAny("error", \.problem, "what is wrong with the entry")
  }
}
