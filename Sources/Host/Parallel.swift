import Glibc

/// Work at the same time.
public enum Parallel {
  /// Calls `body` with 0 on this thread and with 1 on another, and returns when
  /// both have returned. Where no thread can be had, one comes after the other.
  @Sendable public static func halves(_ body: @Sendable (Int) -> Void) {
    beside(1) { _ in
      body(1)
    } body: {
      body(0)
    }
  }

  /// Calls `work` with each number below `count` on a thread of its own, and `body` on this
  /// one; returns when all have returned. What can have no thread is done afterwards.
  ///
  /// The threads have the signals blocked that are blocked here.
  public static func beside<Answer>(
    _ count: Int, work: @Sendable (Int) -> Void, body: () -> Answer
  ) -> Answer {
    // What checks at run time that nothing escapes names the file; a path would make the
    // program another one in another folder.
    #sourceLocation(file:"Parallel.beside",line:1)
    return withoutActuallyEscaping(work) { work in
      let threads = (0..<count).map { number in Thread { work(number) } }
      defer { for thread in threads { thread.join() } }
      return body()
    }
    #sourceLocation()
  }

  /// Work on a thread of its own, where one can be had.
  private struct Thread {
    private let work: Unmanaged<Work>
    private var id = pthread_t()
    private let isStarted: Bool

    init(_ run: @escaping () -> Void) {
      work = Unmanaged.passRetained(Work(run))
      isStarted = pthread_create(&id, nil, runWork, work.toOpaque()) == 0
    }

    func join() {
      if isStarted {
        pthread_join(id, nil)
      } else {
        work.takeRetainedValue().run()
      }
    }
  }

  private final class Work {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private static let runWork:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
      guard let pointer = $0 else { return nil }
      Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
      return nil
    }
}
