import Door
import HTTP
import Host
import Model
import Text
import Workers

/// Whether a server works, for programs that restart it.
struct ServerHealth {
  /// The longest time between two ticks of the daemon beside the server; `nil` if there is none.
  private let interval: Duration?

  /// When the server began, in seconds since 1970.
  private let start: Int

  init(interval: Duration?, _ clock: Clock) {
    (self.interval, start) = (interval, clock.now() / 1_000_000_000)
  }

  var live: HTTPResponse { .json(200, Map([("status", "ok")])) }

  /// Answers 503 if a queue can't be read or written, its disk is full, or its daemon is late.
  func ready(_ queues: [ServedQueue]) -> HTTPResponse {
    let answers = queues.map { queue in QueueHealth(name: queue.name, problem: problem(of: queue)) }
    let isReady = answers.allSatisfy { $0.problem == nil }
    return .json(isReady ? 200 : 503, Ready(queues: answers))
  }

  private func problem(of served: ServedQueue) -> String? {
    let queue = TaskQueue.open(served.opening)
    do {
      _ = try queue.snapshot()
      try queue.checkWritable()
      if let shortage = queue.diskShortage() { return shortage.english }
      if let interval {
        let last = try queue.daemonLock().lastTick
        let age = try queue.now().epochSeconds - max(last ?? 0, start)
        // A tick may take a while, and a machine may be asleep.
        if .seconds(age) > interval + .seconds(300) { return "its daemon last ticked \(age) s ago" }
      }
      return nil
    } catch {
      return Problem(error).message
    }
  }
}

private struct QueueHealth: Shaped {
  let name: String
  let problem: String?

  static var shapeName: StaticString { "ready queue" }
  static func shape(_ fields: inout Fields<QueueHealth>) {
    fields.add("queue", \.name)
    fields.add("problem", \.problem)
  }
}

struct Ready: Shaped {
  fileprivate let queues: [QueueHealth]

  static var shapeName: StaticString { "ready" }
  static func shape(_ fields: inout Fields<Ready>) {
    fields.add("status") { $0.queues.allSatisfy { $0.problem == nil } ? "ok" : "unavailable" }
    fields.add("queues", \.queues)
  }
}
