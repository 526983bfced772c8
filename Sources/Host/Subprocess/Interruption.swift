import CSystem
import Glibc

/// Learns of the signals that should end this process (`SIGINT`, `SIGTERM`, `SIGHUP`,
/// `SIGQUIT`) before they do, so that what it started ends first: a program in a session of
/// its own does not see what is typed at the terminal.
struct Interruption: ~Copyable {
  private let descriptor: FileDescriptor
  private var before: sigset_t

  init() throws(SystemError) {
    var mask = sigset_t()
    let number = try check("watch", "signals") {
      withUnsafeMutablePointer(to: &mask) { csystem_watch_interruptions($0) }
    }
    descriptor = FileDescriptor(number: number, path: "signals")
    before = mask
  }

  static func watched() throws(Subprocess.StartError) -> Interruption {
    do throws(SystemError) { return try Interruption() } catch { throw .system(error) }
  }

  deinit {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  var request: pollfd { pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0) }

  /// Waits for the time to pass, or for a signal, which is given.
  func signal(within nanoseconds: Int) -> Int32? {
    descriptor.becomesReadable(within: nanoseconds) ? signal() : nil
  }

  /// The signal that came, if any.
  func signal() -> Int32? {
    let number = csystem_interruption(descriptor.number)
    return number == 0 ? nil : number
  }

  /// Lets none that came do what it would have done.
  func forget() {
    while signal() != nil {}
  }

  /// Lets the signal do what it would have done.
  consuming func end(raising signal: Int32) {
    kill(getpid(), signal)
  }
}
