import CommandLineKit
import Console
import Engine
import QueueModel

/// `ops retry`: puts FAILED and BLOCKED rows back to PENDING.
struct RetryCommand: RowsCommand {
  static let name = "retry"
  static let summary = "Take FAILED or BLOCKED rows back to PENDING"
  static let result = """
    `ID -> PENDING` for each row, from FAILED or BLOCKED, owner and start cleared; note \
    `retry_requested`; a PENDING row that backs off may start at once; a permanent failure, or a row whose attempts are used up, needs `--force`; \
    `NOOP` where nothing is chosen. A row that is refused stops none of the others, and makes the \
    status 1
    """
  static let examples = [
    Example("ops retry --id ORCH-001", "notes retry_requested"),
    Example("ops retry ORCH-001 --force", "also a failure that was called permanent"),
    Example("ops retry --status FAILED --match login --dry-run", "what would be tried again"),
  ]
  static let statuses = RowsChange.retry().statuses
  static let options =
    Option<RetryCommand>.rows(of: .stopped) + [
      .force("also when its failure is permanent, or its attempts are used up") { $0.force = true }
    ]

  var shared = SharedOptions()
  var rows = RowSelection()
  var force = false
  var change: RowsChange { .retry(force: force) }
}

extension RetryCommand {
  init(shared: SharedOptions, id: String) { self.init(shared: shared, rows: RowSelection(id)) }
}
