import Glibc

/// Runs work on several threads at the same time.
public enum Parallel {
  /// Calls `work` with each number below `count`, each on its own thread, and `body` on this
  /// thread. Returns when all calls have returned. Calls for which no thread can be created are
  /// made on this thread after `body`.
  ///
  /// The threads block the signals that this thread blocks.
  public static func beside<Answer>(
    _ count: Int, work: @Sendable (Int) -> Void, body: () -> Answer
  ) -> Answer {
    // The runtime check of `withoutActuallyEscaping` puts the source file's path into the program.
    // With a fixed path, the program does not depend on the folder in which it is built.
    #sourceLocation(file:"Parallel.beside",line:1)
    return withoutActuallyEscaping(work) { work in
      let threads = (0..<count).map { number in Thread { work(number) } }
      defer { for thread in threads { thread.join() } }
      return body()
    }
    #sourceLocation()
  }
}

extension Parallel {
  /// Runs `work` on a thread that takes no signals, until the process ends; does nothing if no
  /// thread can be created.
  public static func untilEnd(_ work: @escaping @Sendable () -> Void) {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let thread = Thread(work)
    if thread.isStarted { thread.detach() }
  }
}

/// Work on its own thread. A caller can poll whether the work is done.
///
/// The thread blocks the signals that the starting thread blocks. When this object is destroyed,
/// the work continues until it is done or the process ends.
public final class BackgroundWork<Answer> {
  private let box: Box
  private let thread: Thread
  private var isJoined = false

  /// Starts the work. If no thread can be created, the work is done before `init` returns.
  public init(_ work: @escaping @Sendable () -> sending Answer) throws(SystemError) {
    let box = Box(try Pipe())
    thread = Thread { box.store(work()) }
    self.box = box
    if !thread.isStarted { wait() }
  }

  /// A descriptor that becomes readable when the work is done. It is valid as long as this object
  /// exists.
  public var descriptor: Int32 { box.descriptor }

  /// The result of the work; `nil` while the work continues.
  public var answer: Answer? { answer(within: .zero) }

  /// Waits at most `timeout` for the result of the work; returns `nil` if the work still continues
  /// then.
  public func answer(within timeout: Duration) -> Answer? {
    box.isAnswered(within: timeout) ? wait() : nil
  }

  /// Waits for the work to be done.
  @discardableResult
  public func wait() -> Answer {
    if !isJoined { thread.join() }
    isJoined = true
    // The thread has ended, after it stored the answer.
    return box.answer!
  }

  deinit { if !isJoined { thread.detach() } }

  /// `@unchecked`: the thread writes the answer, and the answer is read after the thread has ended.
  private final class Box: @unchecked Sendable {
    private let pipe: Pipe
    private(set) var answer: Answer?

    init(_ pipe: consuming Pipe) { self.pipe = pipe }

    var descriptor: Int32 { pipe.reading.number }

    func store(_ answer: Answer) {
      self.answer = answer
      // Makes the other end of the pipe readable.
      _ = [UInt8(0)].withUnsafeBytes { write(pipe.writing.number, $0.baseAddress, 1) }
    }

    func isAnswered(within timeout: Duration) -> Bool {
      pipe.reading.becomesReadable(within: timeout)
    }
  }
}

/// A closure that runs on its own thread, if a thread can be created.
private struct Thread {
  private let work: Unmanaged<Work>
  private var id = pthread_t()
  let isStarted: Bool

  init(_ run: @escaping () -> Void) {
    work = Unmanaged.passRetained(Work(run))
    isStarted = pthread_create(&id, nil, runWork, work.toOpaque()) == 0
  }

  /// Waits for the thread or, if there is none, runs the closure on this thread. Call this method
  /// at most one time.
  func join() {
    if isStarted {
      pthread_join(id, nil)
    } else {
      work.takeRetainedValue().run()
    }
  }

  /// Lets the thread end by itself. Call this method instead of `join`.
  func detach() { pthread_detach(id) }
}

private final class Work {
  let run: () -> Void
  init(_ run: @escaping () -> Void) { self.run = run }
}

private let runWork: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
  guard let pointer = $0 else { return nil }
  Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
  return nil
}
