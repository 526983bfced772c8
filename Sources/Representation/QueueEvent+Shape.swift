public import QueueModel
public import Shaping

extension QueueEvent: Shaped {
  public static var shapeName: StaticString { "event" }
  public static func shape(_ fields: inout Fields<QueueEvent>) {
    fields.add("cursor", \.cursor.text, "its place, for `--after`")
    fields.add(
      "event", \.kind.rawValue,
      """
      what became of the row: `added`, `changed`, `claimed`, `released`, `done`, `failed`, `blocked`, \
      `cancelled`, `question`, `approval` or `removed`
      """)
    fields.add("id", \.entry.id, "the row")
    fields.add("key", \.key, "the same for each repeat of the event, and for no other")
    fields.add("change", \.entry, "the change, as `orch history` has it")
  }
}
