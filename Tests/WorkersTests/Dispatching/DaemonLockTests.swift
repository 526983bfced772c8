import Glibc
import Host
import Synchronization
import TestSupport
import Testing
import Workers

@Suite struct DaemonLockTests {
  /// A process that asks whether a daemon runs has the lock for a moment.
  @Test func `a look at the lock does not keep a daemon from beginning`() throws {
    try withTemporaryDirectory { folder in
      let lock = DaemonLock(sidecar: folder, store: "QUEUE.md")
      _ = try lock.acquire(.system)
      let look = open("\(folder)/daemon-QUEUE.md.lock", O_RDONLY | O_CLOEXEC)
      #expect(flock(look, LOCK_SH | LOCK_NB) == 0)
      // The look ends at the second look at the clock: after the daemon has found the lock held.
      let times = Atomic(0)
      let clock = Clock(
        now: { Clock.system.now() },
        monotonic: {
          if times.add(1, ordering: .relaxed).newValue == 2 { close(look) }
          return .zero
        }, sleep: { _ in })
      let daemon = try lock.acquire(clock)
      #expect(try lock.state() == .running(nil))
      _ = consume daemon
    }
  }

  @Test func `a second daemon gives up after a second`() throws {
    try withTemporaryDirectory { folder in
      let lock = DaemonLock(sidecar: folder, store: "QUEUE.md")
      let daemon = try lock.acquire(.system)
      let times = Atomic(0)
      let clock = Clock(
        now: { Clock.system.now() },
        monotonic: { .milliseconds(times.add(500, ordering: .relaxed).newValue) },
        sleep: { _ in })
      #expect(throws: LockFile.Failure.held(by: "\(getpid()) orch daemon")) {
        _ = try lock.acquire(clock)
      }
      // At half a second it began; at one and a half it gave up.
      #expect(times.load(ordering: .relaxed) == 3 * 500)
      _ = consume daemon
    }
  }
}
