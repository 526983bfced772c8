public import Model
public import Text

extension QueueEvent: Shaped {
  public static var shapeName: StaticString { "event" }
  public static func shape(_ fields: inout Fields<QueueEvent>) {
    fields.add("cursor", \.cursor.text, "the position of the event, for `--after`")
    fields.add(
      "event", \.kind.rawValue,
      """
      what became of the row: `added`, `changed`, `claimed`, `released`, `done`, `failed`, `blocked`, \
      `cancelled`, `question`, `approval` or `removed`; or the fact: `plan_proposed`, `plan_rejected`, `plan_done`, `plan_failed`, \
      `plan_blocked`, `plan_cancelled`, `worker_paused`, `budget`, `reminder`, `long_work`, \
      `hook_gave_up`, `recurring`, `queue_paused` or `queue_resumed`
      """)
    fields.add("id", \.entry.id, "the row; null for a fact about no row")
    fields.add("plan", \.plan, "the plan of the row, or of the fact; null if there is none")
    fields.add(
      "key", \.key,
      "a key that is the same each time this event is sent, and different for every other event")
    fields.addIfAny("fact", \.entry.fact, "what happened, if it is not a change of a row")
    fields.add("change", \.entry.withoutFact, "the change, as in `orch history`")
  }
}

extension HistoryEntry {
  /// The entry without the fact, which is a field of the event itself.
  fileprivate var withoutFact: HistoryEntry {
    var entry = self
    entry.fact = nil
    return entry
  }
}
