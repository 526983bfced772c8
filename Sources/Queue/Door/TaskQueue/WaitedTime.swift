import Host
import Synchronization

/// The time that stores waited for saves of the queue to end, because it is no time of a command.
final class WaitedTime: Sendable {
  private let sum = Mutex(Duration.zero)

  var total: Duration { sum.withLock(\.self) }

  /// The same clock, whose sleeps are counted.
  func counting(_ clock: Clock) -> Clock {
    Clock(now: clock.now, monotonic: clock.monotonic) { duration in
      let start = clock.monotonic()
      clock.sleep(duration)
      self.sum.withLock { $0 += clock.monotonic() - start }
    }
  }
}
