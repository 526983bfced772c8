import CommandSupport
import Dispatching
import Host
import QueueModel

/// Whether something ticks by itself, and how its last tick went.
struct DoctorDaemon {
  let state: DaemonLock.State
  /// Seconds east of UTC, for its times.
  let offset: Int

  var diagnosis: Diagnosis {
    let name = "daemon"
    switch state {
    case .never:
      return .ok(name, "none was started; orch daemon, or a schedule that calls orch tick")
    case .running(nil): return .ok(name, "runs")
    case .running(let record?):
      guard let problem = record.problem else { return .ok(name, running(record)) }
      return .warn(
        name, "\(running(record)); that failed: \(problem)",
        mend: "mend it, and the next tick goes on; orch tick says the same now")
    case .ended(let record):
      return .ok(name, "ended at \(time(record.endedAt)); orch daemon starts it")
    case .killed(let record):
      return .warn(
        name, "process \(record.process.id), begun at \(time(record.startedAt)), was killed",
        mend: "start it again: orch daemon; it goes on with what is there")
    }
  }

  private func running(_ record: DaemonRecord) -> String {
    let interval = record.intervalSeconds
    let unit = [(3600, "h"), (60, "m"), (1, "s")].first { interval % $0.0 == 0 } ?? (1, "s")
    return "process \(record.process.id) since \(time(record.startedAt)), every "
      + "\(interval / unit.0)\(unit.1), last tick \(time(record.tickedAt))"
  }

  private func time(_ text: String?) -> String {
    guard let time = text.flatMap(QueueTime.init(iso8601:)) else { return "not yet" }
    return QueueTime(epochSeconds: time.epochSeconds, offset: offset).text
  }
}

extension DoctorDaemon {
  /// - Returns: `nil` where there is no queue.
  init?(of context: CommandContext) {
    guard let post = try? context.daemonPost() else { return nil }
    offset = (try? context.offset()) ?? Settings.tzOffset.defaultValue
    guard let state = try? post.state() else { return nil }
    self.state = state
  }
}
