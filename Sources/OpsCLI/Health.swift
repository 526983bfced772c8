public import CommandLineKit
public import CommandSupport
import Host
import JSON

/// `ops health`: one word for whoever watches.
public struct Health: QueueCommand {
  public static let name = "health"
  public static let summary = "Say in one line, and by the status, whether all is well"
  public static let discussion = """
    Where there is a database beside the queue file, both are compared, as by 'ops
    consistency-check'. Then the figures are held against their limits, as by 'ops kpi': those
    of the file, or with --db, or ORCH_QUEUE_MD_READ_ONLY, of the database.
    """
  public static let result = """
    `HEALTH_OK` (0), `HEALTH_FAIL consistency_mismatch missing_in_db=A missing_in_md=B \
    field_mismatch=C` (10), `HEALTH_WARN kpi_alert FIGURE=VALUE exceeds LIMIT; …` (20), \
    `HEALTH_ERROR REASON` (30)
    """
  public static let json = """
    health: text, `OK`, `FAIL`, `WARN` or `ERROR`
    reason: text or null, why
    consistency: consistency-check or null, table against database, where there are both
    kpi: kpi or null
    """
  public static let examples = [
    Example("ops health", "for a monitor: 0, 10, 20 or 30"),
    Example("ops health --json | jq .kpi", "what it looked at"),
  ]
  public static let options: [Option<Health>] = []
  public static let isLogged = false
  public static let spansStores = true

  public var shared = SharedOptions()

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let report: HealthReport
    do throws(CommandError) { report = try look(in: context) } catch {
      report = HealthReport(error: error)
    }
    if context.shared.isJSON {
      try context.print(report.json)
    } else {
      try context.print(context.paint(report.word, report.color) + report.reason)
    }
    return report.status
  }

  private func look(in context: CommandContext) throws(CommandError) -> HealthReport {
    let database = try context.databasePath()
    let hasDatabase: Bool
    // What may not be looked at is there, as far as one knows.
    do throws(SystemError) { hasDatabase = try FileStatus.ifExists(database) != nil } catch {
      throw CommandError(error)
    }
    let hasFile = (try? context.queuePath()).flatMap { try? FileStatus(of: $0) } != nil
    let isReadOnly = try context.value(Settings.queueReadOnly)
    let isDatabaseTruth = context.shared.database != nil || isReadOnly
    let minutes = try context.value(Settings.kpiStaleMinutes)
    let isAlone = !hasFile && hasDatabase && context.namedQueuePath == nil
    let queue = try context.queueFigures(
      staleAfter: minutes, in: isDatabaseTruth || isAlone ? database : nil)
    let kpi = KPIReport(runs: try context.runFigures(), queue: queue)
    let consistency = try hasDatabase && hasFile ? context.consistency(withTexts: false) : nil
    return HealthReport(
      consistency: consistency, kpi: kpi, alerts: kpi.alerts(beyond: try KPILimits(in: context)))
  }
}
