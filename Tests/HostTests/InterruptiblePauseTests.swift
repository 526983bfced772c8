import Glibc
import Host
import Testing

@Suite struct InterruptiblePauseTests {
  @Test func `a wait without a signal takes its time`() throws {
    let pause = try InterruptiblePause()
    let start = Clock.system.monotonic()
    pause.wait(.milliseconds(20))
    #expect(Clock.system.monotonic() - start >= .milliseconds(20))
    #expect(!pause.isInterrupted)
    // There is nothing to let happen.
    pause.end()
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func `a signal cuts this wait short, and those that follow`(_ signal: Int32) throws {
    try receiving(signal) {
      let pause = try InterruptiblePause()
      let start = Clock.system.monotonic()
      pthread_kill(pthread_self(), signal)
      pause.wait(.milliseconds(5000))
      pause.wait(.milliseconds(5000))
      #expect(pause.isInterrupted)
      #expect(Clock.system.monotonic() - start < .milliseconds(4000))
    }
  }

  @Test func `a signal that comes again can be forgotten`() throws {
    try receiving(SIGTERM) {
      let pause = try InterruptiblePause()
      pthread_kill(pthread_self(), SIGTERM)
      pause.wait(.milliseconds(5000))
      pthread_kill(pthread_self(), SIGTERM)
      var pending = sigset_t()
      sigpending(&pending)
      #expect(sigismember(&pending, SIGTERM) == 1)
      pause.discardPending()
      sigpending(&pending)
      #expect(sigismember(&pending, SIGTERM) == 0 && pause.isInterrupted)
    }
  }

  /// Runs `body` while this thread takes a signal: the threads of tests block most, a run in the
  /// background may have been started with them ignored, and neither is watched then.
  private func receiving(_ number: Int32, _ body: () throws -> Void) rethrows {
    let handler = signal(number, SIG_DFL)
    var mask = sigset_t()
    var before = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, number)
    pthread_sigmask(SIG_UNBLOCK, &mask, &before)
    defer {
      pthread_sigmask(SIG_SETMASK, &before, nil)
      signal(number, handler)
    }
    try body()
  }
}
