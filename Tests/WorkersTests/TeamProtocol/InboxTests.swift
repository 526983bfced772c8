import Glibc
import Host
import TestSupport
import Testing

@testable import Workers

@Suite struct InboxTests {
  private static func report(_ message: String) -> SpooledReport {
    SpooledReport(
      receivedAt: "2026-01-31T18:00:00+09:00", store: "QUEUE.md", session: "s1",
      claimToken: "3-abcdef",
      traceID: "trace-1", currentTokens: 7, message: message)
  }

  private func withInbox(_ body: (Inbox, String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let queue = "\(folder)/QUEUE.md"
      try NewFile.create(queue, text: "")
      try body(Inbox(sidecar: "\(folder)/.orch", forQueueAt: queue), folder)
    }
  }

  /// The report at a path, locked only to be read; `nil` while it is locked.
  private func take(_ path: String, from inbox: Inbox) throws -> SpooledReport? {
    guard let held = try inbox.lock(path) else { return nil }
    return held.report
  }

  @Test func `spooled reports wait, oldest first, with every byte and their sender`() throws {
    try withInbox { inbox, folder in
      #expect(try inbox.waiting() == [])
      let messages = ["first\r\n\u{0}[REPORT A]\n", "", "셋"]
      for (now, message) in messages.enumerated() {
        try inbox.spool(Self.report(message), now: now + 1)
      }
      let paths = try inbox.waiting()
      #expect(paths.count == 3)
      #expect(paths[0].hasPrefix("\(folder)/.orch/inbox/0000000000000000001-"))
      for (path, message) in zip(paths, messages) {
        // A program that another test starts has the writer's lock, too, until it is that program.
        var report: SpooledReport?
        for _ in 0..<100_000 where report == nil { report = try take(path, from: inbox) }
        #expect(report == Self.report(message))
      }
      #expect(try contents(of: "\(folder)/.orch/inbox/.gitignore") == "*\n")
    }
  }

  @Test func `a report that is routed is locked`() throws {
    try withInbox { inbox, _ in
      let held = try inbox.receive(Self.report("x"), now: 1)
      let path = try #require(try inbox.waiting().first)
      #expect(try take(path, from: inbox) == nil)
      try inbox.remove(held)
      #expect(try take(path, from: inbox) == nil)
      #expect(try inbox.waiting() == [])
    }
  }

  @Test func `the remains of a crash are removed, a file that is still written is not`() throws {
    try withInbox { inbox, folder in
      try inbox.spool(Self.report("x"), now: 1)
      let gone = try ChildProcess(starting: "true", [], in: folder, environment: [:])
      _ = gone.wait()
      let names = [
        ".2-abcdef.report.\(gone.id).new", ".3-abcdef.report.\(CurrentProcess.id).new",
        ".gitignore.\(gone.id).new", ".hidden.new",
      ]
      for name in names { try NewFile.create("\(folder)/.orch/inbox/\(name)", text: "") }
      inbox.removeAbandoned()
      let left = try Directory.names(in: "\(folder)/.orch/inbox").filter { $0.hasSuffix(".new") }
      #expect(Set(left) == [names[1], names[3]])
      #expect(try inbox.waiting().count == 1)
    }
  }

  @Test func `a report whose receiver ended is received by the next`() throws {
    try withInbox { inbox, _ in
      do { _ = try inbox.receive(Self.report("x"), now: 1) }
      let path = try #require(try inbox.waiting().first)
      #expect(try take(path, from: inbox) == Self.report("x"))
    }
  }

  @Test func `a refused report is kept with the reason`() throws {
    try withInbox { inbox, _ in
      let held = try inbox.receive(Self.report("[REPORT A]\n"), now: 1)
      let place = try inbox.refuse(held, because: "A is DONE")
      #expect(place.hasPrefix(inbox.refused))
      #expect(try inbox.waiting() == [])
      let text = try contents(of: place)
      #expect(
        text == """
          {"received":"2026-01-31T18:00:00+09:00","store":"QUEUE.md","session":"s1","attempt":"3-abcdef",\
          "trace":"trace-1","current_tokens":7,"refused":"A is DONE"}
          [REPORT A]

          """)
    }
  }

  @Test func `what orch did not write names no row, and is kept as it is`() throws {
    try withInbox { inbox, _ in
      let waiting = try inbox.spool(Self.report(""), now: 1)
      let foreign = Path.join(Path.parent(of: waiting), "9.report")
      try NewFile.create(foreign, text: "\u{1}no head")
      guard let held = try inbox.lock(foreign) else {
        Issue.record("it is locked")
        return
      }
      #expect(held.report == nil)
      let place = try inbox.refuse(held, because: "x")
      #expect(try contents(of: place) == "\u{1}no head")
    }
  }

  @Test func `a link that came along is not followed`() throws {
    try withInbox { inbox, folder in
      try Directory.create("\(folder)/elsewhere", permissions: 0o700)
      try Directory.create("\(folder)/.orch", permissions: 0o700)
      try #require(symlink("\(folder)/elsewhere", "\(folder)/.orch/inbox") == 0)
      #expect(throws: SystemError.link("\(folder)/.orch/inbox")) {
        try inbox.spool(Self.report("x"), now: 1)
      }
      #expect(throws: SystemError.link("\(folder)/.orch/inbox")) { try inbox.waiting() }
    }
  }
}
