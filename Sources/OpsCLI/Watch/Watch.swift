public import CommandLineKit
public import CommandSupport
import Host

/// `ops watch`: the queue as it changes, on the whole screen.
public struct Watch: QueueCommand {
  public static let name = "watch"
  public static let summary = "Show the queue live, on the whole screen"
  public static let discussion = """
    Counts, the rows at work with their leases, those that wait and why, what failed, what is
    done, and the last changes; a change shows within a second. The arrows choose a row, enter
    tells everything about it, r retries it and c cancels it, as ops retry and ops cancel do,
    and both ask first; ? tells the keys, q leaves. Where standard output is no terminal, or
    TERM is dumb, and with --json it is one ops status. Where standard input is no terminal,
    keys are read from the one that the command was started at, if any.
    """
  public static let result = """
    the screen, until `q`; where standard output is no terminal what `ops status` prints, once
    """
  public static let json = "as status"
  public static let examples = [
    Example("ops watch", "until q"),
    Example("ops watch | head -n 1", "no terminal: the first line of ops status"),
  ]
  public static let options: [Option<Watch>] = []
  public static let isLogged = false

  public var shared = SharedOptions()

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    if context.shared.isJSON || !context.canFillScreen {
      var report = StatusReport()
      report.shared = shared
      return try report.run(in: context)
    }
    // What stops the first look is told as every command tells it.
    let told = CollectedText()
    let queue = try WatchedQueue(reading: context.refreshed(on: .collecting(told)), told)
    let terminal: Terminal
    do throws(SystemError) { terminal = try Terminal() } catch { throw CommandError(error) }
    try WatchLoop(queue, on: terminal, context).run()
    return .success
  }
}

extension CommandContext {
  /// Whether there is a screen to draw on.
  fileprivate var canFillScreen: Bool {
    isOnTerminal && environment["TERM"].map { $0 != "dumb" } ?? false
  }
}
