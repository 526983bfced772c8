package import Door
import Host
import Model
import Text
import Workers

/// Checks whether a daemon runs, and how its last tick ended.
package struct DaemonCheck {
  let state: DaemonLock.State
  /// The zone of the times that are shown.
  let zone: QueueZone
  /// Whether the daemon runs, but has not ticked for too long.
  let isStalled: Bool

  package var diagnosis: Diagnosis {
    let name = "daemon"
    switch state {
    case .never:
      return .ok(
        name,
        Sentence(
          "no daemon was started; use orch daemon, or a schedule that calls orch tick",
          "시작된 것이 없습니다. orch daemon, 또는 orch tick을 부르는 일정"))
    case .running(nil): return .ok(name, Sentence("runs", "실행 중입니다"))
    case .running(let record?) where isStalled:
      let process = record.process.id
      return .warn(
        name,
        Sentence(
          "\(running(record).english); it does not tick any more",
          "\(running(record).korean). 더는 틱이 없습니다"),
        fix: Sentence(
          "if it was stopped, kill -CONT \(process) lets it continue; else kill it with "
            + "kill -KILL \(process), and start orch daemon again",
          "멈춰 두었다면 kill -CONT \(process)(으)로 계속하게 하십시오. 아니면 kill -KILL \(process)(으)로 끝내고 "
            + "orch daemon을 다시 시작하십시오"))
    case .running(let record?):
      guard let problem = record.problem else { return .ok(name, running(record)) }
      return .warn(
        name,
        Sentence(
          "\(running(record).english); that failed: \(problem)",
          "\(running(record).korean). 그 틱이 실패했습니다: \(problem)"),
        fix: Sentence(
          "fix the problem, and the next tick continues; orch tick shows the problem now",
          "고치면 다음 틱이 계속합니다. 지금 orch tick도 같은 말을 합니다"))
    case .ended(let record):
      return .ok(
        name,
        Sentence(
          "ended at \(time(record.endedAt)); orch daemon starts it again",
          "\(time(record.endedAt))에 끝났습니다. 시작하기: orch daemon"))
    case .killed(let record):
      return .warn(
        name,
        Sentence(
          "process \(record.process.id), begun at \(time(record.startedAt)), was killed",
          "\(time(record.startedAt))에 시작한 프로세스 \(record.process.id)이(가) 강제로 종료되었습니다"),
        fix: Sentence(
          "start it again with orch daemon; it continues the work",
          "다시 시작하십시오: orch daemon. 있는 그대로 계속합니다"))
    }
  }

  /// The finding about a daemon that was killed; `nil` in any other state.
  package var diagnosisIfKilled: Diagnosis? {
    if case .killed = state { diagnosis } else { nil }
  }

  /// The finding about a daemon that runs but does not tick; `nil` in any other state.
  package var diagnosisIfStalled: Diagnosis? { isStalled ? diagnosis : nil }

  private func running(_ record: DaemonRecord) -> Sentence {
    let (process, start, tick) = (record.process.id, time(record.startedAt), time(record.tickedAt))
    let interval = DurationText.exactText(record.intervalSeconds)
    let isNew = record.tickedAt == nil
    return Sentence(
      "process \(process) since \(start), every \(interval), last tick \(tick)",
      "프로세스 \(process), \(start)부터, 간격 \(interval), 마지막 틱 \(isNew ? "아직 없음" : tick)")
  }

  private func time(_ text: String?) -> String {
    guard let time = text.flatMap(QueueTime.init(iso8601:)) else { return "not yet" }
    return QueueTime(epochSeconds: time.epochSeconds, zone: zone).text
  }
}

extension DaemonCheck {
  /// - Returns: the check; `nil` if there is no queue.
  package init?(of taskQueue: TaskQueue) {
    guard let state = try? taskQueue.daemonLock().state() else { return nil }
    self.state = state
    zone = (try? taskQueue.zone()) ?? Settings.tzOffset.defaultValue
    if case .running(let record?) = state, let now = try? taskQueue.now(),
      let workspace = try? taskQueue.workspace()
    {
      isStalled = record.isStalled(at: now, longestTick: workspace.longestTick)
    } else {
      isStalled = false
    }
  }
}
