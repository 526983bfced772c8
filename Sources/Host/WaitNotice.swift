/// How people are told that a command waits for somebody, and that it goes on.
public struct WaitNotice {
  let show: (String) -> Void
  let clear: () -> Void

  /// - Parameters:
  ///   - show: told once of a wait, what is waited for.
  ///   - clear: called when a wait that was told of is over, however it ended.
  public init(show: @escaping (String) -> Void, clear: @escaping () -> Void) {
    self.show = show
    self.clear = clear
  }

  /// Tells nobody.
  public static var silent: WaitNotice { WaitNotice(show: { _ in }, clear: {}) }

  /// The same, told in other words.
  public func worded(_ wording: @escaping (String) -> String) -> WaitNotice {
    WaitNotice(show: { [show] in show(wording($0)) }, clear: clear)
  }
}

/// One wait. It is told of once it has taken longer than a second.
public struct LongWait: ~Copyable {
  private let notice: WaitNotice
  private let start: Int
  private var isTold = false

  /// What nobody calls waiting yet, nanoseconds.
  private static let short = Int.milliseconds(1000)

  /// A wait that began at `start`, on the monotonic clock.
  public init(_ notice: WaitNotice, since start: Int) {
    self.notice = notice
    self.start = start
  }

  deinit { if isTold { notice.clear() } }

  /// Says that the wait for `subject` is not over yet.
  public mutating func goesOn(at now: Int, _ subject: @autoclosure () -> String = "") {
    guard !isTold, now - start > Self.short else { return }
    isTold = true
    notice.show(subject())
  }
}
