import Dispatch
import Glibc
import Host
import Synchronization
import TestSupport
import Testing

@Suite struct LockFileTests {
  private func lock(
    _ path: String, timeout: Duration = .milliseconds(10_000), holder: String = "orch pick",
    clock: Clock = .system
  ) throws(LockFile.Failure) -> LockFile {
    try LockFile(at: path, permissions: 0o600, timeout: timeout, holder: holder, clock: clock)
  }

  @Test func `a second taker gets the name of the lock's holder`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let first = try lock(path, holder: "orch done")
      #expect(throws: LockFile.Failure.held(by: "\(getpid()) orch done")) {
        _ = try lock(path, timeout: .zero)
      }
      _ = consume first
    }
  }

  @Test func `a taker that waits in vain gives up at its deadline`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let first = try lock(path)
      let fake = FakeClock()
      // Each look at the clock finds a second gone by.
      let clock = Clock(
        now: { fake.now },
        monotonic: {
          fake.wait(.milliseconds(1000))
          return fake.waited
        }, sleep: { _ in })
      #expect(throws: LockFile.Failure.held(by: "\(getpid()) orch pick")) {
        _ = try lock(path, timeout: .milliseconds(500), clock: clock)
      }
      _ = consume first
    }
  }

  @Test func `each of several threads that wait in vain gives up`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let first = try lock(path)
      let refusals = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        let fake = FakeClock()
        let clock = Clock(
          now: { fake.now },
          monotonic: {
            fake.wait(.milliseconds(400))
            return fake.waited
          }, sleep: { _ in })
        do throws(LockFile.Failure) {
          _ = try lock(path, timeout: .milliseconds(1000), clock: clock)
        } catch {
          refusals.withLock { $0 += 1 }
        }
      }
      #expect(refusals.withLock { $0 } == 4)
      _ = consume first
    }
  }

  @Test func `the lock is free when its holder goes out of scope`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      for _ in 1...3 { _ = try lock(path) }
      #expect(try FileStatus(of: path).kind == .regular)
    }
  }

  /// As a child process has one, from fork(2) until it closes what it does not need.
  @Test func `the lock is free then, though a copy of its descriptor is open`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let first = try lock(path)
      let number = try #require(
        try Directory.names(in: "/proc/self/fd").first {
          Path.linkTarget("/proc/self/fd/\($0)") == path
        }.flatMap { Int32($0) })
      let copy = dup(number)
      defer { close(copy) }
      _ = consume first
      _ = try lock(path, timeout: .zero)
    }
  }

  @Test func `a taker waits until the holder is done`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let holder = Mutex<LockFile?>(try lock(path))
      // The holder goes at the second look at the clock: after the taker has found the lock held.
      let looks = Atomic(0)
      let clock = Clock(
        now: { Clock.system.now() },
        monotonic: {
          if looks.add(1, ordering: .relaxed).newValue == 2 {
            #expect(holder.withLock { $0 != nil })
            holder.withLock { $0 = nil }
          }
          return .zero
        }, sleep: { _ in })
      let taken = try lock(path, clock: clock)
      #expect(looks.load(ordering: .relaxed) >= 2)
      _ = consume taken
    }
  }

  @Test func `the name of a holder before is written over`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      _ = try lock(path, holder: "a command with a long name")
      let second = try lock(path, holder: "ops")
      #expect(throws: LockFile.Failure.held(by: "\(getpid()) ops")) {
        _ = try lock(path, timeout: .zero)
      }
      _ = consume second
    }
  }

  @Test func `a lock file that was removed meanwhile is noticed`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let first = try lock(path)
      try Directory.remove(path)
      // It excludes no other process any more: the next one creates a new file.
      let second = try lock(path, timeout: .zero, holder: "ops")
      #expect(throws: LockFile.Failure.held(by: "\(getpid()) ops")) {
        _ = try lock(path, timeout: .zero)
      }
      _ = consume first
      _ = consume second
    }
  }

  @Test func `a taker that waited for a file that is gone takes the new one`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let first = Mutex<LockFile?>(try lock(path))
      let looks = Atomic(0)
      let fake = FakeClock()
      // The clock is read a second time after the lock was found held.
      let clock = Clock(
        now: { fake.now },
        monotonic: {
          if looks.add(1, ordering: .relaxed).newValue == 2 {
            unlink(path)
            first.withLock { $0 = nil }
          }
          return fake.waited
        }, sleep: { _ in })
      let second = try lock(path, holder: "ops", clock: clock)
      #expect(throws: LockFile.Failure.held(by: "\(getpid()) ops")) {
        _ = try lock(path, timeout: .zero)
      }
      _ = consume second
    }
  }

  @Test func `a new lock file has the permissions that were asked for`() throws {
    try withTemporaryDirectory { folder in
      _ = try lock("\(folder)/lock")
      #expect(try FileStatus(of: "\(folder)/lock").permissions == 0o600)
    }
  }

  @Test func `a folder that is not there is the system's error`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/none/lock"
      let error = SystemError(code: ENOENT, action: .create, path: path)
      #expect(throws: LockFile.Failure.system(error)) { _ = try lock(path) }
    }
  }
}
