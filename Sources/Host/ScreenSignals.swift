import CSystem
import Glibc

/// Learns of the signals that matter to a program which uses the whole screen, before they do
/// what they would do: those that end it, that stop it, that let it go on, and that its size
/// changed.
struct ScreenSignals: ~Copyable {
  private let descriptor: FileDescriptor
  private let before: sigset_t

  private static let numbers = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
  ]

  init() throws(SystemError) {
    var mask = sigset_t()
    let number = try check("watch", "signals") {
      csystem_watch_heeded_signals(Self.numbers, Self.numbers.count, &mask)
    }
    descriptor = FileDescriptor(number: number, path: "signals")
    before = mask
  }

  deinit { restore() }

  private func restore() {
    var before = before
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  var request: pollfd { pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0) }

  /// Those that came, each once.
  func come() -> [Int32] {
    var numbers: [Int32] = []
    while true {
      let number = csystem_interruption(descriptor.number)
      if number == 0 { return numbers }
      if !numbers.contains(number) { numbers.append(number) }
    }
  }

  /// Lets one do what it would have done. Comes back from one that only stopped this process.
  func raise(_ number: Int32) {
    var mask = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &mask)
    restore()
    kill(getpid(), number)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }
}
