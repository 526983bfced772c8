public import Model
public import Text

extension QueueEvent: Shaped {
  public static var shapeName: StaticString { "event" }
  public static func shape(_ fields: inout Fields<QueueEvent>) {
    fields.add("cursor", \.cursor.text, "its place, for `--after`")
    fields.add(
      "event", \.kind.rawValue,
      """
      what became of the row: `added`, `changed`, `claimed`, `released`, `done`, `failed`, `blocked`, \
      `cancelled`, `question`, `approval` or `removed`; or the fact: `plan_done`, `plan_failed`, \
      `plan_blocked`, `plan_cancelled`, `worker_paused`, `budget`, `reminder`, `hook_gave_up` or \
      `recurring`
      """)
    fields.add("id", \.entry.id, "the row; null for a fact about none")
    fields.add("plan", \.plan, "the plan of the row, or of the fact; null for none")
    fields.add("key", \.key, "the same for each repeat of the event, and for no other")
    fields.addIfAny("fact", \.entry.fact, "what happened, if it is not a change of a row")
    fields.add("change", \.entry.withoutFact, "the change, as `orch history` has it")
  }
}

extension HistoryEntry {
  /// The entry without the fact, which the event has itself.
  fileprivate var withoutFact: HistoryEntry {
    var entry = self
    entry.fact = nil
    return entry
  }
}
