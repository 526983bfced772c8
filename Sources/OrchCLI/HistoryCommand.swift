import CommandLineKit
import CommandSupport
import JSON
import QueueModel
import QueueStore

/// `orch history`: the changes of the queue or of one row.
struct HistoryCommand: QueueCommand {
  static let name = "history"
  static let summary = "Show who changed what, and when"
  static let result =
    "a change a line, newest last: `time⇥id⇥command⇥who⇥what changed`; a table on a terminal"
  static let discussion = """
    A line for each change, newest last: time, id, command, who, and the cells that changed,
    with tabs between them; on a terminal an aligned table. 'external_edit' is a save by
    another program. Who is the session, else user@pid. With --conflicts only
    what a save and commands both changed: ops status counts it until it was shown.
    """
  static let json = "entries: list of entry, the changes, oldest first"
  static let examples = [
    Example("orch history --limit 20", "the last twenty changes"),
    Example("orch history ORCH-001", "what happened to one row"),
    Example("orch history --conflicts", "what was kept over what when saves were merged"),
    Example(
      "orch history --json | jq -r '.entries[] | select(.command == \"done\") | .id'",
      "what was finished, for a script"),
  ]
  static let options: [Option<HistoryCommand>] = [
    .row("only this row", of: .all, required: false) { $1.id = $0 },
    .value("--limit", "N", "only the last N changes") { (text, history) throws(InvalidValue) in
      guard let limit = Int(text), limit > 0 else { throw InvalidValue("use a number from 1 on") }
      history.limit = limit
    },
    .flag("--conflicts", "only what was kept over what when a save was merged") {
      $0.onlyConflicts = true
    },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id: String?
  var limit: Int?
  var onlyConflicts = false

  func run(in context: CommandContext) throws -> ExitStatus {
    // Counted first: conflicts that are recorded while this reads are not shown.
    let edits = (try? context.store())?.externalEdits
    let conflicts = try? edits?.recordedConflicts()
    let entries = try entries(in: context)
    if context.shared.isJSON {
      try context.print(["entries": .array(entries.map(\.json))])
    } else if context.isOnTerminal {
      try context.write(try table(entries, context))
    } else {
      for entry in entries { try context.print(line(entry)) }
    }
    if onlyConflicts, id == nil, limit == nil, let edits, let conflicts {
      do { try edits.markConflictsRead(conflicts) } catch {
        context.warn(.conflictsStayUnread(CommandError(error)))
      }
    }
    return .success
  }

  private func entries(in context: CommandContext) throws -> [HistoryEntry] {
    let store = try context.store()
    let all = try store.history(of: id)
    let entries = onlyConflicts ? all.filter { $0.merge?.isConflict ?? false } : all
    if let id, all.isEmpty, try !store.read({ try $0.contains(id) }).value {
      throw StoreError.refused(.notFound(id))
    }
    if store.externalEdits?.hasUnrecordedEdit ?? false {
      context.warn(.unrecordedEdit)
    }
    return Array(entries.suffix(limit ?? entries.count))
  }

  private func line(_ entry: HistoryEntry) -> String {
    let cells = [entry.moment, entry.id ?? "-", entry.command, entry.actor, entry.changes]
    return cells.map { $0.onOneLine }.joined(separator: "\t")
  }

  private func table(
    _ entries: [HistoryEntry], _ context: CommandContext
  ) throws -> String {
    let messages = context.messages
    if entries.isEmpty {
      return messages.text(of: onlyConflicts ? .noConflicts : .noChanges) + "\n"
    }
    let ages = try context.ages()
    var table = TextTable([
      .init(messages.text(of: .when), dropOrder: 2),
      .init(messages.text(of: .age), .right, dropOrder: 3), .init(messages.text(of: .id)),
      .init(messages.text(of: .command)), .init(messages.text(of: .who), minimum: 8, dropOrder: 1),
      .init(messages.text(of: .change), minimum: 16),
    ])
    for entry in entries {
      table.append([
        .init(entry.moment.escaped), .init(ages.text(since: entry.moment)),
        .init((entry.id ?? "-").escaped), .init(entry.command.escaped),
        .init(entry.actor.escaped), .init(entry.changes.escaped),
      ])
    }
    return table.rendered(width: context.width, paint: context.paint)
  }
}

extension String {
  /// The text with a space for each tab, which separates the fields of a line.
  fileprivate var onOneLine: String {
    String(decoding: utf8.map { $0 == UInt8(ascii: "\t") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }
}
