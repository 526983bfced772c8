public import Model
public import Text

extension HistoryEntry: Shaped {
  public static var shapeName: StaticString { "entry" }
  public static func shape(_ fields: inout Fields<HistoryEntry>) {
    fields.add(
      "seq", \.sequence, "the entry's number; the entries of one save have the same number")
    fields.add("ts", \.time, "the time, in ISO 8601")
    fields.add("trace", \.traceID, "the trace id of the command")
    fields.add("command", \.command, "the subcommand, or `external_edit` for a save")
    fields.add("actor", \.actor, "the session, else `user@host`, else `external`")
    fields.add("id", \.id, "the row; null if the change is not of one row")
    fields.add(
      "before",
      { Map($0.before.inColumnOrder.map { ($0.name, $0.text) }) },
      "the changed cells before, by column; empty for a new row")
    fields.add(
      "after",
      { Map($0.after.inColumnOrder.map { ($0.name, $0.text) }) },
      "the changed cells afterwards; empty for a row that was removed")
    fields.addIfAny("brief", { $0.changesBrief ? true : nil }, "true if the row's brief changed")
    fields.addIfAny(
      "commit", \.source?.commit, "the commit with which git brought the change, if known")
    fields.addIfAny("author", \.source?.author, "the author of that commit")
    fields.addIfAny("guardrail", \.findings?.guardrail, "the guardrails' decision on a report")
    fields.addIfAny("review_gate", \.findings?.verdict, "the gate's verdict on a report")
    fields.addIfAny(
      "failure", \.failure?.rawValue,
      "the class of the failed attempt that the change ended: [workers.md](workers.md#failure-classes)"
    )
    fields.addIfAny("merge", \.merge, "the texts of a save that were put back or not accepted")
    fields.addIfAny("fact", \.fact, "a fact that is not a change of a row")
    fields.addIfAny("undoes", \.undoes, "the number of the entry that this one undid")
  }
}

extension RowMerge: Shaped {
  public static var shapeName: StaticString { "merge" }
  public static func shape(_ fields: inout Fields<RowMerge>) {
    fields.add(
      "fate", \.fate.rawValue,
      """
      `merged`, `added_since`, `deleted_but_changed`, `removed_but_saved`, `taken_back` or \
      `added_twice`
      """)
    fields.add("put_back", \.putBack, "the cells that a command had changed but the save had not")
    fields.add("lost", \.lost, "the cells that both changed")
  }
}

extension CellMerge: Shaped {
  public static var shapeName: StaticString { "cell" }
  public static func shape(_ fields: inout Fields<CellMerge>) {
    fields.add("column", \.column)
    fields.add("kept", \.kept, "the text that the table has")
    fields.add("dropped", \.dropped, "the text that was dropped")
  }
}

/// Changes of the queue.
public struct HistoryAnswer: Shaped {
  private let entries: [HistoryEntry]

  public static var shapeName: StaticString { "history" }
  public static func shape(_ fields: inout Fields<HistoryAnswer>) {
    fields.add("entries", \.entries, "the changes, oldest first")
  }
}
