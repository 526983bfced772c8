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
    // The threads of tests block most signals, and those that are blocked are not watched.
    var mask = sigset_t()
    var before = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, signal)
    pthread_sigmask(SIG_UNBLOCK, &mask, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let pause = try InterruptiblePause()
    let start = Clock.system.monotonic()
    pthread_kill(pthread_self(), signal)
    pause.wait(.milliseconds(5000))
    pause.wait(.milliseconds(5000))
    #expect(pause.isInterrupted)
    #expect(Clock.system.monotonic() - start < .milliseconds(4000))
  }

  @Test func `a signal that comes again can be forgotten`() throws {
    var mask = sigset_t()
    var before = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &mask, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
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
