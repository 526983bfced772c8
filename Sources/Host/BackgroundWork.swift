import Glibc

/// Work on a thread of its own, of which one can ask whether it is done.
///
/// The thread has the signals blocked that are blocked where it is started. Who drops the work
/// leaves it to itself: it goes on, at most until the process ends.
public final class BackgroundWork<Answer> {
  private let box: Box
  private var thread = pthread_t()
  private let isStarted: Bool
  private var isJoined = false

  /// Where no thread can be had, the work is done before this returns.
  public init(_ work: @escaping @Sendable () -> sending Answer) throws(SystemError) {
    let box = Box(try Pipe())
    let start = Unmanaged.passRetained(Run { box.take(work()) })
    isStarted = pthread_create(&thread, nil, runBackgroundWork, start.toOpaque()) == 0
    if !isStarted { start.takeRetainedValue().body() }
    self.box = box
  }

  /// `nil` while the work goes on.
  public var answer: Answer? { answer(within: 0) }

  /// The answer, as soon as it is there.
  ///
  /// - Parameter nanoseconds: how long to wait for it at most.
  /// - Returns: `nil` where the work goes on.
  public func answer(within nanoseconds: Int) -> Answer? {
    box.isAnswered(within: nanoseconds) ? wait() : nil
  }

  /// Waits for the work to be done.
  @discardableResult
  public func wait() -> Answer {
    if isStarted, !isJoined { pthread_join(thread, nil) }
    isJoined = true
    // The work has ended, and its last step but one was to leave the answer.
    return box.answer!
  }

  deinit { if isStarted, !isJoined { pthread_detach(thread) } }

  /// `@unchecked`: written by the thread, and read when it has ended.
  private final class Box: @unchecked Sendable {
    private let pipe: Pipe
    private(set) var answer: Answer?

    init(_ pipe: consuming Pipe) { self.pipe = pipe }

    func take(_ answer: Answer) {
      self.answer = answer
      // The byte says that the answer is there.
      _ = [UInt8(0)].withUnsafeBytes { write(pipe.writing.number, $0.baseAddress, 1) }
    }

    func isAnswered(within nanoseconds: Int) -> Bool {
      pipe.reading.becomesReadable(within: nanoseconds)
    }
  }
}

private final class Run {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

private let runBackgroundWork:
  @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let pointer = $0 else { return nil }
    Unmanaged<Run>.fromOpaque(pointer).takeRetainedValue().body()
    return nil
  }
