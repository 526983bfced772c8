import Host
import Testing

@testable import QueueCLI

/// How a wait is shown on a terminal, and that it is shown nowhere else.
@Suite struct WaitingTests {
  private func shown(
    _ line: String, isTerminal: Bool = true, width: Int? = 80, isQuiet: Bool = false
  ) -> String {
    let errors = CapturedSink(isTerminal: isTerminal, width: width)
    var shared = SharedOptions()
    shared.isQuiet = isQuiet
    let session = Session(
      command: "probe", shared: shared, console: Console(output: CapturedSink(), errors: errors),
      environment: Environment([:]), currentDirectory: "/", clock: .system)
    do {
      var wait = LongWait(session.waitNotice, since: 0)
      wait.goesOn(at: .max, line)
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

  @Test func `nobody is told without a terminal, or who wants to hear nothing`() {
    #expect(shown("waiting", isTerminal: false) == "")
    #expect(shown("waiting", isQuiet: true) == "")
  }
}
