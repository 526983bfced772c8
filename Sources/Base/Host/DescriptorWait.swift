import Glibc

/// Waits for a descriptor that a library owns, such as the socket of a database client.
public enum DescriptorWait {
  /// Waits until the descriptor is ready for writing or reading, or reports an error or a hangup.
  ///
  /// - Parameters:
  ///   - toWrite: whether to wait until it can be written.
  ///   - orRead: whether to wait until it can be read; `nil` means to wait for reading if `toWrite`
  ///     is `false`.
  /// - Returns: `false` if the time passed.
  public static func wait(
    for descriptor: Int32, toWrite: Bool, orRead: Bool? = nil, atMost timeout: Duration
  ) -> Bool {
    let events = (toWrite ? POLLOUT : 0) | (orRead ?? !toWrite ? POLLIN : 0)
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    let end = Clock.system.monotonic() + timeout
    while true {
      let count = poll(&request, 1, max(.zero, end - Clock.system.monotonic()).pollMilliseconds)
      if count > 0 { return true }
      if count == 0 { return false }
    }
  }
}
