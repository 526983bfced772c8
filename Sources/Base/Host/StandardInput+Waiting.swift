import Glibc

extension StandardInput {
  /// What ended a wait.
  public enum WaitEnding: Equatable, Sendable {
    /// There is input, or it has ended.
    case input
    /// Another descriptor can be read.
    case other
    case time
  }

  /// Waits for input.
  ///
  /// - Parameters:
  ///   - others: descriptors that end the wait, too, as soon as they can be read.
  ///   - timeout: `nil` to wait without end.
  public static func wait(or others: [Int32], within timeout: Duration?) -> WaitEnding {
    let end = timeout.map { Clock.system.monotonic() + $0 }
    var requests = ([STDIN_FILENO] + others).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while true {
      let rest = end.map { max(.zero, $0 - Clock.system.monotonic()).pollMilliseconds } ?? -1
      let count = poll(&requests, nfds_t(requests.count), rest)
      if count > 0 { return requests[0].revents != 0 ? .input : .other }
      if count == 0, end.map({ Clock.system.monotonic() >= $0 }) ?? false { return .time }
    }
  }

  /// The input that has arrived, of which the first part is waited for; empty at its end.
  public static func available() throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = try check(.read, "standard input") {
      bytes.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
    }
    bytes.removeSubrange(count...)
    return bytes
  }
}
