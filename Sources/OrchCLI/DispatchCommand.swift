import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import Representation

/// `orch dispatch`: claims rows for as many workers as are free, and starts the work.
struct DispatchCommand: QueueCommand {
  static let name = "dispatch"
  static let summary = "Claim rows for the workers that are free, and start the work on them"
  static let discussion = """
    Rows are claimed as by orch pick, but only while fewer than --max-workers are IN_PROGRESS,
    and none whose touches= paths overlap with those of a row at work. Spawn in orch.json says
    what starts the work: a worker that orch supervises, or a command that passes it on;
    each row then belongs to a session called orch-ID. Without it nothing is started: the
    caller starts the work on each row that is printed, and records the session that does it with
    orch assign; until then its owner is --owner-session, else 'dispatcher'. A row without
    a sign of life is taken back by orch watchdog. Where rows wait and none is claimed, a line on
    standard error says why.
    """
  static let result = "a claimed id a line, or `NOOP`"
  static let json = """
    claims: list of claim, the rows that were claimed
    paused?: queue pause, the pause that keeps every row from being claimed
    not_started?: list of held row, those whose worker could not be started, where there are any
    """
  static let examples = [
    Example("orch dispatch --parallel 2", "claims two rows, where there are workers for them"),
    Example(
      "orch dispatch --json | jq -r '.claims[] | [.item.id, .attempt] | @tsv'",
      "the token for each worker's ORCH_ATTEMPT, too"),
  ]
  static let options: [Option<DispatchCommand>] = [
    .maxWorkers { $1.limits.maxWorkers = $0 },
    .parallel { $1.limits.parallel = $0 },
    .flag("--exit-code", "exit with 3 when nothing is claimed") { $0.usesExitCode = true },
  ]

  var shared = SharedOptions()
  var limits = Dispatcher.Limits()
  var usesExitCode = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let dispatch = Dispatcher(
      queue: try context.queue(), workspace: try context.taskQueue.workspace(),
      launcher: try context.launcher())
    let dispatched = try dispatch(limits)
    let items = dispatched.items
    if context.shared.isJSON {
      try context.print(.object(dispatched.json(in: context.taskQueue.zoneOfJSON)))
    } else if items.isEmpty {
      try context.print("NOOP")
    } else {
      for item in items { try context.print(item.id) }
    }
    try context.noticeClaims(dispatched)
    return dispatched.claims.isEmpty && usesExitCode ? .nothingToDo : .success
  }
}
