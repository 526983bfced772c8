import CommandLineKit
import Console
import Engine
import QueueModel

/// `ops replan`: blocks rows in progress, and puts others back to PENDING.
struct ReplanCommand: RowsCommand {
  static let name = "replan"
  static let summary = "Take rows out of the work in hand, with a reason"
  static let discussion = """
    A row IN_PROGRESS becomes BLOCKED; every other one becomes PENDING, without owner and
    start. DONE needs --force; --all and --match leave it out.
    """
  static let result = """
    for each row `ID -> BLOCKED` from IN_PROGRESS, `ID -> PENDING` from the others, owner and \
    start cleared; note `replan:N`; DONE needs `--force`; `NOOP` where nothing is chosen. A row \
    that is refused stops none of the others, and makes the status 1
    """
  static let examples = [
    Example("ops replan --id ORCH-001 --notes 'split into two'", "notes replan:split into two"),
    Example("ops replan --status BLOCKED --notes 'the host is back'", "every blocked row"),
  ]
  static let statuses = RowsChange.replan(reason: "").statuses
  static let options =
    Option<ReplanCommand>.rows(of: .all) + [
      .text("--notes", also: "--reason", "N", "the reason, added to the notes") { $1.reason = $0 },
      .force("also when it is DONE") { $0.force = true },
    ]

  var shared = SharedOptions()
  var rows = RowSelection()
  var reason = ""
  var force = false
  var change: RowsChange { .replan(reason: reason, force: force) }
}

extension ReplanCommand {
  init(shared: SharedOptions, id: String, from: Status? = nil, reason: String) {
    self.init(shared: shared, rows: RowSelection(id, from: from), reason: reason)
  }
}
