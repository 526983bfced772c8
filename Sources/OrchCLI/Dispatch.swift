public import CommandLineKit
import JSON
public import QueueCLI
import QueueModel

/// `orch dispatch`: claims rows for as many workers as are free.
public struct Dispatch: QueueCommand {
  public static let name = "dispatch"
  public static let summary = "Claim rows for the workers that are free, and print their ids"
  public static let discussion = """
    Rows are claimed as by orch pick, but only while fewer than --max-workers are IN_PROGRESS,
    and none whose touches= paths overlap with those of a row at work. Nothing is started:
    whoever called starts the work on each row that is printed, and records the session that
    does it with orch assign. Until then its owner is --owner-session, else 'dispatcher'. A row
    that nobody is heard of again is taken back by orch watchdog. Where rows wait and none is
    claimed, a line on standard error says why.
    """
  public static let result = "a claimed id a line, or `NOOP`"
  public static let examples = [
    Example("orch dispatch --parallel 2", "claims two rows, where there are workers for them"),
    Example(
      "orch dispatch --json | jq -r '.claims[] | [.item.id, .attempt] | @tsv'",
      "the token for each worker's ORCH_ATTEMPT, too"),
  ]
  public static let options: [Option<Dispatch>] = [
    .maxWorkers { $1.maxWorkers = $0 },
    .number(
      "--parallel", "N", "how many rows to claim at most", in: 1...(.max), fallback: "1"
    ) { $1.parallel = $0 },
    .flag("--exit-code", "exit with 3 when nothing is claimed") { $0.tellsByStatus = true },
  ]

  /// Who owns the rows until somebody says who works on them.
  private static let owner = "dispatcher"

  public var shared = SharedOptions()
  var maxWorkers: Int?
  var parallel = 1
  var tellsByStatus = false

  public init() {}

  public func run(in session: Session) throws(CommandError) -> ExitStatus {
    let usual = try session.value(Settings.maxWorkers)
    let dispatch = Transition.Dispatch(maxWorkers: maxWorkers ?? usual, limit: parallel)
    let items = try session.claims(for: dispatch, standIn: Self.owner).compactMap(\.after)
    if session.shared.isJSON {
      try session.print(["claims": .array(items.map(\.claimJSON))])
    } else if items.isEmpty {
      try session.print("NOOP")
    } else {
      for item in items { try session.print(item.id) }
    }
    return items.isEmpty && tellsByStatus ? .nothingToDo : .success
  }
}
