import Testing
import Text

@testable import Runner

@Suite struct SharedOptionsTests {
  struct Case: CustomTestStringConvertible {
    let line: String
    let isSo: @Sendable (SharedOptions) -> Bool
    var testDescription: String { line }
  }

  @Test(arguments: [
    Case(line: "--queue Q.md") { $0.queue == "Q.md" },
    Case(line: "--log-path l.jsonl") { $0.logPath == "l.jsonl" },
    Case(line: "--no-log") { !$0.writesLog },
    Case(line: "--trace-id t1") { $0.traceID == "t1" },
    Case(line: "--owner-session s1") { $0.ownerSession == "s1" },
    Case(line: "--attempt 17-3fa92c") { $0.claimToken == "17-3fa92c" },
    Case(line: "--lock-timeout 1.5") { $0.lockTimeout == "1.5" },
    Case(line: "--json") { $0.isJSON },
    Case(line: "--color auto") { $0.color == .auto },
    Case(line: "--color always") { $0.color == .always },
    Case(line: "--color=never") { $0.color == .never },
    Case(line: "--quiet") { $0.isQuiet },
    Case(line: "-q") { $0.isQuiet },
  ])
  func `an option goes where it belongs, before and after the subcommand`(
    _ option: Case
  ) throws {
    let words = option.line.split(separator: " ").map(String.init)
    for arguments in [words + ["probe"], ["probe"] + words] {
      guard case .run(let command) = try Probe.program.parse(arguments) else {
        Issue.record("no command")
        continue
      }
      let shared = try #require((command as? Probe)?.shared)
      #expect(option.isSo(shared))
      if option.line != "--color auto" { #expect(!option.isSo(SharedOptions())) }
    }
  }

  @Test(arguments: [
    ("--color sometimes", "invalid value 'sometimes' for --color: use auto|always|never"),
    (
      "--color alway",
      "invalid value 'alway' for --color: did you mean always? use auto|always|never"
    ),
    ("--attempt=", "invalid value '' for --attempt: it must not be empty"),
  ])
  func `what cannot be taken is refused`(_ line: String, message: String) {
    let error = #expect(throws: UsageError.self) {
      try Probe.program.parse(["probe"] + line.split(separator: " ").map(String.init))
    }
    #expect(error?.sentence.english == message)
  }
}
