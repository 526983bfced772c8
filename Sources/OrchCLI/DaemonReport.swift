import CommandLineKit
import CommandSupport
import Dispatching
import Engine
import Host
import JSON
import QueueModel

/// What a daemon makes known: lines for whoever reads them, and the record for those who ask
/// later. That neither can be written stops no work.
final class DaemonReport {
  private let post: DaemonLock
  private var record: DaemonRecord
  private let interval: Interval
  /// Seconds east of UTC; as long as settings can't be read, times are shown all the same.
  private let offset: Int
  /// That of the last tick, which read the settings.
  private var context: CommandContext
  /// The lines of the run log for the tick that goes on.
  private var run: LoggedRun?

  /// - Throws: where this process can't be told from others.
  init(_ post: DaemonLock, _ interval: Interval, in context: CommandContext) throws(CommandError) {
    guard let process = ProcessIdentity.current else {
      throw context.commandError(EngineError.noProcessTable)
    }
    self.post = post
    self.interval = interval
    self.context = context
    offset = try context.offset()
    record = DaemonRecord(
      process: process, startedAt: try context.now().iso8601, intervalSeconds: interval.seconds)
  }

  /// Ticks that read queue and settings as commands do.
  var source: Daemon.Source {
    Daemon.Source(
      follow: { [self] in
        // Where a link may not be followed, the tick says so.
        if let notice = try? context.followQueue() { context.warn(notice) }
      },
      next: { [self] () throws(EngineError) in
        context = context.refreshed(as: TickCommand.name)
        run = LoggedRun(unwritten: context)
        return try currentTick()
      },
      current: { [self] () throws(EngineError) in try currentTick() },
      problem: { [self] in
        context = context.refreshed(as: TickCommand.name)
        return context.settingProblems().first.map { .settings(SettingsError($0)) }
      })
  }

  private func currentTick() throws(EngineError) -> Tick {
    do throws(CommandError) { return try context.tick() } catch {
      throw .settings(SettingsError(error))
    }
  }

  func show(_ event: Daemon.Event) {
    switch event {
    case .began(let startsWork): begin(startsWork: startsWork)
    case .ticked(let outcome): show(TickReport(outcome, of: context))
    case .failed(let error): context.tell(context.commandError(error))
    case .reloaded(nil): say("reads orch.json anew")
    case .reloaded(let problem?):
      context.tell(context.commandError(problem))
      say("nothing starts until orch.json can be read")
    case .ended(.signalled): end("ends; workers go on")
    case .ended(.idle): end("ends: nothing can start by itself")
    }
  }

  private func begin(startsWork: Bool) {
    if let before = post.killedProcess {
      say("the one before, process \(before.id), was killed; goes on")
    }
    let claims =
      startsWork ? "" : "; orch.json names no program to start, so that no row is claimed"
    say("ticks every \(interval.text), and when the queue changes\(claims)")
    post.save(record)
  }

  private func show(_ ticked: TickReport) {
    if !ticked.isIdle { run?.end(after: ticked.problem) }
    run = nil
    record.tickedAt = (try? context.now(offset: offset))?.iso8601
    record.problem = ticked.problem?.message
    if context.shared.isJSON {
      if !ticked.lines.isEmpty { print(ticked.json) }
    } else {
      for line in ticked.lines { print(line) }
    }
    post.save(record)
  }

  private func end(_ reason: String) {
    record.endedAt = (try? context.now(offset: offset))?.iso8601
    post.save(record)
    say(reason)
  }

  /// Says something of the daemon itself.
  private func say(_ text: String) {
    if context.shared.isJSON {
      print(["daemon": .string(text)])
    } else {
      print("daemon: \(text)")
    }
  }

  private func print(_ line: String) {
    let time = (try? context.now(offset: offset))?.text ?? "-"
    try? context.print("\(time) \(line)")
    try? context.flush()
  }

  private func print(_ json: JSONObject) {
    var object: JSONObject = [
      "at": (try? context.now(offset: offset)).map { .string($0.iso8601) } ?? .null
    ]
    for member in json.members { object[member.key] = member.value }
    try? context.print(.object(object))
    try? context.flush()
  }
}
