import Host
import Synchronization

/// The time that a command waited for saves of the queue to end, or for checks.
package final class WaitedTime: Sendable {
  private let sum = Mutex(Duration.zero)

  var total: Duration { sum.withLock(\.self) }

  package func add(_ duration: Duration) { sum.withLock { $0 += duration } }

  /// The same clock, whose sleeps are counted.
  func counting(_ clock: Clock) -> Clock {
    Clock(now: clock.now, monotonic: clock.monotonic) { duration in
      let start = clock.monotonic()
      clock.sleep(duration)
      self.add(clock.monotonic() - start)
    }
  }
}
