import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import QueueStore
import Settings
import Wording

/// `orch history`: the changes of the queue or of one row.
struct HistoryCommand: QueueCommand {
  static let name = "history"
  static let summary = "Show who changed what, and when"
  static let result =
    "a change a line, newest last: `time⇥id⇥command⇥who⇥what changed`; a table on a terminal, "
    + "with the changed words of long texts"
  static let discussion = """
    A line for each change, newest last: time, id, command, who, and the cells that changed,
    with tabs between them; on a terminal an aligned table, where a long text that changed
    is shown as [-words that went-] and {+new words+}. 'external_edit' is a save by another
    program. Who is the session, else user@host. With --conflicts only
    what a save and commands both changed: ops status counts it until it was shown.
    """
  static let json = "entries: list of entry, the changes, oldest first"
  static let examples = [
    Example("orch history --limit 20", "the last twenty changes"),
    Example("orch history ORCH-001", "what happened to one row"),
    Example("orch history --since 2h --who worker-a", "what a session did in the last two hours"),
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
    .value("--since", "TIME", "only changes since then: '2026-01-31 18:00', 2026-01-31, 2h, 3d") {
      (text, history) throws(InvalidValue) in
      guard DurationText.Unit(endOf: text) != .second,
        QueueTime(named: text, at: QueueTime(epochSeconds: 0, offset: 0)) != nil
      else {
        throw InvalidValue("use YYYY-MM-DD HH:MM, YYYY-MM-DD, or how long ago: 30m, 2h, 3d, 1w")
      }
      history.since = text
    },
    .value(
      "--who", "NAME", "only changes by this session or person; of user@host the user is enough",
      kind: .session
    ) { $1.who = $0 },
    .value("--trace", "ID", "only changes of commands with this trace id") { $1.trace = $0 },
    .flag("--full", "on a terminal whole texts, old and new; elsewhere they are whole anyway") {
      $0.isFull = true
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
  var since: String?
  var who: String?
  var trace: String?
  var isFull = false

  func run(in context: CommandContext) throws -> ExitStatus {
    // Counted first: conflicts that are recorded while this reads are not shown.
    let edits = (try? context.taskQueue.store())?.externalEdits
    let conflicts = try? edits?.recordedConflicts()
    let entries = try entries(in: context)
    if context.shared.isJSON {
      try context.print(["entries": .array(entries.map(\.json))])
    } else if context.isOnTerminal {
      try context.write(try screen(entries, context))
    } else {
      for entry in entries { try context.print(line(entry)) }
    }
    if onlyConflicts, !isPart, let edits, let conflicts {
      do { try edits.markConflictsRead(conflicts) } catch {
        context.warn(.conflictsStayUnread(Problem(error)))
      }
    }
    return .success
  }

  /// Whether only some of the changes are wanted.
  private var isPart: Bool {
    id != nil || limit != nil || since != nil || who != nil || trace != nil
  }

  /// How many changes are wanted, where it is the last ones of all rows, and few.
  private var lastOnly: Int? {
    guard id == nil, !onlyConflicts, since == nil, who == nil, trace == nil else { return nil }
    return limit.flatMap { $0 <= 200 ? $0 : nil }
  }

  private func entries(in context: CommandContext) throws -> [HistoryEntry] {
    let store = try context.taskQueue.store()
    let all = try lastOnly.map(store.latestHistory) ?? store.history(of: id)
    let start = try since.flatMap { QueueTime(named: $0, at: try context.taskQueue.now()) }
    let entries = all.filter { entry in
      (!onlyConflicts || entry.merge?.isConflict ?? false)
        && (trace == nil || entry.traceID == trace) && (who.map(entry.isBy) ?? true)
        && (start.map(entry.isSince) ?? true)
    }
    if let id, all.isEmpty, try !store.read({ try $0.contains(id) }) {
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

  private func screen(
    _ entries: [HistoryEntry], _ context: CommandContext
  ) throws -> String {
    if entries.isEmpty {
      let output: CommandOutput = onlyConflicts ? .noConflicts : .noChanges
      return output.sentence(context.language) + "\n"
    }
    let screen = HistoryScreen(
      entries: entries, ages: try context.ages(), isFull: isFull, language: context.language)
    return screen.text(width: context.width, context.paint)
  }
}

extension HistoryEntry {
  /// Whether the actor has this name, or is this user of any machine.
  fileprivate func isBy(_ name: String) -> Bool {
    actor == name || actor.hasPrefix("\(name)@")
  }

  fileprivate func isSince(_ start: QueueTime) -> Bool {
    QueueTime(iso8601: time).map { $0 >= start } ?? false
  }
}

extension String {
  /// The text with a space for each tab, which separates the fields of a line.
  fileprivate var onOneLine: String {
    let tab = UInt8(ascii: "\t")
    guard utf8.contains(tab) else { return self }
    return String(decoding: utf8.map { $0 == tab ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }
}
