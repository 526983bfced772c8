import CSystem
import Glibc

struct SubprocessRun<Handle: ProcessHandle & ~Copyable>: ~Copyable {
  let handle: Handle
  private var output: CapturedStream
  private var errors: CapturedStream
  private var stage = Stage.running

  private enum Stage {
    case running
    /// The program was sent `SIGTERM`.
    case terminating(Subprocess.Ending)
    /// The program was sent `SIGKILL`.
    case killed(Subprocess.Ending)
  }

  /// - Parameter limit: how many bytes of each stream are captured.
  init(
    of handle: consuming Handle, output: consuming FileDescriptor, errors: consuming FileDescriptor,
    limit: Int
  ) {
    self.handle = handle
    self.output = CapturedStream(output, limit: limit)
    self.errors = CapturedStream(errors, limit: limit)
  }

  /// Waits for the program's end, and ends the program at a limit or a signal.
  ///
  /// - Parameters:
  ///   - limits: the limits; the time limit is measured from this call.
  ///   - signals: the signals to end this process, which end the program instead.
  ///   - wake: the events, other than output, after which `isOver` is called.
  consuming func finish(
    _ limits: Subprocess.Limits, _ signals: borrowing SignalWatch,
    _ wake: Subprocess.Wake = Subprocess.Wake(), isOver: () -> Bool = { false },
    sink: Subprocess.Sink
  ) -> Subprocess.Outcome {
    let clock = Clock.system
    let started = clock.monotonic()
    var next = started + limits.time
    var lastOutput = started
    // The time at which the program's work was over.
    var over: Duration?
    while true {
      let silence = isRunning && over == nil ? limits.idle.map { lastOutput + $0 } : nil
      let lingering = isRunning ? over.map { $0 + limits.grace } : nil
      let limit = min(next, silence ?? lingering ?? next) - clock.monotonic()
      let wait = min(limit, wake.interval ?? limit)
      var isSilent = true
      let hasEnded = hasEnded(wait: wait, signals, wake) { stream, bytes in
        isSilent = false
        sink(stream, bytes)
      }
      if hasEnded { break }
      let signal = signals.next()
      let now = clock.monotonic()
      if !isSilent { lastOutput = now }
      over = isOver() ? over ?? now : nil
      // A second SIGTERM does not shorten the grace; a second control-C does.
      if case .terminating = stage, signal == SIGTERM, now < next { continue }
      let isTooSilent = isSilent && silence.map { now >= $0 } ?? false
      let isLingering = lingering.map { now >= $0 } ?? false
      guard signal != nil || now >= next || isTooSilent || isLingering else { continue }
      let late = now >= next ? Subprocess.Ending.timedOut : .silent
      let reason = over == nil ? signal.map { .interrupted(by: $0) } ?? late : .lingered
      next = now + (advance(reason) ? limits.grace : Self.killInterval)
    }
    let duration = clock.monotonic() - started
    let end = handle.reap()
    // A program that was already being ended keeps its reason.
    let isKeeperKilled = end.status == nil && isRunning
    let ending = ending(end.status ?? SIGKILL)
    readOutput(upTo: Self.largestPipe, sink)
    return Subprocess.Outcome(
      ending: ending, output: output.finish(), errors: errors.finish(),
      duration: duration, isKeeperKilled: isKeeperKilled,
      mayLeaveDescendants: end.mayLeaveDescendants)
  }

  /// The time between two sendings of `SIGKILL` to a program that has not ended.
  private static var killInterval: Duration { .seconds(1) }

  /// Waits for the program's end or for output, and reads the output.
  private mutating func hasEnded(
    wait: Duration, _ signals: borrowing SignalWatch, _ wake: Subprocess.Wake,
    _ sink: Subprocess.Sink
  ) -> Bool {
    let ended = pollfd(fd: handle.descriptor, events: Int16(POLLIN), revents: 0)
    // poll(2) ignores a descriptor below 0.
    let woken = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
    var requests = [ended, output.request, errors.request, signals.request, woken]
    let count = poll(&requests, nfds_t(requests.count), wait.pollMilliseconds)
    readOutput(upTo: Self.usualPipe, sink)
    return count > 0 && requests[0].revents != 0
  }

  private mutating func readOutput(upTo most: Int, _ sink: Subprocess.Sink) {
    output.read(upTo: most) { sink(.output, $0) }
    errors.read(upTo: most) { sink(.errors, $0) }
  }

  /// The capacity of a pipe in bytes: the default, and the largest one. Source: pipe(7).
  private static var usualPipe: Int { 1 << 16 }
  private static var largestPipe: Int { 1 << 20 }

  /// Sends the next signal to the program and its group: `SIGTERM`, then `SIGKILL`.
  ///
  /// - Parameter reason: why the program is ended; only the reason at the first signal counts.
  /// - Returns: whether `SIGKILL` has not been sent yet.
  private mutating func advance(_ reason: Subprocess.Ending) -> Bool {
    switch stage {
    case .running:
      stage = .terminating(reason)
      handle.signal(SIGTERM)
      return true
    case .terminating(let first):
      stage = .killed(first)
      handle.signal(SIGKILL)
    // Sends the signal again: the keeper may have been stopped, and a program that hangs in the
    // kernel ends late.
    case .killed: handle.signal(SIGKILL)
    }
    return false
  }

  private var isRunning: Bool { if case .running = stage { true } else { false } }

  private func ending(_ status: Int32) -> Subprocess.Ending {
    switch stage {
    case .terminating(let reason), .killed(let reason): return reason
    case .running: return Subprocess.Ending(status: status)
    }
  }
}

/// A running program that can be signalled without the risk that its id is reused.
protocol ProcessHandle: ~Copyable {
  /// A descriptor that becomes readable when the program has ended.
  var descriptor: Int32 { get }

  /// Sends a signal to the program's group.
  func signal(_ number: Int32)

  /// Reaps the ended program, and ends the processes that it left. The handle can't be used
  /// afterwards.
  func reap() -> ReapedProgram
}

/// The end of a program that was waited for.
struct ReapedProgram {
  /// The status of waitpid(2); `nil` if the program's keeper was killed.
  let status: Int32?
  /// Whether descendants of the program may still be running.
  let mayLeaveDescendants: Bool
}

/// A child of this process. Descendants that leave its group are not signalled.
struct SpawnedProcess: ProcessHandle, ~Copyable {
  private let id: pid_t
  private let process: FileDescriptor

  /// - Throws: an error if the system can't create a pidfd; in this case the program is killed.
  init(id: pid_t) throws(SystemError) {
    let number = csystem_process_descriptor(id)
    guard number >= 0 else {
      let error = SystemError.last(.watch, "process \(id)")
      killpg(id, SIGKILL)
      _ = Self.status(of: id)
      throw error
    }
    self.id = id
    process = FileDescriptor(number: number, path: "process \(id)")
  }

  var descriptor: Int32 { process.number }

  func signal(_ number: Int32) { killpg(id, number) }

  // Until the ended program is waited for, the id of its group is not reused.
  func reap() -> ReapedProgram {
    killpg(id, SIGKILL)
    return ReapedProgram(status: Self.status(of: id), mayLeaveDescendants: true)
  }

  /// Waits for a child process, and returns its waitpid(2) status.
  static func status(of id: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
