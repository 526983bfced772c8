import Host
import JSON
import QueueModel
import Testing

@testable import Dispatching

@Suite struct WorkerEndingTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let ending: Subprocess.Ending
    var kind = Spawner.Kind.worker
    var output = ""
    var errors = ""
    /// `command NOTES`, or `nothing`.
    let fate: String
  }

  private static let long = String(repeating: "한", count: 300)

  @Test(arguments: [
    Case(
      testDescription: "a worker without a report", ending: .exited(0), output: "all done",
      fate: "FAILED no_report: the worker ended without one"),
    Case(
      testDescription: "its last line is the reason", ending: .exited(3), output: "a\nb\n\n",
      fate: "FAILED exit 3: b"),
    Case(
      testDescription: "errors come first", ending: .exited(3), output: "a\nb\n",
      errors: "no disk\n",
      fate: "FAILED exit 3: no disk"),
    Case(
      testDescription: "a report with a bad end", ending: .exited(3),
      output: "[REPORT A]\nStatus: DONE\nNext:\n- None\n",
      fate: "FAILED exit 3: its report was not taken"),
    Case(testDescription: "without a word", ending: .exited(1), fate: "FAILED exit 1"),
    Case(
      testDescription: "a word too many", ending: .exited(1), errors: long,
      fate: "FAILED exit 1: " + long.prefix(199) + "…"),
    Case(
      testDescription: "by a signal", ending: .signalled(9), errors: "x",
      fate: "FAILED signal 9: x"),
    Case(testDescription: "too long", ending: .timedOut, output: "x", fate: "FAILED timeout"),
    Case(testDescription: "stopped", ending: .interrupted(by: 15), fate: "release"),
    Case(
      testDescription: "a command that says a session", ending: .exited(0), kind: .command,
      output: "\nagent:main:orch-a\nmore\n", fate: "assign agent:main:orch-a from orch-a"),
    Case(
      testDescription: "a command that says its label", ending: .exited(0), kind: .command,
      output: "orch-a", fate: "nothing"),
    Case(
      testDescription: "a command that says something else", ending: .exited(0), kind: .command,
      output: "{\"ok\":true}\n", fate: "nothing"),
    Case(
      testDescription: "a command that says a sentence", ending: .exited(0), kind: .command,
      output: "started it\n", fate: "nothing"),
    Case(
      testDescription: "a command that is refused", ending: .exited(2), kind: .command,
      errors: "gateway is down\n", fate: "FAILED spawn_failed: exit 2: gateway is down"),
    Case(
      testDescription: "a command that takes too long", ending: .timedOut, kind: .command,
      fate: "FAILED spawn_failed: timeout"),
  ])
  func `the end of a program decides the state of its row`(_ start: Case) throws {
    var (output, errors) = (OutputTail(), OutputTail())
    output.append(Array(start.output.utf8))
    errors.append(Array(start.errors.utf8))
    let ending = WorkerEnding(start.ending, of: start.kind, output: output, errors: errors)
    #expect(ending.transition(of: "A", label: "orch-a").text == start.fate)
    #expect(WorkerEnding(ending.json) == ending)
  }

  @Test(arguments: [.null, 1, [:], ["failed": 1], ["accepting": true]] as [JSONValue])
  func `invalid JSON is no ending`(_ json: JSONValue) { #expect(WorkerEnding(json) == nil) }
}

extension Transition? {
  fileprivate var text: String {
    switch self {
    case nil: "nothing"
    case .finish(let finish)?: "\(finish.ending.status.rawValue) \(finish.notes)"
    case .release(_, false)?: "release"
    case .assign(_, let session, let owner, false)?: "assign \(session) from \(owner ?? "-")"
    default: "unexpected"
    }
  }
}
