public import Interchange
import Model
public import Text

/// What `orch import --json` prints.
struct ImportAnswer: Shaped {
  let outcome: ImportOutcome
  let form: InterchangeForm
  let isDryRun: Bool

  static var shapeName: StaticString { "import" }
  static func shape(_ fields: inout Fields<ImportAnswer>) {
    fields.add("from", \.form.rawValue, "the form")
    fields.add("dry_run", \.isDryRun, "whether it is a dry run")
    fields.add("added", { $0.outcome.count(.added) })
    fields.add("changed", { $0.outcome.count(.changed) })
    fields.add(
      "left_alone",
      { $0.outcome.rows.count - $0.outcome.count(.added) - $0.outcome.count(.changed) },
      "how many rows stayed as they were")
    fields.add("left_out", \.outcome.leftOut, "how many tasks did not become a row")
    fields.add(
      "started_there", \.outcome.startedThere,
      "how many of the new and changed rows are in progress in the other tool")
    fields.add(
      "rows", \.outcome.rows, "what became of each task, in the order of the imported file")
    fields.add("losses", \.outcome.losses, "what could not be imported unchanged")
  }
}

extension ImportOutcome.Row: Shaped {
  public static var shapeName: StaticString { "imported row" }
  public static func shape(_ fields: inout Fields<ImportOutcome.Row>) {
    fields.add("key", \.key, "the task's id in the other tool")
    fields.add("id", \.id, "the row; null if it is gone")
    fields.add(
      "fate", \.fate.rawValue,
      "`added`, `changed`, `unchanged`, or why the row was not changed: `changed_here`, `at_work`, `unreadable`, `gone`"
    )
  }
}

extension ForeignLoss: Shaped {
  public static var shapeName: StaticString { "import loss" }
  public static func shape(_ fields: inout Fields<ForeignLoss>) {
    fields.add(
      "kind", \.kind.code,
      """
      `unread`, `repeated_key`, `left_out`, `lowered_priority`, `unread_time`, `semicolons`, \
      `unseen_text`, `other_task`, `missing_task`, `ambiguous_title`, `cycle`, \
      `hidden_characters`, `command_as_prose` or `link_outside`
      """)
    fields.add("key", \.key, "the task, if it is known")
    fields.add("file", \.place.file, "null for standard input")
    fields.add("line", \.place.line, "null if the form has no lines")
    fields.add("message", { $0.kind.sentence.english })
  }
}

/// What `orch import --all --json` prints.
struct WholeImportAnswer: Shaped {
  let rows: Int
  let target: String

  static var shapeName: StaticString { "import --all" }
  static func shape(_ fields: inout Fields<WholeImportAnswer>) {
    fields.add("imported", \.rows, "how many rows were imported, including archived ones")
    fields.add("database", \.target, "where the queue is now")
  }
}

/// What `orch export --json` prints.
struct ExportAnswer: Shaped {
  let form: ExportForm
  let rows, leftOut: Int
  let file: String?
  let document: String?

  static var shapeName: StaticString { "export" }
  static func shape(_ fields: inout Fields<ExportAnswer>) {
    fields.add("to", \.form.rawValue, "the form")
    fields.add("rows", \.rows, "how many rows the document has")
    fields.add("left_out", \.leftOut, "how many malformed rows were left out")
    fields.add("file", \.file, "null for standard output")
    fields.addIfAny("document", \.document, "what was exported, if no file was named")
  }
}
