import QueueStore
import Text

/// Checks the server of a queue: whether the server answers, and how much its clock differs from
/// the clock of this machine.
package struct ServerCheck {
  package let diagnoses: [Diagnosis]

  private static let name = "server"
  /// The largest accepted difference in seconds. People who compare times would notice a larger
  /// one.
  private static let longestOffset = 60

  /// `nil` for a queue in a file.
  package init?(of taskQueue: TaskQueue, _ problem: (any Error) -> Problem) {
    guard let address = taskQueue.serverAddress else { return nil }
    do {
      let rows = try taskQueue.snapshot().rowCount
      let seconds = try taskQueue.clockOffset()
      let place = Sentence("\(address), \(rows.counted("row"))", "\(address), \(rows)행")
      let clock =
        abs(seconds) > Self.longestOffset
        ? Diagnosis.warn(
          "server clock",
          Sentence(
            "it is \(seconds) s ahead of this machine's; the queue's times are the server's",
            "이 컴퓨터보다 \(seconds)초 앞섭니다. 큐의 시각은 서버의 시각입니다"),
          fix: Sentence("set both clocks by NTP", "두 시계를 NTP로 맞추십시오"))
        : Diagnosis.ok("server clock", Sentence("same as this machine's", "이 컴퓨터와 같습니다"))
      diagnoses = [.ok(Self.name, place), clock] + (try Self.zone(of: taskQueue))
    } catch {
      diagnoses = [.fail(Self.name, problem(error))]
    }
  }

  /// A finding if machines have different zones.
  private static func zone(of queue: TaskQueue) throws(Problem) -> [Diagnosis] {
    guard let (there, here) = try queue.zoneElsewhere() else { return [] }
    return [
      .warn(
        "time zone",
        Sentence(
          "\(here) here, \(there) on the machine that first used the queue",
          "여기는 \(here), 이 큐를 처음 다룬 컴퓨터는 \(there)"),
        fix: Sentence("set the same tz in both orch.json files", "두 orch.json에 같은 tz를 적으십시오"))
    ]
  }
}
