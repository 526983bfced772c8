/// Shows that a command is waiting, and later that it continues.
public struct WaitNotice: Sendable {
  let show: @Sendable (String) -> Void
  let clear: @Sendable () -> Void

  /// - Parameters:
  ///   - show: called one time for a long wait, with the lock or resource for which the command
  ///     waits.
  ///   - clear: called when a wait that was shown ends, whatever its result.
  public init(
    show: @escaping @Sendable (String) -> Void, clear: @escaping @Sendable () -> Void
  ) {
    self.show = show
    self.clear = clear
  }

  public static var silent: WaitNotice { WaitNotice(show: { _ in }, clear: {}) }

  /// A notice that passes each text through `wording` before it is shown.
  public func worded(_ wording: @escaping @Sendable (String) -> String) -> WaitNotice {
    WaitNotice(show: { [show] in show(wording($0)) }, clear: clear)
  }
}

/// One wait, which is shown when it has taken longer than a second.
public struct LongWait: ~Copyable {
  private let notice: WaitNotice
  private let start: Duration
  private var isShown = false

  private static let delay = Duration.seconds(1)

  /// A wait that began at `start`, on the monotonic clock.
  public init(_ notice: WaitNotice, since start: Duration) {
    self.notice = notice
    self.start = start
  }

  deinit { if isShown { notice.clear() } }

  /// Shows the wait for `subject` if the wait has become long. Call this repeatedly until the wait
  /// is over.
  public mutating func update(at now: Duration, _ subject: @autoclosure () -> String = "") {
    guard !isShown, now - start > Self.delay else { return }
    isShown = true
    notice.show(subject())
  }
}
