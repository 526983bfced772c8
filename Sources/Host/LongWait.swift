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
