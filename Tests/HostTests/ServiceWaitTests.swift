import Foundation
import Glibc
import Host
import TestSupport
import Testing

@Suite struct ServiceWaitTests {
  private static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// What ends a wait, but for the ends of what other tests started.
  private static func event(
    _ wait: borrowing ServiceWait, _ timeout: Duration
  ) -> ServiceWait.Event {
    while true {
      let event = wait.event(within: timeout)
      if event != .childEnded { return event }
    }
  }

  /// Longer than any test waits: an event that comes is another one.
  private static let long = Duration.seconds(60)

  @Test(arguments: [
    (SIGTERM, ServiceWait.Event.end), (SIGINT, .end), (SIGQUIT, .end), (SIGHUP, .reload),
  ])
  func `a signal ends the wait, and says what it asks for`(
    _ signal: Int32, event: ServiceWait.Event
  ) throws {
    try withTemporaryDirectory { folder in
      let wait = try ServiceWait(watching: [folder])
      pthread_kill(pthread_self(), signal)
      #expect(Self.event(wait, Self.long) == event)
      #expect(Self.event(wait, .zero) == .time)
    }
  }

  @Test func `the end of a child is reported`() throws {
    let wait = try ServiceWait(watching: [])
    pthread_kill(pthread_self(), SIGCHLD)
    #expect((wait.event(within: Self.long)) == .childEnded)
  }

  @Test func `a signal comes before a change, a change before the time`() throws {
    try withTemporaryDirectory { folder in
      var wait = try ServiceWait(watching: [folder])
      try Self.write("x", to: "\(folder)/x")
      pthread_kill(pthread_self(), SIGHUP)
      #expect(Self.event(wait, .zero) == .reload)
      #expect(Self.event(wait, Self.long) == .change)
      // Until the changes are discarded.
      #expect(Self.event(wait, Self.long) == .change)
      wait.restart()
      #expect(Self.event(wait, .zero) == .time)
    }
  }

  @Test func `changes in a burst are reported once`() throws {
    try withTemporaryDirectory { folder in
      var wait = try ServiceWait(watching: [folder])
      for name in ["x", "y"] { try Self.write(name, to: "\(folder)/\(name)") }
      #expect(Self.event(wait, Self.long) == .change)
      wait.settle(quiet: .milliseconds(1), longest: .milliseconds(50))
      #expect(Self.event(wait, .zero) == .time)
      try Self.write("z", to: "\(folder)/x")
      #expect(Self.event(wait, Self.long) == .change)
    }
  }

  @Test func `a burst is not waited for where a signal came`() throws {
    try withTemporaryDirectory { folder in
      var wait = try ServiceWait(watching: [folder])
      pthread_kill(pthread_self(), SIGTERM)
      wait.settle(quiet: Self.long, longest: Self.long)
      wait.settle(longest: Self.long) { false }
      #expect(Self.event(wait, .zero) == .end)
    }
  }

  @Test func `what is waited for is asked again`() throws {
    let wait = try ServiceWait(watching: [])
    var asked = 0
    // Another test's child may end the wait.
    repeat {
      wait.settle(longest: Self.long) {
        asked += 1
        return asked >= 3
      }
    } while wait.signal() != nil
    #expect(asked >= 3)
  }

  @Test func `a folder that cannot be watched is polled`() throws {
    try withTemporaryDirectory { folder in
      let wait = try ServiceWait(watching: ["\(folder)/a/b"])
      #expect(Self.event(wait, .milliseconds(2001)) == .change)
      #expect(Self.event(wait, .milliseconds(1)) == .time)
    }
  }

  @Test func `a wait takes its time, and no longer`() throws {
    try withTemporaryDirectory { folder in
      let wait = try ServiceWait(watching: [folder])
      let start = Clock.system.monotonic()
      #expect(Self.event(wait, .milliseconds(30)) == .time)
      #expect(Clock.system.monotonic() - start >= .milliseconds(30))
    }
  }

  /// Ways in which editors and commands change a file.
  private static let changes: [(name: String, how: @Sendable (String) throws -> Void)] = [
    ("write", { try Self.write("longer", to: "\($0)/x") }),
    ("create", { try Self.write("y", to: "\($0)/y") }),
    ("rename over it", { #expect(rename("\($0)/z", "\($0)/x") == 0) }),
    ("delete", { #expect(unlink("\($0)/x") == 0) }),
    ("chmod", { #expect(chmod("\($0)/x", 0o400) == 0) }),
    ("the folder moves", { #expect(rename($0, $0 + "-moved") == 0) }),
  ]

  @Test(arguments: changes.indices)
  func `a change ends the wait`(_ change: Int) throws {
    try withTemporaryDirectory { parent in
      let folder = "\(parent)/home"
      try Directory.create(folder, permissions: 0o700)
      for name in ["x", "z"] { try Self.write(name, to: "\(folder)/\(name)") }
      var wait = try ServiceWait(watching: [folder])
      // A program that another test is just starting may hold what was written open for a moment.
      repeat {
        wait.settle(quiet: .milliseconds(5), longest: .milliseconds(2000))
      } while wait.signal() != nil
      #expect(Self.event(wait, .zero) == .time)
      try Self.changes[change].how(folder)
      #expect(Self.event(wait, Self.long) == .change)
    }
  }

  @Test func `a folder that comes later is watched from then on`() throws {
    try withTemporaryDirectory { parent in
      let folder = "\(parent)/later"
      var watch = FolderWatch(of: [parent, folder])
      #expect(watch.recheckInterval == nil)
      try Directory.create(folder, permissions: 0o700)
      #expect(watch.changes(within: Self.long) == true)
      watch.restart()
      #expect(watch.changes(within: .zero) == false)
      try Self.write("x", to: "\(folder)/x")
      #expect(watch.changes(within: Self.long) == true)
    }
  }

  @Test func `a folder that cannot be watched has a recheck interval`() throws {
    try withTemporaryDirectory { parent in
      #expect(FolderWatch(of: [parent, "\(parent)/a/b"]).recheckInterval == .milliseconds(2000))
      #expect(FolderWatch(of: ["/proc/self"]).recheckInterval == nil)
    }
  }

  @Test func `one folder that is missing keeps no other from being watched`() throws {
    try withTemporaryDirectory { folder in
      let watch = FolderWatch(of: ["\(folder)/missing", folder])
      try Self.write("x", to: "\(folder)/x")
      #expect(watch.changes(within: Self.long) == true)
    }
  }

  @Test func `signals do again what they did before`() throws {
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &before)
    do {
      try withTemporaryDirectory { folder in
        let wait = try ServiceWait(watching: [folder])
        // Children of other tests end meanwhile.
        let signal = wait.signal()
        #expect(signal == nil || signal == .childEnded)
      }
    }
    var after = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &after)
    for number in [SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD] {
      #expect(sigismember(&after, number) == sigismember(&before, number))
    }
  }
}
