import CSystem
import Glibc

/// A program that runs, and its streams.
struct SubprocessRun: ~Copyable {
  private let id: pid_t
  /// Tells when it has ended.
  private let process: FileDescriptor
  private var output: CapturedStream
  private var errors: CapturedStream
  private var stage = Stage.running

  /// How its end is brought about.
  private enum Stage {
    case running
    /// It was told to end.
    case asked(why: Subprocess.Ending)
    case killed(why: Subprocess.Ending)
  }

  /// - Throws: where the system can't watch the program, which is ended then.
  init(
    of id: pid_t, output: consuming CapturedStream, errors: consuming CapturedStream
  ) throws(SystemError) {
    let number = csystem_process_descriptor(id)
    guard number >= 0 else {
      let error = SystemError.last("watch", "process \(id)")
      killpg(id, SIGKILL)
      Self.reap(id)
      throw error
    }
    self.id = id
    process = FileDescriptor(number: number, path: "process \(id)")
    self.output = output
    self.errors = errors
  }

  /// Waits until it has ended, or is made to.
  ///
  /// - Parameters:
  ///   - limits: how long it may take, counting from now.
  ///   - interruption: tells whether this process should end, which ends the program first.
  consuming func finish(
    _ limits: Subprocess.Limits, interruption: borrowing Interruption
  ) -> Subprocess.Outcome {
    let clock = Clock.system
    let started = clock.monotonic()
    var next = started + limits.time
    while !hasEnded(wait: next - clock.monotonic(), interruption) {
      let signal = interruption.signal()
      let now = clock.monotonic()
      guard signal != nil || now >= next else { continue }
      next = now + (advance(signal.map { .interrupted(by: $0) }) ? limits.grace : .hour)
    }
    // The ended program is not reaped yet, so that its group's id is nobody else's.
    killpg(id, SIGKILL)
    output.take()
    errors.take()
    let ending = ending(Self.reap(id))
    return Subprocess.Outcome(
      ending: ending, output: output.whole(), errors: errors.whole(),
      duration: clock.monotonic() - started)
  }

  /// Takes what it says meanwhile.
  private mutating func hasEnded(wait: Int, _ interruption: borrowing Interruption) -> Bool {
    let ended = pollfd(fd: process.number, events: Int16(POLLIN), revents: 0)
    var requests = [ended, output.request, errors.request, interruption.request]
    let count = poll(&requests, nfds_t(requests.count), Milliseconds.roundedUp(wait))
    output.take()
    errors.take()
    return count > 0 && requests[0].revents != 0
  }

  /// Goes one step further in ending it and all of its group.
  ///
  /// - Parameter why: where it is not for the time.
  /// - Returns: whether there is a step after this one.
  private mutating func advance(_ why: Subprocess.Ending?) -> Bool {
    switch stage {
    case .running:
      stage = .asked(why: why ?? .timedOut)
      killpg(id, SIGTERM)
      return true
    case .asked(let first):
      stage = .killed(why: first)
      killpg(id, SIGKILL)
    case .killed: break
    }
    return false
  }

  private func ending(_ status: Int32) -> Subprocess.Ending {
    switch stage {
    case .asked(let why), .killed(let why): return why
    case .running: return Subprocess.Ending(status: status)
    }
  }

  @discardableResult
  private static func reap(_ id: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status
  }
}

extension Int {
  /// In nanoseconds.
  fileprivate static var hour: Int { 3600 * 1_000_000_000 }
}
