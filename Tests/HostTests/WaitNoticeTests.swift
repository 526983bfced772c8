import Dispatch
import Glibc
import Host
import Synchronization
import TestSupport
import Testing

@Suite struct WaitNoticeTests {
  /// What a person is shown, in order; the end of a wait is `over`.
  private final class Shown: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock(\.self) }

    var notice: WaitNotice {
      WaitNotice(show: { self.add($0) }, clear: { self.add("over") })
    }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  @Test(arguments: [
    ("not at all", [], []), ("a second", [0, 400, 1000], []),
    ("a moment longer", [0, 400, 1001], ["for it", "over"]),
    ("long", [500, 1500, 2500, 60_000], ["for it", "over"]),
  ])
  func `a wait of more than a second is shown once, and then its end`(
    _ length: String, looks: [Int], lines: [String]
  ) {
    let shown = Shown()
    do {
      var wait = LongWait(shown.notice, since: .milliseconds(7000))
      for look in looks { wait.update(at: .milliseconds(7000 + look), "it") }
      #expect(shown.all.contains("over") == false, "\(length): over before its end")
    }
    let worded = Shown()
    do {
      var wait = LongWait(worded.notice.worded { "for \($0)" }, since: .zero)
      for look in looks { wait.update(at: .milliseconds(look), "it") }
    }
    #expect(worded.all == lines)
  }

  /// A clock of which each look finds so many milliseconds gone by.
  private func clock(of fake: FakeClock, step: Int) -> Clock {
    Clock(
      now: { fake.now },
      monotonic: {
        fake.wait(.milliseconds(step))
        return fake.waited
      }, sleep: { _ in })
  }

  @Test(arguments: [(700, ["\(getpid()) orch done", "over"]), (3000, [])])
  func `the holder of a lock is shown before the wait for it fails`(
    _ step: Int, lines: [String]
  ) throws {
    try withTemporaryDirectory { folder in
      let first = try LockFile(
        at: "\(folder)/lock", permissions: 0o600, timeout: .zero, holder: "orch done",
        clock: .system)
      let shown = Shown()
      #expect(throws: LockFile.Failure.held(by: "\(getpid()) orch done")) {
        _ = try LockFile(
          at: "\(folder)/lock", permissions: 0o600, timeout: .milliseconds(2500), holder: "orch",
          clock: clock(of: FakeClock(), step: step), notice: shown.notice)
      }
      #expect(shown.all == lines)
      _ = consume first
    }
  }

  @Test func `the end of a long wait for a lock is shown`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      let first = Mutex<LockFile?>(
        try LockFile(
          at: path, permissions: 0o600, timeout: .zero, holder: "ops retry", clock: .system))
      let shown = Shown()
      // The holder ends after the notice was shown.
      let notice = WaitNotice(
        show: { line in
          shown.add(line)
          first.withLock { $0 = nil }
        }, clear: { shown.add("over") })
      _ = try LockFile(
        at: path, permissions: 0o600, timeout: .milliseconds(3_600_000), holder: "orch",
        clock: clock(of: FakeClock(), step: 400), notice: notice)
      #expect(shown.all == ["\(getpid()) ops retry", "over"])
    }
  }
}
