import Glibc

extension FileDescriptor {
  /// Waits until there is something to read, or nothing ever will be.
  ///
  /// - Parameter nanoseconds: how long at most.
  func becomesReadable(within nanoseconds: Int) -> Bool {
    let clock = Clock.system
    let started = clock.monotonic()
    while true {
      let rest = nanoseconds - (clock.monotonic() - started)
      var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      // A signal, and the longest time that poll(2) knows, end a wait too early.
      if poll(&request, 1, Milliseconds.roundedUp(rest)) > 0 { return true }
      if rest <= 0 { return false }
    }
  }
}

/// Times as poll(2) takes them.
enum Milliseconds {
  /// A wait that is rounded down would be over before its time, again and again.
  static func roundedUp(_ nanoseconds: Int) -> Int32 {
    Int32(clamping: max(nanoseconds, 0) / 1_000_000 + (max(nanoseconds, 0) % 1_000_000 > 0 ? 1 : 0))
  }
}
