import Door
import Host
import QueueStore
import Work

/// Looks every second whether others changed the queues that are open.
struct StampWatch {
  private var stamps: [String: QueueStamp] = [:]
  /// When to look next, on the monotonic clock.
  private(set) var next = Duration.zero

  private static let interval = Duration.milliseconds(700)

  mutating func lookNow() { next = .zero }

  /// Whether a queue changed since the last look. The first look at a queue finds no change.
  mutating func hasChange(in openings: [Opening]) -> Bool {
    let now = Clock.system.monotonic()
    if openings.isEmpty || now < next { return false }
    next = now + Self.interval
    var hasChange = false
    for opening in openings {
      let queue = TaskQueue.open(opening)
      guard let path = try? queue.queuePath() else { continue }
      let stamp = queue.stamp()
      // A file that is being saved now may change once more without a new stamp.
      let isFinal = stamp.isFinal(at: opening.clock.now())
      if let known = stamps[path], known != stamp { hasChange = true }
      stamps[path] = isFinal ? stamp : stamps[path].map { _ in stamp } ?? stamp
    }
    return hasChange
  }
}
