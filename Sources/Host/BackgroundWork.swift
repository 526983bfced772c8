import Glibc

/// Work on a thread of its own, of which one can ask whether it is done.
///
/// The thread has the signals blocked that are blocked where it is started.
public final class BackgroundWork<Answer: Sendable> {
  private let pipe: Pipe
  private let box: Box
  private var thread = pthread_t()
  private let isStarted: Bool
  private var isJoined = false

  /// Where no thread can be had, the work is done before this returns.
  public init(_ work: @escaping @Sendable () -> Answer) throws(SystemError) {
    let pipe = try Pipe()
    let end = pipe.writing.number
    let box = Box()
    let run = Run {
      box.answer = work()
      // The byte says that the answer is there.
      _ = [UInt8(0)].withUnsafeBytes { Glibc.write(end, $0.baseAddress, 1) }
    }
    let start = Unmanaged.passRetained(run)
    isStarted = pthread_create(&thread, nil, runBackgroundWork, start.toOpaque()) == 0
    if !isStarted { start.takeRetainedValue().body() }
    self.pipe = pipe
    self.box = box
  }

  /// `nil` while the work goes on.
  public var answer: Answer? { pipe.reading.becomesReadable(within: 0) ? wait() : nil }

  /// Waits for the work to be done.
  @discardableResult
  public func wait() -> Answer {
    if isStarted, !isJoined { pthread_join(thread, nil) }
    isJoined = true
    // The work has ended, and its last step but one was to leave the answer.
    return box.answer!
  }

  /// The thread uses the pipe.
  deinit { wait() }

  /// `@unchecked`: written by the thread, and read when it has ended.
  private final class Box: @unchecked Sendable {
    var answer: Answer?
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
