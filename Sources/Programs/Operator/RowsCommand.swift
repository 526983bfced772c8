import Door
import Model
import Runner
import Text
import Worktrees

/// A command that makes the same change to each of several rows, which are named or chosen.
protocol RowsCommand: QueueCommand {
  /// The statuses of the rows that the command takes with `--all` and `--match`.
  static var statuses: [Status] { get }
  var rows: RowSelection { get set }
  var change: RowsChange { get }
}

/// The rows of a command: their ids, or the options that choose them.
struct RowSelection: Sendable {
  var ids: [String] = []
  /// The statuses of the rows; empty for all that the command takes.
  var statuses: [Status] = []
  /// A text in the id, the task or the notes of the rows; letter case doesn't count.
  var text: String?
  /// The session or person that added the rows.
  var adder: String?
  var isAll = false
  var isDryRun = false

  /// The status of the row when a person confirmed the command; `nil` if nobody was asked.
  var from: Status?

  init() {}
  init(_ id: String, from: Status? = nil) { (ids, self.from) = ([id], from) }

  fileprivate var chooses: Bool { isAll || !statuses.isEmpty || text != nil || adder != nil }
}

extension Option where Root: RowsCommand {
  /// `--id`, which may be repeated, and the options that choose rows in its place.
  static func rows(of list: RowList) -> [Self] {
    [
      .row(
        Sentence("the row; several may be named", "행. 여럿을 지정할 수 있습니다"), of: list, required: false,
        repeatable: true
      ) {
        if !$1.rows.ids.contains($0) { $1.rows.ids.append($0) }
      },
      .choice(
        "--status", Sentence("all rows with this status", "이 상태의 모든 행"),
        Root.statuses.map(\.rawValue), repeatable: true
      ) { text, command in
        command.rows.statuses += Status(rawValue: text).map { [$0] } ?? []
      },
      .text(
        "--match", "TEXT",
        Sentence(
          "all rows with this text in id, task or notes; case is ignored",
          "id, task, notes에 이 글이 있는 모든 행. 대소문자는 가리지 않습니다"),
        required: false
      ) { $1.rows.text = $0 },
      .value(
        "--added-by", "NAME",
        Sentence(
          "all rows that this session or person added; for user@host, user is enough",
          "이 세션이나 사람이 추가한 모든 행. user@host에서 user만 써도 됩니다"),
        kind: .session
      ) { $1.rows.adder = $0 },
      .flag("--all", Sentence("all rows that the command takes", "이 명령이 받는 모든 행")) {
        $0.rows.isAll = true
      },
      .flag(
        "--dry-run",
        Sentence(
          "show what would happen to the rows, and change nothing", "행이 어떻게 될지 말하고 아무것도 바꾸지 않음")
      ) {
        $0.rows.isDryRun = true
      },
    ]
  }
}

extension RowsCommand {
  static var positional: String? { "--id" }
  static var answers: [any Shaped.Type] { answersOfSeveral }

  var settingsNeed: SettingsNeed { .writing(times: true) }

  /// A call that neither names nor chooses rows, or does both, is a mistake. Such a call needs no
  /// queue.
  var isDry: Bool { mistake != nil }
  /// Figures do not count dry runs.
  var isLoggedRun: Bool { !isDry && !rows.isDryRun }

  private var mistake: Problem? {
    if rows.chooses == rows.ids.isEmpty { return nil }
    return rows.chooses
      ? .usage(
        "rows are named by id, or chosen with --status, --match, --added-by and --all",
        "행은 id로 지정하거나 --status, --match, --added-by, --all로 고릅니다",
        hint: Sentence("leave one out", "둘 중 하나를 빼십시오"))
      : .usage(
        "missing option --id ID", "필요한 옵션이 빠졌습니다: --id ID",
        hint: Sentence(
          "name rows, or choose them with --status, --match, --added-by or --all",
          "행을 지정하거나 --status, --match, --added-by, --all로 고르십시오"))
  }

  var itemID: String? { rows.ids.count == 1 ? rows.ids[0] : nil }

  func run(in context: CommandContext) throws -> ExitStatus {
    if let mistake { throw mistake }
    let choice: RowChoice =
      rows.chooses
      ? .all(rows.statuses, containing: rows.text, addedBy: rows.adder)
      : .ids(rows.ids, from: rows.from)
    let results = try context.taskQueue.change(
      choice, by: change, dryRun: rows.isDryRun, as: context.caller
    ) { results in
      if rows.ids.count == 1 {
        try context.show(results[0].decision())
      } else {
        try context.show(results)
      }
    }
    try results.check()
    return .success
  }
}

extension RowResult {
  /// - Throws: the refusal of a refused row.
  fileprivate func decision() throws(Problem) -> Decision {
    do { return try outcome.get() } catch { throw .refused(error) }
  }
}
