import CommandLineKit
import Console
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
  static let statuses: [Status] = [.failed, .blocked]
  static let options =
    Option<RetryCommand>.rows(of: .stopped) + [
      .force("also when its failure is permanent, or its attempts are used up") { $0.force = true }
    ]

  var shared = SharedOptions()
  var rows = RowSelection()
  var force = false

  /// A row that backs off, and by force one whose attempts are used up.
  func takesPending(_ item: QueueItem, _ context: TransitionContext) -> Bool {
    item.backsOff(at: context.now) || force && !item.mayStart(context.policy)
  }

  func transition(for id: String, from status: Status?) -> Transition {
    .retry(id: id, from: status, force: force)
  }
}

extension RetryCommand {
  init(shared: SharedOptions, id: String) { self.init(shared: shared, rows: RowSelection(id)) }
}
