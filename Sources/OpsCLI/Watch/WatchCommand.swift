import CommandLineKit
import Console
import Facts
import Host
import Settings

/// `ops watch`: shows the queue live, on the whole screen.
struct WatchCommand: QueueCommand {
  static let name = "watch"
  static let summary = "Show the queue live, on the whole screen"
  static let discussion = """
    Counts, the rows at work with their leases, those that wait and why, what failed, what is
    done, and the last changes; a change shows within a second. The arrows choose a row, enter
    shows all about it, e its last report, l its log, which is followed; / searches, f and s
    filter. Keys answer, approve, reject, retry, cancel and replan the row, as the commands of
    these names do, and ask first; ? shows the keys, q leaves. Where standard output is no
    terminal, or TERM is dumb, and with --json it is one ops status. Where standard input is no
    terminal, keys are read from the one that the command was started at, if any.
    """
  static let result = """
    the screen, until `q`; where standard output is no terminal what `ops status` prints, once
    """
  static let json = "as status"
  static let examples = [
    Example("ops watch", "until q"),
    Example("ops watch --label release", "only these rows; esc shows all"),
    Example("ops watch | head -n 1", "no terminal: the first line of ops status"),
  ]
  static let options: [Option<WatchCommand>] = [
    .label("only rows with this label; with several, rows that have them all") {
      $1.labels.formUnion($0)
    }
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var labels: Set<String> = []
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    if context.shared.isJSON || !context.canFillScreen {
      guard labels.isEmpty else { throw Problem.usage(.labelWithoutScreen) }
      return try StatusCommand(shared: shared).run(in: context)
    }
    // Errors of the first read are printed as those of other commands are.
    let output = OutputBuffer()
    let queue = try WatchedQueue(reading: context.refreshed(on: .collecting(output)), output)
    let terminal = try Terminal()
    try WatchLoop(queue, RowFilter(labels: labels), on: terminal, context).run()
    return .success
  }
}

extension CommandContext {
  /// Whether standard output is a terminal that can be drawn on.
  fileprivate var canFillScreen: Bool {
    isOnTerminal && environment["TERM"].map { $0 != "dumb" } ?? false
  }
}
