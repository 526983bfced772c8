import Host

/// The queue's clock, which may run faster than the machine's. Source: `ORCH_NOW` in `docs/cli.md`.
public struct QueueClock: Equatable, Sendable {
  public let speed: Int
  /// Seconds since 1970 at which both clocks agree.
  public let epoch: Int

  public init(speed: Int, epoch: Int) {
    self.speed = speed
    self.epoch = epoch
  }

  /// What `ORCH_NOW` has to hold; `nil` where both clocks are the same.
  var variable: String? { speed == 1 ? nil : "x\(speed)@\(epoch)" }

  /// Seconds since 1970 as the queue has them.
  func now(_ clock: Clock) -> Int {
    epoch + (clock.now() - epoch * 1_000_000_000) * speed / 1_000_000_000
  }

  /// Nanoseconds of the machine that so many milliseconds of the queue take.
  func real(_ milliseconds: Int) -> Int { milliseconds * 1_000_000 / speed }
}
