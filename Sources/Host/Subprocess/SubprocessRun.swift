import Glibc

/// A program that runs, and its streams.
struct SubprocessRun<Hold: ProcessHandle & ~Copyable>: ~Copyable {
  let hold: Hold
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

  /// - Parameters:
  ///   - hold: the program.
  ///   - output: the end to read from of its standard output.
  ///   - errors: that of its standard error.
  ///   - limit: how many bytes of each are kept.
  init(
    of hold: consuming Hold, output: consuming FileDescriptor, errors: consuming FileDescriptor,
    limit: Int
  ) {
    self.hold = hold
    self.output = CapturedStream(output, limit: limit)
    self.errors = CapturedStream(errors, limit: limit)
  }

  /// Waits until it has ended, or is made to.
  ///
  /// - Parameters:
  ///   - limits: how long it may take, counting from now.
  ///   - signals: those that should end this process, which end the program first.
  ///   - sink: is given what the program says, as it comes.
  consuming func finish(
    _ limits: Subprocess.Limits, _ signals: borrowing SignalWatch, _ sink: Subprocess.Sink
  ) -> Subprocess.Outcome {
    let clock = Clock.system
    let started = clock.monotonic()
    var next = started + limits.time
    while !hasEnded(wait: next - clock.monotonic(), signals, sink) {
      let signal = signals.next()
      let now = clock.monotonic()
      // Several may ask it to end: that cuts its grace no shorter. Who presses a key again does.
      if case .asked = stage, signal == SIGTERM, now < next { continue }
      guard signal != nil || now >= next else { continue }
      next = now + (advance(signal.map { .interrupted(by: $0) }) ? limits.grace : .hour)
    }
    let ending = ending(hold.settle())
    take(upTo: Self.largestPipe, sink)
    return Subprocess.Outcome(
      ending: ending, output: output.whole(), errors: errors.whole(),
      duration: clock.monotonic() - started)
  }

  /// Takes what it says meanwhile.
  private mutating func hasEnded(
    wait: Int, _ signals: borrowing SignalWatch, _ sink: Subprocess.Sink
  ) -> Bool {
    let ended = pollfd(fd: hold.descriptor, events: Int16(POLLIN), revents: 0)
    var requests = [ended, output.request, errors.request, signals.request]
    let count = poll(&requests, nfds_t(requests.count), Milliseconds.roundedUp(wait))
    take(upTo: Self.usualPipe, sink)
    return count > 0 && requests[0].revents != 0
  }

  private mutating func take(upTo most: Int, _ sink: Subprocess.Sink) {
    output.take(upTo: most) { sink(.output, $0) }
    errors.take(upTo: most) { sink(.errors, $0) }
  }

  /// What a pipe holds, and what a program may make it hold. Source: pipe(7).
  private static var usualPipe: Int { 1 << 16 }
  private static var largestPipe: Int { 1 << 20 }

  /// Goes one step further in ending it and all of its group.
  ///
  /// - Parameter why: where it is not for the time.
  /// - Returns: whether there is a step after this one.
  private mutating func advance(_ why: Subprocess.Ending?) -> Bool {
    switch stage {
    case .running:
      stage = .asked(why: why ?? .timedOut)
      hold.signal(SIGTERM)
      return true
    case .asked(let first):
      stage = .killed(why: first)
      hold.signal(SIGKILL)
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
}

extension Int {
  /// In nanoseconds.
  fileprivate static var hour: Int { 3600 * 1_000_000_000 }
}
