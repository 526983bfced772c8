import Glibc

/// Work in two halves at the same time.
public enum Parallel {
  /// Calls `body` with 0 on this thread and with 1 on another, and returns when
  /// both have returned. Where no thread can be had, one comes after the other.
  @Sendable public static func halves(_ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      let work = Unmanaged.passRetained(Work { body(1) })
      var thread = pthread_t()
      let isStarted = pthread_create(&thread, nil, runWork, work.toOpaque()) == 0
      body(0)
      if isStarted {
        pthread_join(thread, nil)
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
