import Door
import Host
import Monitoring
import TestSupport
import Testing

@testable import Runner

/// How a wait is shown on a terminal, and that it is shown nowhere else.
@Suite struct WaitingTests {
  private func shown(
    _ line: String, isTerminal: Bool = true, width: Int? = 80, isQuiet: Bool = false
  ) -> String {
    let errors = CapturedSink(isTerminal: isTerminal, width: width)
    var shared = SharedOptions()
    shared.isQuiet = isQuiet
    let context = CommandContext(
      shared,
      in: Opening(
        .search, in: "/", environment: Environment([:]), program: "orch", command: "probe"),
      on: Console(output: CapturedSink(), errors: errors))
    do {
      var wait = LongWait(context.waitNotice, since: .zero)
      wait.update(at: .seconds(100), line)
      if isTerminal, !isQuiet { #expect(!errors.text.hasSuffix("\u{1B}[K"), "taken away too soon") }
    }
    return errors.text
  }

  @Test func `the line is taken away when the wait is over`() {
    #expect(shown("waiting for 12 orch pick …") == "waiting for 12 orch pick …\r\u{1B}[K")
  }

  @Test func `a line never wraps, and does nothing to the terminal`() {
    #expect(shown("waiting for 12 orch pick …", width: 12) == "waiting fo…\r\u{1B}[K")
    #expect(shown("기다리는 중", width: 6) == "기다…\r\u{1B}[K")
    #expect(shown("a\u{1B}[2Jb", width: nil) == "a\\u{1B}[2Jb\r\u{1B}[K")
  }

  @Test func `nothing is shown without a terminal, or in quiet mode`() {
    #expect(shown("waiting", isTerminal: false) == "")
    #expect(shown("waiting", isQuiet: true) == "")
  }

  @Test func `a long read of the run log is shown`() throws {
    try withTemporaryDirectory { folder in
      let line = #"{"event":"run_end"}"# + "\n"
      try writeAged(line + line, to: "\(folder)/runs.jsonl")
      let errors = CapturedSink(isTerminal: true, width: 80)
      var shared = SharedOptions()
      shared.logPath = "runs.jsonl"
      let context = CommandContext(
        shared,
        in: Opening(
          .search, in: folder, environment: Environment(["HOME": folder]), program: "ops",
          command: "kpi", clock: Self.slowClock),
        on: Console(output: CapturedSink(), errors: errors))
      _ = try context.taskQueue.figures()
      #expect(errors.text == "reading the run log …\r\u{1B}[K")
    }
  }

  /// A clock by which each look at it takes 600 ms.
  private static var slowClock: Clock {
    let fake = FakeClock()
    return Clock(
      now: fake.clock.now,
      monotonic: {
        fake.wait(.milliseconds(600))
        return fake.waited
      }, sleep: fake.clock.sleep)
  }
}
