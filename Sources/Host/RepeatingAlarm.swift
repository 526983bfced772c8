import CSystem
import Glibc

/// Interrupts a blocking call every 20 ms, so that it can look at its deadline.
///
/// It repeats because a single alarm may ring just before the call begins.
struct RepeatingAlarm {
  init() {
    // Who started this process may have blocked the signal: then none would ring.
    var alarm = sigset_t()
    sigemptyset(&alarm)
    sigaddset(&alarm, SIGALRM)
    pthread_sigmask(SIG_UNBLOCK, &alarm, nil)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGALRM, &action, nil)
    csystem_repeat_alarm(20_000)
  }

  func cancel() { csystem_repeat_alarm(0) }
}
