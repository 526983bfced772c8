import CommandLineKit
import Console
import Engine
import Facts
import Host
import QueueModel
import QueueStore

/// A command that makes the same change to each of several rows, which are named or chosen.
protocol RowsCommand: TransitionCommand {
  /// The statuses of the rows that it takes with `--all` and `--match`.
  static var statuses: [Status] { get }
  var rows: RowSelection { get set }
  /// Whether `--all` and `--match` take a PENDING row.
  func takesPending(_ item: QueueItem, _ context: TransitionContext) -> Bool
  /// - Parameters:
  ///   - id: the row.
  ///   - status: that of the row when it was chosen; `nil` for a named one.
  func transition(for id: String, from status: Status?) -> Transition
}

/// A row of a command.
private struct ChosenRow {
  let id: String
  /// Its status when it was chosen; `nil` for a named one.
  var status: Status?
}

/// The rows of a command: their ids, or what chooses them.
struct RowSelection: Sendable {
  var ids: [String] = []
  /// The statuses of the rows; all that the command takes, for none.
  var statuses: [Status] = []
  /// A text in the id, the task or the notes of the rows; letter case doesn't count.
  var text: String?
  var isAll = false
  var isDryRun = false

  init() {}
  init(_ id: String) { ids = [id] }

  fileprivate var chooses: Bool { isAll || !statuses.isEmpty || text != nil }
}

extension Option where Root: RowsCommand {
  /// `--id`, several times, and what chooses rows in place of ids.
  static func rows(of list: RowList) -> [Self] {
    [
      .row("the row; several may be named", of: list, required: false, repeatable: true) {
        if !$1.rows.ids.contains($0) { $1.rows.ids.append($0) }
      },
      .choice(
        "--status", "all rows with this status", Root.statuses.map(\.rawValue), repeatable: true
      ) { text, command in
        command.rows.statuses += Status(rawValue: text).map { [$0] } ?? []
      },
      .text(
        "--match", "TEXT", "all rows with this text in id, task or notes; case is ignored",
        required: false
      ) { $1.rows.text = $0 },
      .flag("--all", "all rows that the command takes") { $0.rows.isAll = true },
      .flag("--dry-run", "say what would become of the rows, and change nothing") {
        $0.rows.isDryRun = true
      },
    ]
  }
}

extension RowsCommand {
  static var positional: String? { "--id" }
  static var json: String { jsonOfSeveral }

  func takesPending(_ item: QueueItem, _ context: TransitionContext) -> Bool {
    Self.statuses.contains(.pending)
  }

  /// A call that names no rows in any way is a mistake, for which no queue is looked for.
  var isDry: Bool { mistake != nil }
  /// What is only tried counts in no figure.
  var isLoggedRun: Bool { !isDry && !rows.isDryRun }

  private var mistake: Problem.Usage? {
    if rows.chooses { return rows.ids.isEmpty ? nil : .namedAndChosenRows }
    return rows.ids.isEmpty ? .noRows : nil
  }

  var itemID: String? { rows.ids.count == 1 ? rows.ids[0] : nil }

  func perform(in context: CommandContext) throws -> Decision {
    let transition = transition(for: rows.ids[0], from: nil)
    guard rows.isDryRun else {
      return try context.taskQueue.perform(transition, as: context.caller)
    }
    return try context.taskQueue.preview(transition, as: context.caller)
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    if let mistake { throw Problem.usage(mistake) }
    guard rows.chooses else {
      if rows.ids.count == 1 { return try runOnOneRow(in: context, endingWorker: !rows.isDryRun) }
      return try run(on: rows.ids.map { ChosenRow(id: $0) }, in: context)
    }
    return try run(
      on: chosen(in: context.taskQueue.snapshot(), context.queue().context()), in: context)
  }

  private func run(on chosen: [ChosenRow], in context: CommandContext) throws -> ExitStatus {
    try change(
      chosen.map { ($0.id, transition(for: $0.id, from: $0.status)) }, isDryRun: rows.isDryRun,
      in: context)
  }

  /// The chosen rows, in the order of the table.
  private func chosen(
    in snapshot: any QueueSnapshot, _ context: TransitionContext
  ) -> [ChosenRow] {
    let statuses = rows.statuses.isEmpty ? Self.statuses + [.pending] : rows.statuses
    let pattern = rows.text.map { Array($0.lowercased().utf8) }
    return (0..<snapshot.rowCount).compactMap { row -> ChosenRow? in
      guard let status = snapshot.status(at: row), statuses.contains(status),
        let item = snapshot.item(at: row)
      else { return nil }
      if status == .pending, rows.statuses.isEmpty, !takesPending(item, context) { return nil }
      if let pattern, !item.contains(pattern) { return nil }
      return ChosenRow(id: item.id, status: status)
    }
  }
}

extension QueueItem {
  /// Whether the id, the task or the notes contain a text in lower case.
  fileprivate func contains(_ text: [UInt8]) -> Bool {
    [Column.id, .task, .notes].contains { column in
      guard let cell = self.text(of: column) else { return false }
      return Array(cell.lowercased().utf8).firstOffset(of: text, from: 0) != nil
    }
  }
}
