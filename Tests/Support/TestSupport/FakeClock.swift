public import Host
import Synchronization

/// A clock that moves only during waits. It runs scheduled actions in the waits, for example an
/// editor's save during a command.
public final class FakeClock: Sendable {
  public typealias Action = @Sendable () throws -> Void

  private struct State {
    var now: Int
    var monotonic = Duration.zero
    var events: [(due: Duration, action: Action)] = []
    var watchers: [@Sendable () throws -> Bool] = []
  }

  private let state: Mutex<State>

  /// - Parameter start: seconds since 1970; 2026-01-31 18:00 in Korea.
  public init(start: Int = 1_769_850_000) {
    state = Mutex(State(now: start * 1_000_000_000))
  }

  public var clock: Clock {
    Clock(
      now: { self.lookAtClock() }, monotonic: { self.waited }, sleep: { self.wait($0) })
  }

  /// Nanoseconds since 1970.
  public var now: Int { state.withLock(\.now) }

  /// The sum of all waits.
  public var waited: Duration { state.withLock(\.monotonic) }

  /// Runs `action` in the wait that reaches `delay` from now.
  public func after(_ delay: Duration, _ action: @escaping Action) {
    state.withLock { state in
      state.events.append((state.monotonic + delay, action))
      state.events.sort { $0.due < $1.due }
    }
  }

  /// Calls `watcher` each time the wall clock is read, until it returns `true`; then the next
  /// watcher is called.
  public func whenAsked(_ watcher: @escaping @Sendable () throws -> Bool) {
    state.withLock { $0.watchers.append(watcher) }
  }

  /// Advances the wall clock without a wait.
  public func pass(_ duration: Duration) {
    state.withLock { $0.now += duration.nanoseconds }
  }

  /// Waits, and runs the actions that are due.
  public func wait(_ duration: Duration) {
    let end = waited + duration
    while let event = nextEvent(until: end) {
      move(to: event.due)
      run(event.action)
    }
    move(to: end)
  }

  private func nextEvent(until end: Duration) -> (due: Duration, action: Action)? {
    state.withLock { state in
      guard let first = state.events.first, first.due <= end else { return nil }
      return state.events.removeFirst()
    }
  }

  private func move(to moment: Duration) {
    state.withLock { state in
      state.now += max(.zero, moment - state.monotonic).nanoseconds
      state.monotonic = max(moment, state.monotonic)
    }
  }

  private func lookAtClock() -> Int {
    // The watcher is removed while it runs, because it may read the clock itself.
    if let watcher = state.withLock({ $0.watchers.isEmpty ? nil : $0.watchers.removeFirst() }) {
      run {
        if try !watcher() { self.state.withLock { $0.watchers.insert(watcher, at: 0) } }
      }
    }
    return now
  }

  private func run(_ action: () throws -> Void) {
    do { try action() } catch { fatalError("the action failed: \(error)") }
  }
}
