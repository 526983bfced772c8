import CSystem
import Glibc

/// Hears signals in the place of what they would do, on the thread that made it and those that
/// were started there since. What they would have done, to be ignored included, is as before
/// once it is gone.
struct SignalWatch: ~Copyable {
  private let descriptor: FileDescriptor
  private var before: sigset_t

  init(_ numbers: [Int32]) throws(SystemError) {
    var mask = sigset_t()
    let number = try check("watch", "signals") {
      withUnsafeMutablePointer(to: &mask) { csystem_watch_signals(numbers, numbers.count, $0) }
    }
    descriptor = FileDescriptor(number: number, path: "signals")
    before = mask
  }

  deinit {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// What poll(2) is asked for.
  var request: pollfd { pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0) }

  /// A signal that came, `nil` once all are told.
  func next() -> Int32? {
    let number = csystem_interruption(descriptor.number)
    return number == 0 ? nil : number
  }
}
