import Foundation
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Workers

/// What is common to the programs of agents: what the end of a program means beside the end of its
/// turn, and how its lines are cut.
@Suite struct AgentAdapterTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var ending = Subprocess.Ending.exited(0)
    var isKeeperKilled = false
    var turn: AgentTranscript.Ending?
    var retried: AgentTranscript.Ending?
    var report: String? = AgentAdapterTests.report
    var isReportTakenBack = false
    var output = ""
    var errors = ""
    var isJudgedByStatus = false
    let result: String
  }

  static let report = "[REPORT A]\nStatus: DONE\n"
  private static let failed = AgentTranscript.Ending.failed(.agent, reason: "aborted")
  private static let limited = AgentTranscript.Ending.failed(
    .rateLimit, reason: "a | limit\nof 5 hours", retryAt: 7)

  @Test(arguments: [
    Case(testDescription: "a good turn", turn: .succeeded, result: "0 finished, report"),
    Case(
      testDescription: "a bad end after it", ending: .exited(1), turn: .succeeded,
      result: "1 finished, report"),
    Case(
      testDescription: "a bad end that decides", ending: .exited(1), turn: .succeeded,
      errors: "no model\n", isJudgedByStatus: true,
      result: "agent 1 exit 1: no model, report"),
    Case(
      testDescription: "a crash after it", ending: .signalled(6), turn: .succeeded,
      result: "by 6 finished, report"),
    Case(
      testDescription: "a program that lingers", ending: .lingered, turn: .succeeded,
      isJudgedByStatus: true, result: "- finished, report"),
    Case(
      testDescription: "a turn that ends within the grace", ending: .timedOut, turn: .succeeded,
      result: "- finished, report"),
    Case(
      testDescription: "one after an interruption", ending: .interrupted(by: 15), turn: .succeeded,
      result: "interrupted - interrupted by signal 15, report"),
    Case(
      testDescription: "a keeper that was killed after it", ending: .signalled(9),
      isKeeperKilled: true, turn: .succeeded, result: "- finished, report"),
    Case(
      testDescription: "a good turn without a report", turn: .succeeded, report: "all done",
      result: "agent 0 no_report: the worker ended without one"),
    Case(
      testDescription: "a report that was taken back", turn: .succeeded,
      report: "I take that back.", isReportTakenBack: true,
      result: "agent 0 no_report: the worker took its report back"),
    Case(
      testDescription: "a good turn without a word", turn: .succeeded, report: nil,
      result: "agent 0 no_report: the worker ended without one"),
    Case(
      testDescription: "a failed turn", turn: failed, result: "agent 0 aborted, report"),
    Case(
      testDescription: "a failed turn that lingers", ending: .lingered, turn: failed, report: nil,
      result: "agent - aborted"),
    Case(
      testDescription: "a turn that a limit fails", ending: .exited(1), turn: limited, report: nil,
      result: "rate_limit 1 a/limit of 5 hours, again at 7"),
    Case(
      testDescription: "a turn that the time-out fails", ending: .timedOut, turn: failed,
      report: nil, result: "timeout - timeout"),
    Case(
      testDescription: "a turn that an interruption fails", ending: .interrupted(by: 2),
      turn: failed, report: nil, result: "interrupted - interrupted by signal 2"),
    Case(
      testDescription: "a limit says more than an interruption", ending: .interrupted(by: 2),
      turn: limited, report: nil, result: "rate_limit - a/limit of 5 hours, again at 7"),
    Case(
      testDescription: "a time-out while the program tries again", ending: .timedOut, turn: failed,
      retried: limited, report: nil,
      result: "rate_limit - timeout: a/limit of 5 hours, again at 7"),
    Case(
      testDescription: "one behind a good turn", ending: .timedOut, turn: .succeeded,
      retried: limited, result: "- finished, report"),
    Case(
      testDescription: "silence while the program tries again", ending: .silent, retried: limited,
      report: nil, result: "rate_limit - no output for too long: a/limit of 5 hours, again at 7"),
    Case(
      testDescription: "a time-out while it tries again, for an unknown reason",
      ending: .timedOut, retried: failed, report: nil, result: "timeout - timeout"),
    Case(
      testDescription: "an end while the program tries again", ending: .exited(1),
      retried: limited, report: nil, errors: "gone\n", result: "agent 1 exit 1: gone"),
    Case(
      testDescription: "a time-out while the agent waits for a command", ending: .timedOut,
      turn: .succeeded, report: "I wait.", result: "timeout - timeout"),
    Case(
      testDescription: "no end of a turn", report: nil, output: "{\"type\": \"x\"}\n",
      result: "agent 0 no result"),
    Case(
      testDescription: "words in place of lines", ending: .exited(1), report: nil,
      output: "log in first\n{\"type\": \"x\"}\n", result: "agent 1 exit 1: log in first"),
    Case(
      testDescription: "silence in the middle of a turn", ending: .silent, report: "half of",
      result: "idle - no output for too long"),
    Case(
      testDescription: "a killed keeper", ending: .signalled(9), isKeeperKilled: true, report: nil,
      result: "lost - its keeper was killed"),
  ])
  func `the end of the turn counts before that of the program`(_ example: Case) {
    var transcript = AgentTranscript()
    (transcript.ending, transcript.report) = (example.turn, example.report)
    (transcript.retried, transcript.isReportTakenBack) =
      (example.retried, example.isReportTakenBack)
    var (output, errors) = (OutputTail(), OutputTail())
    output.append(Array(example.output.utf8))
    errors.append(Array(example.errors.utf8))
    let result = AnyAgent(isJudgedByStatus: example.isJudgedByStatus).interpret(
      WorkerRun(
        example.ending, output: output, errors: errors, isKeeperKilled: example.isKeeperKilled,
        transcript: transcript),
      of: WorkerOrder(by: WorkerProfile(name: "w", adapter: .claude)))
    #expect(result.textWithExit == example.result)
    #expect(result.ending.failure.map { $0.exit == result.exit } ?? true)
    #expect(result.transcript == transcript)
  }

  /// A row of the table of a README: files, what they show, and where that is published.
  @Test(arguments: ["claude", "codex", "opencode"])
  func `each transcript has its source beside it`(_ program: String) throws {
    let folder = "Tests/Cases/transcripts/\(program)"
    let rows = try Project.text("\(folder)/README.md").split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    // Behind the head of the table.
    let cited = rows.filter { $0.count == 5 && !$0[3].isEmpty }.dropFirst(2).flatMap {
      $0[1].replacing(".jsonl", with: "").split(separator: ", ").map { "\($0).jsonl" }
    }
    let files = try Directory.names(in: "\(Project.folder)/\(folder)")
    #expect(cited.sorted() == files.filter { $0.hasSuffix(".jsonl") }.sorted())
  }

  // MARK: Lines

  private static let lines = #"""
    {"n": 1}\#r
    warning: {"n": 2}
    [{"n": 3}, 4, {"n": 5}]

    {"n": 6, "n": 7}
    {"n": "8 한"}
    {"n": "\ud83d|\udf00|\ud83d\ud83d\ude00|\uD83D"}
    {"n": 9
    """#

  /// Half a surrogate pair, which JavaScript writes where a text was cut, becomes U+FFFD.
  private static let read = " 1 3 5 \"8 한\" \"\u{FFFD}|\u{FFFD}|\u{FFFD}😀|\u{FFFD}\""

  @Test func `lines are read however their bytes come, and others are passed over`() {
    let bytes = Array(Self.lines.utf8)
    for size in [1, 2, 3, 7, 50, bytes.count] {
      var lines = TranscriptLines(for: LineReader())
      for start in stride(from: 0, to: bytes.count, by: size) {
        lines.append(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(lines.transcript.report == Self.read, "\(size)")
      lines.finish()
      #expect(lines.transcript.report == Self.read, "\(size)")
    }
  }

  @Test func `the last line needs no end`() {
    var lines = TranscriptLines(for: LineReader())
    lines.append(Array(#"{"n": 1}"#.utf8)[...])
    #expect(lines.transcript.report == nil)
    lines.finish()
    #expect(lines.transcript.report == " 1")
  }

  @Test func `a line of 20 MB is read, and what is longer is passed over`() {
    for (megabytes, expected) in [(20, " 1 2"), (33, " 2")] {
      var lines = TranscriptLines(for: LineReader())
      let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
      lines.append(Array(#"{"text": ""#.utf8)[...])
      for _ in 0..<(megabytes << 4) { lines.append(piece[...]) }
      lines.append(Array("\", \"n\": 1}\n{\"n\": 2}\n".utf8)[...])
      #expect(lines.transcript.report == expected)
    }
  }
}

/// An agent whose transcript is given.
private struct AnyAgent: AgentAdapter {
  var program: String { "agent" }
  let isJudgedByStatus: Bool

  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] { [] }
  func isSession(_ text: String) -> Bool { true }
  func makeReader(of id: String?) -> any TranscriptReader { LineReader() }
}

/// Keeps the member `n` of each line.
private struct LineReader: TranscriptReader {
  private(set) var transcript = AgentTranscript()

  mutating func read(_ event: JSONObject) {
    if let number = event["n"] { transcript.report = "\(transcript.report ?? "") \(number)" }
  }
}

extension WorkerResult {
  fileprivate var textWithExit: String { ending == .finished ? "\(exit.text) \(text)" : text }
}
