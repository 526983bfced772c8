import CommandLineKit
import CommandSupport
import Engine
import Host
import JSON
import QueueModel

/// `ops drain`: pauses, and waits for the workers that orch started.
struct DrainCommand: QueueCommand {
  static let name = "drain"
  static let summary = "Pause, and wait until no worker that orch started is at work"
  static let discussion = """
    While it waits it routes reports and settles what workers left, as orch tick does, so that it
    ends without a daemon, too. Rows that people or sessions picked themselves are not waited for.
    The queue stays paused in any case, also after Ctrl-C and when --timeout is over, which both
    end it with 75; ops resume goes on. Where the pause is ended meanwhile, the status is 1.
    """
  static let result = "`drained`"
  static let json = """
    drained: true or false, true; anything else is an error
    paused: queue pause, the pause that is in force
    """
  static let examples = [
    Example("ops drain --timeout 600 && sudo reboot", "waits for ten minutes at most"),
    Example("ops drain --reason 'new release'", "as long as it takes"),
  ]
  static let options: [Option<DrainCommand>] = [
    .number(
      "--timeout", "SECONDS", "the longest wait; without it there is no limit", in: 0...(.max)
    ) { $1.timeout = $0 },
    .text("--reason", "R", "what is shown wherever the pause is", required: false) {
      $1.reason = $0
    },
  ]

  var shared = SharedOptions()
  var timeout: Int?
  var reason: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let (queue, tick) = (try context.queue(), try context.tick())
    let drain = DrainWork(
      queue: queue, workspace: try context.workspace(), tick: tick,
      staleTimeout: .seconds(try context.value(Settings.staleMinutes) * 60))
    let pause = try PauseWork(queue: queue).begin(reason: reason).pause
    let progress = context.progressLine()
    defer { progress.clear() }
    var wait = try ServiceWait(watching: tick.next.folders)
    let ending = try drain(
      timeout: timeout.map { .seconds($0) }, waitingWith: &wait
    ) { rows in
      progress.show(
        "waiting for \(rows.count.counted("row")): \(rows.joined(separator: ", ").escaped)")
    }
    progress.clear()
    guard ending == .drained else { throw CommandError.drain(ending) }
    try context.print(["drained": true, "paused": pause.json], or: .drained)
    if context.console.errors.isTerminal, !context.shared.isQuiet {
      context.printNotice(.staysPaused)
    }
    return .success
  }
}
