import CommandLineKit
import Console
import Engine
import QueueModel

/// `ops cancel`: blocks unfinished rows, and ends their workers.
struct CancelCommand: RowsCommand {
  static let name = "cancel"
  static let summary = "Stop unfinished rows: they become BLOCKED"
  static let discussion = """
    A worker that orch started for a row on this machine is ended, with all that it started:
    it is asked to, and killed when it takes longer than spawn.grace_seconds.
    """
  static let result = """
    `ID -> BLOCKED` for each row, note `cancelled_by_operator`, with `: N` behind it; refuses DONE \
    and FAILED; `NOOP` where nothing is chosen. A row that is refused stops none of the others, and \
    makes the status 1
    """
  static let examples = [
    Example("ops cancel --id ORCH-001", "notes cancelled_by_operator; ops retry takes it back"),
    Example("ops cancel --match login --dry-run", "what would be stopped"),
  ]
  static let statuses = RowsChange.cancel().statuses
  static let options =
    Option<CancelCommand>.rows(of: .unfinished) + [
      .text("--notes", also: "--reason", "N", "the reason, added to the note", required: false) {
        $1.reason = $0
      }
    ]

  var shared = SharedOptions()
  var rows = RowSelection()
  var reason: String?
  var change: RowsChange { .cancel(reason: reason) }
}

extension CancelCommand {
  init(shared: SharedOptions, id: String, from: Status? = nil, reason: String? = nil) {
    self.init(shared: shared, rows: RowSelection(id, from: from), reason: reason)
  }
}
